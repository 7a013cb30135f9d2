"""Days and hours: public holidays, and when a message may reach a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from mentors.core.clock import COPENHAGEN

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PARTS = ("morning", "afternoon", "evening")
WEEK_PARTS = tuple(f"{day}-{part}" for day in DAYS for part in PARTS)


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_public_holiday(day: date) -> bool:
    """Whether the day is a Danish public holiday (Store bededag until 2023 only)."""
    return day in _holidays_of(day.year)


def part_of_week(local: datetime) -> str:
    """The part of the week a local time lies in, such as `tue-evening` (from 17)."""
    part = "morning" if local.hour < 12 else "afternoon" if local.hour < 17 else "evening"
    return f"{DAYS[local.weekday()]}-{part}"


@dataclass(frozen=True, slots=True)
class Window:
    """The hours in which reminders may leave: from <= wall clock < until; never Sundays or holidays.

    A product default, not law (facts.md 5.11). A window that starts before 06 is refused, because on
    the nights the clock changes such an hour may not exist or may come twice.
    """

    from_hour: int = 8
    until_hour: int = 20
    zone: ZoneInfo = COPENHAGEN

    def __post_init__(self) -> None:
        if not 6 <= self.from_hour < self.until_hour <= 24:
            raise ValueError("a window runs from 06 at the earliest until 24 at the latest")

    def is_open(self, instant: datetime) -> bool:
        local = instant.astimezone(self.zone)
        return self._allows(local.date()) and self.from_hour <= local.hour < self.until_hour

    def next_open(self, instant: datetime) -> datetime:
        """The instant itself where the window is open, else the next opening (UTC)."""
        if self.is_open(instant):
            return instant.astimezone(UTC)
        local = instant.astimezone(self.zone)
        day = local.date() if local.hour < self.from_hour else local.date() + timedelta(days=1)
        while not self._allows(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(self.from_hour), tzinfo=self.zone).astimezone(UTC)

    @staticmethod
    def _allows(day: date) -> bool:
        return day.weekday() != 6 and not is_public_holiday(day)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
