"""The checker's own way from rows to weights. No module that takes part in finding a plan is used here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentors.core.place import about_km, find_place
from mentors.pairing.pool.facts import Newcomer, Pairing, Pool, Side, Volunteer
from mentors.pairing.pool.settings import TOP_VALUE, Part, Settings

Array = NDArray[Any]
BLOCK = 256  # newcomers looked at together
_FAR = 10**6
_HIDDEN = -2  # km to a protected address
_NO_TRADE = ("none", "student", "retired")


def urgency_of(newcomer: Newcomer, settings: Settings) -> int:
    """The class: her own, or 1 after more weeks of waiting than `long_wait_weeks`, else 2."""
    if newcomer.urgency is not None:
        return newcomer.urgency
    days = (settings.start_on - newcomer.waiting_since).days if newcomer.waiting_since else 0
    return 1 if days > settings.long_wait_weeks * 7 else 2


class Weigher:
    """Feasibility and weight of any pair of a pool, as dense blocks."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self.pool, self.settings = pool, settings
        self.newcomers, self.volunteers = pool.newcomers, pool.volunteers
        self.row = {one.ref: at for at, one in enumerate(self.newcomers)}
        self.column = {one.ref: at for at, one in enumerate(self.volunteers)}
        self.urgencies = sorted({urgency_of(one, settings) for one in self.newcomers})
        self._hard_facts()
        self._soft_facts()
        self._objective()

    def _hard_facts(self) -> None:
        some, other = self.newcomers, self.volunteers
        spoken = ({code for one in side for code in one.languages} for side in (some, other))
        codes = sorted(set.intersection(*spoken))
        self.level = _levels(some, codes), _levels(other, codes)
        self.speaks = tuple((level > 0).astype(np.float32) for level in self.level)
        self.interpreter = tuple(np.array([one.interpreter_ok for one in side], dtype=bool) for side in (some, other))
        self.gate, self.gates = self._gates()
        self.times = _ints(one.free & ~one.busy for one in some), _ints(one.free for one in other)
        self.places = sorted(
            {
                one.postcode
                for one in chain(some, other)
                if one.postcode and not one.place_hidden and find_place(one.postcode)
            }
        )
        self.km = _km_table(self.places)
        self.place = self._places(some), self._places(other)
        self.limit = self._limits(some), self._limits(other)
        self.banned = self._banned()

    def _gates(self) -> tuple[Array, Array]:
        """Programme, wishes and certificate, once for all newcomers alike in them."""
        kinds = [(one.programme, one.gender, one.wants_gender, one.meets_children) for one in self.newcomers]
        number = {kind: at for at, kind in enumerate(dict.fromkeys(kinds))}
        gates = np.zeros((len(number), len(self.volunteers)), dtype=bool)
        for (programme, gender, wish, children), at in number.items():
            gates[at] = [
                (programme is None or not one.programmes or programme in one.programmes)
                and wish in (None, one.gender)
                and one.wants_gender in (None, gender)
                and (not children or self._cleared(one))
                for one in self.volunteers
            ]
        return np.array([number[kind] for kind in kinds], dtype=np.int64), gates

    def _cleared(self, volunteer: Volunteer) -> bool:
        until = volunteer.clearance_until
        return until is not None and not until < self.settings.end_on

    def _places(self, people: Sequence[Side]) -> Array:
        number = {place: at for at, place in enumerate(self.places)}
        unknown, hidden = len(self.places), len(self.places) + 1
        return _ints(hidden if one.place_hidden else number.get(one.postcode or "", unknown) for one in people)

    def _limits(self, people: Sequence[Side]) -> Array:
        default = self.settings.default_max_km
        least = (one.max_km if one.max_km is not None else default for one in people)
        return _ints(_FAR if limit is None else limit for limit in least)

    def _banned(self) -> dict[int, list[int]]:
        banned: dict[int, list[int]] = {}
        not_with = ((one.ref, ref) for one in self.newcomers for ref in one.not_with)
        for newcomer, volunteer in chain(self.pool.forbids, not_with):
            if newcomer in self.row and volunteer in self.column:
                banned.setdefault(self.row[newcomer], []).append(self.column[volunteer])
        return banned

    def _soft_facts(self) -> None:
        some, other = self.newcomers, self.volunteers
        liked = ({like for one in side for like in one.interests} for side in (some, other))
        likes = sorted(set.intersection(*liked))
        self.likes = tuple(_flags(side, likes) for side in (some, other))
        trades = sorted({one.trade for one in chain(some, other) if one.trade and one.trade not in _NO_TRADE})
        kinship = {trade: at for at, group in enumerate(self.settings.near_trades) for trade in group}
        number = {trade: at for at, trade in enumerate(trades)}
        self.trade = tuple(_ints(number.get(one.trade or "", -1) for one in side) for side in (some, other))
        self.kin = tuple(
            _ints(kinship.get(one.trade, -1) if one.trade in number else -1 for one in side) for side in (some, other)
        )
        self.born = tuple(_ints(one.birth_year or 0 for one in side) for side in (some, other))

    def _objective(self) -> None:
        """classes, step, shift and lots as `docs/pairing.md` defines them."""
        settings, places = self.settings, sum(one.capacity for one in self.volunteers)
        most = min(len(self.newcomers), places)
        total = most * (TOP_VALUE + settings.stability_bonus) + 1
        free = 59 - ((len(self.urgencies) + 2) * total).bit_length()
        lot_bits = min(30, free - most.bit_length() - 1)
        self.shift = lot_bits + 1 + most.bit_length()
        self.lot_shift = np.uint64(64 - lot_bits)
        rank = _ints(self.urgencies.index(urgency_of(one, settings)) for one in self.newcomers)
        keys = _keys("newcomer", self.newcomers, settings.seed)
        self.base = (len(self.urgencies) - rank) * (total << self.shift) + (keys >> self.lot_shift).astype(np.int64)
        self.keys = keys, _keys("volunteer", self.volunteers, settings.seed)
        self.worth = np.array([settings.worth(points) for points in range(1001)], dtype=np.int64)
        self.most = self.base + (((TOP_VALUE + settings.stability_bonus) << self.shift) + (1 << lot_bits))
        kept = [(self.row[a], self.column[b]) for a, b in self.pool.previous if a in self.row and b in self.column]
        self.kept = {row * max(1, len(self.volunteers)) + column for row, column in kept}

    def allowed(self, rows: Array, asked: Array) -> tuple[Array, Array]:
        """Which of the asked pairs (newcomers times volunteers) may be made: positions in `rows`, and volunteers."""
        some, other = 0, 1
        yes = asked & self.gates[self.gate[rows]]
        through = self.interpreter[some][rows][:, None] | self.interpreter[other][None, :]
        yes &= (self.speaks[some][rows] @ self.speaks[other].T > 0.5) | through
        for place, row in enumerate(rows):
            yes[place, self.banned.get(int(row), [])] = False
        at, column = np.divmod(np.flatnonzero(yes), max(1, len(self.volunteers)))
        common = (self.times[some][rows[at]] & self.times[other][column]) != 0
        at, column = at[common], column[common]
        km = self.km[self.place[some][rows[at]], self.place[other][column]]
        limit = np.minimum(self.limit[some][rows[at]], self.limit[other][column])
        near = np.where(km < 0, (limit == _FAR) | (km == _HIDDEN), km <= limit)
        return at[near], column[near]

    def points(self, rows: Array, columns: Array) -> Array:
        """What pairs (given as two lists of numbers) earn, 0..1000."""
        settings, weights = self.settings, self.settings.weights
        best = np.zeros(len(rows), dtype=np.int64)
        for language in range(self.level[0].shape[1]):
            np.maximum(best, np.minimum(self.level[0][rows, language], self.level[1][columns, language]), out=best)
        common = np.bitwise_count(self.times[0][rows] & self.times[1][columns]).astype(np.int64)
        likes = np.zeros(len(rows), dtype=np.int64)
        for eight in range(self.likes[0].shape[1]):
            likes += np.bitwise_count(self.likes[0][rows, eight] & self.likes[1][columns, eight])
        km = self.km[self.place[0][rows], self.place[1][columns]]
        nearness = np.where(km < 0, 0, np.maximum(0, 100 - 100 * km // settings.far_km))
        nearness = np.where(km == _HIDDEN, 50, nearness)
        one, two = self.trade[0][rows], self.trade[1][columns]
        kin = (self.kin[0][rows] >= 0) & (self.kin[0][rows] == self.kin[1][columns])
        trade = np.where((one >= 0) & (one == two), 100, np.where(kin, 50, 0))
        born, their = self.born[0][rows], self.born[1][columns]
        years = np.where((born > 0) & (their > 0), np.clip(120 - 4 * abs(born - their), 0, 100), 0)
        shares = {
            Part.language: 100 * best // 6,
            Part.time: 100 * np.minimum(common, settings.many_times) // settings.many_times,
            Part.distance: nearness,
            Part.interests: 100 * np.minimum(likes, settings.many_interests) // settings.many_interests,
            Part.trade: trade,
            Part.age: years,
        }
        total = np.zeros(len(rows), dtype=np.int64)
        for part, share in shares.items():
            total += weights[part] * share // 100
        return total

    def weights(self, rows: Array, columns: Array) -> tuple[Array, Array]:
        """Weight and value of pairs."""
        value = self.worth[self.points(rows, columns)]
        if self.kept:
            place = rows * len(self.volunteers) + columns
            value = value + self.settings.stability_bonus * np.isin(place, np.array(sorted(self.kept)))
        lots = _mixed(self.keys[0][rows], self.keys[1][columns]) >> self.lot_shift
        return self.base[rows] + (value << self.shift) + lots.astype(np.int64), value

    def weight_and_value(self, pairs: Sequence[Pairing]) -> tuple[int, int]:
        """The plan's weight (pins aside) and its value (pins too), summed exactly."""
        rows, columns = self._numbers(pairs)
        weight, value = self.weights(rows, columns)
        chosen = [int(one) for one, pair in zip(weight, pairs, strict=True) if pair not in self.pool.pins]
        return sum(chosen), int(value.sum())

    def _numbers(self, pairs: Iterable[Pairing]) -> tuple[Array, Array]:
        listed = [(self.row[newcomer], self.column[volunteer]) for newcomer, volunteer in pairs]
        both = np.array(listed, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def not_allowed(self, pairs: Sequence[Pairing]) -> list[Pairing]:
        """The pairs that break a hard rule or a forbid."""
        rows, columns = self._numbers(pairs)
        broken: list[Pairing] = []
        for first in range(0, len(pairs), BLOCK):
            here, there = rows[first : first + BLOCK], columns[first : first + BLOCK]
            asked = np.zeros((len(here), len(self.volunteers)), dtype=bool)
            asked[np.arange(len(here)), there] = True
            fine = set(self.allowed(here, asked)[0].tolist())
            broken += [pairs[first + at] for at in range(len(here)) if at not in fine]
        return broken

    def uncovered(
        self, first: int, u: Mapping[str, int], v: Mapping[str, int], pinned: set[str], left: Mapping[str, int]
    ) -> int:
        """How many pairs of a block of newcomers weigh more than their two prices."""
        block = range(first, min(first + BLOCK, len(self.newcomers)))
        rows = np.array([at for at in block if self.newcomers[at].ref not in pinned], dtype=np.int64)
        price = _ints(u.get(self.newcomers[at].ref, 0) for at in rows)
        open_ = np.array([left[one.ref] > 0 for one in self.volunteers], dtype=bool)
        theirs = _ints(v.get(one.ref, 0) for one in self.volunteers)
        # A pair whose prices exceed the most any pair of hers could weigh needs no closer look.
        asked = (price[:, None] + theirs[None, :] < self.most[rows][:, None]) & open_[None, :]
        at, column = self.allowed(rows, asked)
        weight, _value = self.weights(rows[at], column)
        return int((weight > price[at] + theirs[column]).sum())


def _ints(values: Iterable[int]) -> Array:
    return np.array(list(values), dtype=np.int64)


def _levels(people: Sequence[Side], codes: Sequence[str]) -> Array:
    return np.array([[one.languages.get(code, 0) for code in codes] for one in people], dtype=np.uint8).reshape(
        len(people), len(codes)
    )


def _flags(people: Sequence[Side], names: Sequence[str]) -> Array:
    """Who likes what, eight to a byte."""
    number = {name: at for at, name in enumerate(names)}
    flags = np.zeros((len(people), len(names)), dtype=bool)
    for row, one in enumerate(people):
        flags[row, [number[like] for like in one.interests if like in number]] = True
    return np.packbits(flags, axis=1)


def _km_table(places: Sequence[str]) -> Array:
    """km[a, b] by way of points on a sphere; then -1 for the unknown place and _HIDDEN for the
    protected one. Near a half, asked exactly."""
    km = np.full((len(places) + 2, len(places) + 2), -1, dtype=np.int64)
    km[-1, :] = km[:, -1] = _HIDDEN
    found = [place for place in map(find_place, places) if place]
    if not found:
        return km
    lat, lon = np.radians([one.lat for one in found]), np.radians([one.lon for one in found])
    points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
    for at in range(len(found)):
        chord = np.sqrt(((points - points[at]) ** 2).sum(axis=1))
        exact = 2 * 6371 * np.arcsin(np.minimum(1, chord / 2))
        km[at, :-2] = np.maximum(1, np.rint(exact))
        for other in np.flatnonzero(abs(exact % 1 - 0.5) < 1e-4).tolist():
            km[at, other] = about_km(places[at], places[other]) or 0
        km[at, at] = 0
    return km


def _keys(side: str, people: Sequence[Side], seed: str) -> Array:
    secret = hashlib.sha256(seed.encode()).digest()
    return np.array(
        [
            int.from_bytes(hashlib.blake2b(f"{side}\0{one.ref}".encode(), key=secret, digest_size=8).digest(), "little")
            for one in people
        ],
        dtype=np.uint64,
    )


def _mixed(one: Array, other: Array) -> Array:
    """splitmix64's finaliser over both keys."""
    with np.errstate(over="ignore"):
        x: Array = one ^ ((other << np.uint64(1)) | (other >> np.uint64(63)))
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: Array = x ^ (x >> np.uint64(31))
    return mixed
