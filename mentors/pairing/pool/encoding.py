"""A pool as arrays and bitmaps: one bit per volunteer for each language, part of the week, programme and wish.

People are put in an order that depends on nothing but their facts and the seed, so the order of the rows in a
spreadsheet cannot change a plan. Volunteers stand by postcode: who is out of reach is a run of zero words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentors.pairing.pool import lots, rules
from mentors.pairing.pool.arrays import (
    NO_LIMIT,
    Arrays,
    Bitmaps,
    Columns,
    Ints,
    Rows,
    Shorts,
    Tables,
    Words,
    bitmap,
)
from mentors.pairing.pool.distances import UNKNOWN, hidden_place, places_of, table_of
from mentors.pairing.pool.facts import FLUENT, Gender, Newcomer, Pairing, Pool, Side, Volunteer
from mentors.pairing.pool.settings import MOST_POINTS, Part, Settings

_GENDERS = {None: 0, Gender.woman: 1, Gender.man: 2, Gender.other: 3}


@dataclass(frozen=True, slots=True)
class Encoded:
    """A pool in its own order, with the way back to the people."""

    pool: Pool
    settings: Settings
    newcomers: tuple[Newcomer, ...]
    volunteers: tuple[Volunteer, ...]
    row_of: Mapping[str, int]
    column_of: Mapping[str, int]
    rank: Shorts  # class rank of each newcomer, 0 most urgent
    urgencies: tuple[int, ...]  # the classes that occur, by rank
    scale: lots.Scale
    arrays: Arrays


def encode(pool: Pool, settings: Settings) -> Encoded:
    """The pool as the kernels read it. References must be unique on each side."""
    places = places_of(chain(pool.newcomers, pool.volunteers))
    newcomers, row_keys = _ordered(pool.newcomers, "newcomer", places, settings)
    volunteers, column_keys = _ordered(pool.volunteers, "volunteer", places, settings)
    row_of = {newcomer.ref: row for row, newcomer in enumerate(newcomers)}
    column_of = {volunteer.ref: column for column, volunteer in enumerate(volunteers)}
    urgency = [rules.urgency_of(newcomer, settings) for newcomer in newcomers]
    urgencies = tuple(sorted(set(urgency)))
    rank = np.searchsorted(np.array(urgencies), np.array(urgency, dtype=np.int64)).astype(np.int32)
    scale = lots.scale_for(pool, len(urgencies), settings)
    base = (len(urgencies) - rank.astype(np.int64)) * scale.step
    base += (row_keys >> np.uint64(64 - scale.lot_bits)).astype(np.int64)
    arrays = _Encoder(pool, settings, newcomers, volunteers, places, row_of, column_of).arrays(
        row_keys, column_keys, base, scale
    )
    return Encoded(pool, settings, newcomers, volunteers, row_of, column_of, rank, urgencies, scale, arrays)


def _ordered(people: Sequence[Any], side: str, places: Mapping[str, int], settings: Settings) -> tuple[Any, Words]:
    """The people by place, limit and drawn key, and their keys."""
    keys = lots.keys_of(side, (person.ref for person in people), settings.seed)
    place = _places(people, places)
    limit = _shorts([_limit(person, settings) for person in people])
    refs = _alphabet(people) if len(np.unique(keys)) < len(keys) else limit  # equal keys: one in 2**64
    order = np.lexsort((refs, keys, limit, place))
    return tuple(people[at] for at in order.tolist()), keys[order]


def _places(people: Sequence[Side], places: Mapping[str, int]) -> Shorts:
    hidden = hidden_place(places)
    return _shorts([hidden if one.place_hidden else places.get(one.postcode or "", UNKNOWN) for one in people])


def _alphabet(people: Sequence[Any]) -> Shorts:
    number = {ref: at for at, ref in enumerate(sorted(person.ref for person in people))}
    return _shorts([number[person.ref] for person in people])


def _limit(side: Side, settings: Settings) -> int:
    limit = rules.limit_of(side, settings)
    return NO_LIMIT if limit is None else limit


@dataclass(frozen=True, slots=True)
class _Encoder:
    """One side's values in terms of the other's: only what both sides have can ever count."""

    pool: Pool
    settings: Settings
    newcomers: tuple[Newcomer, ...]
    volunteers: tuple[Volunteer, ...]
    places: Mapping[str, int]
    row_of: Mapping[str, int]
    column_of: Mapping[str, int]

    def arrays(self, row_keys: Words, column_keys: Words, base: Ints, scale: lots.Scale) -> Arrays:
        languages = self._shared(lambda side: side.languages)
        likes = self._shared(lambda side: side.interests)
        gates, gate_words = self._gates()
        rows = self._rows(row_keys, base, gates, languages, likes)
        columns = self._columns(column_keys, languages, likes)
        speaking = [bitmap(columns.level[:, language] > 0) for language in languages.values()]
        part = [bitmap(columns.times >> place & 1 != 0) for place in range(21)]
        bits = Bitmaps(
            gate_words,
            _stacked(speaking, self._words),
            bitmap([one.interpreter_ok for one in self.volunteers]),
            _stacked(part, self._words),
            *self._runs(columns.place),
        )
        return Arrays(rows, columns, bits, self._tables(scale))

    @property
    def _words(self) -> int:
        return (len(self.volunteers) + 63) // 64

    def _shared(self, values: Callable[[Side], Iterable[str]]) -> dict[str, int]:
        here = {value for one in self.newcomers for value in values(one)}
        there = {value for one in self.volunteers for value in values(one)}
        return {value: place for place, value in enumerate(sorted(here & there))}

    def _gates(self) -> tuple[Shorts, Words]:
        """Who passes programme, wishes, certificate and has a place at all: the same for newcomers alike in these."""
        kinds: dict[tuple[Any, ...], int] = {}
        gate = [
            kinds.setdefault((one.programme, one.gender, one.wants_gender, one.meets_children), len(kinds))
            for one in self.newcomers
        ]
        gender = np.array([_GENDERS[one.gender] for one in self.volunteers], dtype=np.int8)
        wish = np.array([_GENDERS[one.wants_gender] for one in self.volunteers], dtype=np.int8)
        until = self.settings.end_on
        cleared = np.array([(one.clearance_until or date.min) >= until for one in self.volunteers], dtype=bool)
        placed = np.array([one.capacity > 0 for one in self.volunteers], dtype=bool)
        words, offers = [], dict[str, NDArray[np.bool_]]()
        for programme, own, wanted, children in kinds:
            passes = placed & ((wish == 0) | (wish == _GENDERS[own]))
            if wanted is not None:
                passes &= gender == _GENDERS[wanted]
            if children:
                passes &= cleared
            if programme is not None:
                if programme not in offers:
                    taking_part = [not one.programmes or programme in one.programmes for one in self.volunteers]
                    offers[programme] = np.array(taking_part, dtype=bool)
                passes &= offers[programme]
            words.append(bitmap(passes))
        return _shorts(gate), _stacked(words, self._words)

    def _rows(
        self, keys: Words, base: Ints, gate: Shorts, languages: Mapping[str, int], likes: Mapping[str, int]
    ) -> Rows:
        spoken = [
            sorted((languages[code], level) for code, level in one.languages.items() if code in languages)
            for one in self.newcomers
        ]
        bans = {
            (row, self.column_of[ref])
            for row, one in enumerate(self.newcomers)
            for ref in one.not_with
            if ref in self.column_of
        }
        bans |= self._numbered(self.pool.forbids)
        return Rows(
            keys,
            base,
            gate,
            self._placed(self.newcomers),
            _shorts([_limit(one, self.settings) for one in self.newcomers]),
            _shorts([one.times for one in self.newcomers]),
            _shorts([one.interpreter_ok for one in self.newcomers]),
            _offsets(spoken),
            _shorts([language for row in spoken for language, _level in row]),
            _shorts([level for row in spoken for _language, level in row]),
            _likes(self.newcomers, likes),
            *self._trades(self.newcomers),
            _shorts([one.birth_year or 0 for one in self.newcomers]),
            *_listed(bans, len(self.newcomers)),
            *_listed(self._numbered(self.pool.previous), len(self.newcomers)),
        )

    def _numbered(self, pairs: Iterable[Pairing]) -> set[tuple[int, int]]:
        return {(self.row_of[a], self.column_of[b]) for a, b in pairs if a in self.row_of and b in self.column_of}

    def _columns(self, keys: Words, languages: Mapping[str, int], likes: Mapping[str, int]) -> Columns:
        level = np.zeros((len(self.volunteers), max(1, len(languages))), dtype=np.uint8)
        spoken = [
            (column, languages[code], known)
            for column, one in enumerate(self.volunteers)
            for code, known in one.languages.items()
            if code in languages
        ]
        if spoken:
            at, language, known = np.array(spoken).T
            level[at, language] = known
        return Columns(
            keys,
            self._placed(self.volunteers),
            _shorts([one.free for one in self.volunteers]),
            level,
            _likes(self.volunteers, likes),
            *self._trades(self.volunteers),
            _shorts([one.birth_year or 0 for one in self.volunteers]),
            np.array([one.capacity for one in self.volunteers], dtype=np.int64),
        )

    def _placed(self, people: Sequence[Side]) -> Shorts:
        return _places(people, self.places)

    def _trades(self, people: Sequence[Side]) -> tuple[Shorts, Shorts]:
        """The trade and its group, -1 for none. Numbered over both sides, so equal means the same."""
        names = sorted({one.trade for one in chain(self.newcomers, self.volunteers) if one.trade})
        number = {name: at for at, name in enumerate(names) if name not in rules.NO_TRADE}
        group = {trade: at for at, trades in enumerate(self.settings.near_trades) for trade in trades}
        trades = [number.get(one.trade or "", -1) for one in people]
        groups = [
            group.get(one.trade or "", -1) if trade >= 0 else -1 for one, trade in zip(people, trades, strict=True)
        ]
        return _shorts(trades), _shorts(groups)

    def _runs(self, place: Shorts) -> tuple[Shorts, Shorts, Shorts]:
        limit = _shorts([_limit(one, self.settings) for one in self.volunteers])
        if not len(place):
            return _shorts([0]), _shorts([]), _shorts([])
        changes = np.flatnonzero((place[1:] != place[:-1]) | (limit[1:] != limit[:-1])) + 1
        starts = np.concatenate(([0], changes))
        return _shorts([*starts, len(place)]), place[starts], limit[starts]

    def _tables(self, scale: lots.Scale) -> Tables:
        weights, km = self.settings.weights, table_of(self.places)
        many_likes, many_times = self.settings.many_interests, self.settings.many_times
        farthest = int(km.max(initial=0))

        def earn(part: Part, shares: Iterable[int]) -> Shorts:
            return _shorts([weights[part] * share // 100 for share in shares])

        return Tables(
            km,
            earn(Part.language, (rules.level_share(level) for level in range(FLUENT + 1))),
            earn(Part.time, (100 * min(count, many_times) // many_times for count in range(22))),
            earn(Part.distance, (rules.km_share(far, self.settings.far_km) for far in range(farthest + 1))),
            earn(Part.interests, (100 * min(count, many_likes) // many_likes for count in range(many_likes + 1))),
            earn(Part.age, (rules.age_share(years) for years in range(256))),
            weights[Part.trade],
            weights[Part.trade] * 50 // 100,
            weights[Part.distance] * rules.HIDDEN_SHARE // 100,
            np.array([self.settings.worth(one) << scale.shift for one in range(MOST_POINTS + 1)], dtype=np.int64),
            self.settings.stability_bonus << scale.shift,
            64 - scale.lot_bits,
        )


def _shorts(values: Iterable[int]) -> Shorts:
    return np.array(list(values), dtype=np.int32)


def _offsets(lists: Sequence[Any]) -> Shorts:
    return np.concatenate(([0], np.cumsum([len(one) for one in lists], dtype=np.int64))).astype(np.int32)


def _stacked(rows: Sequence[Words], words: int) -> Words:
    return np.stack(rows) if rows else np.zeros((1, words), dtype=np.uint64)


def _likes(people: Sequence[Side], number: Mapping[str, int]) -> Words:
    """Interests as bits, in as many words as there are interests that both sides know."""
    likes = np.zeros((len(people), max(1, (len(number) + 63) // 64)), dtype=np.uint64)
    known = [(row, number[one]) for row, person in enumerate(people) for one in person.interests if one in number]
    if known:
        row, at = np.array(known).T
        np.bitwise_or.at(likes, (row, at >> 6), np.uint64(1) << (at & 63).astype(np.uint64))
    return likes


def _listed(pairs: set[tuple[int, int]], rows: int) -> tuple[Shorts, Shorts]:
    """Row i's columns are the second array's [first[i] : first[i + 1]], in order."""
    both = np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2)
    starts = np.concatenate(([0], np.cumsum(np.bincount(both[:, 0], minlength=rows)))).astype(np.int32)
    return starts, np.ascontiguousarray(both[:, 1])
