"""Thinking about meetings: what may be written down, and nothing of what was said."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import StrEnum


class MeetingKind(StrEnum):
    walk = "walk"
    talk = "talk"
    activity = "activity"
    practical = "practical"
    phone = "phone"
    online = "online"


class Face(StrEnum):
    good = "good"
    ok = "ok"
    bad = "bad"


MINUTES = (30, 60, 90, 120, 180)
MINUTES_OFFERED = (30, 60, 90, 120)  # the buttons: one tap, no typing
SAME_TAP = timedelta(minutes=1)  # a second press of the same button, or a page sent again
OLDEST_LOG_DAYS = 60

# Where one of the two is protected they meet among other people, and the place says so in a word somebody can check.
_PUBLIC = (
    "bibliotek", "library", "مكتبة", "бібліотек", "کتابخانه", "café", "cafe", "kafé", "кафе", "مقهى", "کافه", "rådhus",
    "borgerservice", "town hall", "kulturhus", "medborgerhus", "beboerhus", "forsamlingshus", "community centre",
    "frivilligcenter", "frivillighus", "forening", "sprogskole", "sprogcenter", "jobcenter", "museum", "park", "torvet",
    "station", "svømmehal", "idrætshal", "legeplads", "playground", "biograf", "cinema", "restaurant", "butikscenter",
)  # fmt: skip
_AT_HOME = re.compile(
    r"\b(hjem\w*|bopæl\w*|lejlighed\w*|hos (mig|dig|os|ham|hende)|privat\w*|(my|your|her|his) (home|place|flat))\b"
)


def is_public_place(place: str) -> bool:
    """Whether a place is one with other people, as far as its words tell: it names one, and nobody's home."""
    said = place.casefold()
    return any(word in said for word in _PUBLIC) and not _AT_HOME.search(said)


LOOK_BACK_WEEKS = 4  # the hours a week are those of the last four: a single week says little
WEEKS_A_MONTH = 52 / 12


def hours_a_week(minutes: int, weeks: float) -> float:
    """Hours a week over some weeks, to a tenth; 0 where no time has passed."""
    return round(minutes / 60 / weeks, 1) if weeks > 0 else 0.0


def wanted_hours_a_week(minutes_a_month: int) -> float:
    """What a pair means to spend together: 2.0 for a contact person (2 Timer om Ugen, systems.md row 4)."""
    return hours_a_week(minutes_a_month, WEEKS_A_MONTH)


class DayProblem(StrEnum):
    future = "future"
    too_old = "too_old"


def day_problem(held_on: date, today: date) -> DayProblem | None:
    """What is wrong with the day of a meeting that was held."""
    if held_on > today:
        return DayProblem.future
    return DayProblem.too_old if (today - held_on).days > OLDEST_LOG_DAYS else None


def is_same_tap(logged_at: datetime | None, minutes: int | None, *, now: datetime, wanted_minutes: int) -> bool:
    """Whether an earlier line for the same pair and day is this one, sent twice."""
    return logged_at is not None and minutes == wanted_minutes and now - logged_at <= SAME_TAP
