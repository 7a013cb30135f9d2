"""Thinking about the coordinator's one mail a day: which tasks are in it, and whether there is one at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

NOON = 12  # the digest is a morning's mail: one that could not leave by noon is left out, the list has it all
LINES = 10
LEAST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the digest sees it. `name` is a first name, or None where the person is protected."""

    kind: str
    name: str | None
    raised_at: datetime
    due_at: datetime
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Digest:
    lines: tuple[TaskLine, ...]
    more: int  # lines that did not fit
    late: int


def is_morning(local_hour: int, from_hour: int) -> bool:
    return from_hour <= local_hour < max(NOON, from_hour + 1)


def digest(tasks: Iterable[TaskLine], opens_at: datetime) -> Digest | None:
    """What a coordinator is told at the day's opening hour: what is urgent, late, due today or new since yesterday's
    mail; urgent first, then the longest wait. None where there is nothing to tell, however much is open."""
    told = [
        task
        for task in tasks
        if task.raised_at < opens_at
        and (
            task.is_urgent
            or task.due_at < opens_at + timedelta(days=1)
            or task.raised_at >= opens_at - timedelta(days=1)
        )
    ]
    if not told:
        return None
    told.sort(key=lambda task: (not task.is_urgent, task.raised_at))
    return Digest(tuple(told[:LINES]), max(0, len(told) - LINES), _late(told, opens_at))


def _late(tasks: Sequence[TaskLine], opens_at: datetime) -> int:
    return sum(task.due_at < opens_at for task in tasks)
