"""The best set of pairs, and the prices that prove it for all pairs, not only for those looked at.

Each newcomer's heaviest pairs make a small graph; it is solved exactly; then every pair left out is held against
the prices. Pairs the prices do not cover join the graph, until there are none. So what comes out is the optimum of
all pairs: the small graph only saves time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from mentors.pairing.pool import auction, graphs, kernels, levels, searches, serving
from mentors.pairing.pool.arrays import NO_LIMIT, Ints, Shorts, Words, bitmap
from mentors.pairing.pool.encoding import Encoded
from mentors.pairing.pool.graphs import NOBODY, Graph, State
from mentors.pairing.pool.threads import THREADS, over_slices

Progress = Callable[[str, float], None]  # a step's name and its share done, 0..1

KEEP, KEEP_SURPLUS = 32, 48  # pairs kept for each newcomer at first; more where prices are low and leave much open
WORST = 16  # uncovered pairs added for each newcomer in a round


@dataclass(frozen=True, slots=True)
class Pace:
    """How an auction goes: what every bid adds (of 10,000), round by round, and how far prices fall between two.

    Big steps find the level of prices fast and go beyond it; so prices fall by `fall` steps before the finer round.
    A step of 0 at the end fills the places that are exactly right.
    """

    steps: tuple[int, ...]
    fall: int
    most_bids: int  # of each newcomer in a round


# Where many stay unserved they only outbid each other; small steps pay where nearly everybody finds a place.
NEARLY_ALL, MANY_WAIT = Pace((20, 2, 0), 20, 50), Pace((300, 30, 0), 4, 30)

EXACT = Pace((0,), 0, 50)


@dataclass(slots=True)
class Solution:
    """A proven pairing with everything an edit needs to go on from it. `pinned` maps rows to columns."""

    encoded: Encoded
    graph: Graph
    state: State
    bar: Ints  # what a newcomer's pairs outside the graph weigh at most
    pinned: dict[int, int]
    rounds: int = 0
    covered: tuple[Ints, Ints] | None = None  # prices that covered every pair of the rows that are not `open_rows`
    open_rows: Shorts = field(default_factory=lambda: np.zeros(0, np.int32))

    @property
    def active(self) -> Shorts:
        """The rows to be paired: all but the pinned."""
        rows = np.ones(len(self.encoded.newcomers), dtype=bool)
        rows[list(self.pinned)] = False
        return np.flatnonzero(rows).astype(np.int32)

    @property
    def usable(self) -> Words:
        """The volunteers with a place the pins leave open, as bits."""
        return bitmap(self.state.capacity > 0)

    @property
    def assigned(self) -> Shorts:
        """Each newcomer's volunteer, by pin or by plan; NOBODY for none."""
        columns = self.state.match.copy()
        columns[list(self.pinned)] = list(self.pinned.values())
        return columns

    def column_of(self, row: int) -> int:
        """The volunteer of a newcomer, by pin or by plan; NOBODY for none."""
        return self.pinned.get(row, int(self.state.match[row]))


def solve(
    encoded: Encoded, *, keep: int | None = None, threads: int = THREADS, progress: Progress | None = None
) -> Solution:
    """The proven best pairing of a pool. Pins must have been checked (`checks.broken_pins`)."""
    tell = progress or (lambda _step, _share: None)
    with np.errstate(over="ignore"):  # keys are mixed modulo 2**64
        tell("weigh", 0.0)
        solution = _start(encoded, keep, threads)
        tell("solve", 0.5)
        solve_cold(solution, threads)
        price_out(solution, threads, lambda rounds: tell("prove", 1 - 0.5 ** (rounds + 1)))
    return solution


