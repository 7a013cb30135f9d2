"""Delivering: the outbox's rows leave the house, each by itself.

Unlike other commands these commit, a step at a time: a row is claimed and committed, then sent with no
transaction open, then its outcome is committed. Promise: nothing is lost silently, and at most the one
message in flight at a crash leaves twice (by mail with the same Message-ID).
"""

from __future__ import annotations

import logging
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, text, update

from mentors.core import clock
from mentors.kit.db import change_rows, db, transaction
from mentors.kit.links import with_addresses
from mentors.kit.speech import speaking
from mentors.messages import rules
from mentors.messages.commands import other_channel, put_in_queue
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Misconfigured, Ready, Transport, Undelivered, transport_for
from mentors.municipalities.models import Municipality
from mentors.municipalities.queries import municipality
from mentors.people.models import Consent, Person
from mentors.people.rules import Channel, ConsentKind

log = logging.getLogger(__name__)

AT_MOST = 500  # messages in one round; the next round comes in seconds
OTHER_CHANNEL = ":other-channel"


@dataclass(frozen=True, slots=True)
class Claim:
    """One message held by one worker. Whoever has lost the token (its lease ran out) changes nothing."""

    id: int
    token: str
    channel: Channel


def deliver_due() -> int:
    """Send what is due; how many were handed over. Any number of workers may run this at once."""
    ways = _ways_out()
    rescue_stranded()
    sent, strikes = 0, Counter[Channel]()
    for _round in range(AT_MOST):
        if current_app.extensions.get("stopping", lambda: False)():
            break
        claim = _claim([channel for channel in ways if strikes[channel] < rules.STRIKES])
        if claim is None:
            break
        problem = _deliver(claim, ways[claim.channel])
        sent += problem is _SENT
        reached = not (isinstance(problem, Undelivered) and problem.unreachable)
        strikes[claim.channel] = 0 if reached else strikes[claim.channel] + 1
    return sent


_SENT, _SET_ASIDE = "sent", "set aside"


def _ways_out() -> dict[Channel, Transport]:
    """The transports that can be used. One that is set up wrongly keeps its own messages waiting only."""
    ways = {}
    for channel in Channel:
        try:
            ways[channel] = transport_for(channel, current_app.config)
        except Misconfigured as why:
            log.error("no %s leave: %s", channel, why)
    return ways


def rescue_stranded() -> int:
    """Take back what a worker held when it died. It counts as a try, so that a message that kills its
    worker each time is given up in the end."""
    with transaction():
        stranded = db.session.scalars(
            select(Message)
            .where(Message.state == MessageState.sending, Message.lease_until < clock.now())
            .with_for_update(skip_locked=True)
        ).all()
        for message in stranded:
            held = Claim(message.id, message.lease_token or "", message.channel)
            _record_failure(message, held, Undelivered("worker_lost"))
    return len(stranded)


# Written out, because SQLite uses a partial index only where the condition is no parameter.
_WAITING = text("message.state = 'waiting'")


def _claim(channels: list[Channel]) -> Claim | None:
    """Take the next due message, urgent ones first, for this worker alone."""
    now = clock.now()
    due = (_WAITING, Message.not_before <= now, Message.channel.in_(channels))
    with transaction():
        row = _first(*due, Message.is_urgent) or _first(*due)
        if row is None:
            return None
        claim = Claim(row[0], secrets.token_hex(16), row[1])
        taken = change_rows(
            update(Message)
            .where(Message.id == claim.id, Message.state == MessageState.waiting)
            .values(state=MessageState.sending, lease_token=claim.token, lease_until=now + rules.LEASE)
        )
        return claim if taken == 1 else _claim(channels)


def _first(*due: Any) -> Any:
    wanted = select(Message.id, Message.channel).where(*due).order_by(Message.not_before, Message.id).limit(1)
    # PostgreSQL's workers step over each other's rows; SQLite has one writer at a time anyway.
    return db.session.execute(wanted.with_for_update(skip_locked=True)).one_or_none()


def _deliver(claim: Claim, way: Transport) -> str | Undelivered:
    """Look once more, send, record. Whatever goes wrong with one message stays with that message."""
    try:
        with transaction():
            ready = _prepare(claim)
        if ready is None:
            return _SET_ASIDE
        # No transaction and no connection is held from here until the provider has answered.
        reference = way.send(ready)
    except Undelivered as why:
        problem = why
    except Exception as bug:
        log.error("message %s cannot be sent: %s", claim.id, type(bug).__name__)
        problem = Undelivered(f"bug_{type(bug).__name__}")
    else:
        with transaction():
            _mark(claim, state=MessageState.sent, sent_at=clock.now(), provider_ref=reference, problem=None)
        return _SENT
    with transaction():
        message = db.session.get(Message, claim.id)
        if message is not None:
            _record_failure(message, claim, problem)
    return problem


