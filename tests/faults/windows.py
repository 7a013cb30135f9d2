"""Every five minutes of six years in three zones: where `Window.next_open` puts a message, held against an own
reading of the wall clock."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from mentors.core.calendar import Window, is_public_holiday

ZONES = ("Europe/Copenhagen", "Atlantic/Faroe", "America/Nuuk")
HOURS = ((8, 20), (9, 17), (6, 24), (10, 15))
BEGIN, END, STEP = datetime(2024, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC), timedelta(minutes=5)
EVERY = (END - BEGIN) // STEP


@dataclass(frozen=True)
class Found:
    instants: int
    windows: int
    zones: int
    outside: int


def violations(instants: int, seed: int = 1) -> Found:
    """Of so many instants (all there are, or as many drawn by lot), how many were put outside a window, before
    their time, or later than the window's next opening."""
    places = range(EVERY) if instants >= EVERY else sorted(random.Random(seed).sample(range(EVERY), instants))
    outside = 0
    for name in ZONES:
        zone = ZoneInfo(name)
        for hours in HOURS:
            window = Window(*hours, zone=zone)
            for place in places:
                instant = BEGIN + place * STEP
                outside += not _is_right(instant, window.next_open(instant), hours, zone)
    return Found(len(places), len(HOURS), len(ZONES), outside)


def _is_right(asked: datetime, given: datetime, hours: tuple[int, int], zone: ZoneInfo) -> bool:
    wall = given.astimezone(zone)
    is_open = hours[0] <= wall.hour < hours[1] and wall.weekday() != 6 and not is_public_holiday(wall.date())
    if given == asked:
        return is_open
    # A wait ends when the window opens, at the first opening there is.
    return is_open and given > asked and (wall.hour, wall.minute, wall.second) == (hours[0], 0, 0) and (
        _days_shut(asked, given, hours, zone)
    )  # fmt: skip


def _days_shut(asked: datetime, given: datetime, hours: tuple[int, int], zone: ZoneInfo) -> bool:
    """Whether every day between, and the rest of the day on which was asked, is shut."""
    first, last = asked.astimezone(zone), given.astimezone(zone).date()
    day = first.date() if first.hour < hours[0] else first.date() + timedelta(days=1)
    if first.hour < hours[1] and first.hour >= hours[0] and not _is_shut(first.date()):
        return False  # it was open when it was asked
    while day < last:
        if not _is_shut(day):
            return False
        day += timedelta(days=1)
    return True


def _is_shut(day: object) -> bool:
    return day.weekday() == 6 or is_public_holiday(day)  # type: ignore[attr-defined,arg-type,no-any-return]
