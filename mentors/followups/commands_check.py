"""The check of the invariant: findings become tasks and owners, not only lines in a log."""

from __future__ import annotations

from sqlalchemy import select

from mentors.accounts.models import Account
from mentors.accounts.queries import staff_of
from mentors.core import clock
from mentors.core.actor import Role, system
from mentors.followups import queries_check, rules_check
from mentors.followups.commands_jobs import raise_about
from mentors.followups.commands_jobs_sweep import sweep_jobs
from mentors.followups.commands_sweep import each, sweep
from mentors.followups.models_jobs import Job
from mentors.followups.rules_check import Fault, FaultKind
from mentors.kit.db import db, reading
from mentors.pairing.models import Pair
from mentors.tasks.commands import give_task, raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind


def mend() -> int:
    """A job: whoever is followed by nobody becomes a task, and a task without an owner gets one. How many were mended.

    The sweeps run first: what they can still put right is no finding.
    """
    sweep()
    sweep_jobs()
    with reading():
        found = queries_check.faults()
        db.session.rollback()
    relations = [fault for fault in found if fault.kind is not FaultKind.task_without_owner]
    done = each(_raise, relations)
    with reading():
        ownerless = [one for one in queries_check.faults() if one.kind is FaultKind.task_without_owner]
        db.session.rollback()
    return done + each(_give, ownerless)


def _raise(fault: Fault) -> int:
    by, key = system(fault.municipality_id), f"no_follow_up:{fault.thing}:{clock.today()}"
    if fault.thing.startswith("job:"):
        raise_about(by, db.session.get_one(Job, fault.row_id), TaskKind.no_follow_up, key)
    else:
        pair = db.session.get_one(Pair, fault.row_id)
        raise_task(by, TaskKind.no_follow_up, pair.newcomer, key=key, thing=fault.thing,
                   responsible_id=pair.responsible_id)  # fmt: skip
    return 1


def _give(fault: Fault) -> int:
    task = db.session.get_one(Task, fault.row_id)
    everyone = staff_of(task.municipality_id)
    staff = [account for account in everyone if Role.coordinator in account.roles] or everyone
    owner_id = rules_check.owner_of(
        [_pair_owner(task), task.person.responsible_id],
        [account.id for account in staff],
        queries_check.load_of(task.municipality_id),
    )
    if owner_id is None:
        return 0
    give_task(system(task.municipality_id), task, db.session.get_one(Account, owner_id))
    return 1


def _pair_owner(task: Task) -> int | None:
    """Whoever is responsible for the pair or job the task is about."""
    name, _colon, ref = (task.thing or "").partition(":")
    if name == "pair":
        return db.session.scalar(select(Pair.responsible_id).where(Pair.ref == ref))
    return db.session.scalar(select(Job.responsible_id).where(Job.ref == ref)) if name == "job" else None
