"""Rows 19 and 21, and issue 3 point 3: signing up as a family, the waiting list, and no seat given twice."""

from __future__ import annotations

import threading
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from mentors.core import clock
from mentors.gatherings import commands_seats, rules
from mentors.gatherings.models import Session
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import Seat, SeatState, SeriesKind
from mentors.kit.db import db
from mentors.kit.links import with_addresses
from mentors.messages.models import Message
from tests.gatherings.building import series, sessions, signed_up
from tests.given import Given

T, W, O, L = SeatState.taken, SeatState.waiting, SeatState.offered, SeatState.left  # noqa: E741


@pytest.mark.parametrize(
    ("capacity", "seats", "people", "sits"),
    [
        (None, [(T, 99)], 5, True),
        (10, [(T, 6)], 4, True),
        (10, [(T, 6)], 5, False),
        (10, [(T, 6), (O, 4)], 1, False),
        (10, [(T, 6), (L, 9)], 4, True),
        (10, [(T, 6), (W, 5)], 1, False),
    ],
)
def test_a_family_gets_a_seat_when_there_is_room_for_all_of_it_and_nobody_waits(
    capacity: int | None, seats: list[tuple[SeatState, int]], people: int, sits: bool
) -> None:
    assert rules.may_sit(capacity, [Seat(i, *seat) for i, seat in enumerate(seats)], people) is sits


@pytest.mark.parametrize(
    ("capacity", "seats", "chosen"),
    [
        (10, [(T, 8), (W, 2), (W, 1)], [1]),
        (10, [(T, 8), (W, 3), (W, 1), (W, 1)], [2, 3]),
        (10, [(T, 8), (O, 2), (W, 1)], []),
        (None, [(W, 3), (W, 9)], [0, 1]),
    ],
)
def test_free_seats_go_down_the_line_and_a_family_too_large_keeps_its_turn(
    capacity: int | None, seats: list[tuple[SeatState, int]], chosen: list[int]
) -> None:
    found = rules.next_in_line(capacity, [Seat(i, *seat) for i, seat in enumerate(seats)])
    assert [seat.key for seat in found] == chosen


def test_an_offer_lasts_two_days_but_never_into_the_last_hours_before_the_start() -> None:
    now = clock.now()
    assert rules.offer_until(now, now + timedelta(days=9)) == now + timedelta(hours=48)
    assert rules.offer_until(now, now + timedelta(hours=12)) == now + timedelta(hours=10)
    assert rules.offer_until(now, now + timedelta(hours=2)) is None
    assert rules.offer_until(now, None) == now + timedelta(hours=48)


def event(given: Given, capacity: int = 3, **values: Any) -> Session:
    return sessions(series(given, SeriesKind.leisure, capacity=capacity, rule="FREQ=WEEKLY;BYDAY=TU", **values))[1]


def state(row: SignUp) -> SeatState:
    db.session.expire_all()
    return db.session.get_one(SignUp, row.id).state


def link_in(kind: str, row: SignUp) -> str:
    said = db.session.query(Message).filter_by(kind=f"gatherings/{kind}", about=f"sign_up:{row.ref}").one()
    return with_addresses(said.body).split("http://town.example")[1].split()[0]


def test_row_21_a_family_signs_up_without_an_account_and_leaves_by_its_link(given: Given) -> None:
    session = event(given)
    page = given.new_visitor().get(f"/demoby/series/{session.series.ref}")
    form = page.click("Meld dig til tirsdag 1. december").form()
    assert form.names() == {"csrf_token", "name", "way", "adults", "children"}, "row 19: nothing about who they are"
    page = form.fill(name="Fatma", way="20 30 99 99", adults=1, children=2).submit()
    assert page.heading == "Du er tilmeldt"
    row = db.session.query(SignUp).one()
    assert (row.mobile, row.children, row.state) == ("+4520309999", 2, SeatState.taken)
    page = given.new_visitor().get(link_in("signed_up", row))
    page = page.press("Gem", adults=1, children=1)
    assert page.press("Meld fra").heading == "Du er meldt fra"
    assert state(row) is SeatState.left


def test_a_full_session_gives_a_turn_in_the_line_and_asks_for_a_way_to_say_so(given: Given) -> None:
    session = event(given)
    signed_up(given, session, adults=3)
    form = given.new_visitor().get(f"/demoby/sessions/{session.ref}/sign-up")
    assert "Fuldt. Der er venteliste." in form.text
    refused = form.form().fill(name="Ali").submit()
    assert refused.status == 422 and "siger vi til" in refused.text
    page = refused.form().fill(name="Ali", way="ali@example.org").submit()
    assert page.heading == "Du er på ventelisten"


