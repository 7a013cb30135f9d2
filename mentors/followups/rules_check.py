"""The invariant (M4): everybody who is followed has a next follow-up or an open task, and every open task an owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

GRACE_DAYS = 2  # a sweep runs every two minutes; whatever waits longer than a weekend has been forgotten


class FaultKind(StrEnum):
    pair_without_next = "pair_without_next"
    pair_overdue = "pair_overdue"
    job_without_next = "job_without_next"
    job_overdue = "job_overdue"
    task_without_owner = "task_without_owner"


@dataclass(frozen=True, slots=True)
class Relation:
    """Somebody who is followed: `thing` as tasks name it, the next day, and since when a question is owed."""

    thing: str
    row_id: int
    municipality_id: int
    next_on: date | None
    owed_since: date | None = None


@dataclass(frozen=True, slots=True)
class OpenTask:
    ref: str
    row_id: int
    municipality_id: int
    has_owner: bool


@dataclass(frozen=True, slots=True)
class Fault:
    kind: FaultKind
    thing: str
    row_id: int
    municipality_id: int
    since: date | None = None

    @property
    def sentence(self) -> str:
        """For the operator's terminal. Refs only: a terminal is no place for names."""
        return {
            FaultKind.pair_without_next: f"{self.thing} runs and has neither a next follow-up nor an open task",
            FaultKind.pair_overdue: f"{self.thing} should have been asked on {self.since} and has no open task",
            FaultKind.job_without_next: f"{self.thing} is followed and has neither a next check nor an open task",
            FaultKind.job_overdue: f"{self.thing} should have been asked on {self.since} and has no open task",
            FaultKind.task_without_owner: f"{self.thing} is open and nobody is responsible for it",
        }[self.kind]


def faults(relations: Sequence[Relation], tasks: Sequence[OpenTask], with_task: set[str], today: date) -> list[Fault]:
    """Everything that breaks the invariant on a day. `with_task`: the things an open task is about."""
    found = []
    for one in relations:
        if one.thing in with_task:
            continue
        is_pair = one.thing.startswith("pair:")
        if one.next_on is None:
            kind = FaultKind.pair_without_next if is_pair else FaultKind.job_without_next
            found.append(Fault(kind, one.thing, one.row_id, one.municipality_id))
        elif one.owed_since is not None and (today - one.owed_since).days > GRACE_DAYS:
            kind = FaultKind.pair_overdue if is_pair else FaultKind.job_overdue
            found.append(Fault(kind, one.thing, one.row_id, one.municipality_id, one.owed_since))
    for task in tasks:
        if not task.has_owner:
            found.append(Fault(FaultKind.task_without_owner, f"task:{task.ref}", task.row_id, task.municipality_id))
    return found


def owner_of(wished: Sequence[int | None], staff: Sequence[int], load: Mapping[int, int]) -> int | None:
    """Who takes a task nobody has: the first of those wished who still works here, else whoever has least to do.

    `staff` in the order in which the town would choose between equals. None in a town without staff.
    """
    for account_id in wished:
        if account_id in staff:
            return account_id
    return min(staff, key=lambda account_id: (load.get(account_id, 0), staff.index(account_id)), default=None)
