"""Reading what is sensitive is a line in the journal, once per reader, thing and day, and she reads it (issue 6 item 6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from mentors.core import clock
from mentors.core.actor import Role
from mentors.desk import queries_looks
from mentors.desk.queries_looks import OF_MANY, OF_SOMEBODY
from mentors.desk.views_protected import LOOK_FIRST
from mentors.journal.models import Entry
from mentors.journal.queries import faults
from mentors.kit.db import db
from mentors.people.commands import protect
from mentors.people.models import Person
from tests.gatherings.building import series, sessions
from tests.given import Given
from tests.guide.newcomers import address_of


def looks() -> list[tuple[str, str | None, int | None]]:
    db.session.expire_all()
    rows = db.session.query(Entry).filter(Entry.act.like("%_seen")).order_by(Entry.id)
    return [(row.act, row.thing, row.person_id) for row in rows]


def whole(app: Flask) -> bool:
    return list(faults(db.session.connection(), app.config["JOURNAL_KEYS"])) == []


def test_a_page_is_one_line_a_day_for_each_who_reads_it(app: Flask, given: Given) -> None:
    her = given.newcomer(language="da").person
    url, line = f"/desk/people/{her.ref}", ("desk.person_seen", f"person:{her.ref}", her.id)
    karen, bo = given.signed_in(given.staff(name="Karen Kofoed")), given.signed_in(given.staff(name="Bo Berg"))
    for _ in range(3):
        assert karen.get(url).status == karen.get(f"{url}/details").status == 200
    assert looks() == [line]
    bo.get(url)
    assert looks() == [line, line]
    with clock.stopped(clock.now() + timedelta(hours=20)):  # another day, signed in anew
        given.signed_in(given.staff(name="Ida Holm")).get(url)
        assert len(looks()) == 3
        page = given.new_visitor().get(f"{address_of(her)}/own-data")
    assert all(page.says(name) for name in ("Karen", "Bo", "Ida")) and not page.says("Kofoed")
    assert whole(app)


@pytest.mark.parametrize(
    ("path", "act"),
    [
        ("/week", "timetables.week_seen"), ("/own-data", "own_data.page_seen"), ("/own-data/file", "own_data.file_seen"),
        ("/clearances", "clearances.page_seen"), ("/own-data/all", "own_data.page_seen"),
    ],
)  # fmt: skip
def test_what_else_tells_of_her_is_a_line_too(given: Given, path: str, act: str) -> None:
    her = given.volunteer().person
    assert given.coordinator().get(f"/desk/people/{her.ref}{path}").status == 200
    assert looks() == [(act, f"person:{her.ref}", her.id)]


def test_a_list_with_many_is_one_line_about_the_list(given: Given) -> None:
    first = sessions(series(given))[0]
    assert given.coordinator().get(f"/desk/sessions/{first.ref}/fire-list").status == 200
    assert looks() == [("gatherings.fire_list_seen", f"gatherings_desk:{first.ref}", None)]


def test_the_hotlines_reading_is_written_down_as_well(given: Given) -> None:
    from tests.hotline.test_calls import a_call

    her = given.newcomer().person
    call = a_call(given, person=her)
    given.signed_in(given.staff(Role.hotline)).get(f"/desk/hotline/{call.ref}")
    assert looks() == [("hotline.call_seen", f"hotline_call:{call.ref}", her.id)]


def test_what_is_not_shown_and_what_is_her_own_is_no_line(given: Given) -> None:
    her, volunteer = given.newcomer().person, given.volunteer().person
    stranger = given.coordinator(town=given.town("andenby", name="Andenby Kommune"))
    assert stranger.get(f"/desk/people/{her.ref}").status == 404
    assert given.as_person(volunteer).get("/my/own-data").status == 200
    assert given.as_person(volunteer).get(f"/desk/people/{her.ref}").status == 403
    protect(given.by(), her, True)
    db.session.commit()
    assert given.coordinator().get(f"/desk/people/{her.ref}/week").path.endswith(her.ref)
    assert looks() == [("desk.person_seen", f"person:{her.ref}", her.id)], "the page it led back to, and no week"


def test_the_press_that_shows_what_is_protected_is_told_to_her(given: Given) -> None:
    her = given.newcomer(language="da").person
    protect(given.by(), her, True)
    db.session.commit()
    given.signed_in(given.staff(name="Rikke Rask")).get(f"/desk/people/{her.ref}").press("Vis navn og adresse")
    assert given.new_visitor().get(f"{address_of(her)}/own-data").says("Rikke")


def test_a_protected_callers_number_takes_a_press_and_a_line(given: Given) -> None:
    from tests.hotline.test_calls import a_call

    her = given.newcomer(language="da").person
    call = a_call(given, person=her, phone=her.mobile)
    protect(given.by(), her, True)
    db.session.commit()
    hans, digits = given.signed_in(given.staff(Role.hotline, name="Hans Hør")), str(her.mobile)[3:]
    queue, page = hans.get("/desk/hotline/"), hans.get(f"/desk/hotline/{call.ref}")
    assert digits not in queue.html and digits not in page.html and queue.says("Beskyttet")
    shown = page.press("Vis nummeret")
    assert digits in shown.html and ("hotline.number_seen", f"hotline_call:{call.ref}", her.id) in looks()
    assert digits not in hans.get("/desk/hotline/").html
    with clock.stopped(clock.now() + timedelta(minutes=11)):
        assert digits not in hans.get(f"/desk/hotline/{call.ref}").html
    assert given.coordinator(town=given.town("andenby")).post(f"/desk/hotline/{call.ref}/numbers").status in (400, 404)


def test_every_page_of_the_list_is_there_and_none_that_opens_after_show_is_missing(app: Flask) -> None:
    reads = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert set(OF_SOMEBODY) | set(OF_MANY) <= reads
    assert set(OF_SOMEBODY) >= LOOK_FIRST
    assert all(act.endswith("_seen") for act in (*OF_SOMEBODY.values(), *OF_MANY.values()))


def test_a_page_that_is_read_without_a_line_is_seen(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    her: Person = given.newcomer().person
    monkeypatch.delitem(queries_looks.OF_SOMEBODY, "desk.person")
    assert given.coordinator().get(f"/desk/people/{her.ref}").status == 200 and looks() == []
