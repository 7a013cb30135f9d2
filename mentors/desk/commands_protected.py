"""Warning before a protection of name and address runs out in CPR. Nothing here ever lifts it (facts.md 5.6)."""

from __future__ import annotations

from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import system
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.people.rules import WARN_BEFORE
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind


def warn_of_endings() -> int:
    """A job: a task, once per end, a month before a protection runs out in CPR; how many people it concerns."""
    ending = select(Person).where(Person.is_protected, Person.protection_ends_on <= clock.today() + WARN_BEFORE)
    found = list(db.session.scalars(ending))
    for person in found:
        raise_task(
            system(person.municipality_id), TaskKind.protection_ending, person,
            key=f"protection-{person.ref}-{person.protection_ends_on}",
        )  # fmt: skip
    return len(found)
