"""The outbox as a machine: whatever workers, providers, readers and clocks do, in whatever order, its promises
stand after every step. 2,000 runs with FAULTS=long (`make faults`), 50 otherwise."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from hypothesis.strategies import booleans, integers, sampled_from

from mentors.core import clock
from mentors.core.calendar import is_public_holiday
from mentors.kit.db import db, transaction
from mentors.messages import commands_claims as claims
from mentors.messages import commands_delivery, rules
from mentors.messages.commands import cancel_about
from mentors.messages.commands_claims import Claim
from mentors.messages.commands_last_look import prepare
from mentors.messages.commands_outcomes import settle
from mentors.messages.commands_receipts import keep_receipt, process_receipts
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Memory, Sent, Undelivered
from mentors.messages.transports_sms import Report
from mentors.people.rules import Channel
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.messages.writing import write_to

LONG = os.environ.get("FAULTS") == "long"
RUNS, STEPS = (2000, 50) if LONG else (50, 12)
OUTCOMES = {
    "yes": Sent("fake", "1"),
    "later": Undelivered("smtp_451"),
    "never": Undelivered("smtp_550", permanent=True, bounce=True),
    "lost": Undelivered("sms_TimeoutError", unreachable=True, maybe=True),
}
MOVES = {
    MessageState.waiting: set(MessageState) - {MessageState.delivered},
    MessageState.leased: set(MessageState) - {MessageState.delivered},
    MessageState.sending: set(MessageState) - {MessageState.delivered},
    MessageState.sent: {MessageState.sent, MessageState.delivered, MessageState.failed},
    MessageState.unknown: {MessageState.unknown, MessageState.sent, MessageState.delivered, MessageState.failed},
    **{end: {end} for end in (MessageState.delivered, MessageState.failed, MessageState.expired)},
    MessageState.cancelled: {MessageState.cancelled},
}


class Outbox(RuleBasedStateMachine):
    """Claims held by workers, some of whom have died without a word; provider's memory of what it accepted."""

    given: Given

    def __init__(self) -> None:
        super().__init__()
        db.session.rollback()
        for table in ("message_event", "receipt", "contact_point", "provider", "message"):
            db.session.execute(db.Model.metadata.tables[table].delete())
        db.session.commit()
        clock.stop(MONDAY_MORNING)
        self.count = self.events = 0
        self.held: list[Claim] = []
        self.in_flight: list[Claim] = []
        self.accepted: dict[int, int] = {}
        self.crashes: dict[int, int] = {}
        self.before: dict[int, MessageState] = {}

    @rule(by_mail=booleans())
    def create(self, by_mail: bool) -> None:
        self.count += 1
        person = self.readers[by_mail]
        write_to(db.session.merge(person), f"key-{self.count}", about=f"pair:{self.count % 3}")

    @rule(channel=sampled_from(Channel), most=integers(1, 4))
    def claim(self, channel: Channel, most: int) -> None:
        with transaction():
            self.held += claims.claim(channel, most)

    @precondition(lambda self: self.held)
    @rule()
    def begin(self) -> None:
        held = self.held.pop(0)
        with transaction():
            ready, refused = prepare([held])
            for one in refused:
                settle(one.claim, one.problem, was=MessageState.leased)
        if held.id in ready:
            wall = clock.now().astimezone(clock.COPENHAGEN)
            assert 8 <= wall.hour < 20 and wall.weekday() != 6 and not is_public_holiday(wall.date())
            self.in_flight.append(held)

    @precondition(lambda self: self.in_flight)
    @rule(outcome=sampled_from(sorted(OUTCOMES)), place=integers(0, 9))
    def answer(self, outcome: str, place: int) -> None:
        held = self.in_flight.pop(place % len(self.in_flight))
        if outcome in ("yes", "lost"):
            self.accepted[held.id] = self.accepted.get(held.id, 0) + 1
        with transaction():
            settle(held, OUTCOMES[outcome])
        if outcome == "lost" and held.channel is Channel.email:
            self.crashes[held.id] = self.crashes.get(held.id, 0) + 1  # the one copy too many that mail may have

    @precondition(lambda self: self.in_flight or self.held)
    @rule(accepted=booleans())
    def kill(self, accepted: bool) -> None:
        """A worker dies; what it had in flight may or may not have been accepted."""
        for held in self.in_flight:
            self.crashes[held.id] = self.crashes.get(held.id, 0) + 1
            if accepted:
                self.accepted[held.id] = self.accepted.get(held.id, 0) + 1
        self.held, self.in_flight = [], []

    @rule()
    def rescue(self) -> None:
        # Those still in flight may be taken over while they are sent: one copy each, as after a crash.
        for held in self.in_flight:
            self.crashes[held.id] = self.crashes.get(held.id, 0) + 1
        with transaction():
            commands_delivery.rescue_stranded()

    @precondition(lambda self: self.count)
    @rule(which=integers(1, 20), arrived=booleans())
    def callback(self, which: int, arrived: bool) -> None:
        found = db.session.query(Message).order_by(Message.id).offset(which % self.count).first()
        ref = found.ref if found else "nobody"
        self.events += 1
        for _double in range(2):
            keep_receipt("fake", Report(str(self.events), ref, arrived, "sms_undeliverable"))
        with transaction():
            process_receipts()

    @rule(pair=integers(0, 2))
    def cancel(self, pair: int) -> None:
        with transaction():
            cancel_about(f"pair:{pair}")

    @rule(minutes=sampled_from([0, 1, 5, 16, 60, 600, 1500, -60]))
    def pass_time(self, minutes: int) -> None:
        clock.stop(clock.now() + timedelta(minutes=minutes))

    @invariant()
    def promises_stand(self) -> None:
        db.session.rollback()
        db.session.expire_all()
        for message in db.session.query(Message):
            was = self.before.get(message.id, message.state)
            assert message.state in MOVES[was], f"{was} became {message.state}"
            self.before[message.id] = message.state
            assert message.tries <= len(rules.RETRY_MINUTES[message.channel]) + 1
            is_held = message.state in (MessageState.leased, MessageState.sending)
            assert (message.lease_until is not None) == is_held
            if message.state in (MessageState.failed, MessageState.unknown, MessageState.expired):
                assert message.finished_at is not None, "it stands on a coordinator's list"
            copies = self.accepted.get(message.id, 0)
            assert copies <= 1 + self.crashes.get(message.id, 0), "more copies than crashes explain"
            if message.channel is Channel.sms:
                assert copies <= 1, "a text is never blindly sent again"


@pytest.fixture
def keyless(monkeypatch: pytest.MonkeyPatch) -> None:
    """An SMS gateway that knows no copies."""

    class Way(Memory):
        def __init__(self, channel: Any) -> None:
            super().__init__()
            self.knows_copies = channel is Channel.email

    monkeypatch.setattr(commands_delivery, "transport_for", lambda channel, _config: Way(channel))


def test_the_outbox_keeps_its_promises(given: Given, keyless: None) -> None:
    readers = {True: given.person(mobile=None), False: given.person(email=None)}

    class Here(Outbox):
        pass

    Here.readers = readers  # type: ignore[attr-defined]
    checks = list(HealthCheck)
    try:
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=checks,
                database=None, print_blob=False,
            ),
        )  # fmt: skip
    finally:
        clock.stop(MONDAY_MORNING)
