"""A bounded auction: newcomers bid for places until prices are nearly right. Whatever it leaves is repaired exactly."""

from __future__ import annotations

import numpy as np

from mentors.pairing.pool.arrays import Ints, Shorts
from mentors.pairing.pool.graphs import NOBODY, Graph, State, join, leave
from mentors.pairing.pool.jit import compiled
from mentors.pairing.pool.kernels import LEAST, MOST

OFFERS = 8  # of each newcomer, that an auction keeps in view


@compiled
def slots_of(graph: Graph, capacity: Ints) -> Ints:
    """Where each volunteer's places begin; never more places than could be asked for, and one."""
    first = np.zeros(len(capacity) + 1, np.int64)
    for column in range(len(capacity)):
        asked = graph.column_from[column + 1] - graph.column_from[column]
        first[column + 1] = first[column] + min(capacity[column], asked + 1)
    return first


@compiled
def two_lowest(column: int, first: Ints, price: Ints) -> tuple[np.int64, np.int64, np.int64]:
    """The cheapest place, its price, and the price of the next one (MOST where there is only one)."""
    place, low, second = first[column], MOST, MOST
    for slot in range(first[column], first[column + 1]):
        if price[slot] < low:
            place, low, second = slot, price[slot], low
        elif price[slot] < second:
            second = price[slot]
    return place, low, second


@compiled
def places_for_sale(graph: Graph, state: State) -> tuple[Ints, Ints, Shorts, Ints, Ints]:
    """Every place with price and owner, and for each volunteer the place to bid for and the next one's price."""
    columns = len(state.capacity)
    first = slots_of(graph, state.capacity)
    price, owner = np.zeros(first[columns], np.int64), np.full(first[columns], NOBODY, np.int32)
    place, second = np.zeros(columns, np.int64), np.full(columns, MOST)
    for column in range(columns):
        slot, other = first[column], state.head[column]
        price[slot : first[column + 1]] = state.v[column]
        while other != NOBODY:
            owner[slot] = other
            slot += 1
            other = state.next[other]
        place[column], _low, second[column] = two_lowest(column, first, price)
        if slot < first[column + 1]:
            place[column] = slot  # an open place before a taken one of the same price
    return first, price, owner, place, second


@compiled
def next_for_sale(column: int, first: Ints, price: Ints, owner: Shorts) -> tuple[np.int64, np.int64, np.int64]:
    """The place to bid for, an open one before a taken one of the same price; its price, and the next one's."""
    place, low, second = two_lowest(column, first, price)
    if owner[place] != NOBODY:
        for slot in range(first[column], first[column + 1]):
            if owner[slot] == NOBODY and price[slot] == low:
                return np.int64(slot), low, second
    return place, low, second


@compiled
def look_through(
    row: int, graph: Graph, state: State, offer: Shorts, worth: Ints, gains: Ints
) -> tuple[np.int64, np.int64]:
    """A newcomer's best offers at today's prices, best first: how many, and what the best of the others gains."""
    column_, weight_, v, capacity = graph.column, graph.weight, state.v, state.capacity
    kept, bound = np.int64(0), np.int64(0)
    for edge in range(graph.row_from[row], graph.row_from[row + 1]):
        column = column_[edge]
        gain = weight_[edge] - v[column]
        if gain <= bound or capacity[column] == 0:
            continue
        if kept == OFFERS:
            bound = gains[kept - 1]
            if gain <= bound:
                continue
            kept -= 1
        at = kept
        kept += 1
        while at > 0 and gains[at - 1] < gain:
            gains[at], offer[at], worth[at] = gains[at - 1], offer[at - 1], worth[at - 1]
            at -= 1
        gains[at], offer[at], worth[at] = gain, column, weight_[edge]
    return kept, bound


@compiled
def bid(graph: Graph, asking: Shorts, state: State, step: int, most_bids: int) -> None:
    """Let unpaired newcomers bid from the prices in `state`; each at most `most_bids` times.

    `step` is added to every bid: bigger is faster and leaves more to repair. With 0 a pair stays exactly tight.
    Prices only rise here. So while a newcomer's few best offers, as they stand now, still beat what all her other
    offers were worth when she last went through them, she need not go through them again.
    """
    rows = len(state.match)
    v = state.v  # out of the tuple: in a loop each access would count references
    first, price, owner, place, second = places_for_sale(graph, state)
    queue, bids = np.zeros(rows, np.int32), np.zeros(rows, np.int32)
    offer, worth = np.zeros(rows * OFFERS, np.int32), np.zeros(rows * OFFERS, np.int64)
    offers, others = np.zeros(rows, np.int32), np.full(rows, MOST)
    gains = np.zeros(OFFERS, np.int64)
    start, waiting = 0, 0
    for index in range(len(asking)):
        if state.match[asking[index]] == NOBODY:
            queue[waiting] = asking[index]
            waiting += 1
    while waiting:
        row = queue[start]
        start = start + 1 if start + 1 < rows else 0
        waiting -= 1
        if bids[row] == most_bids:
            continue
        bids[row] += 1
        base = row * OFFERS
        best, most, next_most, weight = NOBODY, np.int64(0), np.int64(0), np.int64(0)
        for at in range(base, base + offers[row]):
            gain = worth[at] - v[offer[at]]
            if gain > most:
                best, next_most, most, weight = offer[at], most, gain, worth[at]
            elif gain > next_most:
                next_most = gain
        if next_most < others[row]:
            kept, bound = look_through(row, graph, state, offer[base:], worth[base:], gains)
            offers[row], others[row] = kept, bound
            best, most, next_most = NOBODY, np.int64(0), np.int64(0)
            if kept:
                best, most, weight = offer[base], gains[0], worth[base]
            if kept > 1:
                next_most = gains[1]
        if best == NOBODY:
            continue  # no place is worth its price to her
        if second[best] != MOST:
            next_most = max(next_most, weight - second[best])
        slot = place[best]
        loser = owner[slot]
        if loser != NOBODY and most == next_most and step == 0:
            continue  # nothing to outbid with; left to the exact search
        if loser != NOBODY:
            price[slot] = min(v[best] + most - next_most + step, weight)
        owner[slot] = row
        if loser != NOBODY:
            leave(loser, state)
            end = start + waiting
            queue[end if end < rows else end - rows] = loser
            waiting += 1
        join(row, best, state)
        place[best], v[best], second[best] = next_for_sale(best, first, price, owner)


@compiled
def settle(graph: Graph, active: Shorts, state: State) -> None:
    """Let u follow from v, and part every pair that is not exactly tight."""
    u, v, match, capacity = state.u, state.v, state.match, state.capacity
    row_from, column_, weight_ = graph.row_from, graph.column, graph.weight
    for index in range(len(active)):
        row = active[index]
        best, held = np.int64(0), LEAST
        for edge in range(row_from[row], row_from[row + 1]):
            column = column_[edge]
            if capacity[column] == 0:
                continue
            gain = weight_[edge] - v[column]
            best = max(best, gain)
            if column == match[row]:
                held = gain
        u[row] = best
        if match[row] != NOBODY and held != best:
            leave(row, state)
