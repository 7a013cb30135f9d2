"""Delivering: the outbox's rows leave the house, each by itself. `rules` holds the states and the promise.

Unlike other commands these commit. One thread asks the database, a few more per channel send. A step is one
transaction: it records what has been answered, claims what is due, looks at it once more and writes down that it
is being sent; then it commits, gives its connection back, and only then does anything leave. So a sender takes
its next message only after its last result is committed, and no connection is held while a provider thinks.
"""

from __future__ import annotations

import logging
import queue
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import bindparam, exists, select
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError

from mentors.kit.db import db, one_instant, shared_now, transaction
from mentors.kit.failpoints import reach
from mentors.messages import commands_claims as claims
from mentors.messages import rules
from mentors.messages.commands_claims import WAITING, Claim
from mentors.messages.commands_last_look import prepare
from mentors.messages.commands_outcomes import settle, settle_sent
from mentors.messages.commands_providers import allow, has_no_trouble, note_outcomes
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Misconfigured, Ready, Sent, Transport, Undelivered
from mentors.messages.transports_choice import transport_for
from mentors.people.rules import Channel

log = logging.getLogger(__name__)

POLL_SECONDS = 1.0  # how often a round looks for new messages while a slow provider keeps it
# How long the first answer waits for others: a share of what a message takes, in which its way is made ready anyhow.
GATHER_SHARE, GATHER_MOST = 0.1, 0.02
CLOCK_SECONDS = 0.25  # how long this process's own steady clock goes on from the shared one
LOOK_SECONDS = 0.25  # how soon an empty lane looks again while another is busy
WELL_SECONDS = 1.0  # how long a breaker that had no trouble is taken to have none
KEEP_TRYING_SECONDS = 300  # how long answers are kept in hand while the database is away

Outcome = Sent | Undelivered


class Lane:
    """One channel's way out: its transport and its sending threads. A slow one holds up no other."""

    def __init__(self, app: Flask, channel: Channel, way: Transport, per_second: float) -> None:
        self.app, self.channel, self.way, self.per_second = app, channel, way, per_second
        self.provider = f"{channel}:{way.name}"
        self.at_once = rules.AT_ONCE[channel]
        self.in_flight: dict[int, Claim] = {}
        self.held: deque[Claim] = deque()
        self.looked_at = self.well_until = 0.0  # on this process's own steady clock
        self.is_passed_over = False
        self.usual_seconds = 0.0  # what handing over one message takes
        self.senders = ThreadPoolExecutor(self.at_once, thread_name_prefix=f"send-{channel}")

    def may_look(self) -> bool:
        """Whether to look for due messages: after having found none, only every so often."""
        now = time.monotonic()
        self.is_passed_over = now - self.looked_at < LOOK_SECONDS
        if not self.is_passed_over:
            self.looked_at = now
        return not self.is_passed_over

    def is_well(self) -> bool:
        """Whether good answers need not be told to the breaker: it has no bad ones, as seen a moment ago."""
        now = time.monotonic()
        if now >= self.well_until and has_no_trouble(self.provider):
            self.well_until = now + WELL_SECONDS
        return now < self.well_until

    @property
    def free(self) -> int:
        return self.at_once - len(self.in_flight)

    def hand_over(self, held: Claim, ready: Ready, answers: queue.SimpleQueue[tuple[Claim, Outcome]]) -> None:
        self.in_flight[held.id] = held

        def work() -> None:
            began = time.monotonic()
            outcome = self._send(ready)
            self.usual_seconds += (time.monotonic() - began - self.usual_seconds) / 8
            answers.put((held, outcome))
            self._freshen()

        self.senders.submit(work)

    def _freshen(self) -> None:
        """While the answer is being recorded, the sender makes its way ready for what it is given next."""
        try:
            if self.held:
                self.way.freshen()
        except Exception as bug:
            log.error("%s: %s after a message", self.provider, type(bug).__name__)

    def _send(self, ready: Ready) -> Outcome:
        """Whatever goes wrong with one message stays with that message."""
        try:
            with self.app.app_context():
                return Sent(self.way.name, self.way.send(ready))
        except Undelivered as why:
            return why
        except Exception as bug:
            log.error("message %s cannot be sent: %s", ready.ref, type(bug).__name__)
            return Undelivered(f"bug_{type(bug).__name__}")

    def close(self) -> None:
        self.senders.shutdown(wait=not self.in_flight)  # with nothing in flight they are done in a moment
        if not self.in_flight:
            self.way.close()


