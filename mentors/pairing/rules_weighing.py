"""Thinking about how well two people fit: points with their reasons, and an order that is always the same.

A number never travels without its parts. Ready for a whole pool: every newcomer's list is comparable.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentors.core.calendar import WEEK_PARTS
from mentors.pairing.rules import FAR_KM, HARD, Hurdle, NeedFacts, OfferFacts, hurdles, km_between
from mentors.programmes.rules import ProgrammeKind


class Part(StrEnum):
    language = "language"
    time = "time"
    distance = "distance"
    interests = "interests"
    trade = "trade"
    waiting = "waiting"
    age = "age"


Weights = Mapping[Part, int]


def _weights(*points: int) -> Weights:
    weights = dict(zip(Part, points, strict=True))
    if sum(weights.values()) != 1000:
        raise ValueError("the weights of a programme add up to 1000")
    return weights


# What counts how much, of 1000: language, time, distance, interests, trade, waiting, age. Product
# defaults: in the mentor programmes for work the trade decides, elsewhere whether two can talk and meet.
WEIGHTS: Mapping[ProgrammeKind, Weights] = {
    ProgrammeKind.host: _weights(290, 220, 180, 160, 30, 80, 40),
    ProgrammeKind.career_mentor: _weights(220, 160, 70, 50, 400, 70, 30),
    ProgrammeKind.business_mentor: _weights(200, 150, 50, 40, 470, 70, 20),
    ProgrammeKind.contact_person: _weights(290, 230, 200, 140, 20, 80, 40),
    ProgrammeKind.contact_person_child: _weights(310, 240, 220, 130, 0, 80, 20),
}

# Trades near enough for half of the points.
_NEAR_TRADES = (
    frozenset({"care", "health"}),
    frozenset({"cleaning", "kitchen"}),
    frozenset({"building", "industry", "transport"}),
    frozenset({"it", "engineering", "research"}),
    frozenset({"office", "public", "law", "finance", "shop"}),
)
_NO_TRADE = frozenset({"none", "student", "retired"})

MANY_TIMES, MANY_INTERESTS, LONG_WAIT_DAYS, NEAR_KM = 4, 3, 180, 10


@dataclass(frozen=True, slots=True)
class Points:
    """One part of a sum: so many points of at most so many, and the codes that say what for."""

    part: Part
    points: int
    most: int
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """How an offer answers a need. A number never travels without its parts."""

    ref: str
    parts: tuple[Points, ...]
    hurdles: tuple[Hurdle, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def is_free(self) -> bool:
        return not self.hurdles

    @property
    def is_hard(self) -> bool:
        return bool(HARD.intersection(self.hurdles))


def weigh(need: NeedFacts, offer: OfferFacts, weights: Weights, on: date) -> tuple[Points, ...]:
    """The points for each part in the order of `Part`; together at most 1000, all whole numbers."""
    shares = {
        Part.language: _language(need, offer),
        Part.time: _time(need, offer),
        Part.distance: _distance(need, offer),
        Part.interests: _in_common(need.interests, offer.interests, MANY_INTERESTS),
        Part.trade: _trade(need, offer),
        Part.waiting: _waiting(need, offer, on),
        Part.age: _age(need, offer),
    }
    return tuple(
        Points(part, weights[part] * share // 100, weights[part], detail) for part, (share, detail) in shares.items()
    )


def rank(need: NeedFacts, offers: Iterable[OfferFacts], weights: Weights, on: date) -> list[Weighed]:
    """The offers, best first: free of hurdles, then with soft ones, then the impossible; ties fall by reference."""
    weighed = [Weighed(offer.ref, weigh(need, offer, weights, on), hurdles(need, offer, on)) for offer in offers]
    return sorted(weighed, key=lambda one: (one.is_hard, not one.is_free, -one.points, one.ref))


# Each share is a whole number from 0 to 100 with the codes that explain it.
Share = tuple[int, tuple[str, ...]]


def _language(need: NeedFacts, offer: OfferFacts) -> Share:
    """Full points for the language the newcomer reads best; Danish alone is practice, but hard to open up in."""
    shared = need.speaks & offer.speaks
    if not shared:
        return 0, ()
    own_first = tuple(sorted(shared, key=lambda code: (code != need.language, code == "da", code)))
    if need.language in shared:
        return 100, own_first
    return (70 if shared - {"da"} else 50), own_first


def _in_common(one: frozenset[str], other: frozenset[str], many: int) -> Share:
    common = one & other
    return 100 * min(len(common), many) // many, tuple(sorted(common))


def _time(need: NeedFacts, offer: OfferFacts) -> Share:
    share, common = _in_common(need.free, offer.free, MANY_TIMES)
    return share, tuple(sorted(common, key=lambda part: WEEK_PARTS.index(part) if part in WEEK_PARTS else 99))


def _distance(need: NeedFacts, offer: OfferFacts) -> Share:
    if need.is_protected or offer.is_protected:
        return 50, ()  # neither a gain nor a loss, and nothing to read from it
    km = km_between(need, offer)
    if km is None:
        return 0, ()
    return max(0, 100 - 100 * km // FAR_KM), (str(km),)


def _trade(need: NeedFacts, offer: OfferFacts) -> Share:
    if need.trade is None or offer.trade is None or {need.trade, offer.trade} & _NO_TRADE:
        return 0, ()
    if need.trade == offer.trade:
        return 100, (need.trade,)
    near = any({need.trade, offer.trade} <= group for group in _NEAR_TRADES)
    return (50, (need.trade, offer.trade)) if near else (0, ())


def _waiting(need: NeedFacts, offer: OfferFacts, on: date) -> Share:
    """Half for each: the newcomer's wait orders the pool, the volunteer's lets nobody be forgotten."""
    days = [max(0, (on - since).days) if since else 0 for since in (need.waiting_since, offer.waiting_since)]
    share = sum(50 * min(wait, LONG_WAIT_DAYS) // LONG_WAIT_DAYS for wait in days)
    return share, tuple(str(wait) for wait in days)


def _age(need: NeedFacts, offer: OfferFacts) -> Share:
    if need.birth_year is None or offer.birth_year is None:
        return 0, ()
    years = abs(need.birth_year - offer.birth_year)
    return max(0, min(100, 100 - 4 * (years - 5))), (str(years),)
