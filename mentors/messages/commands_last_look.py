"""The last look at claimed messages: which leave now, which wait for an open hour or a day with room, which fail.

It is one transaction with writing down that they are being sent, and the reader's day is held meanwhile.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Row, Table, and_, bindparam, case, exists, func, select, text, update
from sqlalchemy.orm import aliased

from mentors.core import clock
from mentors.core.calendar import Window
from mentors.kit.db import db, shared_now
from mentors.kit.failpoints import reach
from mentors.kit.links import with_addresses
from mentors.kit.vault import Altered
from mentors.messages import rules
from mentors.messages.commands import day_with_room
from mentors.messages.commands_claims import Claim, by_token, mark, release
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.messages.queries import address_now
from mentors.messages.rules import LastLook, MessageState, Verdict
from mentors.messages.transports import Ready, Undelivered
from mentors.municipalities.models import Municipality
from mentors.people.models import Consent, Person
from mentors.people.rules import Channel, ConsentKind

_log = logging.getLogger(__name__)

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


# What has left for the reader today, is on its way or may be: with it, the town's number is held here and not only
# when a message is written (`commands.put_in_queue`), since two are written at once, late ones pile up, and days change.
_other = aliased(Message)
_had_today = (
    select(func.count(_other.id))
    .where(
        _other.person_id == Message.person_id,
        _other.id != Message.id,
        _other.is_urgent.is_(False),
        (_other.state == MessageState.sending)
        | _other.sent_at.between(bindparam("begins"), bindparam("ends"))
        | ((_other.state == MessageState.unknown) & _other.finished_at.between(bindparam("begins"), bindparam("ends"))),
    )
    .scalar_subquery()
)

# Written once, and columns instead of rows with a life of their own: it is asked at every step.
_LOOKED_AT: Any = (
    select(
        Message.id, Message.lease_token, Message.expires_at, Message.is_urgent, Message.key, Message.turn, Message.ref,
        Message.channel, Message.address, Message.language, Message.subject, Message.body, Message.person_id,
        Person.mobile, Person.email, Municipality.name, Municipality.email.label("town_email"),
        Municipality.sms_sender, Municipality.from_hour, Municipality.until_hour, Municipality.messages_a_day,
        Message.put_off_until, case((Message.is_urgent, 0), else_=_had_today).label("had_today"),
        _withdrawn.label("withdrawn"), _some_rest.label("some_rest"),
    )
    .join(Municipality, Municipality.id == Message.municipality_id)
    .outerjoin(Person, Person.id == Message.person_id)
    .where(Message.id.in_(bindparam("ids", expanding=True)), Message.state == MessageState.leased)
    .order_by(Message.id)  # who has waited longest has the reader's last place of the day
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """A message that fails at the last look, without anybody having been asked."""

    claim: Claim
    problem: Undelivered


def prepare(claims: Sequence[Claim]) -> tuple[dict[int, Ready], list[Refusal]]:
    """Look once more at claimed messages, and write down those that leave now. In one transaction, which is
    committed before the first of them is handed to anybody. What is neither ready nor refused has been set aside, or
    is no longer this worker's."""
    claims = _readers_locked(claims)
    if not claims:
        return {}, []
    now, held = shared_now(), {one.id: one for one in claims}
    begins, ends = clock.at_local(clock.local_day(now), 0), clock.at_local(clock.local_day(now) + timedelta(days=1), 0)
    ready: dict[int, Ready] = {}
    refused: list[Refusal] = []
    leaving: Counter[int] = Counter()
    rows = _looked_at(claims, {"begins": begins, "ends": ends - timedelta(microseconds=1)})
    resting = _resting({row.person_id for row in rows if row.some_rest})
    for row in rows:
        mine = held[row.id]
        if row.lease_token != mine.token:
            continue
        try:
            look = _look(now, row, leaving[row.person_id], resting)
            verdict = rules.last_look(look)
            if verdict is Verdict.full and not _next_room(mine, row, look):
                verdict = rules.last_look(replace(look, is_full=False))  # what it is about comes first
            if verdict is Verdict.send:
                ready[row.id] = _ready(row, str(look.address))
                leaving[row.person_id] += not row.is_urgent
            elif verdict is not Verdict.full and not _set_aside(mine, verdict, look):
                refused.append(Refusal(mine, Undelivered(verdict.value, permanent=True)))
        except (ValueError, TypeError, LookupError) as bug:  # one row that breaks everything breaks alone
            refused.append(Refusal(mine, Undelivered(f"bug_{type(bug).__name__}")))
    reach("look.done")
    begun = _begin([held[id] for id in ready], now)
    reach("marker.written")
    return {id: one for id, one in ready.items() if id in begun}, refused


