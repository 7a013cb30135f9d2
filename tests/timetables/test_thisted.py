"""Thisted: three days of language school and two of activity, so the days are taken (systems.md row 39)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mentors.core import clock
from mentors.kit.db import db
from mentors.meetings import commands as meetings
from mentors.meetings.models import Meeting
from mentors.pairing import queries
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.week import parts_of
from mentors.pairing.rules import Hurdle
from mentors.programmes.models import Participation
from mentors.tasks.models import Task
from mentors.timetables.models import BusyTime
from tests.given import Given
from tests.page import Page, Visitor
from tests.pairing.test_the_pool import pool_today
from tests.pairing.things import agreed_pair

ALL_DAY = tuple(f"{day}-{part}" for day in ("mon", "tue", "wed", "thu", "fri") for part in ("morning", "afternoon"))
EVENINGS = ("tue-evening", "wed-evening")


def add(karen: Visitor, newcomer: Participation, kind: str, weekday: int, start: str, end: str, **more: str) -> Page:
    page = karen.get(f"/desk/people/{newcomer.person.ref}/week")
    return page.press("Tilføj", kind=kind, weekday=str(weekday), from_time=start, to_time=end, **more)


def thisted(given: Given) -> tuple[Visitor, Participation, Participation, Participation]:
    """A newcomer who has said all days and two evenings, with five days taken; a host by day and one by evening."""
    karen = given.coordinator()
    amal = given.newcomer(free=ALL_DAY + EVENINGS)
    by_day = given.volunteer(first_name="Dagny", free=ALL_DAY)
    by_evening = given.volunteer(first_name="Aften", free=EVENINGS)
    for weekday in (0, 2, 4):
        assert add(karen, amal, "language_school", weekday, "08:30", "14:00").says("Gemt")
    for weekday in (1, 3):
        add(karen, amal, "work_duty", weekday, "08:00", "15:00")
    db.session.expire_all()
    return karen, amal, by_day, by_evening


def proposed(amal: Participation) -> dict[str, str]:
    pool = pool_today(amal.programme)
    return dict(make_plan(pool.engine(), pool.settings).pairs)


def test_three_days_of_class_and_two_of_activity_never_yield_a_daytime_proposal(given: Given) -> None:
    karen, amal, by_day, by_evening = thisted(given)
    assert proposed(amal) == {amal.ref: by_evening.ref}
    [newcomer] = pool_today(amal.programme).newcomers
    assert parts_of(newcomer.times) == EVENINGS
    suggested = {one.ref: one.hurdles for one in queries.suggestions_for(given.by(), amal)}
    assert suggested == {by_evening.ref: (), by_day.ref: (Hurdle.no_common_time,)}
    page = karen.get(f"/desk/newcomers/{amal.ref}/suggestions")
    assert "formiddag" not in page.text and page.says("tirsdag aften og onsdag aften")


def test_moved_to_evening_classes_the_evening_proposals_vanish(given: Given) -> None:
    karen, amal, by_day, by_evening = thisted(given)
    yesterday = clock.today() - timedelta(days=1)
    for row in db.session.query(BusyTime).filter_by(person_id=amal.person_id, kind="language_school").all():
        page = karen.get(f"/desk/people/{amal.person.ref}/week/{row.ref}/last-day")
        assert page.press("Gem", last_day=yesterday.isoformat()).says("Gemt")
    for weekday in (1, 2):
        add(karen, amal, "language_school", weekday, "17:00", "20:00", valid_from=clock.today().isoformat())
    db.session.expire_all()
    assert proposed(amal) == {amal.ref: by_day.ref}
    suggested = {one.ref: one.hurdles for one in queries.suggestions_for(given.by(), amal)}
    assert suggested == {by_day.ref: (), by_evening.ref: (Hurdle.no_common_time,)}


def test_somebody_without_a_free_time_is_proposed_to_nobody(given: Given) -> None:
    amal = given.newcomer(free=())
    given.volunteer()
    assert proposed(amal) == {}


def test_a_class_that_is_about_to_begin_counts_already(given: Given) -> None:
    karen, amal, _by_day, _by_evening = thisted(given)
    for weekday in (1, 2):
        soon = (clock.today() + timedelta(days=7)).isoformat()
        add(karen, amal, "language_school", weekday, "17:00", "20:00", valid_from=soon)
    assert proposed(amal) == {}


# --- meetings ----------------------------------------------------------------------------------------


def test_a_meeting_in_class_is_refused_with_the_clash_named_unless_they_want_it(given: Given) -> None:
    amal, bente = given.newcomer(first_name="Amal", language="en"), given.volunteer(first_name="Bente")
    amal.person.language = "da"
    pair = agreed_pair(given, amal, bente)
    add(given.coordinator(), amal, "language_school", 1, "09:00", "14:00")
    host = given.as_person(bente.person)
    page = host.get(f"/my/pairs/{pair.ref}/meetings/new")
    page = page.press("Planlæg mødet", on="2026-11-24", at="13:30", minutes="60")
    assert page.status == 422 and page.says("Amal: tirsdag 9.00-14.00")
    assert not page.says("Sprogskole")  # what it is, is hers to tell
    assert page.press("Planlæg mødet", despite=True).status in (200, 302)
    assert db.session.query(Meeting).count() == 1
    own = given.as_person(amal.person).get(f"/my/pairs/{pair.ref}/meetings/new")
    assert own.press("Planlæg mødet", on="2026-12-01", at="13:30", minutes="60").says("Sprogskole tirsdag 9.00-14.00")


def test_moving_a_meeting_into_class_is_refused_and_touching_is_no_clash(given: Given) -> None:
    amal, bente = given.newcomer(first_name="Amal"), given.volunteer()
    pair = agreed_pair(given, amal, bente)
    add(given.coordinator(), amal, "language_school", 1, "09:00", "14:00")
    db.session.expire_all()
    meeting = meetings.plan_meeting(given.by(), pair, starts_at=clock.at_local(date(2026, 11, 24), 14))
    db.session.commit()
    page = given.as_person(bente.person).get(f"/my/meetings/{meeting.ref}/time")
    page = page.press("Flyt mødet", on="2026-11-24", at="13:59")
    assert page.status == 422 and page.says("Det falder sammen")
    assert page.press("Flyt mødet", despite=True).says("Mødet er flyttet")


def test_the_plan_page_says_when_both_have_time(given: Given) -> None:
    amal, bente = given.newcomer(), given.volunteer()
    pair = agreed_pair(given, amal, bente)
    assert (
        given.as_person(bente.person).get(f"/my/pairs/{pair.ref}/meetings/new").says("tirsdag aften og lørdag formiddag")
    )


# --- a week that changes -----------------------------------------------------------------------------


def test_a_changed_week_lists_what_now_collides_and_tells_those_responsible(given: Given) -> None:
    amal, bente = given.newcomer(first_name="Amal"), given.volunteer(first_name="Bente")
    pair = agreed_pair(given, amal, bente)
    meetings.plan_meeting(given.by(), pair, starts_at=clock.at_local(date(2026, 11, 24), 17, 30))
    db.session.commit()
    karen = given.coordinator()
    page = add(karen, amal, "language_school", 1, "17:00", "20:00")
    assert page.says("Møde med Bente") and page.says("Sprogskole tirsdag 17.00-20.00")
    assert page.soup.select_one(f'a[href="/desk/pairs/{pair.ref}"]')
    [task] = db.session.query(Task).all()
    assert (task.person_id, task.thing, task.done_at) == (amal.person_id, f"week:{amal.person.ref}", None)
    page = karen.get(f"/desk/tasks/{task.ref}")
    assert page.click("Se ugen").says("Det falder sammen nu")
    page = add(karen, amal, "school_pickup", 3, "15:00", "15:30")  # nothing new collides
    assert db.session.query(Task).count() == 1
    for button in ("Fjern", "Fjern"):
        page = page.press(button)
    db.session.expire_all()
    assert page.says("Intet af det, der er aftalt")
    assert db.session.query(Task).one().done_at is not None


def test_a_pair_that_loses_its_last_common_time_is_named(given: Given) -> None:
    amal, bente = given.newcomer(first_name="Amal", free=("tue-evening",)), given.volunteer(first_name="Bente")
    agreed_pair(given, amal, bente)
    page = add(given.coordinator(), amal, "language_school", 1, "17:00", "20:00")
    assert page.says("Ingen fælles tid")
    assert db.session.query(Task).count() == 1


def test_changed_free_times_are_looked_at_too(given: Given) -> None:
    amal, bente = given.newcomer(first_name="Amal"), given.volunteer(first_name="Bente")
    agreed_pair(given, amal, bente)
    page = given.coordinator().get(f"/desk/people/{amal.person.ref}/free-times")
    page.press("Gem", free=["mon-morning"])
    assert db.session.query(Task).count() == 1


# --- odd input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"from_time": "25:00"}, None),
        ({"from_time": "14:00", "to_time": "09:00"}, "Sluttiden skal ligge efter starttiden."),
        ({"valid_from": "2026-12-01", "valid_to": "2026-11-01"}, "Slutdatoen skal ligge efter startdatoen."),
        ({"valid_from": "2026-12-02", "valid_to": "2026-12-03"}, "Den ugedag findes ikke mellem de to datoer."),
        ({"valid_from": "0001-01-01"}, None),
    ],
)
def test_odd_hours_are_refused_in_a_sentence_and_nothing_typed_is_lost(
    given: Given, typed: dict[str, str], sentence: str | None
) -> None:
    amal = given.newcomer()
    karen = given.coordinator()
    wanted = {"kind": "placement", "weekday": "0", "from_time": "09:00", "to_time": "12:00", **typed}
    page = karen.get(f"/desk/people/{amal.person.ref}/week").press("Tilføj", **wanted)
    assert page.status == 422 and page.errors
    if sentence:
        assert page.says(sentence)
    assert db.session.query(BusyTime).count() == 0


def test_the_same_hours_twice_are_kept_once(given: Given) -> None:
    amal, karen = given.newcomer(), given.coordinator()
    add(karen, amal, "placement", 0, "09:00", "12:00")
    assert add(karen, amal, "placement", 0, "09:00", "12:00").says("Det står der allerede.")
    assert add(karen, amal, "language_school", 0, "11:00", "15:00").says("Gemt")  # overlapping is no fault
    assert db.session.query(BusyTime).count() == 2


def test_another_towns_week_is_not_there(given: Given) -> None:
    stranger = given.newcomer(town=given.town("andenby"), programme=given.programme(town=given.town("andenby")))
    amal, karen = given.newcomer(), given.coordinator()
    add(karen, amal, "placement", 0, "09:00", "12:00")
    busy = db.session.query(BusyTime).one()
    assert karen.get(f"/desk/people/{stranger.person.ref}/week").status == 404
    assert karen.get(f"/desk/people/{stranger.person.ref}/week/{busy.ref}/last-day").status == 404
