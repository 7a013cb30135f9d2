"""Holding messages: claim, mark, release, rescue. `rules` has the table of states; before a message leaves stands
the last look (`commands_last_look`).

Every change names the token under which a worker holds the row. Whoever meets no row has been fenced: its
lease ran out, another took over, and what it still wanted to write is dropped.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, text, update

from mentors.kit.db import change_rows, db, shared_now
from mentors.kit.failpoints import reach
from mentors.messages import rules
from mentors.messages.commands import record
from mentors.messages.models import Message
from mentors.messages.rules import MessageEventKind, MessageState
from mentors.people.rules import Channel


@dataclass(frozen=True, slots=True)
class Claim:
    """One message held by one worker. Whoever has lost the token (its lease ran out) changes nothing."""

    id: int
    token: str
    channel: Channel
    reader: int | None = None  # the person whose day it takes room of; None: it takes none


# Written out, because SQLite uses a partial index only where the condition is no parameter.
WAITING = text("message.state = 'waiting'")
_URGENT = text("message.is_urgent")


def claim(channel: Channel, most: int) -> list[Claim]:
    """Take up to `most` due messages of a channel for this worker alone, urgent ones first."""
    if most <= 0:
        return []
    now, token = shared_now(), secrets.token_hex(16)
    taken = _take(channel, most, now, token, WAITING, _URGENT)
    if len(taken) < most:
        taken += _take(channel, most - len(taken), now, token, WAITING)
    reach("claim.taken")
    return [Claim(id, token, channel, reader) for id, reader in taken]


def _take(channel: Channel, most: int, now: datetime, token: str, *which: Any) -> list[tuple[int, int | None]]:
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
        .where(Message.id.in_(select(wanted.c.id)), WAITING)
        .values(state=MessageState.leased, lease_token=token, lease_until=now + rules.HELD)
        .returning(Message.id, Message.person_id, Message.is_urgent)
        .execution_options(synchronize_session=False)
    )
    return sorted((row.id, None if row.is_urgent else row.person_id) for row in found)


def release(claims: Sequence[Claim]) -> int:
    """Give back what has not begun to be sent: the worker stops."""
    done = 0
    for token, ids in by_token(claims):
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
    for token, ids in by_token(claims):
        db.session.execute(_held(token, ids, MessageState.leased).values(lease_until=now + rules.HELD))
    reach("beat.written")


def by_token(claims: Sequence[Claim]) -> list[tuple[str, list[int]]]:
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
