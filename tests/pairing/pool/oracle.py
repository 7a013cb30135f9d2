"""Other people's solvers, and plain counting, on the edges that `--edges` would write: what the plan must equal."""

from __future__ import annotations

from itertools import product

from mentors.pairing.pool import rules
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.settings import TOP_VALUE, Settings

Edge = tuple[str, str, int]


def edges_of(pool: Pool, settings: Settings) -> list[Edge]:
    """Every pair the rules allow with its value, by the plain rules; pinned people and their places left out."""
    left = places_of(pool)
    pinned = {newcomer for newcomer, _volunteer in pool.pins}
    found = []
    for newcomer, volunteer in product(pool.newcomers, pool.volunteers):
        pair = (newcomer.ref, volunteer.ref)
        if newcomer.ref in pinned or left[volunteer.ref] < 1:
            continue
        if rules.broken_rules(newcomer, volunteer, settings, is_forbidden=pair in pool.forbids):
            continue
        bonus = settings.stability_bonus if pair in pool.previous else 0
        found.append((*pair, settings.worth(rules.points(newcomer, volunteer, settings)) + bonus))
    return found


def places_of(pool: Pool) -> dict[str, int]:
    left = {one.ref: one.capacity for one in pool.volunteers}
    for _newcomer, volunteer in pool.pins:
        left[volunteer] -= 1
    return left


def ranks_of(pool: Pool, settings: Settings) -> tuple[dict[str, int], int]:
    urgency = {one.ref: rules.urgency_of(one, settings) for one in pool.newcomers}
    order = sorted(set(urgency.values()))
    return {ref: order.index(one) for ref, one in urgency.items()}, len(order)


def objective(pool: Pool, settings: Settings, pairs: dict[str, str]) -> tuple[list[int], int]:
    """How many of each class are paired, most urgent first, and the value; pins aside."""
    rank, classes = ranks_of(pool, settings)
    value = {(a, b): one for a, b, one in edges_of(pool, settings)}
    chosen = [pair for pair in pairs.items() if pair not in pool.pins]
    counts = [sum(rank[newcomer] == at for newcomer, _volunteer in chosen) for at in range(classes)]
    return counts, sum(value[pair] for pair in chosen)


def by_flow(pool: Pool, settings: Settings) -> tuple[list[int], int]:
    """The optimum by OR-Tools, as `objective` gives it."""
    from ortools.graph.python import min_cost_flow

    edges, (rank, classes) = edges_of(pool, settings), ranks_of(pool, settings)
    flow = min_cost_flow.SimpleMinCostFlow()
    row = {one.ref: at for at, one in enumerate(pool.newcomers)}
    column = {one.ref: len(row) + at for at, one in enumerate(pool.volunteers)}
    source, sink = len(row) + len(column), len(row) + len(column) + 1
    step = len(row) * (TOP_VALUE + settings.stability_bonus) + 1
    for at in row.values():
        flow.add_arc_with_capacity_and_unit_cost(source, at, 1, 0)
        flow.add_arc_with_capacity_and_unit_cost(at, sink, 1, 0)
    for ref, places in places_of(pool).items():
        flow.add_arc_with_capacity_and_unit_cost(column[ref], sink, places, 0)
    for newcomer, volunteer, value in edges:
        cost = -((classes - rank[newcomer]) * step + value)
        flow.add_arc_with_capacity_and_unit_cost(row[newcomer], column[volunteer], 1, cost)
    flow.set_node_supply(source, len(row))
    flow.set_node_supply(sink, -len(row))
    assert flow.solve() == flow.OPTIMAL
    counts, total = [0] * classes, 0
    first = 2 * len(row) + len(column)
    for at, (newcomer, _volunteer, value) in enumerate(edges):
        if flow.flow(first + at):
            counts[rank[newcomer]] += 1
            total += value
    return counts, total


def by_trying_all(pool: Pool, settings: Settings) -> tuple[list[int], int]:
    """The optimum by going through every set of pairs there is; for a handful of people."""
    rank, classes = ranks_of(pool, settings)
    edges = edges_of(pool, settings)
    of = {one.ref: [(b, value) for a, b, value in edges if a == one.ref] for one in pool.newcomers}
    best = ([0] * classes, 0)

    def go(rest: list[str], left: dict[str, int], counts: list[int], total: int) -> None:
        nonlocal best
        if not rest:
            best = max(best, (list(counts), total))
            return
        go(rest[1:], left, counts, total)
        for volunteer, value in of[rest[0]]:
            if left[volunteer]:
                left[volunteer] -= 1
                counts[rank[rest[0]]] += 1
                go(rest[1:], left, counts, total + value)
                counts[rank[rest[0]]] -= 1
                left[volunteer] += 1

    go(list(of), places_of(pool), [0] * classes, 0)
    return best
