"""Holding messages: claim, look once more, mark, release, rescue. `rules` has the table of states.

Every change names the token under which a worker holds the row. Whoever meets no row has been fenced: its
lease ran out, another took over, and what it still wanted to write is dropped.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, literal_column, select, text, update

from mentors.kit.db import change_rows, db, shared_now
from mentors.kit.failpoints import reach
from mentors.kit.links import with_addresses
from mentors.kit.vault import Altered
from mentors.messages import rules
from mentors.messages.commands import record
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.messages.rules import LastLook, MessageEventKind, MessageState, Verdict
from mentors.messages.transports import Ready, Undelivered
from mentors.municipalities.models import Municipality
from mentors.people.models import Consent, Person
from mentors.people.rules import Channel, ConsentKind

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Claim:
    """One message held by one worker. Whoever has lost the token (its lease ran out) changes nothing."""

    id: int
    token: str
    channel: Channel


# Written out, because SQLite uses a partial index only where the condition is no parameter.
_WAITING = text("message.state = 'waiting'")
_URGENT = text("message.is_urgent")


def claim(channel: Channel, most: int) -> list[Claim]:
    """Take up to `most` due messages of a channel for this worker alone, urgent ones first."""
    if most <= 0:
        return []
    now, token = shared_now(), secrets.token_hex(16)
    taken = _take(channel, most, now, token, _WAITING, _URGENT)
    if len(taken) < most:
        taken += _take(channel, most - len(taken), now, token, _WAITING)
    reach("claim.taken")
    return [Claim(id, token, channel) for id in taken]


def _take(channel: Channel, most: int, now: datetime, token: str, *which: Any) -> list[int]:
    due: Select[int] = (
        select(Message.id)
        .where(*which, Message.channel == channel, Message.not_before <= now)
        .order_by(Message.not_before, Message.id)
        .limit(most)
        # PostgreSQL's workers step over each other's rows; SQLite has one writer at a time anyway.
        .with_for_update(skip_locked=True)
    )
    # A CTE that locks is evaluated once. As a plain subquery it could be run again, and lock more than it takes.
    wanted = due.cte("due")
    found = db.session.execute(
        update(Message)
        .where(Message.id.in_(select(wanted.c.id)), _WAITING)
        .values(state=MessageState.leased, lease_token=token, lease_until=now + rules.HELD)
        .returning(Message.id)
        .execution_options(synchronize_session=False)
    )
    return sorted(found.scalars())


def release(claims: Sequence[Claim]) -> int:
    """Give back what has not begun to be sent: the worker stops."""
    done = 0
    for token, ids in _by_token(claims):
        done += change_rows(
            _held(token, ids, MessageState.leased).values(
                state=MessageState.waiting, lease_token=None, lease_until=None
            )
        )
    reach("release.written")
    return done


def beat(claims: Sequence[Claim]) -> None:
    """Say that this worker still holds what it has claimed and not begun."""
    now = shared_now()
    for token, ids in _by_token(claims):
        db.session.execute(_held(token, ids, MessageState.leased).values(lease_until=now + rules.HELD))
    reach("beat.written")


def _by_token(claims: Sequence[Claim]) -> list[tuple[str, list[int]]]:
    grouped: dict[str, list[int]] = {}
    for one in claims:
        grouped.setdefault(one.token, []).append(one.id)
    return list(grouped.items())


def _held(token: str, ids: Sequence[int], state: MessageState) -> Any:
    return (
        update(Message)
        .where(Message.id.in_(ids), Message.lease_token == token, Message.state == state)
        .execution_options(synchronize_session=False)
    )


def mark(held: Claim, was: MessageState, **values: Any) -> bool:
    """Record an outcome, if the claim still stands."""
    free = {"lease_token": None, "lease_until": None}
    return change_rows(_held(held.token, [held.id], was).values(**{**free, **values})) == 1


# --- the last look --------------------------------------------------------------------------------

_withdrawn = and_(
    exists().where(Consent.person_id == Message.person_id, Consent.kind == ConsentKind.sign_up),
    ~exists().where(
        Consent.person_id == Message.person_id, Consent.kind == ConsentKind.sign_up, Consent.withdrawn_at.is_(None)
    ),
)
# Whether an address of hers rests; which one it is stands sealed, and is looked at afterwards.
_some_rest = exists().where(
    ContactPoint.person_id == Message.person_id,
    ContactPoint.channel == Message.channel,
    ContactPoint.suspended_at.is_not(None),
)


# Written once: it is asked at every step.
_LOOKED_AT = (
    select(Message, Municipality, Person, _withdrawn, _some_rest)
    .join(Municipality, Municipality.id == Message.municipality_id)
    .outerjoin(Person, Person.id == Message.person_id)
    .where(Message.id.in_(bindparam("ids", expanding=True)), Message.state == MessageState.leased)
    .execution_options(populate_existing=True)
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that fails at the last look, without anybody having been asked."""

    claim: Claim
    problem: Undelivered


