from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor
from mentors.tasks.models import Task


def visible_tasks(by: Actor) -> Select[Task]:
    """Tasks of the actor's municipality, for staff alone."""
    mine = select(Task).where(Task.municipality_id == by.municipality_id)
    return mine if by.is_staff else mine.where(false())