def test_a_freed_seat_is_offered_to_the_next_with_a_deadline_then_to_the_one_after(given: Given) -> None:
    session = event(given, capacity=1)
    first = signed_up(given, session, name="A", mobile="+4520309991")
    second = signed_up(given, session, name="B", mobile="+4520309992")
    third = signed_up(given, session, name="C", mobile="+4520309993")
    commands_seats.leave(given.by(), first)
    db.session.commit()
    assert (state(second), state(third)) == (SeatState.offered, SeatState.waiting)
    assert commands_seats.offer_seats() == 0
    clock.stop(clock.now() + timedelta(hours=49))
    assert commands_seats.offer_seats() == 1
    assert (state(second), state(third)) == (SeatState.left, SeatState.offered)
    page = given.new_visitor().get(link_in("seat_offered", second))
    assert page.heading == "Du er meldt fra"
    page = given.new_visitor().get(link_in("seat_offered", third))
    assert page.press("Ja, jeg kommer").heading == "Du er tilmeldt"
    assert state(third) is SeatState.taken


def test_saying_no_passes_the_seat_on_at_once(given: Given) -> None:
    session = event(given, capacity=1)
    first = signed_up(given, session, name="A")
    second = signed_up(given, session, name="B", email="b@example.org")
    third = signed_up(given, session, name="C", email="c@example.org")
    commands_seats.leave(given.by(), first)
    given.new_visitor().get(link_in("seat_offered", second)).press("Nej tak")
    assert (state(second), state(third)) == (SeatState.left, SeatState.offered)


def test_an_answer_after_the_deadline_takes_nobody_elses_seat(given: Given) -> None:
    session = event(given, capacity=1)
    first = signed_up(given, session, name="A")
    second = signed_up(given, session, name="B", email="b@example.org")
    commands_seats.leave(given.by(), first)
    page = given.new_visitor().get(link_in("seat_offered", second))
    form = page.form("Ja, jeg kommer")
    clock.stop(clock.now() + timedelta(hours=49))
    assert "givet videre" in form.submit().text
    assert state(second) is not SeatState.taken


def test_more_seats_go_to_those_who_wait(given: Given) -> None:
    one = series(given, SeriesKind.womens_course, capacity=1, minimum=1)
    signed_up(given, one, given.person())
    waiting = signed_up(given, one, given.person())
    given.coordinator().get(f"/desk/series/{one.ref}/settings").press("Gem", capacity=2, minimum=1)
    assert state(waiting) is SeatState.taken


def test_a_session_behind_staff_or_without_sign_up_has_no_form(given: Given) -> None:
    salon = sessions(series(given, SeriesKind.salon))[0]
    course = series(given, SeriesKind.womens_course)
    visitor = given.new_visitor()
    assert visitor.get(f"/demoby/sessions/{salon.ref}/sign-up").status == 404
    assert visitor.get(f"/demoby/series/{course.ref}/sign-up").status == 404
    assert visitor.get(f"/demoby/series/{course.ref}").status == 404


def test_row_21_no_seat_is_given_twice_when_eight_press_at_the_same_moment(given: Given, app: Flask) -> None:
    """Real requests in parallel, each with the form it was shown; SQLite and PostgreSQL."""
    session = event(given, capacity=3)
    ref, key = session.ref, session.id
    db.session.commit()
    browsers = []
    for number in range(8):
        visitor = given.new_visitor()
        form = visitor.get(f"/demoby/sessions/{ref}/sign-up").form()
        form.fill(name=f"Familie{number}", way=f"f{number}@example.org")
        browsers.append((visitor.client, dict(form.values)))
    db.session.remove()
    gate = threading.Barrier(len(browsers))
    codes: list[int] = []

    def go(client: Any, data: dict[str, str]) -> None:
        gate.wait()
        codes.append(Context().run(lambda: client.post(f"/demoby/sessions/{ref}/sign-up", data=data)).status_code)

    threads = [threading.Thread(target=go, args=browser) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = db.session.query(SignUp).filter_by(session_id=key).all()
    assert codes == [303] * 8
    assert sorted(str(row.state) for row in rows) == ["taken"] * 3 + ["waiting"] * 5


def test_two_who_answer_and_leave_at_once_end_with_one_seat_each(given: Given, app: Flask) -> None:
    session = event(given, capacity=2)
    rows = [signed_up(given, session, name=f"F{n}", email=f"f{n}@example.org") for n in range(6)]
    keys = [row.id for row in rows]
    actor, key = given.by(), session.id
    db.session.remove()
    gate = threading.Barrier(2)
    problems: list[Exception] = []

    def go(row_id: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                commands_seats.leave(actor, db.session.get_one(SignUp, row_id))
                db.session.commit()
            except Exception as problem:
                problems.append(problem)
            db.session.remove()

    threads = [threading.Thread(target=lambda k=k: Context().run(go, k)) for k in keys[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    held = db.session.query(SignUp).filter(SignUp.session_id == key, SignUp.state == SeatState.offered).all()
    assert sorted(row.id for row in held) == keys[2:4]
