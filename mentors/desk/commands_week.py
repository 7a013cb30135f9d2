"""When a person's week becomes another one: what was agreed before is looked at anew, by those responsible."""

from __future__ import annotations

import hashlib

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.desk import queries_week as queries
from mentors.people.queries import person
from mentors.tasks.commands import close_tasks_about, raise_task
from mentors.tasks.queries import tasks_of
from mentors.tasks.rules import TaskKind


def look_at_week(by: Actor, person_id: int) -> None:
    """Put one task on the list for everything that now collides, and take away the one that is settled.

    While a task about the same collisions is open, or was ticked off today, no second one is raised.
    """
    someone = person(person_id)
    collisions, pairs = queries.collisions(person_id), queries.pairs_without_time(person_id)
    things = [one.engagement.thing for one in collisions] + [f"pair:{pair.ref}" for pair in pairs]
    thing = f"week:{someone.ref}"
    digest = hashlib.sha256(" ".join(sorted(things)).encode()).hexdigest()[:12]
    if things and any(digest in task.key and task.done_at is None for task in tasks_of(person_id)):
        return
    close_tasks_about(by, thing)
    if not things:
        return
    key = f"week-{someone.ref}-{digest}-{clock.today().isoformat()}"
    leading = [one.engagement.responsible_id for one in collisions] + [pair.responsible_id for pair in pairs]
    responsible_id = someone.responsible_id or next((one for one in leading if one is not None), None)
    raise_task(by, TaskKind.new_time, someone, key=key, thing=thing, responsible_id=responsible_id)
