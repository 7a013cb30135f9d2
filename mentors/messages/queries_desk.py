"""What the delivery board shows: a town's last week by channel. Its cost does not grow with the messages shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, case, func, literal_column, or_, select, text
from sqlalchemy.orm import joinedload

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.kit.filters import isolate
from mentors.kit.room import Todo
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint, MessageEvent, Provider
from mentors.messages.policy import visible_messages
from mentors.messages.rules import MessageState
from mentors.people.models import Person
from mentors.people.policy import visible_people
from mentors.people.rules import Channel

DAYS = 7
AT_MOST = 200  # rows of what did not arrive; more come when these are dealt with
# From when a message could leave until it had left. The first is the promise (reliability.md R4).
LAGS = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Board:
    """Counts by channel, and the hand-overs by how long they took."""

    by_channel: dict[Channel, dict[str, int]]
    lags: tuple[int, ...]  # as LAGS, and one more for what took longer
    oldest_due: datetime | None
    resting: tuple[Channel, ...]  # channels whose provider is left alone just now

    @property
    def share_in_time(self) -> float | None:
        """The share handed over within ten seconds; None where nothing was."""
        total = sum(self.lags)
        return self.lags[0] / total if total else None


_GROUPS = {
    "sent": (MessageState.sent, MessageState.delivered),
    "failed": (MessageState.failed, MessageState.expired, MessageState.unknown),
    "waiting": (MessageState.waiting, MessageState.leased, MessageState.sending),
}


def board(by: Actor, now: datetime) -> Board:
    """The town's delivery board. Staff alone see anything on it."""
    since = now - timedelta(days=DAYS)
    mine = visible_messages(by).with_only_columns(Message.channel, Message.state, func.count())
    counted = db.session.execute(
        mine.where(or_(Message.created_at >= since, Message.state.in_(_GROUPS["waiting"])))
        .group_by(Message.channel, Message.state)
    )  # fmt: skip
    by_channel = {channel: dict.fromkeys(_GROUPS, 0) for channel in Channel}
    for channel, state, count in counted:
        for group, states in _GROUPS.items():
            if state in states:
                by_channel[channel][group] += count
    resting = db.session.scalars(select(Provider.name).where(Provider.opened_at.is_not(None)))
    return Board(
        by_channel=by_channel,
        lags=_lags(by, since),
        oldest_due=oldest_due(now, visible_messages(by)),
        resting=tuple(channel for channel in Channel for name in resting if name.startswith(f"{channel}:")),
    )


def _lags(by: Actor, since: datetime) -> tuple[int, ...]:
    late = seconds_late()
    bounds = [lag.total_seconds() for lag in LAGS]
    place = case(*((late <= bound, number) for number, bound in enumerate(bounds)), else_=len(LAGS))
    rows = db.session.execute(
        visible_messages(by)
        .with_only_columns(place, func.count())
        .where(Message.sent_at >= since)
        .group_by(literal_column("1"))
    )
    counts: dict[int, int] = {row[0]: row[1] for row in rows}
    return tuple(counts.get(number, 0) for number in range(len(LAGS) + 1))


def seconds_late() -> ColumnElement[Any]:
    """From when a message could leave until it left; a row an older version wrote has only `not_before`."""
    due = func.coalesce(Message.due_at, Message.not_before)
    if db.engine.dialect.name == "sqlite":
        return (func.julianday(Message.sent_at) - func.julianday(due)) * 86400.0
    return func.extract("epoch", Message.sent_at) - func.extract("epoch", due)


def oldest_due(now: datetime, among: Select[Message] | None = None) -> datetime | None:
    """Since when the oldest message that could leave has waited; None where none does."""
    among = select(Message) if among is None else among
    due = among.with_only_columns(func.min(Message.not_before))
    return db.session.scalar(due.where(Message.state == MessageState.waiting, Message.not_before <= now))


def unsaid(by: Actor) -> list[Message]:
    """What did not arrive and nobody has dealt with, the longest wait first."""
    # Written out, because SQLite uses a partial index only where the condition is no parameter.
    unsaid_states = text("message.state IN ('failed', 'expired', 'unknown')")
    open_ones = visible_messages(by).where(unsaid_states, Message.closed_at.is_(None))
    rows = open_ones.options(joinedload(Message.person)).order_by(Message.id).limit(AT_MOST)
    return list(db.session.scalars(rows))


def count_unsaid(by: Actor) -> int:
    unsaid_states = text("message.state IN ('failed', 'expired', 'unknown')")
    mine = visible_messages(by).where(unsaid_states, Message.closed_at.is_(None)).with_only_columns(Message.id)
    return db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0


def events_of(message: Message) -> Sequence[MessageEvent]:
    return db.session.scalars(
        select(MessageEvent).where(MessageEvent.message_id == message.id).order_by(MessageEvent.id)
    ).all()


def suspended(by: Actor) -> list[tuple[ContactPoint, Person]]:
    """Addresses of the town's people that are left alone, with whose they are."""
    people = visible_people(by).with_only_columns(Person.id)
    rows = db.session.execute(
        select(ContactPoint, Person)
        .join(Person, Person.id == ContactPoint.person_id)
        .where(ContactPoint.suspended_at.is_not(None), Person.id.in_(people))
        .order_by(ContactPoint.suspended_at)
    )
    return [(point, person) for point, person in rows]


def the_suspension(by: Actor, ref: str) -> ContactPoint:
    """A suspended address by its reference, for this actor. Raises NotThere."""
    found = next((point for point, _person in suspended(by) if point.ref == ref), None)
    if found is None:
        raise NotThere
    return found


def delivery_counts(since: datetime) -> Sequence[Any]:
    """All towns' messages by channel and state since then, for the metrics."""
    recent = case((Message.created_at >= since, True), else_=False)
    return db.session.execute(
        select(Message.channel, Message.state, func.count())
        .where(or_(recent, Message.state.in_(_GROUPS["waiting"])))
        .group_by(Message.channel, Message.state)
    ).all()


def todos(by: Actor) -> list[Todo]:
    """What stands on the coordinator's list because of deliveries: addresses that are left alone."""
    return [
        Todo(
            kind="suspended",
            title=str(_("Beskeder til %(name)s kommer ikke frem", name=isolate(person.name))),
            url=url_for("messages_unsaid.unsaid"),
            since=point.suspended_at or point.bounced_at,
            person=person.name,
            detail=str(_("Nummeret er forkert") if point.channel is Channel.sms else _("E-mailadressen er forkert")),
        )
        for point, person in suspended(by)
    ]
