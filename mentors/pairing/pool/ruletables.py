"""Which rule keeps one newcomer from each volunteer: every rule by itself, all volunteers at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mentors.pairing.pool import rules
from mentors.pairing.pool.arrays import NO_LIMIT
from mentors.pairing.pool.distances import UNKNOWN_KM
from mentors.pairing.pool.encoding import Encoded
from mentors.pairing.pool.facts import Newcomer, Volunteer
from mentors.pairing.pool.rules import Rule

Flags = NDArray[np.bool_]


class RuleTable:
    """The volunteers' facts as arrays, in the encoded order."""

    def __init__(self, encoded: Encoded) -> None:
        self.encoded = encoded
        settings = encoded.settings
        self.free = self._per_volunteer(lambda one: one.free)
        self.limit = self._per_volunteer(lambda one: _or_none(rules.limit_of(one, settings)))
        self.placed = self._per_volunteer(lambda one: one.capacity > 0).astype(bool)
        self._cleared = self._per_volunteer(lambda one: rules.is_cleared(one, settings)).astype(bool)
        self._interpreter = self._per_volunteer(lambda one: one.interpreter_ok).astype(bool)
        self._speakers: dict[str, Flags] = {}
        for at, one in enumerate(encoded.volunteers):
            for code in one.languages:
                self._speakers.setdefault(code, np.zeros(len(self.free), dtype=bool))[at] = True
        self._remembered: dict[tuple[str, Any], Flags] = {}
        self._forbidden: dict[str, set[int]] = {}
        for newcomer, volunteer in encoded.pool.forbids:
            self._forbidden.setdefault(newcomer, set()).add(encoded.column_of[volunteer])

    def _per_volunteer(self, value: Callable[[Volunteer], int]) -> NDArray[np.int64]:
        return np.array([value(one) for one in self.encoded.volunteers], dtype=np.int64)

    def _flags(self, kind: str, of: Any, holds: Callable[[Volunteer], bool]) -> Flags:
        if (kind, of) not in self._remembered:
            self._remembered[kind, of] = np.array([holds(one) for one in self.encoded.volunteers], dtype=bool)
        return self._remembered[kind, of]

    def km(self, row: int) -> NDArray[np.int32]:
        """Whole km from a newcomer to each volunteer, -1 for unknown, -2 where it may not be told."""
        arrays = self.encoded.arrays
        km: NDArray[np.int32] = arrays.tables.km[arrays.rows.place[row], arrays.columns.place]
        return km

    def their_wish(self, newcomer: Newcomer) -> Flags:
        """Volunteers whose own wish about gender the newcomer does not meet."""
        return self._flags("their", newcomer.gender, lambda one: not rules.suits(one.wants_gender, newcomer))

    def broken(self, row: int) -> Mapping[Rule, Flags]:
        """For each rule but capacity, the volunteers with whom this newcomer would break it."""
        newcomer = self.encoded.newcomers[row]
        km, own = self.km(row), _or_none(rules.limit_of(newcomer, self.encoded.settings))
        speak = self._interpreter.copy()
        for code in newcomer.languages:
            if code in self._speakers:
                speak |= self._speakers[code]
        wish = self._flags("own", newcomer.wants_gender, lambda one: not rules.suits(newcomer.wants_gender, one))
        nobody = np.zeros(len(self.free), dtype=bool)
        return {
            Rule.programme: self._flags(
                "programme",
                newcomer.programme,
                lambda one: (
                    newcomer.programme is not None and bool(one.programmes) and newcomer.programme not in one.programmes
                ),
            ),
            Rule.language: nobody if newcomer.interpreter_ok else ~speak,
            Rule.clearance: ~self._cleared if newcomer.meets_children else nobody,
            Rule.gender: wish | self.their_wish(newcomer),
            Rule.time: (self.free & newcomer.times) == 0,
            Rule.distance: (km >= 0) & (km > np.minimum(self.limit, own)),
            Rule.distance_unknown: (km == UNKNOWN_KM) & (np.minimum(self.limit, own) < NO_LIMIT),
            Rule.not_with: self._among(
                self.encoded.column_of[ref] for ref in newcomer.not_with if ref in self.encoded.column_of
            ),
            Rule.forbidden: self._among(self._forbidden.get(newcomer.ref, ())),
        }

    def _among(self, columns: Any) -> Flags:
        flags = np.zeros(len(self.free), dtype=bool)
        flags[list(columns)] = True
        return flags


def _or_none(limit: int | None) -> int:
    return NO_LIMIT if limit is None else limit
