"""Asking for a stretch of days with everything on them: the month and the week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from mentors.core import clock
from mentors.core.calendar import add_months, is_public_holiday
from mentors.gatherings import queries
from mentors.gatherings.queries import CalendarRow


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a calendar: its sessions, and what it is closed for, if anything."""

    day: date
    inside: bool
    rows: tuple[CalendarRow, ...]
    closed_for: tuple[str, ...]
    is_holiday: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from a Monday to a Sunday, and how to go on from there."""

    first: date
    days: tuple[Day, ...]
    before: str
    after: str


def month(municipality_id: int, first: date, *, public_only: bool, owner_id: int | None = None) -> Stretch:
    """The whole weeks around a month; `first` is its first day."""
    after = add_months(first, 1)
    start = first - timedelta(days=first.weekday())
    end = after + timedelta(days=-after.weekday() % 7)
    days = _days(municipality_id, start, end, public_only=public_only, owner_id=owner_id, month=first.month)
    return Stretch(first, days, f"{add_months(first, -1):%Y-%m}", f"{after:%Y-%m}")


def week(municipality_id: int, monday: date, *, public_only: bool, owner_id: int | None = None) -> Stretch:
    end = monday + timedelta(days=7)
    days = _days(municipality_id, monday, end, public_only=public_only, owner_id=owner_id)
    return Stretch(monday, days, _week_code(monday - timedelta(days=7)), _week_code(end))


def _week_code(monday: date) -> str:
    return f"{monday.isocalendar().year}-{monday.isocalendar().week:02}"


def _days(
    municipality_id: int, start: date, end: date, *, public_only: bool, owner_id: int | None, month: int | None = None
) -> tuple[Day, ...]:
    rows = queries.calendar(
        municipality_id,
        clock.at_local(start, 0),
        clock.at_local(end, 0),
        public_only=public_only,
        owner_id=owner_id,
    )
    by_day: defaultdict[date, list[CalendarRow]] = defaultdict(list)
    for row in rows:
        by_day[clock.local_day(row.session.starts_at)].append(row)
    closings = queries.closings(municipality_id, start)
    return tuple(
        Day(
            day,
            month is None or day.month == month,
            tuple(by_day[day]),
            tuple(closing.name for closing in closings if closing.from_on <= day <= closing.to_on),
            is_public_holiday(day),
        )
        for day in (start + timedelta(days=n) for n in range((end - start).days))
    )


def month_from(code: str) -> date:
    """The first day of `2026-11`; of this month for anything else."""
    try:
        year, number = code.split("-")
        found = date(int(year), int(number), 1)
    except ValueError:
        found = clock.today().replace(day=1)
    return found if 2000 <= found.year <= 2100 else clock.today().replace(day=1)


def week_from(code: str) -> date:
    """The Monday of ISO week `2026-48`; of this week for anything else."""
    today = clock.today()
    try:
        year, number = code.split("-")
        found = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        found = today - timedelta(days=today.weekday())
    return found if 2000 <= found.year <= 2100 else today - timedelta(days=today.weekday())
