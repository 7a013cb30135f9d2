"""Who can be served, over all pairs there are and not only those in the graph: bitmaps instead of edges.

Begins where `levels` stops on the small graph. A volunteer met once is not looked at again, so one sweep costs a
few word operations for each newcomer, whatever the number of pairs.
"""

from __future__ import annotations

import numpy as np

from mentors.pairing.pool.arrays import Arrays, Ints, Shorts, Words
from mentors.pairing.pool.graphs import NOBODY, State, join, leave
from mentors.pairing.pool.jit import compiled
from mentors.pairing.pool.kernels import NONE, ONE, list_bits, may_pair, near_to, popcount, reaches


@compiled
def serve_the_rest(roots: Shorts, arrays: Arrays, unlimited: int, usable: Words, state: State) -> None:
    """Pair as many of the roots as can be, moving others along. Nobody paired is lost; sweeps until none helps."""
    width, rows = len(usable), len(state.match)
    kind, table = reaches(arrays, unlimited, width)
    near, found = np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    spare, fresh = np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    listed, came_from = np.zeros(width * 64, np.int32), np.zeros(width * 64, np.int32)
    queue = np.zeros(rows, np.int32)
    match, taken, capacity, head, next_ = state.match, state.taken, state.capacity, state.head, state.next
    for column in range(len(capacity)):
        if taken[column] < capacity[column]:
            spare[column >> 6] |= ONE << np.uint64(column & 63)
    grown = True
    while grown:
        grown = False
        fresh[:] = usable
        for index in range(len(roots)):
            root = roots[index]
            if match[root] != NOBODY:
                continue
            queue[0] = root
            start, end, goal = 0, 1, np.int64(NOBODY)
            while start < end and goal == NOBODY:
                row = queue[start]
                start += 1
                near_to(row, kind, table, arrays, unlimited, near)
                may_pair(row, arrays.rows, arrays.bits, near, fresh, found)
                for word in range(width):
                    free = found[word] & spare[word]
                    if free != NONE:
                        goal = (word << 6) + popcount((free & (~free + ONE)) - ONE)
                        came_from[goal] = row
                        break
                if goal != NOBODY:
                    break
                count = list_bits(found, listed)
                for at in range(count):
                    column = listed[at]
                    fresh[column >> 6] &= ~(ONE << np.uint64(column & 63))
                    came_from[column] = row
                    other = head[column]
                    while other != NOBODY:
                        queue[end] = other
                        end += 1
                        other = next_[other]
            if goal != NOBODY:
                grown = True
                hand_on(root, goal, came_from, state)
                if taken[goal] == capacity[goal]:
                    spare[goal >> 6] &= ~(ONE << np.uint64(goal & 63))


@compiled
def hand_on(root: int, goal: np.int64, came_from: Shorts, state: State) -> None:
    """Everybody on the way from the root to the goal moves one place on."""
    target = goal
    row = came_from[target]
    while row != root:
        before = state.match[row]
        leave(row, state)
        join(row, target, state)
        target = before
        row = came_from[target]
    join(root, target, state)


@compiled
def prices_of_classes(
    rank: Shorts, active: Shorts, classes: int, arrays: Arrays, unlimited: int, usable: Words, state: State, price: Ints
) -> None:
    """In whole classes, what a place is worth: the most urgent class that still waits for it, 0 for none."""
    width = len(usable)
    kind, table = reaches(arrays, unlimited, width)
    near, found, fresh = np.zeros(width, np.uint64), np.zeros(width, np.uint64), usable.copy()
    listed, queue = np.zeros(width * 64, np.int32), np.zeros(len(state.match), np.int32)
    match, head, next_ = state.match, state.head, state.next
    for one in range(classes):
        start, end = 0, 0
        for index in range(len(active)):
            if rank[active[index]] == one and match[active[index]] == NOBODY:
                queue[end] = active[index]
                end += 1
        while start < end:
            row = queue[start]
            start += 1
            near_to(row, kind, table, arrays, unlimited, near)
            may_pair(row, arrays.rows, arrays.bits, near, fresh, found)
            count = list_bits(found, listed)
            for at in range(count):
                column = listed[at]
                fresh[column >> 6] &= ~(ONE << np.uint64(column & 63))
                price[column] = classes - one
                other = head[column]
                while other != NOBODY:
                    queue[end] = other
                    end += 1
                    other = next_[other]
