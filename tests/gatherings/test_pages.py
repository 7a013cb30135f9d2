"""Every page of the room in two languages, and what the lists cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from mentors.core import clock
from mentors.gatherings import commands_advice, commands_door, commands_sessions, queries, queries_door
from mentors.gatherings.models import Session
from mentors.gatherings.models_people import Attendance
from mentors.gatherings.queries_calendar import month
from mentors.gatherings.rules import SeriesKind
from mentors.kit.db import db
from tests.databases import statements
from tests.gatherings.building import TODAY, cleared, series, sessions, signed_up
from tests.given import Given


@pytest.fixture
def full(given: Given) -> dict[str, Any]:
    """One series of each kind with something of everything in it."""
    made = {kind: series(given, kind, first_on=TODAY + timedelta(days=1)) for kind in SeriesKind}
    event_ = sessions(made[SeriesKind.leisure])[0]
    signed_up(given, event_, adults=8, children=4)
    signed_up(given, event_, name="Bo", adults=8)
    signed_up(given, event_, name="Noor", email="noor@example.org")
    member = given.person(first_name="Leyla", language="ar")
    for kind in (SeriesKind.womens_course, SeriesKind.intro_course, SeriesKind.motivation_group):
        signed_up(given, made[kind], member)
    cafe = sessions(made[SeriesKind.barselscafe])[0]
    commands_sessions.assign_helper(given.by(), cafe, cleared(given))
    commands_sessions.invite_speaker(given.by(), cafe, "Bo", email="bo@example.org")
    advice = sessions(made[SeriesKind.advice_cafe])[0]
    commands_advice.open_slots(given.by(), advice, minutes=20)
    db.session.commit()
    return {"series": {k: s.ref for k, s in made.items()}, "event": event_.ref, "cafe": cafe.ref, "advice": advice.ref,
            "member": member.ref}  # fmt: skip


def test_every_desk_page_stands_in_danish_and_english_with_one_heading(given: Given, full: dict[str, Any]) -> None:
    karen = given.coordinator()
    one = full["series"]
    paths = ["series", "series?ended=1", "series/new", "calendar", "calendar?week=2026-48", "calendar?mine=1",
             "calendar?month=nonsense", "calendar?month=9999-99", "calendar?week=0000-00", "calendar/feed", "closings",
             "tags", "tags/cards", "series/afterwards", f"people/{full['member']}/week", f"people/{full['member']}/leave",
             f"series/{one['intro_course']}/modules", f"series/{one['intro_course']}/certificates/{full['member']}",
             f"series/{one['womens_course']}/leader", f"series/{one['womens_course']}/people?q=Leyla",
             f"series/{one['motivation_group']}/notes/{full['member']}"]  # fmt: skip
    for ref in one.values():
        paths += [f"series/{ref}{more}" for more in ("", "/settings", "/rule", "/owners", "/numbers", "/poster",
                                                    "/sessions/new", "/texts/ar")]  # fmt: skip
    paths += [f"series/new?kind={kind}" for kind in SeriesKind]
    for ref in (full["event"], full["cafe"], full["advice"]):
        paths += [f"sessions/{ref}{more}" for more in ("", "/programme", "/speakers/new", "/helpers/new?q=Person", "/move",
                                                      "/edit", "/cancellation", "/slots", "/door", "/fire-list")]  # fmt: skip
    for path in paths:
        for language in ("da", "en"):
            page = karen.get(f"/desk/{path}{'&' if '?' in path else '?'}lang={language}")
            assert page.status == 200, page
            assert len(page.soup.find_all("h1")) == 1, path
            ids = [tag["id"] for tag in page.soup.find_all(id=True)]
            assert len(ids) == len(set(ids)), (path, ids)


def test_every_public_page_stands_in_every_language(given: Given, full: dict[str, Any]) -> None:
    visitor = given.new_visitor()
    paths = ["calendar", "calendar?month=2026-12", "calendar?week=2026-48", f"sessions/{full['event']}/sign-up",
             f"sessions/{full['advice']}/talks"]  # fmt: skip
    public = ("barselscafe", "salon", "advice_cafe", "leisure", "open_company", "open_event", "homework_cafe")
    paths += [f"series/{full['series'][kind]}" for kind in public]
    for path in paths:
        for language in ("da", "en", "ar", "uk"):
            page = visitor.get(f"/demoby/{path}{'&' if '?' in path else '?'}lang={language}")
            assert page.status == 200, page
            assert len(page.soup.find_all("h1")) == 1


def test_the_public_calendar_shows_only_what_is_public(given: Given, full: dict[str, Any]) -> None:
    text = given.new_visitor().get("/demoby/calendar?month=2026-11").text
    assert "Test barselscafe" in text and "Test womens_course" not in text
    assert "Test womens_course" in given.coordinator().get("/desk/calendar?month=2026-11").text


def test_a_poster_speaks_the_chosen_languages_with_a_code(given: Given, full: dict[str, Any]) -> None:
    page = given.coordinator().get(f"/desk/series/{full['series']['barselscafe']}/poster?languages=da&languages=ar")
    blocks = page.soup.select(".poster-block")
    assert [block["lang"] for block in blocks] == ["da", "ar"] and blocks[1]["dir"] == "rtl"
    assert page.soup.select_one("img.print-code")["src"].startswith("data:image/svg+xml")


def test_the_numbers_are_a_chart_with_its_table(given: Given, full: dict[str, Any]) -> None:
    session = db.session.query(Session).filter_by(ref=full["cafe"]).one()
    for _ in range(3):
        db.session.add(
            Attendance(session_id=session.id, client_uuid=str(uuid4()), adults=2, children=1, at=clock.now())
        )
    clock.stop(session.starts_at + timedelta(hours=2))
    page = given.coordinator().get(f"/desk/series/{full['series']['barselscafe']}/numbers")
    rows = [[cell.get_text(strip=True) for cell in row] for row in page.soup.select(".chart-data tbody tr")]
    assert [row[-1] for row in rows] == ["6", "3"]


def test_month_door_and_numbers_cost_the_same_however_many_rows(given: Given) -> None:
    def cost(people: int, cafes: int) -> tuple[int, int, int]:
        made = [series(given, SeriesKind.barselscafe) for _ in range(cafes)]
        session = sessions(made[0])[0]
        helper = cleared(given)
        for one in made:
            commands_sessions.assign_helper(given.by(), sessions(one)[0], helper)
        crowd = [given.person() for _ in range(people)]
        for person in crowd:
            db.session.add(
                Attendance(session_id=session.id, person_id=person.id, client_uuid=str(uuid4()), at=clock.now())
            )
        commands_door.make_tags(given.by(), people)
        for person, tag in zip(crowd, queries_door.tags(_staff(given)), strict=False):
            tag.person_id = person.id
        db.session.commit()
        ids = session.id, made[0].id, session.municipality_id
        found = []
        for ask in (
            lambda: month(ids[2], TODAY.replace(day=1), public_only=False),
            lambda: queries_door.door(db.session.get_one(Session, ids[0])),
            lambda: queries_door.attendance(db.session.get_one(type(made[0]), ids[1])),
        ):
            db.session.expunge_all()
            with statements() as said:
                ask()
            found.append(len(said))
        return found[0], found[1], found[2]

    few = cost(2, 1)
    many = cost(40, 6)
    assert few == many, (few, many)
    assert max(many) <= 8


def _staff(given: Given) -> Any:
    from mentors.core.actor import Actor, Role

    return Actor(label="account:t", municipality_id=given.town().id, roles=frozenset({Role.coordinator}))


def test_the_to_do_list_names_the_sessions_nobody_minds_children_at(given: Given) -> None:
    from mentors.gatherings import queries_desk

    cafe = series(given)
    with given.app.test_request_context():
        lines = queries_desk.todos(_staff(given))
    assert [line.title for line in lines] == ["Ingen passer børnene"] * 4
    assert lines[0].url.endswith(sessions(cafe)[0].ref)
    assert queries.series_list(_staff(given))[0].to_come > 4


def test_the_panel_on_a_persons_page_shows_her_places_and_week(given: Given, full: dict[str, Any]) -> None:
    from mentors.gatherings import queries_desk
    from mentors.people.models import Person

    person = db.session.query(Person).filter_by(ref=full["member"]).one()
    with given.app.test_request_context("/desk/"):
        from flask import g, render_template

        g.actor = _staff(given)
        values = queries_desk.person_panel(_staff(given), person.id)
        assert values is not None
        html = render_template("panels/gatherings/person.html", **values)
        assert "Test womens_course" in html and "Ret ugen" in html
        assert len(queries_desk.history(_staff(given), person.id)) == 3
    assert len(queries_desk.held(person.id)["sign_up"]) == 3
