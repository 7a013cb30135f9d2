"""The loops over all pairs: who may be paired with whom, for how many points, and what a plan left out.

A word of 64 volunteers is tested at once; only the bits that survive are weighed. Everything is a whole number
and each newcomer's result is her own, so threads and their order cannot change anything.
"""

from __future__ import annotations

import numpy as np

from mentors.pairing.pool.arrays import Arrays, Bitmaps, Ints, Rows, Shorts, Tables, Words
from mentors.pairing.pool.distances import HIDDEN_KM
from mentors.pairing.pool.jit import compiled, inlined
from mentors.pairing.pool.settings import MOST_POINTS

ONE = np.uint64(1)
NONE = np.uint64(0)
FULL = np.uint64(0xFFFFFFFFFFFFFFFF)
_S1, _S2, _S4, _S56 = np.uint64(1), np.uint64(2), np.uint64(4), np.uint64(56)
_M1, _M2 = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333)
_M4, _H01 = np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(0x0101010101010101)
_MIX1, _MIX2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31 = np.uint64(30), np.uint64(27), np.uint64(31)
LEAST = np.int64(-(2**62))
MOST = np.int64(2**62)
MOST_WORDS = 1 << 22  # of a table of reaches: 32 MB


@inlined
def popcount(word: np.uint64) -> np.int64:
    """How many bits are set."""
    word = word - ((word >> _S1) & _M1)
    word = (word & _M2) + ((word >> _S2) & _M2)
    word = (word + (word >> _S4)) & _M4
    return np.int64((word * _H01) >> _S56)


@inlined
def lot(one: np.uint64, other: np.uint64, shift: int) -> np.int64:
    """The pair's own lot: both keys mixed (splitmix64's finaliser), its upper bits."""
    mixed = one ^ (other << _S1 | other >> np.uint64(63))
    mixed = (mixed ^ (mixed >> _S30)) * _MIX1
    mixed = (mixed ^ (mixed >> _S27)) * _MIX2
    return np.int64((mixed ^ (mixed >> _S31)) >> np.uint64(shift))


@compiled
def fill_run(words: Words, start: int, end: int) -> None:
    """Set the bits start..end-1."""
    first, last = start >> 6, (end - 1) >> 6
    head = FULL << np.uint64(start & 63)
    tail = FULL >> np.uint64(63 - ((end - 1) & 63))
    if first == last:
        words[first] |= head & tail
        return
    words[first] |= head
    for word in range(first + 1, last):
        words[word] = FULL
    words[last] |= tail


@compiled
def reach(place: int, limit: int, bits: Bitmaps, tables: Tables, unlimited: int, words: Words) -> None:
    """The volunteers within both limits of this place. An unknown distance keeps no limit."""
    words[:] = NONE
    for run in range(len(bits.run_place)):
        km = tables.km[place, bits.run_place[run]]
        if km == HIDDEN_KM:
            near = True
        elif km < 0:
            near = limit >= unlimited and bits.run_limit[run] >= unlimited
        else:
            near = km <= limit and km <= bits.run_limit[run]
        if near:
            fill_run(words, bits.run_from[run], bits.run_from[run + 1])


@compiled
def reaches(arrays: Arrays, unlimited: int, width: int) -> tuple[Shorts, Words]:
    """For each newcomer the line of a table that says who is within reach; no table where it would be a large one."""
    rows = arrays.rows
    kind, kinds = np.zeros(len(rows.place), np.int32), 0
    for row in range(len(kind)):
        # Neighbours of the same place and limit stand together.
        kinds += row == 0 or rows.place[row] != rows.place[row - 1] or rows.limit[row] != rows.limit[row - 1]
        kind[row] = kinds - 1
    if kinds * width > MOST_WORDS:
        return kind, np.zeros((0, width), np.uint64)
    table = np.zeros((kinds, width), np.uint64)
    for row in range(len(kind)):
        if row == 0 or kind[row] != kind[row - 1]:
            reach(rows.place[row], rows.limit[row], arrays.bits, arrays.tables, unlimited, table[kind[row]])
    return kind, table


@compiled
def near_to(row: int, kind: Shorts, table: Words, arrays: Arrays, unlimited: int, near: Words) -> None:
    """Who is within reach of a newcomer, out of the table of `reaches` where there is one."""
    if len(table) == 0:
        reach(arrays.rows.place[row], arrays.rows.limit[row], arrays.bits, arrays.tables, unlimited, near)
        return
    line = kind[row]
    for word in range(len(near)):
        near[word] = table[line, word]