Resting = set[tuple[int | None, Channel, str | None]]  # a reader and her addresses that refuse for good


def _looked_at(claims: Sequence[Claim], day: dict[str, datetime]) -> Sequence[Row[Any]]:
    """What claimed messages say and to whom. One that was altered in the database does not open, and fails alone."""
    try:
        asked = {"ids": [one.id for one in claims], **day}
        return db.session.connection().execute(_LOOKED_AT, asked).all()
    except Altered as problem:
        if len(claims) == 1:
            _log.error("message %s: %s", claims[0].id, problem)
            ended = {"finished_at": shared_now(), "problem": "altered"}
            mark(claims[0], MessageState.leased, state=MessageState.failed, **ended)
            return []
    return [row for one in claims for row in _looked_at([one], day)]


def _resting(people: set[int | None]) -> Resting:
    """The addresses of these people that have refused messages for good."""
    if not people:
        return set()
    points = select(ContactPoint.person_id, ContactPoint.channel, ContactPoint.address).where(
        ContactPoint.person_id.in_(people), ContactPoint.suspended_at.is_not(None)
    )
    return {(row[0], row[1], row[2]) for row in db.session.execute(points)}


# Two workers must not both find the same last place of a reader's day. The number says what the lock is for.
_LOCK_SPACE = 7_511_026
_LOCKED = text(
    "SELECT reader, pg_try_advisory_xact_lock(:space, reader) AS mine FROM unnest(CAST(:readers AS integer[])) AS reader"
)


def _readers_locked(claims: Sequence[Claim]) -> Sequence[Claim]:
    """Those whose reader no other worker is looking at; the others go back to be claimed again. SQLite has one
    sender."""
    readers = sorted({one.reader for one in claims if one.reader is not None})
    if not readers or db.engine.dialect.name == "sqlite":
        return claims
    rows = db.session.connection().execute(_LOCKED, {"space": _LOCK_SPACE, "readers": readers})
    busy = {row.reader for row in rows if not row.mine}
    if busy:
        release([one for one in claims if one.reader in busy])
    return [one for one in claims if one.reader not in busy]


def _next_room(mine: Claim, row: Row[Any], look: LastLook) -> bool:
    """Put a message off to the reader's next day with room; False where it cannot wait so long."""
    tomorrow = look.window.next_open(clock.at_local(clock.local_day(look.now) + timedelta(days=1), 0))
    opens = day_with_room(row.person_id, look.window, row.messages_a_day, tomorrow)
    if row.put_off_until is not None and opens > row.put_off_until:
        return False
    later = look.expires_at + (opens - look.now)
    mark(mine, MessageState.leased, state=MessageState.waiting, not_before=opens, expires_at=later)
    return True


def _look(now: datetime, row: Row[Any], leaving: int, resting: Resting) -> LastLook:
    address = address_now(row, row if row.person_id is not None else None)
    window = Window(row.from_hour, row.until_hour)
    suspended = (row.person_id, row.channel, address) in resting
    is_full = row.person_id is not None and row.had_today + leaving >= row.messages_a_day
    return LastLook(now, row.expires_at, window, row.is_urgent, row.withdrawn, address, suspended, is_full)


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


_TABLE = cast(Table, Message.__table__)
_BEGUN = (
    update(_TABLE)
    .where(
        _TABLE.c.id.in_(bindparam("ids", expanding=True)),
        _TABLE.c.lease_token == bindparam("token"),
        _TABLE.c.state == MessageState.leased,
    )
    .values(state=MessageState.sending, lease_until=bindparam("until"))
    .returning(_TABLE.c.id)
)


def _begin(claims: Sequence[Claim], now: datetime) -> set[int]:
    """Write down that these are being sent; those that are still this worker's."""
    begun: set[int] = set()
    for token, ids in by_token(claims):
        values = {"ids": ids, "token": token, "until": now + rules.LEASE}
        begun.update(db.session.connection().execute(_BEGUN, values).scalars())
    return begun


def _ready(row: Row[Any], address: str) -> Ready:
    return Ready(
        key=rules.sending_key(row.key, row.turn),
        ref=row.ref,
        channel=row.channel,
        address=address,
        language=row.language,
        subject=row.subject,
        text=with_addresses(row.body),
        town=row.name,
        town_email=row.town_email,
        sms_sender=row.sms_sender,
    )
