from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, select

from mentors.kit.db import db
from mentors.timetables import rules
from mentors.timetables.models import BusyTime, Week
from mentors.timetables.rules import Busy, FreeWeek

# Several people: their numbers, or a question that finds them (thousands do not fit into one statement).
People = Iterable[int] | Select[Any]


def _among(people: People) -> Any:
    return people if isinstance(people, Select) else list(people)


def free_times(person_ids: People) -> dict[int, tuple[str, ...]]:
    """The free parts of the week for several people in one question; people without one are left out."""
    rows = db.session.execute(select(Week.person_id, Week.free).where(Week.person_id.in_(_among(person_ids))))
    return {row.person_id: row.free for row in rows}


def free_times_of(person_id: int) -> tuple[str, ...]:
    return free_times([person_id]).get(person_id, ())


def busy_hours(person_ids: People) -> dict[int, tuple[Busy, ...]]:
    """The taken hours of several people's weeks in one question; people without any are left out."""
    rows = db.session.execute(
        select(
            BusyTime.person_id,
            BusyTime.kind,
            BusyTime.weekday,
            BusyTime.from_time,
            BusyTime.to_time,
            BusyTime.valid_from,
            BusyTime.valid_to,
        )
        .where(BusyTime.person_id.in_(_among(person_ids)))
        .order_by(BusyTime.weekday, BusyTime.from_time, BusyTime.id)
    )
    found: defaultdict[int, list[Busy]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(Busy(*row[1:]))
    return {person_id: tuple(week) for person_id, week in found.items()}


def weeks_of(person_ids: People, on: date) -> dict[int, FreeWeek]:
    """When several people have time for meeting somebody from a day on, in two questions; others have no time.

    The one place that subtracts fixed hours from free parts of the week: pairing asks here.
    """
    free, busy = free_times(person_ids), busy_hours(person_ids)
    return {
        person_id: FreeWeek(frozenset(parts), rules.taken_parts(busy.get(person_id, ()), on))
        for person_id, parts in free.items()
    }


def clashing(person_ids: People, starts_at: datetime, minutes: int) -> dict[int, tuple[Busy, ...]]:
    """What in several people's weeks collides with a time (aware), in one question; people without a clash are left out."""
    until = starts_at + timedelta(minutes=minutes)
    found = {person_id: rules.clashes(week, starts_at, until) for person_id, week in busy_hours(person_ids).items()}
    return {person_id: week for person_id, week in found.items() if week}


def hands_free(person_id: int, instant: datetime) -> datetime:
    """When somebody can look at a message from an instant (aware) on: not in the middle of class or work."""
    return rules.hands_free(busy_hours([person_id]).get(person_id, ()), instant)


def busy_times_of(person_id: int) -> list[BusyTime]:
    """A person's taken hours through the week."""
    rows = (
        select(BusyTime)
        .where(BusyTime.person_id == person_id)
        .order_by(BusyTime.weekday, BusyTime.from_time, BusyTime.id)
    )
    return list(db.session.scalars(rows))