@compiled
def may_pair(row: int, rows: Rows, bits: Bitmaps, near: Words, usable: Words, found: Words) -> None:
    """All volunteers this newcomer may have, as bits: every hard rule, and those still `usable`."""
    gate, times = rows.gate[row], rows.times[row]
    first, last, through = rows.language_from[row], rows.language_from[row + 1], rows.interpreter[row]
    for word in range(len(near)):
        left = near[word] & usable[word]
        if left != NONE:
            left &= bits.gate[gate, word]
        if left != NONE:
            speak = bits.interpreter[word] if through == 0 else FULL
            for at in range(first, last):
                speak |= bits.language[rows.language[at], word]
            left &= speak
        if left != NONE:
            free = NONE
            for part in range(21):
                if times >> part & 1:
                    free |= bits.part[part, word]
                    if left & ~free == NONE:
                        break
            left &= free
        found[word] = left
    for at in range(rows.ban_from[row], rows.ban_from[row + 1]):
        found[rows.ban[at] >> 6] &= ~(ONE << np.uint64(rows.ban[at] & 63))


@compiled
def weigh(row: int, count: int, listed: Shorts, arrays: Arrays, points: Shorts, weights: Ints) -> None:
    """Points (0..1000) and weight of a newcomer with each of the first `count` listed volunteers.

    Everything is taken out of the tuples before the loop: inside it each access would count references.
    """
    rows, columns, tables = arrays.rows, arrays.columns, arrays.tables
    language, row_level, level, by_level = rows.language, rows.level, columns.level, tables.by_level
    first, last = rows.language_from[row], rows.language_from[row + 1]
    times, free, by_times = rows.times[row], columns.times, tables.by_times
    km, place, by_km = tables.km, columns.place, tables.by_km
    here = rows.place[row]
    likes, their_likes, by_likes, many = rows.likes, columns.likes, tables.by_likes, np.int64(len(tables.by_likes) - 1)
    like_words = likes.shape[1]
    trade, group, their_trade, their_group = rows.trade[row], rows.group[row], columns.trade, columns.group
    same_trade, near_trade, hidden = tables.same_trade, tables.near_trade, tables.hidden
    born, their_born, by_years = rows.born[row], columns.born, tables.by_years
    key, their_key, lot_shift, base, worth = rows.key[row], columns.key, tables.lot_shift, rows.base[row], tables.worth
    for at in range(count):
        column = listed[at]
        best = np.int64(0)
        for spoken in range(first, last):
            both = np.int64(min(np.int64(row_level[spoken]), np.int64(level[column, language[spoken]])))
            best = both if both > best else best
        sum_ = by_level[best] + by_times[popcount(np.uint64(times & free[column]))]
        far = km[here, place[column]]
        if far >= 0:
            sum_ += by_km[far]
        elif far == HIDDEN_KM:
            sum_ += hidden
        shared = np.int64(0)
        for word in range(like_words):
            shared += popcount(likes[row, word] & their_likes[column, word])
        sum_ += by_likes[min(shared, many)]
        if trade >= 0 and trade == their_trade[column]:
            sum_ += same_trade
        elif group >= 0 and group == their_group[column]:
            sum_ += near_trade
        if born > 0 and their_born[column] > 0:
            sum_ += by_years[min(abs(born - their_born[column]), 255)]
        points[at] = sum_
        weights[at] = base + worth[sum_] + lot(key, their_key[column], lot_shift)
    for kept in range(rows.kept_from[row], rows.kept_from[row + 1]):
        for at in range(count):
            if listed[at] == rows.kept[kept]:
                weights[at] += tables.bonus


@compiled
def weigh_pairs(row: Shorts, column: Shorts, arrays: Arrays, points: Shorts, weights: Ints) -> None:
    """Points and weight of each of some pairs that may be made."""
    for at in range(len(row)):
        weigh(row[at], 1, column[at : at + 1], arrays, points[at : at + 1], weights[at : at + 1])


@compiled
def list_bits(found: Words, columns: Shorts) -> int:
    """The numbers of the set bits into `columns`; how many."""
    count = 0
    for word in range(len(found)):
        left = found[word]
        while left != NONE:
            low = left & (~left + ONE)
            columns[count] = (word << 6) + popcount(low - ONE)
            count += 1
            left ^= low
    return count


