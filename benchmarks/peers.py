"""What others would do with the same pool: each gets the same people and answers with pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentors.pairing.pool import rules
from mentors.pairing.pool.checking_weights import BLOCK, Weigher
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.settings import TOP_VALUE, Settings

Array = NDArray[np.int64]
Pairs = dict[int, int]  # newcomer -> volunteer, by place in the pool


MENTOR_MATCH_MOST = 300  # newcomers


class CannotDo(Exception):
    """This peer cannot do a pool of this size."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Every pair that may be made, with its value and the priority of its newcomer's class."""

    row: Array
    column: Array
    points: Array
    value: Array
    priority: Array  # classes - rank
    capacity: Array
    rows: int

    @property
    def step(self) -> int:
        return self.rows * TOP_VALUE + 1

    @property
    def weight(self) -> Array:
        return self.priority * self.step + self.value


def all_edges(pool: Pool, settings: Settings) -> Edges:
    """By numpy, block by block: what a careful developer writes."""
    weigher = Weigher(pool, settings)
    rows, columns = [], []
    everybody = np.ones((BLOCK, len(pool.volunteers)), dtype=bool)
    for first in range(0, len(pool.newcomers), BLOCK):
        block = np.arange(first, min(first + BLOCK, len(pool.newcomers)))
        at, column = weigher.allowed(block, everybody[: len(block)])
        rows.append(block[at])
        columns.append(column)
    row, column = np.concatenate(rows), np.concatenate(columns)
    points = weigher.points(row, column)
    rank = {urgency: at for at, urgency in enumerate(weigher.urgencies)}
    priority = np.array([len(rank) - rank[rules.urgency_of(one, settings)] for one in pool.newcomers])
    capacity = np.array([one.capacity for one in pool.volunteers])
    return Edges(row, column, points, weigher.worth[points], priority[row], capacity, len(pool.newcomers))


def dict_loop(pool: Pool, settings: Settings, *, rows: int) -> int:
    """Feasibility and points of all pairs of the first newcomers, by a plain double loop; how many are feasible."""
    found = 0
    for newcomer in pool.newcomers[:rows]:
        for volunteer in pool.volunteers:
            if not rules.broken_rules(newcomer, volunteer, settings, is_forbidden=False):
                found += rules.points(newcomer, volunteer, settings) >= 0
    return found


def ortools_flow(edges: Edges) -> Pairs:
    """OR-Tools SimpleMinCostFlow, capacities as they are."""
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    rows, columns = edges.rows, len(edges.capacity)
    source, sink = rows + columns, rows + columns + 1
    people, hosts = np.arange(rows), rows + np.arange(columns)
    ones = np.ones(rows, dtype=np.int64)
    pairs = flow.add_arcs_with_capacity_and_unit_cost(
        edges.row, rows + edges.column, np.ones(len(edges.row), dtype=np.int64), -edges.weight
    )
    flow.add_arcs_with_capacity_and_unit_cost(np.full(rows, source), people, ones, 0 * ones)
    flow.add_arcs_with_capacity_and_unit_cost(people, np.full(rows, sink), ones, 0 * ones)
    flow.add_arcs_with_capacity_and_unit_cost(hosts, np.full(columns, sink), edges.capacity, 0 * edges.capacity)
    flow.set_node_supply(source, rows)
    flow.set_node_supply(sink, -rows)
    if flow.solve() != flow.OPTIMAL:
        raise CannotDo("not solved")
    used = flow.flows(pairs) > 0
    return dict(zip(edges.row[used].tolist(), edges.column[used].tolist(), strict=True))


def _slots(edges: Edges) -> tuple[Array, Array, Array, Array]:
    """Edges to single places instead of volunteers: row, place, weight, and the volunteer of each place."""
    owner = np.repeat(np.arange(len(edges.capacity)), edges.capacity)
    first = np.concatenate(([0], np.cumsum(edges.capacity)))
    copies = edges.capacity[edges.column]
    at = np.repeat(np.arange(len(edges.row)), copies)
    inside = np.arange(len(at)) - np.repeat(np.concatenate(([0], np.cumsum(copies)[:-1])), copies)
    return edges.row[at], first[edges.column[at]] + inside, edges.weight[at], owner


