"""Thinking about families: several newcomers who are paired as one wish become one newcomer for the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import and_
from typing import TypeVar

from mentors.pairing.pool.facts import Gender, Newcomer
from mentors.pairing.rules import Waiting

Value = TypeVar("Value", str, Gender, "str | None", "Gender | None")


def as_one_wish(ref: str, members: Sequence[Newcomer]) -> Newcomer | None:
    """The household as the engine sees it; None where its members' wishes exclude each other.

    Everybody must be able to take part: only a language that all speak counts, at the weakest's level, so that
    nobody in the family has to interpret for the others (least of all a child); an interpreter only where all are
    content with one; only times that all have; the shortest way anybody will go; every wish about gender. What
    one of them must not have, nobody gets. Interests add up. They stand where the longest waiting of them stands.
    """
    wishes = {one.wants_gender for one in members if one.wants_gender}
    if len(wishes) > 1:
        return None
    limits = [one.max_km for one in members if one.max_km is not None]
    born = sorted(one.birth_year for one in members if one.birth_year is not None)
    trades = {one.trade for one in members}
    return Newcomer(
        ref=ref,
        programme=members[0].programme,
        languages=_shared_languages(members),
        postcode=_only({one.postcode for one in members if not one.place_hidden}),
        place_hidden=any(one.place_hidden for one in members),
        gender=_only({one.gender for one in members}),
        wants_gender=_only(wishes),
        free=reduce(and_, (one.times for one in members)),
        interests=frozenset().union(*(one.interests for one in members)),
        trade=_only(trades),
        birth_year=born[(len(born) - 1) // 2] if born else None,
        max_km=min(limits, default=None),
        meets_children=any(one.meets_children for one in members),
        waiting_since=min((one.waiting_since for one in members if one.waiting_since), default=None),
        urgency=min((one.urgency for one in members if one.urgency is not None), default=None),
        not_with=frozenset().union(*(one.not_with for one in members)),
        interpreter_ok=all(one.interpreter_ok for one in members),
    )


def as_one_waiting(ref: str, household: Mapping[str, Waiting]) -> Waiting:
    """A newcomer together with those of her household who still wait as she does; herself alone where they cannot be one.

    `household` holds her and her family by reference; without a family only her. The same as in a whole pool.
    """
    own = household[ref]
    others = [one for at, one in household.items() if at != ref and not one.hurdles and not one.follows]
    if own.hurdles or own.follows or not others:
        return own
    together = as_one_wish(ref, [own.fact, *(one.fact for one in others)])
    if together is None:
        return own
    return replace(own, fact=together, conflicts=own.conflicts.union(*(one.conflicts for one in others)))


def _shared_languages(members: Sequence[Newcomer]) -> dict[str, int]:
    shared = set.intersection(*(set(one.languages) for one in members))
    return {code: min(one.languages[code] for one in members) for code in sorted(shared)}


def _only(values: set[Value]) -> Value | None:
    """What all have; None where they differ."""
    return next(iter(values)) if len(values) == 1 else None
