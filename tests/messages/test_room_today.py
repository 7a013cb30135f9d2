"""At most so many messages a day to one person, summed over all rooms, and none of them lost (issue 7, item 6)."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis import given as example
from sqlalchemy import func, select

from mentors.core import clock
from mentors.core.calendar import is_public_holiday
from mentors.core.language import READABLE
from mentors.kit.db import db
from mentors.messages.commands import post, reader_of
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Memory
from mentors.people.models import Person
from tests.given import Given
from tests.house.plausible import VALUES
from tests.messages.writing import write_to

TEMPLATES = Path(__file__).parents[2] / "templates" / "messages"
KINDS = sorted(f"{path.parent.name}/{path.name}" for path in TEMPLATES.glob("*/*") if (path / "sms.txt").exists())
PLAIN = {
    name: value
    for name, value in VALUES.items()
    if name not in {"at", "starts_at", "when", "town", "language", "code", "about"}
}
MONDAY = date(2026, 11, 23)


def write(person: Person, kind: str, number: int, moment: datetime | None, *, urgent: bool = False) -> Message:
    told = moment or clock.now() + timedelta(days=90)
    message = post(
        reader_of(person), kind, key=f"{kind}-{number}", urgent=urgent,
        **{**PLAIN, "starts_at": told, "at": told, "when": told},
    )  # fmt: skip
    assert message is not None
    return message


def test_the_fourth_of_a_day_waits_until_tomorrow_and_the_seventh_until_the_day_after(given: Given) -> None:
    person = given.person()
    days = [clock.local_day(write_to(person, f"key-{n}").not_before) for n in range(7)]
    assert days == [MONDAY] * 3 + [MONDAY + timedelta(days=1)] * 3 + [MONDAY + timedelta(days=2)]


def test_what_is_full_on_saturday_waits_over_sunday(given: Given) -> None:
    person = given.person()
    with clock.stopped(clock.at_local(date(2026, 11, 28), 10)):
        days = [clock.local_day(write_to(person, f"key-{n}").not_before) for n in range(4)]
    assert days[3] == date(2026, 11, 30)


def test_another_person_and_what_was_asked_for_just_now_do_not_count(given: Given) -> None:
    person, other = given.person(), given.person()
    for n in range(3):
        write_to(person, f"key-{n}")
    assert clock.local_day(write_to(other, "other").not_before) == MONDAY
    assert write_to(person, "urgent", urgent=True).not_before == clock.now()
    for n in range(3):
        write_to(other, f"urgent-{n}", urgent=True)
    assert clock.local_day(write_to(other, "still").not_before) == MONDAY


def test_what_happens_tomorrow_is_said_today(given: Given) -> None:
    person = given.person()
    for n in range(3):
        write_to(person, f"key-{n}")
    soon = write(person, "meetings/moved", 1, clock.now() + timedelta(hours=30))
    later = write(person, "meetings/moved", 2, clock.now() + timedelta(days=9))
    assert clock.local_day(soon.not_before) == MONDAY and clock.local_day(later.not_before) == MONDAY + timedelta(
        days=1
    )


def test_a_cancelled_message_makes_room(given: Given) -> None:
    person = given.person()
    for n in range(3):
        write_to(person, f"key-{n}")
    db.session.query(Message).filter(Message.key == "key-0").update({"state": MessageState.cancelled})
    assert clock.local_day(write_to(person, "next").not_before) == MONDAY


def deliver_until(end: datetime) -> None:
    """Let the worker look at each moment at which something is due."""
    waits = select(func.min(Message.not_before)).where(Message.state == MessageState.waiting)
    while (due := db.session.scalar(waits)) is not None and due <= end:
        with clock.stopped(due):
            deliver_due()
        db.session.rollback()


@pytest.fixture
def people(given: Given) -> list[Person]:
    return [given.person(language=code) for code in sorted(READABLE)[:2]]


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    strategies.lists(
        strategies.tuples(
            strategies.integers(0, 6 * 24), strategies.sampled_from(KINDS), strategies.integers(0, 1), strategies.booleans()
        ),
        min_size=8, max_size=16,
    )
)  # fmt: skip
def test_on_random_days_nobody_gets_more_than_agreed_and_nothing_is_lost(
    given: Given, memory: Memory, people: list[Person], posts: list[tuple[int, str, int, bool]]
) -> None:
    db.session.query(Message).delete()
    db.session.commit()
    memory.sent.clear()
    start, most = clock.at_local(date(2026, 12, 14), 0), given.town().messages_a_day  # over Christmas and New Year
    written: list[tuple[int, datetime | None]] = []
    for number, (hour, kind, who, is_near) in enumerate(sorted(posts)):
        with clock.stopped(start + timedelta(hours=hour)):
            moment = clock.now() + timedelta(hours=20) if is_near else None
            deliver_until(clock.now())
            written.append((write(people[who], kind, number, moment).id, moment))
            db.session.commit()
    deliver_until(start + timedelta(days=90))
    db.session.expire_all()
    sent = [(db.session.get_one(Message, id), moment) for id, moment in written]
    assert all(message.state is MessageState.sent for message, _moment in sent)
    may_wait = Counter((m.person_id, clock.local_day(m.sent_at)) for m, moment in sent if moment is None and m.sent_at)
    assert max(may_wait.values(), default=0) <= most
    for message, moment in sent:
        assert message.sent_at is not None
        local = message.sent_at.astimezone(clock.COPENHAGEN)
        assert 8 <= local.hour < 20 and local.weekday() != 6 and not is_public_holiday(local.date())
        assert moment is None or message.not_before == given.town().window.next_open(message.created_at)


def late(person: Person, count: int, *, urgent: bool = False, put_off_until: datetime | None = None) -> list[Message]:
    """So many that are due now, however they came to be: an outage, a changed number, two planners at one instant."""
    rows = []
    for number in range(count):
        message = write_to(person, f"late-{urgent}-{put_off_until}-{number}", urgent=urgent)
        message.not_before, message.put_off_until = clock.now(), put_off_until
        rows.append(message)
    db.session.commit()
    return rows


def test_what_has_piled_up_leaves_so_many_a_day_and_none_is_lost(given: Given, memory: Memory) -> None:
    messages = late(given.person(), 7)
    days = []
    for number in range(4):
        with clock.stopped(clock.at_local(MONDAY + timedelta(days=number), 12)):
            for _tick in range(3):
                deliver_due()
            days.append(len(memory.sent))
    assert days == [3, 6, 7, 7]
    states = db.session.scalars(select(Message.state).where(Message.id.in_([one.id for one in messages])))
    assert set(states) == {MessageState.sent}


def test_what_is_urgent_neither_waits_for_room_nor_takes_it(given: Given, memory: Memory) -> None:
    person = given.person()
    late(person, 4, urgent=True)
    late(person, 4)
    deliver_due()
    assert len(memory.sent) == 4 + 3


def test_what_would_come_too_late_does_not_wait_for_room(given: Given, memory: Memory) -> None:
    person = given.person()
    late(person, 3)
    late(person, 1, put_off_until=clock.now() + timedelta(hours=1))
    deliver_due()
    assert len(memory.sent) == 4


def test_a_text_that_may_have_arrived_takes_its_place(given: Given, memory: Memory) -> None:
    person = given.person()
    gone = late(person, 3)
    for message in gone:
        message.state, message.finished_at = MessageState.unknown, clock.now()
    db.session.commit()
    late(person, 1, put_off_until=clock.now() + timedelta(days=9))
    deliver_due()
    assert len(memory.sent) == 0