def _mark(claim: Claim, **values: Any) -> bool:
    """Record an outcome, if the claim still stands."""
    held = (Message.id == claim.id, Message.lease_token == claim.token, Message.state == MessageState.sending)
    done = change_rows(
        update(Message)
        .where(*held)
        .values(**{"lease_token": None, "lease_until": None, **values})
        .execution_options(synchronize_session=False)
    )
    db.session.expire_all()
    return done == 1


def _prepare(claim: Claim) -> Ready | None:
    """The message as it leaves, if it is still wanted and its reader's window is open now; else it is
    set aside and None."""
    message = db.session.get(Message, claim.id, populate_existing=True)
    if message is None or message.lease_token != claim.token:
        return None
    now, town = clock.now(), municipality(message.municipality_id)
    if now >= message.expires_at:
        _mark(claim, state=MessageState.expired, finished_at=now)
    elif not _is_wanted(message):
        _mark(claim, state=MessageState.cancelled, finished_at=now, problem="not_wanted")
    elif not message.is_urgent and not town.window.is_open(now):
        _wait_for_window(claim, message, town, now)
    else:
        return _ready(message, town)
    return None


def _wait_for_window(claim: Claim, message: Message, town: Municipality, now: datetime) -> None:
    """Closed hours count neither as a try nor against the message's life."""
    opens = town.window.next_open(now)
    _mark(claim, state=MessageState.waiting, not_before=opens, expires_at=message.expires_at + (opens - now))


def _is_wanted(message: Message) -> bool:
    """Not where the person has taken back her consent to be contacted; what she asked for just now
    (urgent) is hers to have all the same."""
    if message.person_id is None or message.is_urgent:
        return True
    withdrawn = db.session.scalars(
        select(Consent.withdrawn_at).where(Consent.person_id == message.person_id, Consent.kind == ConsentKind.sign_up)
    ).all()
    return not withdrawn or None in withdrawn


def _ready(message: Message, town: Municipality) -> Ready:
    return Ready(
        key=message.key,
        ref=message.ref,
        channel=message.channel,
        address=_address_now(message),
        language=message.language,
        subject=message.subject,
        text=with_addresses(message.body),
        town=town.name,
        town_email=town.email,
        sms_sender=town.sms_sender,
    )


def _address_now(message: Message) -> str:
    """A number corrected since the message was written is the one to use."""
    if message.person is None:
        return message.address
    found = _address_of(message.person, message.channel)
    if found is None:
        raise Undelivered("no_address", permanent=True)
    return found


def _address_of(person: Person, channel: Channel) -> str | None:
    return person.mobile if channel is Channel.sms else person.email


def _record_failure(message: Message, claim: Claim, problem: Undelivered) -> None:
    """Plan the next try, or give up and say it once on the person's other channel."""
    now, tries = clock.now(), message.tries + 1
    wait = None if problem.permanent else rules.retry_after(message.channel, tries, problem.after)
    if wait is not None and now + wait < message.expires_at:
        _mark(claim, state=MessageState.waiting, tries=tries, not_before=now + wait, problem=problem.code)
    elif _mark(claim, state=MessageState.failed, tries=tries, finished_at=now, problem=problem.code):
        say_on_other_channel(message)


def say_on_other_channel(message: Message) -> Message | None:
    """The same message where else its reader can be reached; None where there is no such way. Once only."""
    channel = other_channel(message.channel)
    address = _address_of(message.person, channel) if message.person else None
    key = message.key + OTHER_CHANNEL
    said = db.session.scalar(select(Message.id).where(Message.key == key))
    if address is None or said or message.spare_body is None or message.key.endswith(OTHER_CHANNEL):
        return None
    with speaking(message.language):
        subject = message.spare_subject or _("En besked til dig")
    copy = {name: getattr(message, name) for name in _COPIED}
    return put_in_queue(
        Message(
            key=key,
            channel=channel,
            address=address,
            subject=subject if channel is Channel.email else "",
            body=message.spare_body,
            **copy,
        )
    )


_COPIED = ("municipality_id", "kind", "about", "person_id", "account_id", "language", "is_urgent")


def record_receipt(ref: str, *, arrived: bool, code: str) -> bool:
    """What the provider found out later. States only move on, so a late or double receipt changes
    nothing. False while the hand-over itself is not recorded yet: the provider should ask again."""
    message = db.session.scalar(select(Message).where(Message.ref == ref))
    if message is None:
        return True
    if message.state is MessageState.sending:
        return False
    values: dict[str, Any] = {"state": MessageState.delivered if arrived else MessageState.failed}
    done = change_rows(
        update(Message)
        .where(Message.id == message.id, Message.state == MessageState.sent)
        .values(finished_at=clock.now(), problem=None if arrived else code, **values)
    )
    db.session.refresh(message)
    if done == 1 and not arrived:
        say_on_other_channel(message)
    return True
