"""A pool in, a plan out: the pairs, what each is worth, and the certificate, checked before anybody calls it optimal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentors.pairing.pool import certificates, kernels, solving
from mentors.pairing.pool.checking import complaints_about
from mentors.pairing.pool.encoding import encode
from mentors.pairing.pool.facts import Newcomer, Pool, Volunteer
from mentors.pairing.pool.graphs import NOBODY
from mentors.pairing.pool.settings import MOST_POINTS, Settings
from mentors.pairing.pool.solving import Progress, Solution
from mentors.pairing.pool.threads import THREADS


class NotProven(Exception):
    """The certificate did not hold: an error in this program, and no plan to show. Says what was wrong."""


@dataclass(frozen=True)
class Plan:
    """The best pairs of a pool. `solution` is kept so that an edit needs no new run."""

    pool: Pool
    settings: Settings
    pairs: Mapping[str, str]  # newcomer -> volunteer
    points: Mapping[str, int]  # newcomer -> 0..1000
    solution: Solution = field(repr=False)

    @cached_property
    def certificate(self) -> dict[str, Any]:
        """The proof as JSON values (not yet checked by the independent checker unless `make_plan` did)."""
        return certificates.certificate_of(self.solution, self.pairs, self.value)

    @cached_property
    def by_class(self) -> dict[str, int]:
        """How many of each class are paired; every class that occurs is there."""
        return certificates.by_class(self.solution)

    @cached_property
    def value(self) -> int:
        """What is summed in the objective after classes and head count, lots aside."""
        worth = [self.settings.worth(points) for points in range(MOST_POINTS + 1)]
        kept = len(self.pairs.items() & self.pool.previous)
        return sum(worth[points] for points in self.points.values()) + kept * self.settings.stability_bonus

    @cached_property
    def gap(self) -> int:
        """What the prices leave open above the plan; 0 is the proof."""
        return solving.dual_value_of(self.solution) - solving.value_of(self.solution)

    @property
    def newcomers(self) -> dict[str, Newcomer]:
        return {one.ref: one for one in self.pool.newcomers}

    @property
    def volunteers(self) -> dict[str, Volunteer]:
        return {one.ref: one for one in self.pool.volunteers}


def make_plan(
    pool: Pool, settings: Settings, *, threads: int = THREADS, progress: Progress | None = None, check: bool = True
) -> Plan:
    """The best plan of a pool, proven. Pins must keep the rules (`checks.broken_pins`).

    With `check` the independent checker looks at every pair again and NotProven is raised where it disagrees;
    without, the prices still prove the plan (`gap` 0) and the check can follow later.
    """
    solution = solving.solve(encode(pool, settings), threads=threads, progress=progress)
    plan = plan_of(solution)
    if check:
        wrong = complaints_about(plan.certificate, pool)
        if wrong:
            raise NotProven("; ".join(wrong))
    return plan


def plan_of(solution: Solution) -> Plan:
    """The plan of a solved pool."""
    return changed_plan(solution, None, np.arange(len(solution.encoded.newcomers)))


def changed_plan(solution: Solution, before: Plan | None, rows: NDArray[Any]) -> Plan:
    """The plan of a solution of which only these rows have other volunteers than before."""
    encoded, assigned = solution.encoded, solution.assigned
    pairs, points = (dict(before.pairs), dict(before.points)) if before else ({}, {})
    for row in rows[assigned[rows] == NOBODY].tolist():
        pairs.pop(encoded.newcomers[row].ref, None)
        points.pop(encoded.newcomers[row].ref, None)
    row = rows[assigned[rows] != NOBODY].astype(np.int32)
    column, earned = assigned[row], np.zeros(len(row), np.int32)
    with np.errstate(over="ignore"):
        kernels.weigh_pairs(row, column, encoded.arrays, earned, np.zeros(len(row), np.int64))
    for one, other, many in zip(row.tolist(), column.tolist(), earned.tolist(), strict=True):
        ref = encoded.newcomers[one].ref
        pairs[ref], points[ref] = encoded.volunteers[other].ref, many
    return Plan(encoded.pool, encoded.settings, pairs, points, solution)
