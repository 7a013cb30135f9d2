from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import update

from mentors.accounts.models import Account
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.messages.commands import cancel_about
from mentors.messages.queries import unsaid_since
from mentors.people.models import Person
from mentors.tasks import notices, queries, rules
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind, Wish


def raise_task(
    by: Actor,
    kind: TaskKind,
    person: Person,
    *,
    key: str,
    thing: str | None = None,
    responsible_id: int | None = None,
    wish: Wish | None = None,
) -> Task:
    """Put something on the coordinator's list, once per key. The person's responsible gets it unless
    another is named; a task without one stands on everybody's list. An urgent one is mailed at once."""
    found = queries.find_task(key)
    if found is not None:
        found.wish = wish or found.wish
        return found
    now = clock.now()
    task = Task(
        municipality_id=person.municipality_id,
        key=key,
        kind=kind,
        person_id=person.id,
        thing=thing,
        wish=wish,
        responsible_id=responsible_id or person.responsible_id,
        raised_at=now,
        due_at=now + rules.time_to_do(kind),
    )
    db.session.add(task)
    db.session.flush()
    note(by, f"tasks.raised:{kind}", thing=f"task:{task.ref}", person_id=person.id)
    tell_if_urgent(task)
    return task


_told: dict[str, Callable[[Actor, str, bool], None]] = {}


def tell_of_ticks(kind: str, told: Callable[[Actor, str, bool], None]) -> None:
    """Let a room on a higher floor hear when a task about one of its things (`<kind>:<ref>`) is ticked off (True) or
    opened again, so that the thing itself and its task say the same."""
    _told[kind] = told


def _tell(by: Actor, task: Task, *, is_done: bool) -> None:
    kind, _colon, ref = (task.thing or "").partition(":")
    if kind in _told:
        _told[kind](by, ref, is_done)


def finish_task(by: Actor, task: Task) -> None:
    """Tick a task off."""
    if task.done_at is None:
        task.done_at, task.done_by = clock.now(), by.label
        note(by, "tasks.done", thing=f"task:{task.ref}", person_id=task.person_id)
        cancel_about(f"task:{task.ref}")
        db.session.flush()
        _tell(by, task, is_done=True)


def reopen_task(by: Actor, task: Task) -> None:
    """Undo a tick."""
    if task.done_at is not None:
        task.done_at = task.done_by = None
        note(by, "tasks.reopened", thing=f"task:{task.ref}", person_id=task.person_id)
        db.session.flush()
        _tell(by, task, is_done=False)


def give_task(by: Actor, task: Task, account: Account | None) -> None:
    """Make a colleague responsible, or nobody (then it is everybody's). Raises Refused for a stranger."""
    if account is not None and account.municipality_id != task.municipality_id:
        raise Refused(_("Vælg en kollega på listen."), field="responsible")
    task.responsible_id = account.id if account else None
    note(by, "tasks.given", thing=f"task:{task.ref}", person_id=task.person_id)
    db.session.flush()
    db.session.expire(task, ["responsible"])
    tell_if_urgent(task)


def tell_if_urgent(task: Task) -> None:
    """Mail an urgent open task to whoever has it now; each of them is told once."""
    if task.kind in rules.URGENT and task.done_at is None:
        notices.urgent(task, f"{current_app.config['BASE_URL']}/desk/tasks/{task.ref}")


def settle_task(by: Actor, key: str) -> None:
    """Tick off what has settled itself, such as a silence that was broken. Nothing where there is none."""
    found = queries.find_task(key)
    if found is not None:
        finish_task(by, found)


def close_tasks_about(by: Actor, thing: str) -> None:
    """Tick off what an event has settled, such as the tasks of a pair that has ended."""
    db.session.execute(
        update(Task).where(Task.thing == thing, Task.done_at.is_(None)).values(done_at=clock.now(), done_by=by.label)
    )


_LOOK_BACK = timedelta(days=3)  # a worker that was down for a long weekend misses nobody


def notice_unreachable() -> int:
    """A job: whoever could not be told something becomes a task, once a day and person at most, and not
    while an earlier such task is open. Asked from what is so, hence safe to run twice."""
    raised = 0
    for message in unsaid_since(clock.now() - _LOOK_BACK):
        person, day = message.person, clock.local_day(message.finished_at or clock.now())
        if person is None:
            continue
        key = f"unreachable:{person.ref}:{day.isoformat()}"
        if queries.find_task(key) or queries.has_open_task(person.id, TaskKind.unreachable):
            continue
        raise_task(system(message.municipality_id), TaskKind.unreachable, person, key=key, thing=message.about)
        raised += 1
    return raised
