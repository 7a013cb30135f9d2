"""The pairs under consideration, by newcomer and by volunteer, and a pairing with its prices. Changed in place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mentors.pairing.pool.arrays import Ints, Shorts
from mentors.pairing.pool.jit import compiled

NOBODY = -1
GONE = -1  # the weight of a pair taken out: worth less than staying unpaired, so no search uses it


class Graph(NamedTuple):
    """Row i's pairs are column/weight[row_from[i] : row_from[i + 1]]; `edge` leads there from the volunteers' side."""

    row_from: Ints
    column: Shorts
    weight: Ints
    column_from: Ints
    row: Shorts
    edge: Ints


class State(NamedTuple):
    """A pairing with its prices. A volunteer's newcomers form a list: head, next, previous."""

    u: Ints
    v: Ints
    match: Shorts
    capacity: Ints
    taken: Ints
    head: Shorts
    next: Shorts
    previous: Shorts


def new_state(rows: int, capacity: Ints) -> State:
    """Nobody paired, all prices 0."""
    return State(
        np.zeros(rows, np.int64),
        np.zeros(len(capacity), np.int64),
        np.full(rows, NOBODY, np.int32),
        capacity,
        np.zeros(len(capacity), np.int64),
        np.full(len(capacity), NOBODY, np.int32),
        np.full(rows, NOBODY, np.int32),
        np.full(rows, NOBODY, np.int32),
    )


def copy_of(state: State) -> State:
    return State._make(array.copy() for array in state)


def graph_of(row: Shorts, column: Shorts, weight: Ints, rows: int, columns: int) -> Graph:
    """A graph from pairs in any order; each pair at most once."""
    order = np.argsort(row, kind="stable")
    return _with_back(_starts(row, rows), column[order], weight[order], rows, columns)


def with_pairs(graph: Graph, row: Shorts, column: Shorts, weight: Ints) -> Graph:
    """The graph with more pairs."""
    rows, columns = len(graph.row_from) - 1, len(graph.column_from) - 1
    extra = np.bincount(row, minlength=rows)
    row_from = graph.row_from + np.concatenate(([0], np.cumsum(extra)))
    new_column, new_weight = np.empty(row_from[-1], np.int32), np.empty(row_from[-1], np.int64)
    order = np.argsort(row, kind="stable")
    merge(graph, row_from, column[order], weight[order], new_column, new_weight)
    return _with_back(row_from, new_column, new_weight, rows, columns)


def _starts(row: Shorts, rows: int) -> Ints:
    return np.concatenate(([0], np.cumsum(np.bincount(row, minlength=rows)))).astype(np.int64)


def _with_back(row_from: Ints, column: Shorts, weight: Ints, rows: int, columns: int) -> Graph:
    column_from = _starts(column, columns)
    row, edge = np.empty(len(column), np.int32), np.empty(len(column), np.int64)
    turn(row_from, column, column_from.copy(), row, edge)
    return Graph(row_from, column, weight, column_from, row, edge)


@compiled
def merge(graph: Graph, row_from: Ints, column: Shorts, weight: Ints, new_column: Shorts, new_weight: Ints) -> None:
    """Each row's old pairs, then its new ones (given in row order)."""
    taken = 0
    for row in range(len(row_from) - 1):
        at = row_from[row]
        for edge in range(graph.row_from[row], graph.row_from[row + 1]):
            new_column[at], new_weight[at] = graph.column[edge], graph.weight[edge]
            at += 1
        while at < row_from[row + 1]:
            new_column[at], new_weight[at] = column[taken], weight[taken]
            at += 1
            taken += 1


@compiled
def turn(row_from: Ints, column: Shorts, fill: Ints, row: Shorts, edge: Ints) -> None:
    """The same pairs by volunteer (a counting sort)."""
    for one in range(len(row_from) - 1):
        for at in range(row_from[one], row_from[one + 1]):
            place = fill[column[at]]
            row[place], edge[place] = one, at
            fill[column[at]] = place + 1


@compiled
def join(row: int, column: int | np.int64, state: State) -> None:
    """Give the newcomer a place of this volunteer."""
    first = state.head[column]
    state.match[row] = column
    state.taken[column] += 1
    state.next[row], state.previous[row] = first, NOBODY
    if first != NOBODY:
        state.previous[first] = row
    state.head[column] = row


@compiled
def leave(row: int, state: State) -> None:
    """Take the newcomer out of her pair."""
    column = state.match[row]
    before, after = state.previous[row], state.next[row]
    if before == NOBODY:
        state.head[column] = after
    else:
        state.next[before] = after
    if after != NOBODY:
        state.previous[after] = before
    state.match[row] = NOBODY
    state.taken[column] -= 1