@compiled
def best_of_rows(
    first: int, last: int, arrays: Arrays, unlimited: int, usable: Words, keep: int,
    out_column: Shorts, out_weight: Ints, out_count: Shorts, out_bar: Ints,
) -> None:  # fmt: skip
    """Each newcomer's `keep` best volunteers by points, and what the heaviest pair left out weighs (LEAST: none is)."""
    rows, bits, tables = arrays.rows, arrays.bits, arrays.tables
    width = len(usable)
    near, found = np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    columns, weights = np.zeros(width * 64, np.int32), np.zeros(width * 64, np.int64)
    points, how_many = np.zeros(width * 64, np.int32), np.zeros(MOST_POINTS + 1, np.int32)
    place, limit = -1, -1
    for row in range(first, last):
        if rows.place[row] != place or rows.limit[row] != limit:
            place, limit = rows.place[row], rows.limit[row]
            reach(place, limit, bits, tables, unlimited, near)
        may_pair(row, rows, bits, near, usable, found)
        count = list_bits(found, columns)
        weigh(row, count, columns, arrays, points, weights)
        level, equal = -1, 0
        if count > keep:
            # Counted by points, from the most down: all above the level stay, of those on it the first ones.
            how_many[:] = 0
            for at in range(count):
                how_many[points[at]] += 1
            level, above = MOST_POINTS, 0
            while above + how_many[level] < keep:
                above += how_many[level]
                level -= 1
            equal = keep - above
        kept, bar = 0, LEAST
        for at in range(count):
            if points[at] > level or (points[at] == level and equal > 0):
                equal -= points[at] == level
                out_column[row * keep + kept] = columns[at]
                out_weight[row * keep + kept] = weights[at]
                kept += 1
            else:
                bar = max(bar, weights[at])
        out_count[row], out_bar[row] = kept, bar


@compiled
def left_out(
    rows_asked: Shorts, arrays: Arrays, unlimited: int, usable: Words, u: Ints, v: Ints, bar: Ints, most: int,
    out_column: Shorts, out_weight: Ints, out_count: Shorts,
) -> None:  # fmt: skip
    """For each asked newcomer the pairs her prices do not cover (u + v < weight), at most `most` worst ones.

    `bar` says what her pruned pairs weigh at most; where the prices cover that nothing is looked at.
    """
    rows, bits, tables = arrays.rows, arrays.bits, arrays.tables
    width = len(usable)
    near, found, open_ = np.zeros(width, np.uint64), np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    cheapest, columns = np.full(width, MOST), np.zeros(width * 64, np.int32)
    points, weights = np.zeros(width * 64, np.int32), np.zeros(width * 64, np.int64)
    worst = np.zeros(most, np.int64)
    least = MOST
    for column in range(len(v)):
        if usable[column >> 6] >> np.uint64(column & 63) & ONE != NONE:
            cheapest[column >> 6] = min(cheapest[column >> 6], v[column])
            least = min(least, v[column])
    place, limit = -1, -1
    for at in range(len(rows_asked)):
        row = rows_asked[at]
        out_count[at] = 0
        if u[row] + least >= bar[row]:
            continue
        if rows.place[row] != place or rows.limit[row] != limit:
            place, limit = rows.place[row], rows.limit[row]
            reach(place, limit, bits, tables, unlimited, near)
        for word in range(width):
            open_[word] = usable[word] if u[row] + cheapest[word] < bar[row] else NONE
        may_pair(row, rows, bits, near, open_, found)
        listed, count = list_bits(found, columns), 0
        for here in range(listed):
            if u[row] + v[columns[here]] < bar[row]:
                columns[count] = columns[here]
                count += 1
        weigh(row, count, columns, arrays, points, weights)
        kept = 0
        for here in range(count):
            column = columns[here]
            excess = weights[here] - u[row] - v[column]
            if excess <= 0:
                continue
            slot = np.int64(kept)
            if kept == most:
                slot = np.argmin(worst)
                if worst[slot] >= excess:
                    continue
            else:
                kept += 1
            worst[slot] = excess
            out_column[at * most + slot] = column
            out_weight[at * most + slot] = weights[here]
        out_count[at] = kept


@compiled
def all_pairs(
    row: int, arrays: Arrays, unlimited: int, usable: Words, out_column: Shorts, out_points: Shorts, out_weight: Ints
) -> int:
    """Every volunteer this newcomer may have, with points and weights; how many."""
    width = len(usable)
    near, found = np.zeros(width, np.uint64), np.zeros(width, np.uint64)
    reach(arrays.rows.place[row], arrays.rows.limit[row], arrays.bits, arrays.tables, unlimited, near)
    may_pair(row, arrays.rows, arrays.bits, near, usable, found)
    count = list_bits(found, out_column)
    weigh(row, count, out_column, arrays, out_points, out_weight)
    return count