def _start(encoded: Encoded, keep: int | None, threads: int) -> Solution:
    pinned = {encoded.row_of[newcomer]: encoded.column_of[volunteer] for newcomer, volunteer in encoded.pool.pins}
    rows, columns = len(encoded.newcomers), len(encoded.volunteers)
    capacity = encoded.arrays.columns.capacity - np.bincount(
        np.array(list(pinned.values()), dtype=np.int64), minlength=columns
    )
    usable = bitmap(capacity > 0)
    if keep is None:
        keep = KEEP_SURPLUS if int(capacity.clip(0).sum()) * 5 >= rows * 6 else KEEP
    keep = max(1, min(keep, columns))
    column, weight = np.zeros(rows * keep, np.int32), np.zeros(rows * keep, np.int64)
    count, bar = np.zeros(rows, np.int32), np.zeros(rows, np.int64)

    def weigh(first: int, last: int) -> None:
        kernels.best_of_rows(first, last, encoded.arrays, NO_LIMIT, usable, keep, column, weight, count, bar)

    over_slices(rows, weigh, threads)
    count[list(pinned)] = 0
    bar[list(pinned)] = kernels.LEAST
    kept = (np.arange(keep)[None, :] < count[:, None]).ravel()
    row = np.repeat(np.arange(rows, dtype=np.int32), count)
    graph = graphs.graph_of(row, column[kept], weight[kept], rows, columns)
    return Solution(encoded, graph, graphs.new_state(rows, capacity), bar, pinned)


def solve_cold(solution: Solution, threads: int = THREADS) -> None:
    """Solve the graph from nothing: classes first, then an auction from their prices, then exact repair."""
    active, encoded = solution.active, solution.encoded
    served, price = serve_classes(solution)
    _add_served(solution, served)
    state = solution.state = graphs.new_state(len(encoded.newcomers), solution.state.capacity)
    state.v[:] = price * encoded.scale.step
    lowest = state.v.copy()
    many_wait = np.count_nonzero(served.match[active] == NOBODY) * 10 > len(active)
    pace = MANY_WAIT if many_wait else NEARLY_ALL
    _bid(solution, active, pace, lowest)
    row, column, weight = uncovered(solution, active, solution.usable, threads)
    if len(row):
        # Better offers are taken into the auction, where they are cheap; after the repair they would be dear.
        solution.graph = graphs.with_pairs(solution.graph, row, column, weight)
        _bid(solution, active, pace, lowest)
    searches.repair(solution.graph, active, state)


def _bid(solution: Solution, active: Shorts, pace: Pace, lowest: Ints) -> None:
    """Auction round after round; no price falls below its `lowest`."""
    graph, state, shift = solution.graph, solution.state, solution.encoded.scale.shift
    auction.settle(graph, active, state)
    for at, step in enumerate(pace.steps):
        if at and step:
            state.v[:] = np.maximum(lowest, state.v - (pace.fall * pace.steps[at - 1] << shift))
            auction.settle(graph, active, state)
        auction.bid(graph, active, state, step << shift, pace.most_bids)
        auction.settle(graph, active, state)


def serve_classes(solution: Solution) -> tuple[State, Ints]:
    """Most people, most urgent first, over all pairs there are; and each place's price in whole classes."""
    active, encoded, usable = solution.active, solution.encoded, solution.usable
    classes = len(encoded.urgencies)
    served = graphs.new_state(len(encoded.newcomers), solution.state.capacity)
    for rank in range(classes):
        roots = active[encoded.rank[active] == rank]
        levels.serve_most(solution.graph, roots, served)
        serving.serve_the_rest(roots, encoded.arrays, NO_LIMIT, usable, served)
    price = np.zeros(len(encoded.volunteers), np.int64)
    serving.prices_of_classes(encoded.rank, active, classes, encoded.arrays, NO_LIMIT, usable, served, price)
    return served, price


