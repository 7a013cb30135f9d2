from __future__ import annotations

from sqlalchemy import select, update

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.tasks import rules
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind


def raise_task(
    by: Actor, kind: TaskKind, person: Person, *, key: str, thing: str | None = None, responsible_id: int | None = None
) -> Task:
    """Put something on the coordinator's list, once per key. The person's responsible gets it unless
    another is named; a task without one stands on everybody's list."""
    found = db.session.scalar(select(Task).where(Task.key == key))
    if found is not None:
        return found
    now = clock.now()
    task = Task(
        municipality_id=person.municipality_id,
        key=key,
        kind=kind,
        person_id=person.id,
        thing=thing,
        responsible_id=responsible_id or person.responsible_id,
        raised_at=now,
        due_at=now + rules.time_to_do(kind),
    )
    db.session.add(task)
    db.session.flush()
    note(by, f"tasks.raised:{kind}", thing=f"task:{task.ref}", person_id=person.id)
    return task


def finish_task(by: Actor, task: Task) -> None:
    """Tick a task off."""
    if task.done_at is None:
        task.done_at, task.done_by = clock.now(), by.label
        note(by, "tasks.done", thing=f"task:{task.ref}", person_id=task.person_id)
        db.session.flush()


def reopen_task(by: Actor, task: Task) -> None:
    """Undo a tick."""
    task.done_at = task.done_by = None
    note(by, "tasks.reopened", thing=f"task:{task.ref}", person_id=task.person_id)
    db.session.flush()


def close_tasks_about(by: Actor, thing: str) -> None:
    """Tick off what an event has settled, such as the tasks of a pair that has ended."""
    db.session.execute(
        update(Task).where(Task.thing == thing, Task.done_at.is_(None)).values(done_at=clock.now(), done_by=by.label)
    )
