"""A coordinator's edit on a kept plan: what else moves, what it costs, proven again without a new run.

A pin or forbid changes one newcomer's pairs. Prices stay right everywhere else, so a search for the place set free
and one for the newcomer set free are enough, and only pairs whose prices fell are held against them again.
Every pair of the kept plan earns the stability bonus in the new one: an edit should not shuffle a town.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from mentors.pairing.pool import auction, graphs, rules, searches
from mentors.pairing.pool.arrays import Rows, Shorts
from mentors.pairing.pool.encoding import Encoded
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.graphs import GONE, NOBODY
from mentors.pairing.pool.planning import Plan, changed_plan
from mentors.pairing.pool.rules import Rule
from mentors.pairing.pool.solving import Solution, price_out


class NotPossible(Exception):
    """The edit breaks a hard rule. `rules` names which; empty: the newcomer is pinned already."""

    def __init__(self, broken: tuple[Rule, ...]) -> None:
        super().__init__(", ".join(broken) or "pinned already")
        self.rules = broken


@dataclass(frozen=True, slots=True)
class Moved:
    """A newcomer whose volunteer changes; None for no pair."""

    newcomer: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Trial:
    """What an edit would do. Nothing is changed: keep `plan` to accept it.

    `costs` is the value lost (of 10,000 a pair; the stability bonus aside), `people` how many fewer are paired,
    `by_class` the same for each class.
    """

    plan: Plan
    moved: tuple[Moved, ...]
    costs: int
    points: int
    people: int
    by_class: Mapping[str, int]


def try_pin(plan: Plan, newcomer: str, volunteer: str) -> Trial:
    """What it would take to make this pair. Raises NotPossible where it breaks a rule, KeyError for strangers."""
    if any(pinned == newcomer for pinned, _volunteer in plan.pool.pins):
        raise NotPossible(())
    broken = _broken(plan, newcomer, volunteer)
    if broken:
        raise NotPossible(broken)
    pool = replace(plan.pool, pins=plan.pool.pins | {(newcomer, volunteer)})
    solution = _carried_over(plan, pool)
    state, graph = solution.state, solution.graph
    row, column = solution.encoded.row_of[newcomer], solution.encoded.column_of[volunteer]
    if state.match[row] != NOBODY:
        graphs.leave(row, state)
    graph.weight[graph.row_from[row] : graph.row_from[row + 1]] = GONE
    solution.pinned[row] = column
    state.u[row] = 0
    state.capacity[column] -= 1
    if state.taken[column] > state.capacity[column]:
        graphs.leave(int(state.head[column]), state)
    return _settled(plan, solution)


def try_forbid(plan: Plan, newcomer: str, volunteer: str) -> Trial:
    """What would move if this pair were never made. Raises NotPossible for a pinned pair, KeyError for strangers."""
    if (newcomer, volunteer) in plan.pool.pins:
        raise NotPossible((Rule.forbidden,))
    row, column = plan.solution.encoded.row_of[newcomer], plan.solution.encoded.column_of[volunteer]
    pool = replace(plan.pool, forbids=plan.pool.forbids | {(newcomer, volunteer)})
    solution = _carried_over(plan, pool)
    solution.encoded = _banned(solution.encoded, row, column)
    if solution.state.match[row] == column:
        graphs.leave(row, solution.state)
    edges = slice(solution.graph.row_from[row], solution.graph.row_from[row + 1])
    solution.graph.weight[edges][solution.graph.column[edges] == column] = GONE
    return _settled(plan, solution)


def _broken(plan: Plan, newcomer: str, volunteer: str) -> tuple[Rule, ...]:
    """The hard rules a pin would break, a place that other pins have taken among them."""
    encoded = plan.solution.encoded
    one = encoded.newcomers[encoded.row_of[newcomer]]
    other = encoded.volunteers[encoded.column_of[volunteer]]
    is_forbidden = (newcomer, volunteer) in plan.pool.forbids
    broken = rules.broken_rules(one, other, plan.settings, is_forbidden=is_forbidden)
    if not broken and not plan.solution.state.capacity[encoded.column_of[volunteer]]:
        broken = [Rule.capacity]
    return tuple(broken)


def _carried_over(plan: Plan, pool: Pool) -> Solution:
    """A copy of the kept solution for the edited pool: the kept pairs become `previous`, weights get the bonus."""
    old = plan.solution
    assigned = old.assigned
    rows = old.encoded.arrays.rows
    kept_from = np.concatenate(([0], np.cumsum(assigned != NOBODY))).astype(np.int32)
    arrays = old.encoded.arrays._replace(rows=rows._replace(kept_from=kept_from, kept=assigned[assigned != NOBODY]))
    pool = replace(pool, previous=frozenset(plan.pairs.items()))
    graph = old.graph._replace(weight=old.graph.weight.copy())
    _move_bonus(graph, rows, assigned, arrays.tables.bonus)
    # The kept prices cover every pair: after the edit only what fell below them is looked at again.
    covered = old.state.u, old.state.v
    return Solution(
        replace(old.encoded, pool=pool, arrays=arrays), graph, graphs.copy_of(old.state), old.bar, dict(old.pinned),
        covered=covered,
    )  # fmt: skip


def _move_bonus(graph: graphs.Graph, rows: Rows, assigned: Shorts, bonus: int) -> None:
    """Take the bonus from the pairs that were `previous` until now and give it to those of the plan."""
    row = np.repeat(np.arange(len(assigned)), np.diff(graph.row_from))
    alive = graph.weight > 0
    gains = (graph.column == assigned[row]) & alive
    had = np.diff(rows.kept_from)
    if had.max(initial=0) <= 1:
        kept = np.full(len(assigned), NOBODY, np.int32)
        kept[had == 1] = rows.kept
        loses = (graph.column == kept[row]) & alive
    else:
        wide = np.int64(len(graph.column_from))
        loses = np.isin(row * wide + graph.column, np.repeat(np.arange(len(had)), had) * wide + rows.kept) & alive
    graph.weight[gains & ~loses] += bonus
    graph.weight[loses & ~gains] -= bonus


def _banned(encoded: Encoded, row: int, column: int) -> Encoded:
    """The arrays with one more forbidden pair."""
    rows = encoded.arrays.rows
    ban_from = rows.ban_from.copy()
    ban = np.insert(rows.ban, ban_from[row], column).astype(np.int32)
    ban_from[row + 1 :] += 1
    return replace(encoded, arrays=encoded.arrays._replace(rows=rows._replace(ban_from=ban_from, ban=ban)))


def _settled(plan: Plan, solution: Solution) -> Trial:
    """Repair and prove the edited solution, and say what it changed."""
    with np.errstate(over="ignore"):
        auction.settle(solution.graph, solution.active, solution.state)
        searches.repair(solution.graph, solution.active, solution.state)
        price_out(solution, threads=1)
    rows = np.flatnonzero(plan.solution.assigned != solution.assigned)
    after = changed_plan(solution, plan, rows)
    refs = sorted(solution.encoded.newcomers[row].ref for row in rows)
    worth = plan.settings.worth
    lost = sum(worth(plan.points[ref]) for ref in refs if ref in plan.points)
    won = sum(worth(after.points[ref]) for ref in refs if ref in after.points)
    return Trial(
        plan=after,
        moved=tuple(Moved(ref, plan.pairs.get(ref), after.pairs.get(ref)) for ref in refs),
        costs=lost - won,
        points=sum(plan.points.get(ref, 0) - after.points.get(ref, 0) for ref in refs),
        people=len(plan.pairs) - len(after.pairs),
        by_class={one: plan.by_class[one] - after.by_class[one] for one in plan.by_class},
    )
