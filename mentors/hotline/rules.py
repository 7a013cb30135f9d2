"""Thinking about the mentor telephone: what comes first, what was promised, when somebody answers.

"Ring uanset hvad problemet er" (systems.md row 36). Facts in, verdict out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from statistics import median

from mentors.core.calendar import is_public_holiday
from mentors.core.clock import COPENHAGEN, at_local, local_day

OPENS, CLOSES = 8 * 60, 16 * 60  # minutes after midnight: what a promise goes by where nobody has the phone
FORGET_AFTER_DAYS = 183  # half a year, as messages (facts.md 5.6: a product default)


class Relation(StrEnum):
    newcomer = "newcomer"
    volunteer = "volunteer"
    company = "company"
    association = "association"
    relative = "relative"
    unknown = "unknown"


class CallCategory(StrEnum):
    """What a call is about, in a word. There is none about health, and none is to be added."""

    quitting = "quitting"  # thinks of quitting the job, the placement or the pair
    workplace = "workplace"
    contact = "contact"
    language = "language"
    practical = "practical"
    rules = "rules"
    other = "other"


class Urgency(StrEnum):
    now = "now"
    today = "today"
    this_week = "this_week"


class Promise(StrEnum):
    """By when the caller has been told that somebody calls back."""

    hour = "hour"
    today = "today"
    next_day = "next_day"
    week = "week"


USUAL_PROMISE = {Urgency.now: Promise.hour, Urgency.today: Promise.today, Urgency.this_week: Promise.week}
_URGENCIES = tuple(Urgency)


@dataclass(frozen=True, slots=True)
class CallFacts:
    category: CallCategory
    urgency: Urgency
    promised_by: datetime
    called_at: datetime


def place_in_queue(call: CallFacts) -> tuple[bool, int, datetime, datetime]:
    """Sorts whoever thinks of quitting first, then by urgency, by what was promised, by the longest wait."""
    return (
        call.category is not CallCategory.quitting, _URGENCIES.index(call.urgency), call.promised_by, call.called_at,
    )  # fmt: skip


def is_overdue(promised_by: datetime, answered_at: datetime | None, now: datetime) -> bool:
    return answered_at is None and promised_by < now


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not is_public_holiday(day)


def next_working_day(day: date) -> date:
    """The first working day after a day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def promised_by(promise: Promise, now: datetime) -> datetime:
    """The instant a promise runs out. Nobody is promised a call on a day when nobody works, nor one that is over:
    what is promised for today after closing time holds until the next working day."""
    if promise is Promise.hour:
        return now + timedelta(hours=1)
    today = local_day(now)
    closing = at_local(today, *divmod(CLOSES, 60))
    if promise is Promise.today and is_working_day(today) and now < closing:
        return closing
    day = next_working_day(today)
    if promise is Promise.week:
        last = today + timedelta(days=7)
        while not is_working_day(last):
            last -= timedelta(days=1)
        day = max(day, last)
    return at_local(day, *divmod(CLOSES, 60))


# --- the roster -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """From and until, in minutes after midnight on the wall clock."""

    starts: int
    ends: int


def joined(hours: Iterable[Hours]) -> tuple[Hours, ...]:
    """Opening hours without overlaps, in order; two who follow each other make one stretch."""
    found: list[Hours] = []
    for one in sorted(hours, key=lambda each: (each.starts, each.ends)):
        if found and one.starts <= found[-1].ends:
            found[-1] = Hours(found[-1].starts, max(found[-1].ends, one.ends))
        else:
            found.append(one)
    return tuple(found)


def open_hours(weekly: Sequence[tuple[int, Hours]], day: date) -> tuple[Hours, ...]:
    """When the phone is answered on a day: its weekday's shifts, none on a public holiday."""
    if is_public_holiday(day):
        return ()
    return joined(hours for weekday, hours in weekly if weekday == day.weekday())


def is_open(weekly: Sequence[tuple[int, Hours]], now: datetime) -> bool:
    local = now.astimezone(COPENHAGEN)
    minute = local.hour * 60 + local.minute
    return any(one.starts <= minute < one.ends for one in open_hours(weekly, local.date()))


def next_opening(weekly: Sequence[tuple[int, Hours]], now: datetime) -> datetime | None:
    """When the phone is next answered, if it is closed now; None where the roster is empty."""
    local = now.astimezone(COPENHAGEN)
    for ahead in range(15):
        day = local.date() + timedelta(days=ahead)
        for one in open_hours(weekly, day):
            begins = at_local(day, *divmod(one.starts, 60))
            if begins > now:
                return begins
    return None


# --- time to answer ---------------------------------------------------------------------------------


def minutes_between(called_at: datetime, answered_at: datetime) -> int:
    return max(0, int((answered_at - called_at).total_seconds() // 60))


def median_minutes(waits: Sequence[int]) -> int | None:
    """The middle wait; None where nobody has been answered."""
    return round(median(waits)) if waits else None


def medians_by_week(waits: Iterable[tuple[datetime, int]]) -> list[tuple[date, int, int]]:
    """(Monday, median minutes, calls) for each week that has an answered call, by the day of the call."""
    weeks: dict[date, list[int]] = {}
    for called_at, minutes in waits:
        day = local_day(called_at)
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(minutes)
    return [(week, round(median(rows)), len(rows)) for week, rows in sorted(weeks.items())]


def day_begins(day: date) -> datetime:
    """Midnight of a day on the wall clock, in UTC."""
    return at_local(day, 0).astimezone(UTC)
