"""How a pair stands among the newcomer's possible ones, and what another choice would cost the whole plan at least."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from mentors.pairing.pool import kernels, lots
from mentors.pairing.pool.arrays import NO_LIMIT, Ints, Shorts, bitmap
from mentors.pairing.pool.encoding import Encoded
from mentors.pairing.pool.graphs import NOBODY
from mentors.pairing.pool.solving import Solution


@dataclass(frozen=True, slots=True)
class Rank:
    """`place`-th best of `possible` volunteers who may be paired with her; equal points share a place."""

    place: int
    possible: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another volunteer, and what choosing her costs the plan at least, in units of value (0: equally good).

    A lower bound: the exact cost is a trial pin (`edits.try_pin`). `crosses_class` says that somebody in a more
    urgent class, or one person more, would go unpaired: no value makes up for that.
    """

    volunteer: str
    points: int
    costs_at_least: int
    crosses_class: bool


def possible_pairs(encoded: Encoded, row: int) -> tuple[Shorts, Shorts, Ints]:
    """Every volunteer (as columns) a newcomer may have, with points and weights."""
    width = len(encoded.volunteers) + 64
    columns, points, weights = np.zeros(width, np.int32), np.zeros(width, np.int32), np.zeros(width, np.int64)
    usable = bitmap(encoded.arrays.columns.capacity > 0)
    with np.errstate(over="ignore"):
        count = kernels.all_pairs(row, encoded.arrays, NO_LIMIT, usable, columns, points, weights)
    return columns[:count], points[:count], weights[:count]


def every_pair(encoded: Encoded) -> Iterator[tuple[str, str, int]]:
    """All pairs that may be made, by reference, with their points."""
    for ref in sorted(encoded.row_of):
        columns, points, _weights = possible_pairs(encoded, encoded.row_of[ref])
        found = sorted((encoded.volunteers[column].ref, int(one)) for column, one in zip(columns, points, strict=True))
        for volunteer, one in found:
            yield ref, volunteer, one


def rank_of(solution: Solution, newcomer: str) -> Rank:
    """Where her pair stands among all she could have had. KeyError without a pair."""
    encoded = solution.encoded
    row = encoded.row_of[newcomer]
    column = solution.column_of(row)
    if column == NOBODY:
        raise KeyError(newcomer)
    columns, points, _weights = possible_pairs(encoded, row)
    own = int(points[columns == column][0])
    return Rank(1 + int((points > own).sum()), len(columns))


def alternatives(solution: Solution, newcomer: str, most: int = 3) -> list[Alternative]:
    """The volunteers whose choice would cost the plan least, cheapest first."""
    encoded, state = solution.encoded, solution.state
    row = encoded.row_of[newcomer]
    columns, points, weights = possible_pairs(encoded, row)
    other = (columns != solution.column_of(row)) & (state.capacity[columns] > 0)
    columns, points = columns[other], points[other]
    costs = state.u[row] + state.v[columns] - weights[other]
    if len(costs) > most:  # only what can be among the first is named: the rest is known to cost more
        near = (costs >> encoded.scale.shift) <= np.partition(costs, most - 1)[most - 1] >> encoded.scale.shift
        columns, points, costs = columns[near], points[near], costs[near]
    found = [
        _alternative(encoded.volunteers[column].ref, int(one), int(cost), encoded.scale)
        for column, one, cost in zip(columns, points, costs, strict=True)
    ]
    found.sort(key=lambda other: (other.crosses_class, other.costs_at_least, -other.points, other.volunteer))
    return found[:most]


def _alternative(volunteer: str, points: int, cost: int, scale: lots.Scale) -> Alternative:
    crosses = cost > scale.step // 2
    return Alternative(volunteer, points, (cost % scale.step if crosses else cost) >> scale.shift, crosses)
