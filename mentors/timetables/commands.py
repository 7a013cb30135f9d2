from __future__ import annotations

from collections.abc import Iterable

from mentors.core.actor import Actor
from mentors.core.calendar import WEEK_PARTS
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.timetables.models import Week


def set_free_times(by: Actor, person_id: int, parts: Iterable[str]) -> Week:
    """Write down in which parts of the week somebody is free."""
    chosen = set(parts)
    week = db.session.get(Week, person_id)
    if week is None:
        week = Week(person_id=person_id)
        db.session.add(week)
    week.free = tuple(part for part in WEEK_PARTS if part in chosen)
    note(by, "timetables.free_times_set", person_id=person_id)
    db.session.flush()
    return week
