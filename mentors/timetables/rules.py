"""Thinking about a person's week: what is already there, and what would collide with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mentors.core.clock import COPENHAGEN


class BusyKind(StrEnum):
    language_school = "language_school"
    work_duty = "work_duty"
    placement = "placement"
    school_pickup = "school_pickup"
    other = "other"


@dataclass(frozen=True, slots=True)
class Busy:
    """Hours of one weekday (0 is Monday) that are taken, on the wall clock, both days included."""

    kind: BusyKind
    weekday: int
    from_time: time
    to_time: time
    valid_from: date | None = None
    valid_to: date | None = None

    def is_on(self, day: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= day
        return day.weekday() == self.weekday and begun and (self.valid_to is None or day <= self.valid_to)


def clashes(week: Iterable[Busy], start: datetime, end: datetime) -> tuple[Busy, ...]:
    """What in a week collides with the time from `start` to `end` (aware instants). Touching is no clash."""
    week = tuple(week)
    local, until = start.astimezone(COPENHAGEN), end.astimezone(COPENHAGEN)
    found: list[Busy] = []
    day = local.date()
    while day <= until.date():
        begins = local.time() if day == local.date() else time.min
        ends = until.time() if day == until.date() else time.max
        found += [
            busy for busy in week
            if busy.is_on(day) and busy.from_time < ends and begins < busy.to_time and busy not in found
        ]  # fmt: skip
        day += timedelta(days=1)
    return tuple(found)
