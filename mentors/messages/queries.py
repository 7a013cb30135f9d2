from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import joinedload

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.messages import rules
from mentors.messages.models import Message
from mentors.messages.policy import visible_messages
from mentors.messages.rules import MessageState
from mentors.people.models import Person
from mentors.people.rules import Channel

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a longer list."""

    rows: Sequence[Message]
    page: int
    pages: int


def the_message(by: Actor, ref: str) -> Message:
    """The message with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_messages(by).where(Message.ref == ref))
    if found is None:
        raise NotThere
    return found


def mailbox(by: Actor, page: int) -> Sheet:
    """What the town has sent, newest first, as its readers see it."""
    sent = visible_messages(by).where(Message.state.in_((MessageState.sent, MessageState.delivered)))
    return _sheet(sent, page, Message.sent_at.desc(), Message.id.desc())


def deliveries(by: Actor, state: MessageState | None, page: int) -> Sheet:
    """Every message of the town; what did not arrive stands first, then the newest."""
    wanted = visible_messages(by) if state is None else visible_messages(by).where(Message.state == state)
    rank = case({one: place for place, one in enumerate(rules.ORDER)}, value=Message.state)
    return _sheet(wanted, page, rank, Message.created_at.desc(), Message.id.desc())


def _sheet(wanted: Any, page: int, *order: Any) -> Sheet:
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    rows = wanted.options(joinedload(Message.person)).order_by(*order).limit(PAGE).offset((page - 1) * PAGE)
    return Sheet(list(db.session.scalars(rows)), page, pages)


def count_by_state(by: Actor) -> dict[MessageState, int]:
    """How many messages of the town are in each state; states nobody is in are left out."""
    mine = visible_messages(by).subquery()
    rows = db.session.execute(select(mine.c.state, func.count()).group_by(mine.c.state))
    return {MessageState(state): count for state, count in rows}


def messages_to(person_id: int, most: int = 20) -> list[Message]:
    """The latest messages to a person, newest first."""
    return list(
        db.session.scalars(
            select(Message)
            .where(Message.person_id == person_id)
            .order_by(Message.created_at.desc(), Message.id.desc())
            .limit(most)
        )
    )


def unsaid_since(moment: datetime) -> list[Message]:
    """Messages to persons that were given up since then, each with its person."""
    return list(
        db.session.scalars(
            select(Message)
            .where(Message.state.in_(rules.UNSAID), Message.finished_at >= moment, Message.person_id.is_not(None))
            .options(joinedload(Message.person))
            .order_by(Message.id)
        )
    )


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What this room keeps about a person."""
    kept = ("kind", "channel", "address", "language", "subject", "body", "state", "created_at", "sent_at")
    rows = db.session.scalars(select(Message).where(Message.person_id == person_id).order_by(Message.id))
    return {"message": [{name: getattr(row, name) for name in kept} for row in rows]}


def address_of(reader: Person | Row[Any], channel: Channel) -> str | None:
    return reader.mobile if channel is Channel.sms else reader.email


def address_now(message: Message | Row[Any], reader: Person | Row[Any] | None) -> str | None:
    """A number corrected since the message was written is the one to use."""
    return address_of(reader, message.channel) if reader is not None else message.address


def leaving_on(person_id: int, day: date) -> int:
    """How many messages that are not urgent leave for somebody on a day: gone, or waiting for it."""
    begins, ends = clock.at_local(day, 0), clock.at_local(day + timedelta(days=1), 0)
    waits = Message.state.in_(rules.OPEN) & (Message.not_before < ends)
    if day > clock.today():  # what is late leaves today, not then
        waits &= Message.not_before >= begins
    left = (Message.sent_at >= begins) & (Message.sent_at < ends)
    mine = (Message.person_id == person_id, Message.is_urgent.is_(False))
    return db.session.scalar(select(func.count(Message.id)).where(*mine, waits | left)) or 0
