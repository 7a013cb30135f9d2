from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event

from mentors.core import clock
from mentors.kit.db import db
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side
from tests.given import Given

APPLIED = ParticipationState.applied


@contextmanager
def counted() -> Iterator[list[str]]:
    said: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        said.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def _many(given: Given, count: int, programme: Programme) -> None:
    from mentors.people.models import Person

    town, now = given.town(), clock.now()
    for i in range(count):
        person = Person(
            municipality_id=town.id, first_name=f"Frivillig{i}", last_name="X",
            mobile=f"+4520{100000 + i}", created_at=now,
        )  # fmt: skip
        db.session.add(person)
        db.session.add(
            Participation(programme=programme, person=person, side=Side.volunteer, state=APPLIED, applied_at=now)
        )
    db.session.commit()


def test_a_list_of_200_costs_as_many_questions_as_a_list_of_one(given: Given) -> None:
    child = given.programme(ProgrammeKind.contact_person_child)
    karen = given.coordinator()
    _many(given, 1, child)
    with counted() as few:
        karen.get("/desk/applications")
    _many(given, 200, child)
    with counted() as many:
        page = karen.get("/desk/applications")
    assert len(page.soup.select("tbody tr")) == 50 and page.says("Side 1 af 5")
    assert len(many) == len(few)
    assert len(karen.get("/desk/applications?page=5").soup.select("tbody tr")) == 1


def test_the_longest_waiting_stands_first_with_what_is_missing(given: Given) -> None:
    child = given.programme(ProgrammeKind.contact_person_child)
    given.volunteer(programme=child, state=APPLIED, steps=False, first_name="Ny")
    with clock.stopped(clock.now() - timedelta(days=5)):
        given.volunteer(programme=child, state=APPLIED, steps=False, first_name="Gammel")
    page = given.coordinator().get("/desk/applications")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert "Gammel" in rows[0] and "5 dage" in rows[0] and "Ny" in rows[1]
    for step in ("Samtale", "Tavshedserklæring", "Børneattest", "Kursus"):
        assert step in rows[0]


def test_the_list_is_narrowed_by_programme_side_and_state(given: Given) -> None:
    host, career = given.programme(), given.programme(ProgrammeKind.career_mentor)
    given.volunteer(programme=host, state=APPLIED, first_name="Vera")
    given.volunteer(programme=career, first_name="Carl")
    given.newcomer(programme=host, state=APPLIED, first_name="Nour")
    karen = given.coordinator()
    page = karen.get("/desk/applications")
    assert page.says("Vera") and page.says("Nour") and not page.says("Carl")
    page = page.press("Vis", side="newcomer")
    assert page.says("Nour") and not page.says("Vera")
    page = page.press("Vis", side="", state="approved", programme=career.ref)
    assert page.says("Carl") and not page.says("Vera")


def test_nonsense_in_the_address_shows_the_ordinary_list(given: Given) -> None:
    karen = given.coordinator()
    for query in ("page=0", "page=99999999999", "page=x", "side=%00", "state=zzz", "programme='"):
        assert karen.get(f"/desk/applications?{query}").status == 200, query


def test_another_municipalitys_application_is_not_there(given: Given) -> None:
    other = given.town("andenby", name="Andenby Kommune")
    theirs = given.volunteer(town=other, programme=given.programme(town=other), state=APPLIED, first_name="Fremmed")
    karen = given.coordinator()
    assert karen.get(f"/desk/applications/{theirs.ref}").status == 404
    assert karen.get(f"/desk/programmes/{theirs.programme.ref}").status == 404
    assert not karen.get("/desk/applications?state=all").says("Fremmed")


def test_an_empty_list_says_what_to_do_next(given: Given) -> None:
    assert given.coordinator().get("/desk/applications").says("Ingen nye ansøgninger")


def test_newcomers_wait_in_order(given: Given) -> None:
    given.newcomer(first_name="Senere")
    with clock.stopped(clock.now() - timedelta(days=9)):
        given.newcomer(first_name="Forst")
    page = given.coordinator().get("/desk/newcomers")
    assert page.text.index("Forst") < page.text.index("Senere") and page.says("9 dage")
