"""Databases that go away, disks that are full, clocks that jump, messages that are poison (reliability.md 3.2)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg.errors
import pytest
from sqlalchemy import event
from sqlalchemy.exc import InternalError, OperationalError

from mentors.core import clock
from mentors.core.calendar import is_public_holiday
from mentors.kit.db import db
from mentors.messages import commands_delivery
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Memory, Ready
from tests.given import Given
from tests.messages.writing import again, write_to

DATABASE_FAULTS: dict[str, Callable[[], Exception]] = {
    "restarted": lambda: OperationalError("", None, psycopg.errors.AdminShutdown()),
    "crashed": lambda: OperationalError("", None, psycopg.errors.CrashShutdown()),
    "away": lambda: OperationalError("", None, psycopg.OperationalError("connection refused")),
    "too many connections": lambda: OperationalError("", None, psycopg.errors.TooManyConnections()),
    "deadlock": lambda: OperationalError("", None, psycopg.errors.DeadlockDetected()),
    "serialization": lambda: OperationalError("", None, psycopg.errors.SerializationFailure()),
    "statement timeout": lambda: OperationalError("", None, psycopg.errors.QueryCanceled()),
    "read-only after a failover": lambda: InternalError("", None, psycopg.errors.ReadOnlySqlTransaction()),
    "disk full": lambda: OperationalError("", None, sqlite3.OperationalError("database or disk is full")),
}


@pytest.fixture
def break_database() -> Iterator[Callable[..., None]]:
    """Let the n-th statement of a kind, and so many after it, fail."""
    broken: list[Any] = []

    def plan(word: str, fault: Callable[[], Exception], skip: int = 0, times: int = 3) -> None:
        count = {"seen": 0}

        def listen(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if word in statement:
                count["seen"] += 1
                if skip < count["seen"] <= skip + times:
                    raise fault()

        event.listen(db.engine, "before_cursor_execute", listen)
        broken.append(listen)

    yield plan
    for listen in broken:
        event.remove(db.engine, "before_cursor_execute", listen)


@pytest.mark.parametrize("fault", DATABASE_FAULTS)
def test_an_answer_is_recorded_when_the_database_is_back(
    given: Given, memory: Memory, fault: str, break_database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mentors.messages.commands_delivery.time.sleep", lambda _seconds: None)
    messages = [write_to(given.person(), f"key-{number}") for number in range(3)]
    break_database("sent_at=", DATABASE_FAULTS[fault])
    assert deliver_due() == 3
    assert [again(one).state for one in messages] == [MessageState.sent] * 3
    assert len(memory.sent) == 3, "nobody got a second copy"


@pytest.mark.parametrize("fault", DATABASE_FAULTS)
def test_a_claim_that_fails_holds_nothing(given: Given, memory: Memory, fault: str, break_database: Any) -> None:
    message = write_to(given.person())
    break_database("RETURNING", DATABASE_FAULTS[fault], times=1)
    with pytest.raises((OperationalError, InternalError)):
        deliver_due()
    assert again(message).state is MessageState.waiting and not memory.sent
    db.session.rollback()
    assert deliver_due() == 1


POISON = {
    "half a character": {"body": "Hej \ud83d"},
    "a zero": {"subject": "Hej\x00du"},
    "a line break in the subject": {"subject": "Hej\r\nBcc: alle@example.org"},
    "a megabyte": {"body": "x" * 1_000_000},
    "right to left marks": {"subject": "\u202eHej\u202c", "body": "\u202e\u2066Hej"},
    "a lone dot": {"body": "Hej\n.\nSlut"},
    "a link to nowhere": {"body": "\u27e6link:xxxxxx\u27e7"},
}


@pytest.mark.parametrize("poison", POISON)
def test_a_poisonous_message_harms_nobody_else(given: Given, loopback: Any, poison: str) -> None:
    bad = write_to(given.person(mobile=None), "poison")
    fine = write_to(given.person(mobile=None), "fine")
    storable = True
    try:
        for name, value in POISON[poison].items():
            setattr(bad, name, value)
        db.session.commit()
    except (UnicodeError, ValueError, psycopg.DataError, Exception):
        db.session.rollback()  # the database itself takes no such text: then nothing is to be sent
        storable = False
    deliver_due()
    assert again(fine).state is MessageState.sent
    ended = again(bad).state
    assert ended in (MessageState.sent, MessageState.failed, MessageState.waiting)
    assert not storable or ended is not MessageState.waiting or again(bad).problem, "visibly so"
    assert all(letter["Bcc"] is None for letter in loopback.letters)


def test_a_town_with_impossible_hours_stops_its_own_messages_only(given: Given, memory: Memory) -> None:
    odd = given.town("skaev")
    sick = write_to(given.person(town=odd), "sick")
    fine = write_to(given.person(), "fine")
    odd = db.session.merge(odd)
    odd.from_hour = 3
    db.session.commit()
    deliver_due()
    assert again(fine).state is MessageState.sent
    assert (again(sick).state, again(sick).problem) == (MessageState.waiting, "bug_ValueError")


CLOCKS = {
    "an hour on": ("2026-11-23T09:00", timedelta(hours=1)),
    "an hour back": ("2026-11-23T12:00", timedelta(hours=-1)),
    "a day on": ("2026-11-23T09:00", timedelta(days=1)),
    "a day back": ("2026-11-24T09:00", timedelta(days=-1)),
    "the night forward": ("2026-03-28T18:59", timedelta(hours=8)),
    "the night back": ("2026-10-24T17:59", timedelta(hours=8)),
    "the hour that comes twice": ("2026-10-25T00:30", timedelta(hours=1)),
    "leap day": ("2028-02-28T18:59", timedelta(hours=14)),
    "the end of the year": ("2026-12-31T18:59", timedelta(hours=14)),
    "easter": ("2026-04-01T17:59", timedelta(days=5)),
}


@pytest.mark.parametrize("jump", CLOCKS)
def test_a_clock_that_jumps_sends_nothing_twice_and_nothing_at_night(given: Given, memory: Memory, jump: str) -> None:
    start, by = CLOCKS[jump]
    at = datetime.fromisoformat(start).replace(tzinfo=UTC)
    with clock.stopped(at):
        message = write_to(given.person())
        deliver_due()
    for moment in (at + by, at, at + by + timedelta(minutes=1)):
        with clock.stopped(moment):
            deliver_due()
    for days in range(1, 8):
        with clock.stopped(at + timedelta(days=days)):
            deliver_due()
    assert len(memory.sent) <= 1 and again(message).state in (MessageState.sent, MessageState.expired)
    for when, _ready in memory.sent:
        wall = when.astimezone(clock.COPENHAGEN)
        assert 8 <= wall.hour < 20 and wall.weekday() != 6 and not is_public_holiday(wall.date())


def test_a_clock_set_back_during_a_lease_takes_nothing_from_its_holder(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    message.state, message.lease_token = MessageState.sending, "held"
    message.lease_until = clock.now() + timedelta(minutes=15)
    db.session.commit()
    with clock.stopped(clock.now() - timedelta(hours=1)):
        deliver_due()
    assert again(message).state is MessageState.sending and not memory.sent


def test_a_slow_provider_holds_up_no_other_channel(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    import threading

    texts_are_out = threading.Event()

    class Way:
        name, knows_copies = "way", True

        def __init__(self, channel: str) -> None:
            self.channel = channel

        def send(self, message: Ready) -> str | None:
            if self.channel == "email":
                texts_are_out.wait(10)  # until every text has gone past it
            order.append(self.channel)
            if order.count("sms") == 20:
                texts_are_out.set()
            return None

        def freshen(self) -> None:
            return None

        def close(self) -> None:
            return None

    monkeypatch.setattr(commands_delivery, "transport_for", lambda channel, _config: Way(str(channel)))
    for number in range(10):
        write_to(given.person(mobile=None), f"mail-{number}")
    for number in range(20):
        write_to(given.person(email=None), f"text-{number}")
    assert deliver_due() == 30
    assert order[:20] == ["sms"] * 20
    assert db.session.query(Message).filter_by(state=MessageState.sent).count() == 30
