from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select

from mentors.kit.db import db
from mentors.timetables.models import BusyTime, Week
from mentors.timetables.rules import Busy


def free_times(person_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The free parts of the week for several people in one question; people without one are left out."""
    rows = db.session.execute(select(Week.person_id, Week.free).where(Week.person_id.in_(list(person_ids))))
    return {row.person_id: row.free for row in rows}


def free_times_of(person_id: int) -> tuple[str, ...]:
    return free_times([person_id]).get(person_id, ())


def busy_hours(person_ids: Iterable[int]) -> dict[int, tuple[Busy, ...]]:
    """The taken hours of several people's weeks in one question; people without any are left out."""
    rows = db.session.scalars(select(BusyTime).where(BusyTime.person_id.in_(list(person_ids))))
    found: defaultdict[int, list[Busy]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row.facts())
    return {person_id: tuple(week) for person_id, week in found.items()}


def busy_times_of(person_id: int) -> list[BusyTime]:
    """A person's taken hours through the week."""
    rows = select(BusyTime).where(BusyTime.person_id == person_id).order_by(BusyTime.weekday, BusyTime.from_time)
    return list(db.session.scalars(rows))
