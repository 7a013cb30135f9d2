from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from mentors.kit.db import db
from mentors.timetables.models import Week


def free_times(person_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The free parts of the week for several people in one question; people without one are left out."""
    rows = db.session.execute(select(Week.person_id, Week.free).where(Week.person_id.in_(list(person_ids))))
    return {row.person_id: row.free for row in rows}


def free_times_of(person_id: int) -> tuple[str, ...]:
    return free_times([person_id]).get(person_id, ())