def scipy_sparse(edges: Edges) -> Pairs:
    """scipy's LAPJVsp: full matchings only, so everybody gets a dummy place."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    row, slot, weight, owner = _slots(edges)
    top = int(weight.max(initial=0)) + 1
    people = np.arange(edges.rows)
    matrix = csr_array(
        (
            np.concatenate((top - weight, np.full(edges.rows, top))).astype(float),
            (np.concatenate((row, people)), np.concatenate((slot, len(owner) + people))),
        ),
        shape=(edges.rows, len(owner) + edges.rows),
    )
    rows, slots = min_weight_full_bipartite_matching(matrix)
    real = slots < len(owner)
    return dict(zip(rows[real].tolist(), owner[slots[real]].tolist(), strict=True))


def scipy_dense(edges: Edges) -> Pairs:
    """scipy's linear_sum_assignment on the full matrix."""
    from scipy.optimize import linear_sum_assignment

    row, slot, weight, owner = _slots(edges)
    if edges.rows * len(owner) > 150_000_000:
        raise CannotDo("matrix over 1.2 GB")
    matrix = np.zeros((edges.rows, len(owner)))
    matrix[row, slot] = weight
    rows, slots = linear_sum_assignment(matrix, maximize=True)
    real = matrix[rows, slots] > 0
    return dict(zip(rows[real].tolist(), owner[slots[real]].tolist(), strict=True))


def greedy(edges: Edges) -> Pairs:
    """Best pair first. With one score for both sides this is stable matching too (deferred acceptance gives the same)."""
    return _take(edges, np.lexsort((edges.column, edges.row, -edges.points)))


def first_come(edges: Edges) -> Pairs:
    """Newcomers in the order of the list, each the best volunteer still free."""
    return _take(edges, np.lexsort((edges.column, -edges.points, edges.row)))


def _take(edges: Edges, order: Array) -> Pairs:
    left, pairs = edges.capacity.tolist(), dict[int, int]()
    for row, column in zip(edges.row[order].tolist(), edges.column[order].tolist(), strict=True):
        if row not in pairs and left[column]:
            pairs[row] = column
            left[column] -= 1
    return pairs


def stable(edges: Edges) -> Pairs:
    """Deferred acceptance, newcomers proposing; both sides rank by points."""
    order = np.lexsort((edges.column, -edges.points, edges.row))
    wishes: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, column, points in zip(
        *(one[order].tolist() for one in (edges.row, edges.column, edges.points)), strict=True
    ):
        wishes[row].append((points, column))
    held: dict[int, list[tuple[int, int]]] = defaultdict(list)
    asking, at = sorted(wishes, reverse=True), dict.fromkeys(wishes, 0)
    while asking:
        row = asking.pop()
        while at[row] < len(wishes[row]):
            points, column = wishes[row][at[row]]
            at[row] += 1
            held[column].append((points, -row))
            if len(held[column]) <= edges.capacity[column]:
                break
            worst = min(held[column])
            held[column].remove(worst)
            row = -worst[1]
    return {-row: column for column, rows in held.items() for _points, row in rows}


class _OurPoints:
    """A rule of mentor-match: our own rules and points, so that it pairs the same people for the same."""

    def __init__(self, weight: Mapping[tuple[str, str], int]) -> None:
        self.weight = weight

    def evaluate(self, match: Any) -> bool:
        return (match.mentee.email, match.mentor.email) in self.weight

    def apply(self, match: Any) -> int:
        match.disallowed = not self.evaluate(match)
        return self.weight.get((match.mentee.email, match.mentor.email), 0)


def mentor_match(edges: Edges) -> Pairs:
    """mentor-match from PyPI: its own matrix and solver (munkres in pure Python), one mentor for each place."""
    try:
        process, match = import_module("matching.process"), import_module("matching.match")
        mentee, mentor = import_module("matching.mentee").Mentee, import_module("matching.mentor").Mentor
    except ImportError:
        raise CannotDo("mentor-match is not installed") from None
    row, slot, weight, owner = _slots(edges)
    if edges.rows > MENTOR_MATCH_MOST:
        raise CannotDo(f"mentor-match: hours beyond {MENTOR_MATCH_MOST} newcomers")
    table = {
        (str(one), str(place)): heavy
        for one, place, heavy in zip(row.tolist(), slot.tolist(), weight.tolist(), strict=True)
    }
    mentees = [mentee(email=str(at), grade=0) for at in range(edges.rows)]
    mentors = [mentor(email=str(at), grade=0) for at in range(len(owner))]
    matrix = [[match.Match(other, one, [_OurPoints(table)]).calculate_match() for one in mentees] for other in mentors]
    process.match_and_assign_participants(matrix)
    return {int(one.email): int(owner[int(one.mentors[0].email)]) for one in mentees if one.mentors}


PEERS: Mapping[str, Callable[[Edges], Pairs]] = {
    "numpy + OR-Tools MCF": ortools_flow,
    "numpy + scipy LAPJVsp": scipy_sparse,
    "numpy + scipy dense": scipy_dense,
    "numpy + greedy": greedy,
    "numpy + first come": first_come,
    "numpy + stable": stable,
    "numpy + mentor-match": mentor_match,
}
EXACT = ("numpy + OR-Tools MCF", "numpy + scipy LAPJVsp", "numpy + scipy dense")
