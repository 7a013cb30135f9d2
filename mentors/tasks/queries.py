from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import select

from mentors.accounts.models import Account
from mentors.accounts.queries import staff_of
from mentors.accounts.queries_absence import cover_of
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.kit.room import Event, Todo
from mentors.tasks import rules, words
from mentors.tasks.models import Task
from mentors.tasks.policy import visible_tasks
from mentors.tasks.rules import TaskKind


def the_task(by: Actor, ref: str) -> Task:
    """The task with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_tasks(by).where(Task.ref == ref))
    if found is None:
        raise NotThere
    return found


def find_task(key: str) -> Task | None:
    return db.session.scalar(select(Task).where(Task.key == key))


def open_tasks(by: Actor) -> list[Task]:
    """What is not done yet: urgent first, then the longest wait. One query, persons and responsibles included."""
    rows = db.session.scalars(visible_tasks(by).where(Task.done_at.is_(None)).order_by(Task.raised_at, Task.id))
    return sorted(rows, key=lambda task: task.kind not in rules.URGENT)


def tasks_of(person_id: int) -> list[Task]:
    """Every task about a person, newest first."""
    return list(
        db.session.scalars(
            select(Task).where(Task.person_id == person_id).order_by(Task.raised_at.desc(), Task.id.desc())
        )
    )


def has_open_task(person_id: int, kind: TaskKind) -> bool:
    wanted = (Task.person_id == person_id, Task.kind == kind, Task.done_at.is_(None))
    return db.session.scalar(select(Task.id).where(*wanted).limit(1)) is not None


def find_colleague(by: Actor, ref: str) -> Account | None:
    """A member of the actor's own staff who can take a task."""
    return next((account for account in staff_of(by.municipality_id or 0) if account.ref == ref), None)


def who_must_know(task: Task) -> list[Account]:
    """Whoever a task is for today: its responsible or whoever stands in for her, else the team."""
    return cover_of(task.municipality_id).who_answers(task.responsible_id)


# --- what the room offers to the desk -------------------------------------------------------------


def todos(by: Actor) -> list[Todo]:
    """The open tasks as lines of the coordinator's list."""
    now = clock.now()
    return [
        Todo(
            kind=f"task:{task.kind}",
            title=str(words.KIND[task.kind]),
            url=url_for("tasks.task", ref=task.ref),
            since=task.raised_at,
            person=task.person.name,
            detail=_detail(task),
            late=rules.is_late(task.due_at, task.done_at, now),
            urgent=task.kind in rules.URGENT,
            todo_ref=task.ref,
            responsible_id=task.responsible_id,
        )
        for task in open_tasks(by)
    ]


def _detail(task: Task) -> str:
    return str(words.WISH[task.wish] if task.wish else words.ADVICE[task.kind])


def history(by: Actor, person_id: int) -> list[Event]:
    """Tasks raised and done, for a person's history."""
    if not by.is_staff:
        return []
    events = []
    for task in tasks_of(person_id):
        url = url_for("tasks.task", ref=task.ref)
        events.append(Event(task.raised_at, words.KIND[task.kind], _detail(task), "attention", url))
        if task.done_at is not None:
            events.append(Event(task.done_at, words.DONE[task.kind], tone="good", url=url))
    return events


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    """The open tasks about somebody; None where there are none."""
    tasks = [task for task in tasks_of(person_id) if task.done_at is None]
    return {"tasks": tasks, "words": words, "rules": rules} if by.is_staff and tasks else None


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What this room keeps about a person."""
    kept = ("kind", "thing", "wish", "raised_at", "due_at", "done_at")
    return {"task": [{name: getattr(task, name) for name in kept} for task in tasks_of(person_id)]}
