"""Everything stopped for days, across DST nights and holidays: each due thing is said once, late ones are marked, and
nothing leaves at night (M4; pain 7)."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest

from mentors.core import clock
from mentors.core.calendar import Window
from mentors.followups import queries_timeline
from mentors.followups.commands_sweep import sweep
from mentors.followups.models import CheckIn
from mentors.gatherings.models import ClosingDay
from mentors.gatherings.rules import ClosingKind
from mentors.kit.db import db
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.pairing.models import Pair
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.followups.pairs import a_pair, swept
from tests.given import Given


def worked(at: datetime) -> None:
    """What the worker does at an instant: plan, then send."""
    with clock.stopped(at):
        sweep()
        db.session.commit()
        deliver_due()
        db.session.commit()


def lived(first: datetime, last: datetime, hours: int = 1) -> None:
    while first <= last:
        worked(first)
        first += timedelta(hours=hours)


def local(day: date, hour: int) -> datetime:
    return clock.at_local(day, hour)


# The week with the autumn's long night, and the one with Maundy Thursday, Good Friday, Easter Sunday (the spring's
# short night in 2027) and Easter Monday.
WEEKS = [(date(2026, 10, 20), date(2026, 10, 30)), (date(2027, 3, 23), date(2027, 4, 1))]


@pytest.mark.parametrize(("stops", "starts"), WEEKS)
def test_a_week_off_ends_with_each_thing_said_once_late_ones_marked_and_none_at_night(
    given: Given, stops: date, starts: date
) -> None:
    pairs = [a_pair(given, since=local(stops - timedelta(days=58 - n), 12), planned_end_on=None) for n in range(8)]
    due = {pair.id: local(stops - timedelta(days=58 - n), 12).date() + timedelta(days=60)
           for n, pair in enumerate(pairs)}  # fmt: skip
    worked(local(stops, 9))
    assert db.session.query(CheckIn).count() == 0
    lived(local(starts, 2), local(starts + timedelta(days=1), 23))  # up again in the middle of the night
    rows = db.session.query(CheckIn).all()
    assert sorted((row.pair_id, row.due_on) for row in rows) == sorted(
        (key, day) for key, day in due.items() for _ in "ab"
    )
    messages = db.session.query(Message).all()
    assert len(messages) == 16 and {message.state for message in messages} == {MessageState.sent}
    window = Window()
    for message in messages:
        assert message.sent_at is not None and window.is_open(message.sent_at)
    with clock.stopped(local(starts + timedelta(days=1), 23)):
        late = {line.check_in.pair_id: line.days for line in queries_timeline.late_lines(given.town().id)}
    assert max(late.values()) >= 5, "the working days that were lost"
    for key, day in due.items():
        opened = window.next_open(local(day, 8)).astimezone(clock.COPENHAGEN).date()
        sent = next(m.sent_at for m in messages if m.about == f"pair:{db.session.get_one(Pair, key).ref}")
        assert sent is not None
        assert late.get(key, 0) == (sent.astimezone(clock.COPENHAGEN).date() - opened).days


def test_a_clock_that_jumps_back_says_nothing_again(given: Given) -> None:
    a_pair(given)
    noon = clock.now() + timedelta(days=60)
    for at in (noon, noon - timedelta(hours=1), noon - timedelta(days=1), noon - timedelta(days=400), noon):
        swept(at)
    assert db.session.query(CheckIn).count() == db.session.query(Message).count() == 2


@pytest.mark.parametrize("schedulers", [2, 8])
def test_any_number_of_schedulers_plan_once(given: Given, schedulers: int) -> None:
    for _pair in range(6):
        a_pair(given)
    with clock.stopped(clock.now() + timedelta(days=60)):
        problems = _at_once(given, schedulers)
    assert not problems
    assert db.session.query(CheckIn).count() == db.session.query(Message).count() == 12
    with clock.stopped(clock.now() + timedelta(days=67)):
        assert not _at_once(given, schedulers)
    assert db.session.query(Message).filter_by(kind="followups/reminder").count() == 12


def _at_once(given: Given, schedulers: int) -> list[BaseException]:
    problems: list[BaseException] = []

    def work() -> None:
        try:
            with given.app.app_context():
                sweep()
                db.session.commit()
                db.session.remove()
        except BaseException as problem:
            problems.append(problem)

    db.session.commit()
    workers = [threading.Thread(target=work) for _worker in range(schedulers)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return problems


def test_nobody_gets_more_messages_a_day_than_the_town_allows_and_nothing_is_lost(given: Given) -> None:
    given.town().messages_a_day = 2
    volunteer = given.volunteer(capacity=3).person
    since = local(date(2026, 9, 1), 12)
    for _pair in range(5):
        a_pair(given, volunteer=volunteer, since=since, planned_end_on=None)
    asked = []
    for day in (31, 32, 33):  # Saturday 31 October, Sunday, Monday; then Tuesday
        lived(local(date(2026, 9, 30) + timedelta(days=day), 9), local(date(2026, 9, 30) + timedelta(days=day), 21), 4)
        sent = db.session.query(Message).filter_by(person_id=volunteer.id, kind="followups/check_in")
        asked.append(sum(message.sent_at is not None for message in sent))
    assert asked == [2, 2, 4], "two a day, none on the Sunday"
    lived(local(date(2026, 11, 3), 9), local(date(2026, 11, 3), 21), 4)
    rows = db.session.query(CheckIn).filter_by(person_id=volunteer.id).all()
    assert len(rows) == 5 and {row.due_on for row in rows} == {date(2026, 10, 31)}
    every = [m.sent_at for m in db.session.query(Message).filter_by(person_id=volunteer.id) if m.sent_at]
    days = [at.astimezone(clock.COPENHAGEN).date() for at in every]
    assert max(days.count(one) for one in days) <= 2


def test_on_closing_days_nobody_is_asked_and_on_the_next_everybody_once(given: Given) -> None:
    pair = a_pair(given, since=local(date(2026, 9, 1), 12), planned_end_on=None)
    given.keep(ClosingDay(municipality_id=pair.municipality_id, kind=ClosingKind.closing, name="Lukket",
                          from_on=date(2026, 10, 28), to_on=date(2026, 11, 4)))  # fmt: skip
    given.keep(ClosingDay(municipality_id=pair.municipality_id, kind=ClosingKind.closing, name="Et år for meget",
                          from_on=date(2026, 10, 1), to_on=date(2027, 10, 1)))  # fmt: skip
    assert swept(local(date(2026, 11, 2), 12)) == 0
    assert swept(local(date(2026, 11, 5), 12)) == 2
    with clock.stopped(local(date(2026, 11, 5), 13)):
        deliver_due()
        db.session.commit()
        assert queries_timeline.late_lines(pair.municipality_id) == [], "what rested rightly is not late"


def test_a_programme_closed_to_sign_ups_goes_on_asking_its_pairs(given: Given) -> None:
    programme = given.programme()
    a_pair(given, programme=programme)
    programme.is_open = False
    db.session.commit()
    assert swept(clock.now() + timedelta(days=60)) == 2


def test_somebody_erased_in_the_middle_leaves_nothing_that_breaks(given: Given) -> None:
    pair = a_pair(given)
    swept(clock.now() + timedelta(days=60))
    db.session.delete(db.session.get_one(Pair, pair.id).volunteer)
    db.session.commit()
    for day in (60, 63, 65, 67, 120):
        swept(clock.now() + timedelta(days=day))
    assert db.session.query(CheckIn).count() == 0
    assert db.session.query(Task).filter_by(kind=TaskKind.silence).count() == 0
