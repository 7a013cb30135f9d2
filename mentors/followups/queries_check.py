from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from mentors.accounts.models import Account
from mentors.core import clock
from mentors.followups import queries_jobs, rules, rules_check, rules_jobs
from mentors.followups.models_jobs import Job
from mentors.followups.queries_sweep import Followed, followed_pairs, ladder_changes
from mentors.followups.rules_check import Fault, OpenTask, Relation
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.tasks.models import Task


def faults() -> list[Fault]:
    """Everything in the house that breaks the invariant now; a fixed number of statements."""
    tasks, with_task = _open_tasks()
    return rules_check.faults([*_pairs(), *_jobs()], tasks, with_task, clock.today())


def _pairs() -> list[Relation]:
    today = clock.today()
    changed = {programme_id: clock.local_day(at) for programme_id, at in ladder_changes().items()}
    refs = {row.id: row.ref for row in db.session.execute(select(Pair.id, Pair.ref))}
    return [
        Relation(
            f"pair:{refs[one.pair_id]}",
            one.pair_id,
            one.municipality_id,
            rules.next_follow_up(one.facts, one.asked, today),
            _owed_since(one, changed.get(one.programme_id, date.min), today),
        )
        for one in followed_pairs()
        if one.is_running
    ]


def _owed_since(one: Followed, changed_on: date, today: date) -> date | None:
    """Since when a question is owed; what a new ladder makes due in the past is owed from its day on."""
    days = [max(due.due_on, changed_on) for due in rules.due(one.facts, one.asked, today)]
    return min((rules.awake(one.facts, day) for day in days), default=None)


def _jobs() -> list[Relation]:
    today = clock.today()
    refs = {row.id: row.ref for row in db.session.execute(select(Job.id, Job.ref).where(Job.ended_on.is_(None)))}
    found = []
    for one in queries_jobs.followed_jobs():
        if one.facts.is_looked_at:
            continue  # followed to the end of its nine months
        owed = rules_jobs.owed_since(one.facts, one.known_on, today)
        next_on = rules_jobs.next_check(one.facts, today)
        found.append(Relation(f"job:{refs[one.job_id]}", one.job_id, one.municipality_id, next_on, owed))
    return found


def _open_tasks() -> tuple[list[OpenTask], set[str]]:
    here = (Account.municipality_id == Task.municipality_id) & Account.closed_at.is_(None)
    rows = db.session.execute(
        select(Task.id, Task.ref, Task.municipality_id, Task.thing, Account.id.label("owner"))
        .outerjoin(Account, (Account.id == Task.responsible_id) & here)
        .where(Task.done_at.is_(None))
        .order_by(Task.id)
    ).all()
    tasks = [OpenTask(row.ref, row.id, row.municipality_id, row.owner is not None) for row in rows]
    return tasks, {row.thing for row in rows if row.thing is not None}


def load_of(municipality_id: int) -> dict[int, int]:
    """How many open tasks each account has, by its number."""
    rows = db.session.execute(
        select(Task.responsible_id, func.count())
        .where(Task.municipality_id == municipality_id, Task.done_at.is_(None), Task.responsible_id.is_not(None))
        .group_by(Task.responsible_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}
