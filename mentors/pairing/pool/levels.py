"""Who can be served at all: most people, the most urgent classes first, whatever the points.

Newcomers who can be served together form a transversal matroid: whoever is served once by an augmenting path
stays served, so class after class loses nobody. Here on the small graph; `serving` goes on over all pairs.
"""

from __future__ import annotations

import numpy as np

from mentors.pairing.pool.arrays import Ints, Shorts
from mentors.pairing.pool.graphs import NOBODY, Graph, State, join, leave
from mentors.pairing.pool.jit import compiled


@compiled
def serve_most(graph: Graph, roots: Shorts, state: State) -> None:
    """Pair as many of the roots as can be, in phases of one visit to each volunteer. Nobody paired is lost."""
    columns = len(state.capacity)
    seen = np.zeros(columns, np.int32)
    at, ahead = np.zeros(len(state.match), np.int64), graph.row_from[:-1].copy()
    stack, through = np.zeros(columns + 1, np.int32), np.zeros(columns + 1, np.int32)
    phase, grown = 0, True
    while grown:
        grown = False
        phase += 1
        for index in range(len(roots)):
            if state.match[roots[index]] == NOBODY:
                grown |= serve_one(roots[index], graph, state, seen, phase, at, ahead, stack, through)


@compiled
def serve_one(
    root: int,
    graph: Graph,
    state: State,
    seen: Shorts,
    phase: int,
    at: Ints,
    ahead: Ints,
    stack: Shorts,
    through: Shorts,
) -> bool:
    """Find a place for one newcomer by moving others along; False where there is none this phase.

    An open place is looked for before anybody is asked to move. Places only fill up here, so `ahead`, how far each
    newcomer's volunteers have been looked through for one, never goes back.
    """
    row_from, columns, weights = graph.row_from, graph.column, graph.weight
    capacity, taken, next_, head = state.capacity, state.taken, state.next, state.head
    depth = 0
    stack[0], through[0] = root, NOBODY
    at[root] = row_from[root]
    while depth >= 0:
        row = stack[depth]
        step = NOBODY
        while ahead[row] < row_from[row + 1]:
            column = columns[ahead[row]]
            if taken[column] < capacity[column] and weights[ahead[row]] > 0:
                step = column
                break
            ahead[row] += 1
        while step == NOBODY and at[row] < row_from[row + 1]:
            column, weight = columns[at[row]], weights[at[row]]
            at[row] += 1
            if weight > 0 and seen[column] != phase and capacity[column] > 0:
                seen[column] = phase
                step = column
                break
        if step == NOBODY:
            # Another newcomer of the same volunteer may move instead.
            other = next_[row] if depth > 0 else NOBODY
            if other == NOBODY:
                depth -= 1
            else:
                stack[depth] = other
                at[other] = row_from[other]
        elif taken[step] < capacity[step]:
            for place in range(depth, -1, -1):
                target = step if place == depth else through[place + 1]
                if place > 0:
                    leave(stack[place], state)
                join(stack[place], target, state)
            return True
        else:
            depth += 1
            stack[depth], through[depth] = head[step], step
            at[head[step]] = row_from[head[step]]
    return False
