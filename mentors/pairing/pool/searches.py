"""Exact repair: shortest paths over reduced costs, one for each place that is open at a price and each newcomer
who waits though a place would be worth its price. Afterwards the prices prove the pairing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mentors.pairing.pool.arrays import Ints, Shorts
from mentors.pairing.pool.graphs import NOBODY, Graph, State, join, leave
from mentors.pairing.pool.jit import compiled
from mentors.pairing.pool.kernels import MOST


class Work(NamedTuple):
    """What a search writes on. Distances are MOST between searches."""

    distance: Ints  # of each volunteer
    parent: Shorts  # the newcomer who would move to (from a column: away from) this volunteer
    towards: Shorts  # search from a column: where she would move to
    reached: Shorts
    keys: Ints  # the heap
    items: Shorts


@compiled
def new_work(columns: int, edges: int) -> Work:
    return Work(
        np.full(columns, MOST),
        np.full(columns, NOBODY, np.int32),
        np.full(columns, NOBODY, np.int32),
        np.zeros(columns, np.int32),
        np.zeros(edges + columns + 1, np.int64),
        np.zeros(edges + columns + 1, np.int32),
    )


@compiled
def push(keys: Ints, items: Shorts, size: int, key: int, item: int) -> int:
    """Put into the heap; its new size. Equal keys come out by the smaller item, so the order is fixed."""
    at = size
    while at > 0:
        above = (at - 1) >> 1
        if keys[above] < key or (keys[above] == key and items[above] <= item):
            break
        keys[at], items[at] = keys[above], items[above]
        at = above
    keys[at], items[at] = key, item
    return size + 1


@compiled
def pop(keys: Ints, items: Shorts, size: int) -> int:
    """Take the top out of the heap; its new size. Read keys[0] and items[0] before."""
    size -= 1
    key, item = keys[size], items[size]
    at = 0
    while True:
        below = 2 * at + 1
        if below >= size:
            break
        if below + 1 < size and (
            keys[below + 1] < keys[below] or (keys[below + 1] == keys[below] and items[below + 1] < items[below])
        ):
            below += 1
        if key < keys[below] or (key == keys[below] and item <= items[below]):
            break
        keys[at], items[at] = keys[below], items[below]
        at = below
    keys[at], items[at] = key, item
    return size


@compiled
def search_from_row(start: int, graph: Graph, state: State, work: Work) -> None:
    """Pair one newcomer, or leave out whoever it costs least. Needs open places to have price 0."""
    # Out of the tuples before the loop: inside it each access would count references.
    u, v, capacity, taken, head, next_ = state.u, state.v, state.capacity, state.taken, state.head, state.next
    row_from, columns, weight = graph.row_from, graph.column, graph.weight
    distance, parent, reached, keys, items = work.distance, work.parent, work.reached, work.keys, work.items
    size, count = 0, 0
    best, end_row, end_column = u[start], start, NOBODY
    row, from_ = start, np.int64(0)
    column = NOBODY
    while True:
        # `row` is reached at `from_`: look at everybody she could go to.
        for edge in range(row_from[row], row_from[row + 1]):
            other = columns[edge]
            if capacity[other] == 0:
                continue
            far = from_ + u[row] + v[other] - weight[edge]
            if far < best and far < distance[other]:
                if distance[other] == MOST:
                    reached[count] = other
                    count += 1
                distance[other], parent[other] = far, row
                size = push(keys, items, size, far, other)
        # The next newcomer of the same volunteer is as far; else take the nearest volunteer.
        row = next_[row] if column != NOBODY else NOBODY
        while row == NOBODY and size > 0:
            far, column = keys[0], items[0]
            size = pop(keys, items, size)
            if far > distance[column]:
                continue
            if far >= best:
                size = 0
                break
            if taken[column] < capacity[column]:
                best, end_row, end_column = far, NOBODY, column
                size = 0
                break
            row, from_ = head[column], far
        if row == NOBODY:
            break
        if from_ + u[row] < best:
            best, end_row, end_column = from_ + u[row], row, NOBODY
    raise_prices(start, best, count, state, work)
    hand_over(start, end_row, end_column, state, work)
    for index in range(count):
        work.distance[work.reached[index]] = MOST


@compiled
def raise_prices(start: int, best: int, count: int, state: State, work: Work) -> None:
    """Every volunteer nearer than the end gets dearer by the difference; her newcomers gain less."""
    state.u[start] -= best
    for index in range(count):
        column = work.reached[index]
        rise = best - work.distance[column]
        if rise > 0:
            state.v[column] += rise
            row = state.head[column]
            while row != NOBODY:
                state.u[row] -= rise
                row = state.next[row]


@compiled
def hand_over(start: int, end_row: int, end_column: int, state: State, work: Work) -> None:
    """Move everybody along the path one place on."""
    if end_row == start:
        return
    target = end_column
    if end_row != NOBODY:
        target = state.match[end_row]
        leave(end_row, state)
    row = work.parent[target]
    while row != start:
        before = state.match[row]
        leave(row, state)
        join(row, target, state)
        target = before
        row = work.parent[target]
    join(start, target, state)


@compiled
def search_from_column(start: int, graph: Graph, state: State, work: Work) -> None:
    """Fill one place that is open at a price, or bring its price down to 0, whichever costs least."""
    u, v, match, head, next_ = state.u, state.v, state.match, state.head, state.next
    column_from, rows, edge, weight = graph.column_from, graph.row, graph.edge, graph.weight
    distance, parent, towards, reached = work.distance, work.parent, work.towards, work.reached
    keys, items = work.keys, work.items
    size, count = 0, 1
    best, end_column, end_row, end_target = v[start], start, NOBODY, NOBODY
    reached[0], distance[start] = start, np.int64(0)
    column, from_ = start, np.int64(0)
    while True:
        for at in range(column_from[column], column_from[column + 1]):
            row = rows[at]
            far = from_ + u[row] + v[column] - weight[edge[at]]
            other = match[row]
            if far >= best or other == column:
                continue
            if other == NOBODY:
                best, end_row, end_target, end_column = far, row, column, NOBODY
            elif far < distance[other]:
                if distance[other] == MOST:
                    reached[count] = other
                    count += 1
                distance[other], parent[other], towards[other] = far, row, column
                size = push(keys, items, size, far, other)
        column = NOBODY
        while size > 0:
            far, nearest = keys[0], items[0]
            size = pop(keys, items, size)
            if far >= best:
                break
            if far == distance[nearest]:
                column, from_ = nearest, far
                break
        if column == NOBODY:
            break
        if from_ + v[column] < best:
            best, end_column, end_row = from_ + v[column], column, NOBODY
    for index in range(count):
        passed = reached[index]
        fall = best - distance[passed]
        if fall > 0:
            v[passed] -= fall
            row = head[passed]
            while row != NOBODY:
                u[row] += fall
                row = next_[row]
    fill_place(start, end_column, end_row, end_target, state, work)
    for index in range(count):
        work.distance[work.reached[index]] = MOST


@compiled
def fill_place(start: int, end_column: int, end_row: int, end_target: int, state: State, work: Work) -> None:
    """Move everybody along the path towards the open place."""
    column = end_column
    if end_row != NOBODY:
        join(end_row, end_target, state)
        column = end_target
    while column != start:
        row, target = work.parent[column], work.towards[column]
        leave(row, state)
        join(row, target, state)
        column = target


@compiled
def repair(graph: Graph, active: Shorts, state: State) -> None:
    """From any prices with tight pairs to a proven pairing of this graph. Rows outside `active` have no pairs here."""
    work = new_work(len(state.v), len(graph.column))
    for column in range(len(state.v)):
        while state.v[column] > 0 and state.taken[column] < state.capacity[column]:
            search_from_column(column, graph, state, work)
    for index in range(len(active)):
        row = active[index]
        if state.match[row] == NOBODY and state.u[row] > 0:
            search_from_row(row, graph, state, work)
