"""Rows 10 and 14, and issue 3 point 4: the door on one tablet, with and without a connection."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from mentors.core import clock
from mentors.gatherings.models import Session
from mentors.gatherings.models_people import Attendance
from mentors.gatherings.rules import SeriesKind
from mentors.kit.db import db
from mentors.people.models import Person
from tests.gatherings.building import at, in_days, series, sessions, signed_up
from tests.given import Given
from tests.page import Visitor

OPEN = at(in_days(1), 10)  # Tuesday at ten: the first session begins


@pytest.fixture
def cafe(given: Given) -> Session:
    session = sessions(series(given, SeriesKind.salon, rule="FREQ=WEEKLY;BYDAY=TU"))[0]
    clock.stop(OPEN)
    return session


def there() -> list[Attendance]:
    db.session.expire_all()
    return db.session.query(Attendance).filter(Attendance.undone_at.is_(None)).order_by(Attendance.id).all()


def sync(visitor: Visitor, session_ref: str, presses: list[dict[str, Any]]) -> Any:
    """What the tablet's script sends: its queue as JSON, with the page's token."""
    token = visitor.get(f"/desk/sessions/{session_ref}/door").soup.find(attrs={"data-does": "checkin"})["data-token"]
    answer = visitor.post(
        f"/desk/sessions/{session_ref}/attendances", json={"presses": presses}, headers={"X-CSRFToken": token}
    ).response
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def press(**values: Any) -> dict[str, Any]:
    return {"uuid": str(uuid4()), "adults": 1, "children": 0, "at": OPEN.isoformat(), **values}


def test_row_14_forty_presses_offline_sent_twice_are_forty_rows(given: Given, cafe: Session) -> None:
    people = [given.person(first_name=f"Gæst{n}") for n in range(30)]
    karen, ref = given.coordinator(), cafe.ref
    presses = [press(person=person.ref) for person in people] + [press(children=1) for _ in range(10)]
    first = sync(karen, ref, presses)
    again = sync(karen, ref, presses)
    assert len(there()) == 40
    assert set(first["outcomes"].values()) == {"kept"} and set(again["outcomes"].values()) == {"already"}
    assert (again["adults"], again["children"]) == (40, 10)


def test_the_same_woman_pressed_on_two_tablets_came_once(given: Given, cafe: Session) -> None:
    person, karen = given.person(), given.coordinator()
    ref, who = cafe.ref, person.ref
    sync(karen, ref, [press(person=who, children=2)])
    sync(karen, ref, [press(person=who)])
    assert [(row.adults, row.children) for row in there()] == [(1, 2)]


def test_a_press_taken_back_stays_back_when_late_copies_arrive(given: Given, cafe: Session) -> None:
    person, karen = given.person(), given.coordinator()
    ref = cafe.ref
    came = press(person=person.ref)
    sync(karen, ref, [came, {**came, "undo": True}])
    sync(karen, ref, [came])
    assert there() == []


def test_row_10_two_taps_without_any_script_open_the_door_and_press_the_name(given: Given, cafe: Session) -> None:
    given.person(first_name="Sara", last_name="Hassan")
    karen, ref = given.coordinator(), cafe.ref
    page = karen.get(f"/desk/sessions/{ref}/door?q=Sara").press("er kommet")
    assert "Sara H." in page.text and "Hassan" not in page.text
    page.press("Sara H.")
    assert there() == [], "a second press takes the first one back"
    page = karen.get(f"/desk/sessions/{ref}/door?q=Sara").press("er kommet")
    page.press("+ barn")
    assert [(row.adults, row.children) for row in there()] == [(1, 1)]


def test_row_10_whoever_came_last_time_stands_on_the_next_list(given: Given) -> None:
    first, second = sessions(series(given, SeriesKind.salon, rule="FREQ=WEEKLY;BYDAY=TU"))[:2]
    sara, ref, next_ref = given.person(first_name="Sara").ref, first.ref, second.ref
    clock.stop(first.starts_at)
    sync(given.coordinator(), ref, [press(person=sara)])
    clock.stop(second.starts_at)
    given.coordinator().get(f"/desk/sessions/{next_ref}/door").press("Sara")
    assert len(there()) == 2


def test_a_family_that_signed_up_is_pressed_once_with_its_children(given: Given) -> None:
    event = series(given, SeriesKind.leisure, rule="FREQ=WEEKLY;BYDAY=TU")
    session = sessions(event)[0]
    signed_up(given, session, name="Fatma", mobile="+4520309999", adults=2, children=3)
    clock.stop(OPEN)
    page = given.coordinator().get(f"/desk/sessions/{session.ref}/door").press("Fatma")
    assert [(row.adults, row.children) for row in there()] == [(2, 3)]
    page = page.press("+ barn")
    assert [(row.adults, row.children) for row in there()] == [(2, 4)]
    assert "2 voksne 4 børn" in page.text


def test_somebody_without_phone_or_mail_comes_by_number_for_a_year(given: Given) -> None:
    salon = series(given, SeriesKind.salon, rule="FREQ=WEEKLY;BYDAY=TU")
    first = sessions(salon)[0]
    clock.stop(first.starts_at)
    karen = given.coordinator()
    page = karen.get(f"/desk/sessions/{first.ref}/door").press("Ny, og kommet", name="Warda")
    assert "Warda" in page.text
    warda = db.session.query(Person).filter_by(first_name="Warda").one()
    assert warda.mobile is None and warda.email is None
    karen.get("/desk/tags").press("Lav numre", count=5)
    page = karen.get("/desk/tags").click("Giv til en person 3")
    karen.get(page.path + "?q=Warda").press("Giv nummeret")
    from mentors.gatherings.commands import extend_series

    came = 1
    while came < 52:
        coming = [s for s in sessions(salon) if s.starts_at > clock.now()]
        clock.stop(coming[0].starts_at)
        karen = given.coordinator()  # a sitting lasts a day
        karen.get(f"/desk/sessions/{coming[0].ref}/door").press("Kommet", tag="3")
        came += 1
        if came % 13 == 0:
            extend_series()
    assert len(there()) == 52
    assert {row.person_id for row in there()} == {db.session.query(Person).filter_by(first_name="Warda").one().id}


def test_an_unknown_number_is_said_and_nothing_is_kept(given: Given, cafe: Session) -> None:
    ref = cafe.ref
    page = given.coordinator().get(f"/desk/sessions/{ref}/door").press("Kommet", tag="99")
    assert "Det nummer kender vi ikke" in page.text
    assert there() == []


def test_heads_are_counted_up_and_down_and_never_below_nobody(given: Given, cafe: Session) -> None:
    ref, karen = cafe.ref, given.coordinator()
    answer = sync(karen, ref, [press(), press(), press(adults=-1), press(adults=0, children=1)])
    assert (answer["adults"], answer["children"]) == (1, 1)
    answer = sync(karen, ref, [press(adults=-1), press(adults=-1)])
    assert (answer["adults"], answer["children"]) == (0, 1)


def test_nonsense_between_the_presses_stops_none_of_the_others(given: Given, cafe: Session) -> None:
    ref, karen = cafe.ref, given.coordinator()
    good = press()
    bad = [
        {"uuid": "x"},
        7,
        press(person="' or 1=1"),
        press(adults="mange"),
        press(person="zzzzzzzzzz"),
        press(at="i går"),
    ]
    answer = sync(karen, ref, [*bad, good])
    assert answer["outcomes"][good["uuid"]] == "kept"
    assert len(there()) == 2  # a strange time is read as now


def test_the_door_of_another_town_takes_nobody(given: Given, cafe: Session) -> None:
    person = given.person(town=given.town("nabo", name="Nabo Kommune"))
    ref, who = cafe.ref, person.ref
    answer = sync(given.coordinator(), ref, [press(person=who)])
    assert set(answer["outcomes"].values()) == {"unknown"}
    assert there() == []


def test_the_list_for_the_fire_drill_says_who_is_in_the_room(given: Given, cafe: Session) -> None:
    person = given.person(first_name="Nour", last_name="Ali")
    hidden = given.person(first_name="Iman", last_name="Karim")
    hidden.is_protected = True
    ref = cafe.ref
    karen = given.coordinator()
    sync(karen, ref, [press(person=person.ref, children=2), press(person=hidden.ref), press()])
    page = karen.get(f"/desk/sessions/{ref}/fire-list")
    assert "3 voksne, 2 børn" in page.text and "Heraf uden navn: 1 voksen" in page.text
    assert "Nour A." in page.text and "Iman" in page.text
    assert "Iman K" not in page.text and "Karim" not in page.text
