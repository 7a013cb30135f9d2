"""Thinking about a person's week: what is already there, and what would collide with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from mentors.core.calendar import DAYS
from mentors.core.clock import COPENHAGEN, at_local


class BusyKind(StrEnum):
    language_school = "language_school"
    work_duty = "work_duty"
    placement = "placement"
    school_pickup = "school_pickup"
    other = "other"


# The hours of the parts of a day, the same as `core.calendar.part_of_week` and wide enough for a meeting.
PART_HOURS = {"morning": (8 * 60, 12 * 60), "afternoon": (12 * 60, 17 * 60), "evening": (17 * 60, 22 * 60)}
LEAST_FREE = 120  # minutes in one piece: "2 timer om ugen" (systems.md row 4)
MOST_TAKEN = 60  # minutes: from here on a part of the day counts as taken, however long the rest is
SETTLED_DAYS = 14  # what holds in the two weeks in which a proposal is answered, counts (LAPSE_AFTER_DAYS)


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


def hands_free(week: Iterable[Busy], instant: datetime) -> datetime:
    """When somebody can look at a message: the instant itself, or the end (UTC) of what is taken then on that day."""
    local = instant.astimezone(COPENHAGEN)
    free, day = local.time(), local.date()
    for busy in sorted((busy for busy in week if busy.is_on(day)), key=lambda one: one.from_time):
        if busy.from_time <= free < busy.to_time:
            free = busy.to_time
    return instant if free == local.time() else at_local(day, free.hour, free.minute)


@dataclass(frozen=True, slots=True)
class FreeWeek:
    """The parts of the week somebody is free in, and those of them that fixed hours have taken."""

    free: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()

    @property
    def times(self) -> frozenset[str]:
        """What is left for meeting somebody."""
        return self.free - self.taken


def taken_parts(week: Iterable[Busy], on: date) -> frozenset[str]:
    """The parts of the week with no room for a meeting: an hour or more is taken, or no two hours in one piece are left.

    Counts what holds on any day of the two weeks from `on`, so hours that are about to begin count already.
    """
    by_day: dict[int, list[Busy]] = {}
    for busy in week:
        if _holds_soon(busy, on):
            by_day.setdefault(busy.weekday, []).append(busy)
    return frozenset(
        f"{DAYS[weekday]}-{part}"
        for weekday, taken in by_day.items()
        for part, (begins, ends) in PART_HOURS.items()
        if _is_taken(taken, begins, ends)
    )


def _holds_soon(busy: Busy, on: date) -> bool:
    first = on + timedelta(days=(busy.weekday - on.weekday()) % 7)
    return any(busy.is_on(first + timedelta(days=later)) for later in range(0, SETTLED_DAYS, 7))


def _is_taken(hours: Iterable[Busy], begins: int, ends: int) -> bool:
    """Whether hours of one day leave too little between two minutes of it."""
    taken, longest, free_from = 0, 0, begins
    for start, end in sorted((minute_of(busy.from_time), minute_of(busy.to_time)) for busy in hours):
        start, end = max(start, free_from), min(end, ends)
        if start < end:
            longest = max(longest, start - free_from)
            taken, free_from = taken + end - start, end
    return taken >= MOST_TAKEN or max(longest, ends - free_from) < LEAST_FREE


def minute_of(hour: time) -> int:
    """Minutes since midnight."""
    return hour.hour * 60 + hour.minute


# --- the week as a picture --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Square:
    """One part of one day: free, taken by fixed hours, both (fixed hours leave room), or nothing known."""

    part: str  # `tue-evening`
    is_free: bool  # she has said so, and fixed hours leave room
    is_taken: bool  # fixed hours leave no room
    busy: tuple[Busy, ...]


def picture(free: Iterable[str], week: Iterable[Busy], on: date) -> tuple[tuple[Square, ...], ...]:
    """A week from a day on, seven days of three parts each: what pairing sees, and why."""
    soon = sorted(
        (busy for busy in week if _holds_soon(busy, on)), key=lambda one: (one.from_time, one.to_time, one.kind)
    )
    free, taken = frozenset(free), taken_parts(soon, on)
    return tuple(
        tuple(
            Square(
                f"{day}-{part}",
                is_free=f"{day}-{part}" in free - taken,
                is_taken=f"{day}-{part}" in taken,
                busy=tuple(
                    busy
                    for busy in soon
                    if busy.weekday == weekday and minute_of(busy.from_time) < ends and begins < minute_of(busy.to_time)
                ),
            )
            for part, (begins, ends) in PART_HOURS.items()
        )
        for weekday, day in enumerate(DAYS)
    )
