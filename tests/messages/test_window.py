"""When messages leave: never outside the town's hours, never on Sundays or public holidays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings, strategies
from hypothesis import given as example

from mentors.core import clock
from mentors.core.calendar import Window, is_public_holiday
from mentors.core.clock import COPENHAGEN, at_local
from mentors.kit.db import db
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Memory
from tests.given import Given
from tests.messages.writing import again, write_to


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("posted", "leaves"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),  # a Monday morning
        ("2026-11-23T07:59", "2026-11-23T08:00"),
        ("2026-11-23T19:59", "2026-11-23T19:59"),
        ("2026-11-23T20:00", "2026-11-24T08:00"),
        ("2026-11-28T21:00", "2026-11-30T08:00"),  # Saturday evening: over Sunday
        ("2026-03-28T20:30", "2026-03-30T08:00"),  # the night the clock goes forward
        ("2026-03-29T02:30", "2026-03-30T08:00"),  # an hour that does not exist
        ("2026-10-24T20:30", "2026-10-26T08:00"),  # the night it goes back
        ("2026-10-25T02:30", "2026-10-26T08:00"),  # an hour that comes twice
        ("2026-04-01T20:30", "2026-04-04T08:00"),  # Maundy Thursday and Good Friday: Saturday is no holiday
        ("2026-04-04T20:00", "2026-04-07T08:00"),  # Easter Sunday and Monday
        ("2026-05-13T20:00", "2026-05-15T08:00"),  # Ascension
        ("2026-12-24T20:00", "2026-12-28T08:00"),  # Christmas, then a Sunday
        ("2026-12-31T20:00", "2027-01-02T08:00"),  # New Year
        ("2024-04-26T10:00", "2024-04-26T10:00"),  # Store bededag is no holiday any more
    ],
)
def test_a_reminder_leaves_in_the_towns_hours(given: Given, memory: Memory, posted: str, leaves: str) -> None:
    with clock.stopped(local(posted)):
        message = write_to(given.person())
        deliver_due()
    assert again(message).not_before == local(leaves)
    with clock.stopped(local(leaves) - timedelta(seconds=1)):
        deliver_due()
    assert len(memory.sent) == (posted == leaves)
    with clock.stopped(local(leaves)):
        deliver_due()
    assert len(memory.sent) == 1


def test_a_message_that_waited_through_an_outage_does_not_leave_at_night(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    with clock.stopped(local("2026-11-23T22:15")):
        assert deliver_due() == 0
    waiting = again(message)
    assert (waiting.state, waiting.tries) == (MessageState.waiting, 0), "a closed window is no failed try"
    assert waiting.not_before == local("2026-11-24T08:00")


def test_a_long_easter_does_not_make_a_message_too_old(given: Given, memory: Memory) -> None:
    with clock.stopped(local("2026-04-01T19:55")):
        message = write_to(given.person())
    with clock.stopped(local("2026-04-01T20:05")):
        deliver_due()
    with clock.stopped(local("2026-04-04T08:00")):
        assert deliver_due() == 1
    assert again(message).state is MessageState.sent


def test_what_is_urgent_leaves_at_any_hour(given: Given, memory: Memory) -> None:
    with clock.stopped(local("2026-12-25T03:00")):
        write_to(given.person(), urgent=True)
        assert deliver_due() == 1


def test_a_message_older_than_its_life_is_not_sent(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    with clock.stopped(clock.now() + timedelta(hours=49)):
        assert deliver_due() == 0
    assert again(message).state is MessageState.expired


instants = strategies.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1), timezones=strategies.just(UTC))  # noqa: DTZ001
gaps = strategies.lists(strategies.integers(1, 60 * 60), min_size=1, max_size=6)  # minutes


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(start=instants, minutes=gaps, hours=strategies.tuples(strategies.integers(6, 14), strategies.integers(15, 24)))
def test_nothing_ever_leaves_outside_the_window(
    given: Given, memory: Memory, start: datetime, minutes: list[int], hours: tuple[int, int]
) -> None:
    memory.sent.clear()
    db.session.query(Message).delete()
    person, town = given.person(), given.town()
    town.from_hour, town.until_hour = hours
    db.session.commit()
    at = start
    for number, gap in enumerate(minutes):
        with clock.stopped(at):
            write_to(person, f"key-{number}")
            deliver_due()
        at += timedelta(minutes=gap)
        with clock.stopped(at):
            deliver_due()
    for when, _message in memory.sent:
        wall = when.astimezone(COPENHAGEN)
        assert hours[0] <= wall.hour < hours[1]
        assert wall.weekday() != 6 and not is_public_holiday(wall.date())


def test_a_window_that_begins_in_the_night_is_refused() -> None:
    with pytest.raises(ValueError, match="06"):
        Window(2, 20)
    assert Window().next_open(at_local(datetime(2026, 11, 22).date(), 9)) == local("2026-11-23T08:00")  # noqa: DTZ001