def prepare(claims: Sequence[Claim]) -> tuple[dict[int, Ready], list[Refusal]]:
    """Look once more at claimed messages, and write down those that leave now. In one transaction, which is
    committed before the first of them is handed to anybody."""
    if not claims:
        return {}, []
    now, held = shared_now(), {one.id: one for one in claims}
    rows = _looked_at(claims)
    resting = _resting({message.person_id for message, _town, _person, _withdrawn, rests in rows if rests})
    ready: dict[int, Ready] = {}
    refused: list[Refusal] = []
    for message, town, person, withdrawn, _rests in rows:
        mine = held[message.id]
        if message.lease_token != mine.token:
            continue
        try:
            suspended = (message.person_id, message.channel, address_now(message, person)) in resting
            look = _look(now, message, town, person, withdrawn, suspended)
            verdict = rules.last_look(look)
            if verdict is Verdict.send:
                ready[message.id] = _ready(message, town, str(look.address))
            elif not _set_aside(mine, verdict, look):
                refused.append(Refusal(mine, Undelivered(verdict.value, permanent=True)))
        except (ValueError, TypeError, LookupError) as bug:  # one row that breaks everything breaks alone
            refused.append(Refusal(mine, Undelivered(f"bug_{type(bug).__name__}")))
    reach("look.done")
    begun = _begin([held[id] for id in ready], now)
    reach("marker.written")
    return {id: one for id, one in ready.items() if id in begun}, refused


def _looked_at(claims: Sequence[Claim]) -> Sequence[Any]:
    """What claimed messages say and to whom. One that was altered in the database does not open, and fails alone."""
    try:
        return db.session.execute(_LOOKED_AT, {"ids": [one.id for one in claims]}).all()
    except Altered as problem:
        if len(claims) == 1:
            _log.error("message %s: %s", claims[0].id, problem)
            ended = {"finished_at": shared_now(), "problem": "altered"}
            mark(claims[0], MessageState.leased, state=MessageState.failed, **ended)
            return []
    return [row for one in claims for row in _looked_at([one])]


def _resting(people: set[int | None]) -> set[tuple[int | None, Channel, str | None]]:
    """The addresses of these people that have refused messages for good."""
    if not people:
        return set()
    points = select(ContactPoint.person_id, ContactPoint.channel, ContactPoint.address).where(
        ContactPoint.person_id.in_(people), ContactPoint.suspended_at.is_not(None)
    )
    return {(row[0], row[1], row[2]) for row in db.session.execute(points)}


def _look(
    now: datetime, message: Message, town: Municipality, person: Person | None, withdrawn: bool, suspended: bool
) -> LastLook:
    address = address_now(message, person)
    return LastLook(now, message.expires_at, town.window, message.is_urgent, withdrawn, address, suspended)


def _set_aside(mine: Claim, verdict: Verdict, look: LastLook) -> bool:
    """Write down why a message does not leave now; False where it has failed."""
    if verdict is Verdict.wait:
        # Closed hours count neither as a try nor against the message's life.
        opens = look.window.next_open(look.now)
        later = look.expires_at + (opens - look.now)
        mark(mine, MessageState.leased, state=MessageState.waiting, not_before=opens, expires_at=later)
    elif verdict is Verdict.expired:
        mark(mine, MessageState.leased, state=MessageState.expired, finished_at=look.now)
    elif verdict is Verdict.unwanted:
        ended = {"finished_at": look.now, "problem": "not_wanted"}
        mark(mine, MessageState.leased, state=MessageState.cancelled, **ended)
    else:
        return False
    return True


def _begin(claims: Sequence[Claim], now: datetime) -> set[int]:
    """Write down that these are being sent; those that are still this worker's."""
    begun: set[int] = set()
    for token, ids in _by_token(claims):
        found = db.session.execute(
            _held(token, ids, MessageState.leased)
            .values(state=MessageState.sending, lease_until=now + rules.LEASE)
            .returning(literal_column("id"))
        )
        begun.update(found.scalars())
    return begun


def _ready(message: Message, town: Municipality, address: str) -> Ready:
    return Ready(
        key=rules.sending_key(message.key, message.turn),
        ref=message.ref,
        channel=message.channel,
        address=address,
        language=message.language,
        subject=message.subject,
        text=with_addresses(message.body),
        town=town.name,
        town_email=town.email,
        sms_sender=town.sms_sender,
    )


def address_now(message: Message, person: Person | None) -> str | None:
    """A number corrected since the message was written is the one to use."""
    return address_of(person, message.channel) if person is not None else message.address


def address_of(person: Person, channel: Channel) -> str | None:
    return person.mobile if channel is Channel.sms else person.email


# --- rescue ---------------------------------------------------------------------------------------


def rescue_stranded() -> list[Message]:
    """Take back what a worker held when it died or froze; those that were just being sent, for whoever
    records what that means. What nobody had begun to send waits again at once, and no try is counted."""
    now = shared_now()
    stranded = list(
        db.session.scalars(
            select(Message)
            .where(text("message.state IN ('leased', 'sending')"), Message.lease_until < now)
            .order_by(Message.id)
            .limit(500)
            .with_for_update(skip_locked=True)
        )
    )
    unbegun = [one.id for one in stranded if one.state is MessageState.leased]
    if unbegun:
        db.session.execute(
            update(Message)
            .where(Message.id.in_(unbegun), Message.state == MessageState.leased, Message.lease_until < now)
            .values(state=MessageState.waiting, lease_token=None, lease_until=None)
            .execution_options(synchronize_session=False)
        )
    reach("rescue.taken")
    begun = [one for one in stranded if one.state is MessageState.sending]
    for message in begun:
        record(message.id, MessageEventKind.worker_lost)
    return begun
