"""A programme's whole pool as the engine takes it: who waits, who offers, and who stands outside and why.

`pool_of` is the one way from the database to a plan. It asks a fixed number of questions, whatever the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Row

from mentors.pairing import queries_facts
from mentors.pairing.pool import facts as engine
from mentors.pairing.pool.facts import Newcomer, Pairing, Volunteer
from mentors.pairing.pool.settings import Settings
from mentors.pairing.queries_facts import Asked
from mentors.pairing.queries_settings import choices_now
from mentors.pairing.rules import Hurdle, Waiting
from mentors.pairing.rules_households import as_one_wish
from mentors.pairing.rules_settings import Choices
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody behind a key of the engine. A household has several."""

    participation_id: int
    ref: str  # of the participation: also the engine's key, except for a household
    person_id: int
    is_protected: bool


@dataclass(frozen=True, slots=True)
class Pool:
    """Everybody who can be paired in a programme from a day on.

    Keys are participations' references, so a plan made today can be read in a year; a household that is paired
    as one wish has the key of its longest registered member, and `who` lists them all.
    """

    on: date
    settings: Settings
    newcomers: tuple[Newcomer, ...]
    volunteers: tuple[Volunteer, ...]
    who: Mapping[str, tuple[Who, ...]]
    forbids: frozenset[Pairing]  # earlier failed pairs and conflicts of interest, also in `Newcomer.not_with`
    previous: frozenset[Pairing]  # already proposed and still possible people: these earn the stability bonus
    outside: Mapping[str, frozenset[Hurdle]] = field(default_factory=dict)  # by participation: why not in the pool
    follows: Mapping[str, str] = field(default_factory=dict)  # newcomer -> the volunteer her household already has

    def engine(
        self,
        *,
        pins: Iterable[Pairing] = (),
        forbids: Iterable[Pairing] = (),
        reasons: Mapping[Pairing, str] | None = None,
    ) -> engine.Pool:
        """The engine's own input, with a coordinator's pins and forbids; those of people who have left are dropped."""
        return engine.Pool(
            newcomers=self.newcomers,
            volunteers=self.volunteers,
            pins=self.still_here(pins),
            forbids=self.forbids | self.still_here(forbids),
            previous=self.previous,
            reasons=reasons or {},
        )

    def still_here(self, pairs: Iterable[Pairing]) -> frozenset[Pairing]:
        """Those of some pairs whose people are both in the pool."""
        some, other = {one.ref for one in self.newcomers}, {one.ref for one in self.volunteers}
        return frozenset(pair for pair in pairs if pair[0] in some and pair[1] in other)


def pool_of(
    programme: Programme,
    on: date,
    settings: Settings,
    *,
    choices: Choices | None = None,
    previous: Iterable[Pairing] = (),
) -> Pool:
    """The pool of a programme for relations that begin on a day, in about sixteen questions.

    `settings` are `queries_settings.settings_of(programme, choices, on)`; `choices` (by default what holds in the
    programme) decide about interpreters, urgent people and second tries.
    `previous` are the pairs of the last draft, newcomer first.
    """
    chosen = choices or choices_now(programme)[0]
    offered = queries_facts.volunteers_in(Asked(programme, Side.volunteer, on, chosen))
    needed = queries_facts.newcomers_in(Asked(programme, Side.newcomer, on, chosen), offered.values())
    outside = {ref: one.hurdles for ref, (_row, one) in needed.items() if one.hurdles}
    outside |= {ref: one.hurdles for ref, (_row, one) in offered.items() if one.hurdles}
    waiting = {ref: one for ref, one in needed.items() if not one[1].hurdles}
    follows = {ref: one.follows for ref, (_row, one) in waiting.items() if one.follows}
    newcomers, who = _wishes([one for ref, one in waiting.items() if ref not in follows])
    free = {ref: one for ref, one in offered.items() if not one[1].hurdles}
    who.update({ref: (_who(row),) for ref, (row, _offer) in free.items()})
    volunteers = tuple(offer.fact for _row, offer in free.values())
    pool = Pool(
        on=on,
        settings=settings,
        newcomers=tuple(newcomers),
        volunteers=volunteers,
        who=who,
        forbids=frozenset((one.ref, ref) for one in newcomers for ref in one.not_with if ref in free),
        previous=frozenset(),
        outside=outside,
        follows=follows,
    )
    return _with_previous(pool, previous)


def _with_previous(pool: Pool, previous: Iterable[Pairing]) -> Pool:
    return replace(pool, previous=pool.still_here(previous))


def _wishes(waiting: list[tuple[Row[Any], Waiting]]) -> tuple[list[Newcomer], dict[str, tuple[Who, ...]]]:
    """One engine newcomer for each person, and one for each household that asks for it."""
    newcomers: list[Newcomer] = []
    who: dict[str, tuple[Who, ...]] = {}
    households: defaultdict[int, list[tuple[Row[Any], Waiting]]] = defaultdict(list)
    for row, one in waiting:
        if row.as_one:
            households[row.household_id].append((row, one))
        else:
            newcomers.append(one.fact)
            who[one.fact.ref] = (_who(row),)
    for members in households.values():
        together = as_one_wish(members[0][0].ref, [one.fact for _row, one in members])
        if together is None:  # their wishes exclude each other: better each with somebody than none with anybody
            newcomers += [one.fact for _row, one in members]
            who.update({row.ref: (_who(row),) for row, _one in members})
        else:
            newcomers.append(together)
            who[together.ref] = tuple(_who(row) for row, _one in members)
    return newcomers, who


def _who(row: Row[Any]) -> Who:
    return Who(row.id, row.ref, row.person_id, row.is_protected)
