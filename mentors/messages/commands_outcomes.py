"""What came of a try: the next one is planned, or the message is given up and said once on another channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from flask_babel import gettext as _
from sqlalchemy import Table, bindparam, select, update

from mentors.kit.db import change_rows, db, shared_now
from mentors.kit.failpoints import reach
from mentors.kit.speech import speaking
from mentors.messages import rules
from mentors.messages.commands import other_channel, put_in_queue, record
from mentors.messages.commands_claims import Claim, mark
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.messages.queries import address_now, address_of
from mentors.messages.rules import MessageEventKind, MessageState
from mentors.messages.transports import Sent, Undelivered
from mentors.people.rules import Channel

OTHER_CHANNEL = ":other-channel"


def settle(held: Claim, outcome: Sent | Undelivered, *, was: MessageState = MessageState.sending) -> bool:
    """Record one outcome; False where the claim no longer stands (then nothing is written)."""
    if isinstance(outcome, Sent):
        done = mark(
            held,
            MessageState.sending,
            state=MessageState.sent,
            sent_at=shared_now(),
            provider=outcome.provider,
            provider_ref=outcome.reference,
            problem=None,
        )
        return done or _said_after_all(held, outcome)
    message = db.session.get(Message, held.id, populate_existing=True)
    if message is None or message.lease_token != held.token:
        return False
    if outcome.maybe and message.channel is Channel.sms:
        return _unclear(held, message, outcome)
    return _failed(held, message, outcome, was)


# Written once: making a statement anew for each message would cost more than running it.
_TABLE = cast(Table, Message.__table__)
_SENT = (
    update(_TABLE)
    .where(
        _TABLE.c.id == bindparam("held_id"),
        _TABLE.c.lease_token == bindparam("held_token"),
        _TABLE.c.state == MessageState.sending,
    )
    .values(
        state=MessageState.sent, sent_at=bindparam("now"), provider=bindparam("by"), provider_ref=bindparam("said"),
        problem=None, lease_token=None, lease_until=None,
    )
)  # fmt: skip


def settle_sent(answered: Sequence[tuple[Claim, Sent]]) -> None:
    """Record several that were sent in one go. Where one of them has been fenced, each by itself."""
    if not answered:
        return
    now = shared_now()
    rows = [
        {"held_id": held.id, "held_token": held.token, "now": now, "by": outcome.provider, "said": outcome.reference}
        for held, outcome in answered
    ]
    if db.session.connection().execute(_SENT, rows).rowcount != len(rows):
        for held, outcome in answered:
            settle(held, outcome)


def _said_after_all(held: Claim, outcome: Sent) -> bool:
    """A worker that froze past its lease comes back with a yes: what was unclear is clear now. A message that
    waits for its second try or has been given up stays so: the promise is one copy too many, not one lost."""
    clear = (Message.id == held.id, Message.state == MessageState.unknown, Message.lease_token == held.token)
    return change_rows(
        update(Message)
        .where(*clear)
        .values(
            state=MessageState.sent, sent_at=shared_now(), provider=outcome.provider,
            provider_ref=outcome.reference, problem=None, lease_token=None,
        )
        .execution_options(synchronize_session=False)
    ) == 1  # fmt: skip


def _unclear(held: Claim, message: Message, outcome: Undelivered) -> bool:
    """An SMS that may have gone out and cannot be recognised if it went out again: a coordinator decides."""
    now, tries = shared_now(), message.tries + 1
    # The token stays: only the worker that asked can still say that the answer was yes.
    values = {"tries": tries, "finished_at": now, "problem": outcome.code, "lease_token": held.token}
    if not mark(held, MessageState.sending, state=MessageState.unknown, **values):
        return False
    record(message.id, MessageEventKind.unclear, outcome.code)
    return True


def _failed(held: Claim, message: Message, outcome: Undelivered, was: MessageState) -> bool:
    now, tries = shared_now(), message.tries + 1
    if outcome.bounce:
        count_bounce(message)
    wait = None if outcome.permanent else rules.retry_after(message.channel, tries, outcome.after, message.key)
    if outcome.at_once and wait is not None:
        wait = now - now
    if wait is not None and now + wait < message.expires_at:
        later = {"tries": tries, "not_before": now + wait, "problem": outcome.code}
        if not mark(held, was, state=MessageState.waiting, **later):
            return False
        record(message.id, MessageEventKind.refused, outcome.code)
        return True
    ended = {"tries": tries, "finished_at": now, "problem": outcome.code}
    if not mark(held, was, state=MessageState.failed, **ended):
        return False
    record(message.id, MessageEventKind.gave_up, outcome.code)
    reach("outcome.written")
    say_on_other_channel(message)
    return True


def count_bounce(message: Message) -> None:
    """An address has refused for good. The second time it is left alone until a member of staff looks."""
    address = address_now(message, message.person)
    if message.person_id is None or address is None:
        return
    point = db.session.scalar(
        select(ContactPoint)
        .where(
            ContactPoint.person_id == message.person_id,
            ContactPoint.channel == message.channel,
            ContactPoint.address == address,
        )
        .with_for_update()
    )
    now = shared_now()
    if point is None:
        point = ContactPoint(person_id=message.person_id, channel=message.channel, address=address, bounces=0)
        db.session.add(point)
    point.bounces, point.bounced_at = point.bounces + 1, now
    if point.bounces >= rules.HARD_BOUNCES and point.suspended_at is None:
        point.suspended_at = now
    db.session.flush()


def say_on_other_channel(message: Message) -> Message | None:
    """The same message where else its reader can be reached; None where there is no such way. Once only."""
    channel = other_channel(message.channel)
    address = address_of(message.person, channel) if message.person else None
    key = message.key + OTHER_CHANNEL
    said = db.session.scalar(select(Message.id).where(Message.key == key))
    if address is None or said or message.spare_body is None or message.key.endswith(OTHER_CHANNEL):
        return None
    with speaking(message.language):
        subject = message.spare_subject or _("En besked til dig")
    copy = {name: getattr(message, name) for name in _COPIED}
    other = put_in_queue(
        Message(
            key=key,
            channel=channel,
            address=address,
            subject=subject if channel is Channel.email else "",
            body=message.spare_body,
            **copy,
        )
    )
    record(message.id, MessageEventKind.other_channel, channel.value)
    reach("outcome.other_channel")
    return other


_COPIED = ("municipality_id", "kind", "about", "person_id", "account_id", "language", "is_urgent")