def deliver_due() -> int:
    """Send what is due; how many were handed over. Any number of workers may run this at once."""
    deliver = Round(_lanes())
    try:
        return deliver.run()
    finally:
        deliver.close()


def _lanes() -> dict[Channel, Lane]:
    """The ways that can be used. One that is set up wrongly keeps its own messages waiting only."""
    config, lanes = current_app.config, {}
    for channel in Channel:
        try:
            way = transport_for(channel, config)
        except Misconfigured as why:
            log.error("no %s leave: %s", channel, why)
            continue
        limit = config.get("MAIL_PER_SECOND" if channel is Channel.email else "SMS_PER_SECOND") or 0
        app: Any = current_app._get_current_object()  # type: ignore[attr-defined]
        lanes[channel] = Lane(app, channel, way, float(limit))
    return lanes


class Round:
    """One run of the job: until nothing is due, nothing is held and nothing is in flight."""

    def __init__(self, lanes: dict[Channel, Lane]) -> None:
        self.lanes = lanes
        self.answers: queue.SimpleQueue[tuple[Claim, Outcome]] = queue.SimpleQueue()
        self.sent = 0
        self.beaten_at = time.monotonic()
        self.clock_said: datetime | None = None
        self.clock_seen_at = 0.0

    def run(self) -> int:
        with transaction():
            rescue_stranded()
            reach("outcome.committed")
        reach("rescue.committed")
        while True:
            self._step(self._answered(wait=self._is_flying()))
            if self._stopping():
                self._let_go()
            if not self._is_flying() and not any(lane.held for lane in self.lanes.values()):
                if self._stopping() or not any(lane.is_passed_over for lane in self.lanes.values()):
                    return self.sent
                for lane in self.lanes.values():  # nobody is busy: all look once more before the round ends
                    lane.looked_at = 0.0

    def close(self) -> None:
        for lane in self.lanes.values():
            lane.close()

    def _is_flying(self) -> bool:
        return self._in_flight() > 0

    def _in_flight(self) -> int:
        return sum(len(lane.in_flight) for lane in self.lanes.values())

    @staticmethod
    def _stopping() -> bool:
        return bool(current_app.extensions.get("stopping", lambda: False)())

    def _answered(self, *, wait: bool) -> list[tuple[Claim, Outcome]]:
        """What has been answered since last time: at least one, or nothing after a moment."""
        found: list[tuple[Claim, Outcome]] = []
        flying = self._in_flight()
        try:
            if wait:
                found.append(self.answers.get(timeout=POLL_SECONDS))
                # Those that left together come back together: one commit for them.
                until = time.monotonic() + min(GATHER_MOST, GATHER_SHARE * self._usual_seconds())
                while len(found) < flying:
                    found.append(self.answers.get(timeout=max(0.0, until - time.monotonic())))
            while True:
                found.append(self.answers.get_nowait())
        except queue.Empty:
            return found

    def _usual_seconds(self) -> float:
        return min((lane.usual_seconds for lane in self.lanes.values() if lane.in_flight), default=0.0)

    def _step(self, answered: list[tuple[Claim, Outcome]]) -> None:
        before = {channel: list(lane.held) for channel, lane in self.lanes.items()}
        was_flying = self._is_flying()
        for held, _outcome in answered:  # its way is free; what takes it leaves after the commit
            del self.lanes[held.channel].in_flight[held.id]
        begun: list[tuple[Lane, list[tuple[Claim, Ready]]]] = []
        try:
            with transaction(), one_instant(self._shared_instant()) as told:
                self._record(answered)
                if not self._stopping():
                    begun = [(lane, self._next(lane)) for lane in self.lanes.values()]
                self._remember(told)
                reach("outcome.written" if answered else "claim.committed")
        except Exception as problem:
            for channel, lane in self.lanes.items():  # what was claimed in it was never claimed
                lane.held = deque(before[channel])
            if not was_flying:
                raise
            log.error("a step of delivery was undone: %s", type(problem).__name__)
            self._record_each(answered)
            begun = []
        reach("outcome.committed" if answered else "marker.committed")
        self.sent += sum(isinstance(outcome, Sent) for _held, outcome in answered)
        for lane, leaving in begun:
            for held, ready in leaving:
                lane.hand_over(held, ready, self.answers)

    def _shared_instant(self) -> datetime | None:
        """The shared clock, a fraction of a second after it was last looked at; None: ask it."""
        gone = time.monotonic() - self.clock_seen_at
        return self.clock_said + timedelta(seconds=gone) if self.clock_said and gone < CLOCK_SECONDS else None

    def _remember(self, told: list[datetime]) -> None:
        if told and self._shared_instant() is None:
            self.clock_said, self.clock_seen_at = told[0], time.monotonic()

    def _record(self, answered: Sequence[tuple[Claim, Outcome]]) -> None:
        settle_sent([(held, outcome) for held, outcome in answered if isinstance(outcome, Sent)])
        for held, outcome in answered:
            if not isinstance(outcome, Sent):
                settle(held, outcome)
        for lane in self.lanes.values():
            mine = [outcome for held, outcome in answered if held.channel is lane.channel]
            reached = [not (isinstance(one, Undelivered) and one.unreachable) for one in mine]
            if not mine or (all(reached) and lane.is_well()):
                continue
            lane.well_until = 0.0
            if note_outcomes(lane.provider, reached):  # left alone from now on
                claims.release(lane.held)
                lane.held.clear()

    def _record_each(self, answered: Sequence[tuple[Claim, Outcome]]) -> None:
        """One by one, for as long as the database is away: an answer we forget is a second copy."""
        until = time.monotonic() + KEEP_TRYING_SECONDS
        for one in answered:
            tries = 0
            while not self._record_alone(one):
                tries += 1
                if time.monotonic() > until:
                    log.error("message %s: its answer is lost", one[0].id)
                    break
                time.sleep(min(2.0, 0.1 * 2 ** min(tries, 5)))

    def _record_alone(self, one: tuple[Claim, Outcome]) -> bool:
        """Whether there is nothing more to try: recorded, or such that no database would take it."""
        try:
            with transaction():
                self._record([one])
        except (OperationalError, InterfaceError, InternalError):
            return False
        except Exception as problem:
            log.error("message %s: its answer cannot be kept (%s)", one[0].id, type(problem).__name__)
        return True

    def _next(self, lane: Lane) -> list[tuple[Claim, Ready]]:
        """Claim ahead, and look once more at as many as can leave now."""
        wanted = lane.at_once * rules.AHEAD - len(lane.held)
        is_low = 2 * wanted >= lane.at_once * rules.AHEAD
        if lane.free and is_low and lane.may_look() and _is_due(lane.channel):
            lane.looked_at = 0.0
            lane.held.extend(claims.claim(lane.channel, allow(lane.provider, wanted, lane.per_second)))
        if time.monotonic() - self.beaten_at > rules.BEAT.total_seconds():
            claims.beat([one for each in self.lanes.values() for one in each.held])
            self.beaten_at = time.monotonic()
        leaving: list[tuple[Claim, Ready]] = []
        while lane.held and len(leaving) < lane.free:
            looked = [lane.held.popleft() for _ in range(min(len(lane.held), lane.free - len(leaving)))]
            ready, refused = prepare(looked)
            for one in refused:
                settle(one.claim, one.problem, was=MessageState.leased)
            leaving += [(one, ready[one.id]) for one in looked if one.id in ready]
        return leaving

    def _let_go(self) -> None:
        """The worker stops: what has not begun goes back at once; what is in flight is waited for."""
        held = [one for lane in self.lanes.values() for one in lane.held]
        for lane in self.lanes.values():
            lane.held.clear()
        if held:
            with transaction():
                claims.release(held)


_DUE = select(exists().where(WAITING, Message.channel == bindparam("channel"), Message.not_before <= bindparam("now")))


def _is_due(channel: Channel) -> bool:
    return bool(db.session.connection().scalar(_DUE, {"channel": channel, "now": shared_now()}))


def rescue_stranded() -> int:
    """Take back what workers held when they died; how many had begun. It counts as a try, so that a message
    that kills its worker each time is given up in the end."""
    begun = claims.rescue_stranded()
    for message in begun:
        held = Claim(message.id, message.lease_token or "", message.channel)
        settle(held, Undelivered("worker_lost", at_once=True, maybe=not _knows_copies(message.channel)))
    return len(begun)


def _knows_copies(channel: Channel) -> bool:
    try:
        return transport_for(channel, current_app.config).knows_copies
    except Misconfigured:
        return channel is Channel.email
