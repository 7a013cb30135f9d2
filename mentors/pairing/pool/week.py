"""The week in 21 parts, kept as bits: part `3 * day + part of the day` is one bit of an integer.

The same names as `mentors.core.calendar.WEEK_PARTS`; repeated because that module needs a calendar of
holidays, and a town must be able to try the pairing with nothing installed but numpy and numba.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
WEEK_PARTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)
BIT = {part: 1 << place for place, part in enumerate(WEEK_PARTS)}
WHOLE_WEEK = (1 << len(WEEK_PARTS)) - 1


def week_of(parts: Iterable[str]) -> int:
    """The bits of the named parts. KeyError for a name that is no part of the week."""
    bits = 0
    for part in parts:
        bits |= BIT[part]
    return bits


def parts_of(week: int) -> tuple[str, ...]:
    """The names of the bits set, Monday morning first."""
    return tuple(part for part in WEEK_PARTS if week & BIT[part])


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