def _add_served(solution: Solution, served: State) -> None:
    """Pairs that serve somebody and are not in the graph yet: without them it could not serve as many."""
    graph, rows = solution.graph, len(served.match)
    row_of_edge = np.repeat(np.arange(rows), np.diff(graph.row_from))
    has = np.zeros(rows, dtype=bool)
    has[row_of_edge[graph.column == served.match[row_of_edge]]] = True
    row = np.flatnonzero((served.match != NOBODY) & ~has).astype(np.int32)
    column = served.match[row]
    if len(row):
        points, weight = np.zeros(len(row), np.int32), np.zeros(len(row), np.int64)
        kernels.weigh_pairs(row, column, solution.encoded.arrays, points, weight)
        solution.graph = graphs.with_pairs(graph, row, column, weight)


def price_out(solution: Solution, threads: int = THREADS, tell: Callable[[int], None] | None = None) -> None:
    """Add what the prices do not cover and solve again, until they cover every pair there is."""
    while True:
        row, column, weight = _next_uncovered(solution, threads)
        solution.rounds += 1
        if tell:
            tell(solution.rounds)
        if not len(row):
            return
        state = solution.state
        excess = weight - state.u[row] - state.v[column]
        solution.graph = graphs.with_pairs(solution.graph, row, column, weight)
        if int(excess.max()) > solution.encoded.scale.step // 2:
            solve_cold(solution, threads)  # somebody more can be served: prices a class apart are no start
        else:
            _bid(solution, solution.active, EXACT, state.v)
            searches.repair(solution.graph, solution.active, state)


def _next_uncovered(solution: Solution, threads: int) -> tuple[Shorts, Shorts, Ints]:
    """Uncovered pairs of all rows. What was covered and whose prices have not fallen since still is."""
    state, usable, active = solution.state, solution.usable, solution.active
    if solution.covered is None:
        row, column, weight = uncovered(solution, active, usable, threads)
    else:
        u, v = solution.covered
        open_ = state.u < u
        open_[solution.open_rows] = True
        row, column, weight = uncovered(solution, active[open_[active]], usable, threads)
        fallen = usable & bitmap(state.v < v)
        if fallen.any():
            more = uncovered(solution, active[~open_[active]], fallen, threads)
            row, column = np.concatenate((row, more[0])), np.concatenate((column, more[1]))
            weight = np.concatenate((weight, more[2]))
    solution.covered = state.u.copy(), state.v.copy()
    solution.open_rows = np.unique(row).astype(np.int32)
    return row, column, weight


def uncovered(solution: Solution, asked: Shorts, usable: Words, threads: int = THREADS) -> tuple[Shorts, Shorts, Ints]:
    """The worst pairs of the asked rows and usable volunteers with u + v < weight: rows, columns, weights."""
    state, arrays = solution.state, solution.encoded.arrays
    column, weight = np.zeros(len(asked) * WORST, np.int32), np.zeros(len(asked) * WORST, np.int64)
    count = np.zeros(len(asked), np.int32)

    def look(first: int, last: int) -> None:
        part = slice(first * WORST, last * WORST)
        kernels.left_out(
            asked[first:last], arrays, NO_LIMIT, usable, state.u, state.v, solution.bar, WORST,
            column[part], weight[part], count[first:last],
        )  # fmt: skip

    over_slices(len(asked), look, threads)
    found = (np.arange(WORST)[None, :] < count[:, None]).ravel()
    return np.repeat(asked, count), column[found], weight[found]


def value_of(solution: Solution) -> int:
    """The weight of the whole pairing, pins aside; exact whatever its size."""
    return sum(weights_of_pairs(solution))


def weights_of_pairs(solution: Solution) -> list[int]:
    """The weight of each pair that is not pinned, in row order."""
    graph, match = solution.graph, solution.state.match
    row = np.repeat(np.arange(len(match)), np.diff(graph.row_from))
    held = (graph.column == match[row]) & (match[row] != NOBODY) & (graph.weight > 0)
    return [int(one) for one in graph.weight[held]]


def dual_value_of(solution: Solution) -> int:
    """What the prices add up to; equal to `value_of` exactly when the pairing is optimal."""
    state = solution.state
    used = np.flatnonzero(state.capacity)
    return sum(map(int, state.u)) + sum(int(state.v[j]) * int(state.capacity[j]) for j in used)
