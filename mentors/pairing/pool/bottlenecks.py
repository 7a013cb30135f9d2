"""Who competes for the same places (Hall's condition), and which places a change could still set free."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mentors.pairing.pool import kernels
from mentors.pairing.pool.arrays import NO_LIMIT, Arrays, Shorts, Words, bitmap, flags_of
from mentors.pairing.pool.graphs import NOBODY, State
from mentors.pairing.pool.jit import compiled
from mentors.pairing.pool.kernels import NONE, ONE
from mentors.pairing.pool.solving import Solution

_CLOSE_LOOK = 200  # people; a bottleneck wider than this is told with its whole neighbourhood


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """`newcomers` can be paired with nobody but `volunteers`, who together have fewer `places`."""

    newcomers: tuple[str, ...]
    volunteers: tuple[str, ...]
    places: int


@compiled
def spread(
    starts: Shorts, most: int, arrays: Arrays, unlimited: int, usable: Words, state: State,
    in_rows: Shorts, fresh: Words,
) -> int:  # fmt: skip
    """Follow `could have` and `is had by` from the start rows; the number of newcomers reached, into `in_rows`.

    `fresh` holds the volunteers not met yet and loses those met. Stops beyond `most` newcomers.
    """
    width = len(usable)
    near, found = np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    columns = np.zeros(width * 64, np.int32)
    end = len(starts)
    in_rows[:end] = starts
    at = 0
    while at < end and end <= most:
        row = in_rows[at]
        at += 1
        kernels.reach(arrays.rows.place[row], arrays.rows.limit[row], arrays.bits, arrays.tables, unlimited, near)
        kernels.may_pair(row, arrays.rows, arrays.bits, near, fresh, found)
        count = kernels.list_bits(found, columns)
        for index in range(count):
            column = columns[index]
            fresh[column >> 6] &= ~(ONE << np.uint64(column & 63))
            other = state.head[column]
            while other != NOBODY:
                in_rows[end] = other
                end += 1
                other = state.next[other]
    return end


@compiled
def free_up(arrays: Arrays, unlimited: int, usable: Words, state: State, open_: Words) -> None:
    """From volunteers with an open place: whoever's newcomer could move to an open one is open too."""
    width = len(usable)
    near, found = np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    grown = True
    while grown:
        grown = False
        for row in range(len(state.match)):
            column = state.match[row]
            if column == NOBODY or open_[column >> 6] >> np.uint64(column & 63) & ONE != NONE:
                continue
            kernels.reach(arrays.rows.place[row], arrays.rows.limit[row], arrays.bits, arrays.tables, unlimited, near)
            kernels.may_pair(row, arrays.rows, arrays.bits, near, open_, found)
            for word in range(width):
                if found[word] != NONE:
                    open_[column >> 6] |= ONE << np.uint64(column & 63)
                    grown = True
                    break


class Bottlenecks:
    """Bottlenecks of one solved pool; the wide ones are worked out once for everybody in them."""

    def __init__(self, solution: Solution) -> None:
        self._solution = solution
        self._wide: Bottleneck | None = None

    def of(self, row: int) -> Bottleneck:
        """The smallest group around an unpaired newcomer that has fewer places than people."""
        rows, columns = self._spread([row], _CLOSE_LOOK)
        if len(rows) <= _CLOSE_LOOK:
            return self._named(rows, columns)
        if self._wide is None:
            # Whoever can have nobody at all stands in no queue.
            possible = np.diff(self._solution.graph.row_from) > 0
            waiting = np.flatnonzero(possible & (self._solution.state.match == NOBODY))
            self._wide = self._named(*self._spread(waiting.tolist(), len(self._solution.encoded.newcomers)))
        return self._wide

    def _spread(self, starts: list[int], most: int) -> tuple[list[int], list[int]]:
        encoded = self._solution.encoded
        usable = self._solution.usable
        fresh = usable.copy()
        rows = np.zeros(len(encoded.newcomers) + len(starts), np.int32)
        end = spread(
            np.array(starts, np.int32), most, encoded.arrays, NO_LIMIT, usable, self._solution.state, rows, fresh
        )
        met = usable & ~fresh
        return rows[:end].tolist(), np.flatnonzero(flags_of(met)).tolist()

    def _named(self, rows: list[int], columns: list[int]) -> Bottleneck:
        encoded, capacity = self._solution.encoded, self._solution.state.capacity
        return Bottleneck(
            tuple(sorted(encoded.newcomers[row].ref for row in rows)),
            tuple(sorted(encoded.volunteers[column].ref for column in columns)),
            sum(int(capacity[column]) for column in columns),
        )


def open_volunteers(solution: Solution) -> np.ndarray:
    """For each volunteer whether one more newcomer could be given to her, others moving along: nobody loses a place.

    A newcomer who gets a pair with one of these is paired for certain in the best plan.
    """
    state, columns = solution.state, len(solution.encoded.volunteers)
    flags = np.zeros((columns + 63) // 64 * 64, dtype=bool)
    flags[:columns] = state.taken < state.capacity
    open_ = bitmap(flags)
    free_up(solution.encoded.arrays, NO_LIMIT, solution.usable, state, open_)
    return flags_of(open_)[:columns]
