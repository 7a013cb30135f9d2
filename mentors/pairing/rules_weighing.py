"""Thinking about how well two people fit: points with their reasons, and an order that is always the same.

A number never travels without its parts. The parts and their points are the pool engine's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mentors.pairing.pool import rules as engine
from mentors.pairing.pool.rules import Earned
from mentors.pairing.pool.settings import Settings
from mentors.pairing.rules import HARD, Hurdle, Offering, Waiting, hurdles


@dataclass(frozen=True, slots=True)
class Weighed:
    """How an offer answers a need."""

    ref: str
    parts: tuple[Earned, ...]
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


def rank(need: Waiting, offers: Iterable[Offering], settings: Settings) -> list[Weighed]:
    """The offers, best first: free of hurdles, then with soft ones, then the impossible; ties fall by reference."""
    weighed = [
        Weighed(offer.fact.ref, engine.earned(need.fact, offer.fact, settings), hurdles(need, offer, settings))
        for offer in offers
    ]
    return sorted(weighed, key=lambda one: (one.is_hard, not one.is_free, -one.points, one.ref))
