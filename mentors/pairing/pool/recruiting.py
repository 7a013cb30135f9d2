"""Which kind of volunteer would serve one more person: language, place and time, most people waiting first.

A place has such a value exactly where somebody left over could come to it, others moving along (its price is then a
whole class or more). For those whom nobody can serve yet, the kind is made from what they wait for.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mentors.core.place import find_place
from mentors.pairing.pool import words
from mentors.pairing.pool.facts import Newcomer, Volunteer
from mentors.pairing.pool.planning import Plan
from mentors.pairing.pool.remedies import wanted_volunteer
from mentors.pairing.pool.ruletables import RuleTable
from mentors.pairing.pool.settings import Settings
from mentors.pairing.pool.week import parts_of


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of mentor place. `example` is a volunteer of the kind: with her one more person is paired."""

    programme: str | None
    language: str | None  # None: an interpreter
    postcode: str | None
    part: str
    gender: str | None
    waiting: tuple[str, ...]  # the newcomers left over whom this kind would suit
    example: Volunteer

    @property
    def town(self) -> str:
        place = find_place(self.postcode)
        return place.town if place else ""

    @property
    def sentence(self) -> str:
        return words.kind_of(self.example)


def wanted_kinds(plan: Plan, *, most: int = 20) -> list[Kind]:
    """The kinds of volunteer that would serve one more person, those that would suit most of the waiting first."""
    table = RuleTable(plan.solution.encoded)
    suits: dict[tuple[str | None, ...], list[Newcomer]] = defaultdict(list)
    for newcomer in sorted(plan.pool.newcomers, key=lambda one: one.ref):
        if newcomer.ref not in plan.pairs and _can_be_helped(newcomer, plan.settings):
            for key in _kinds_of(newcomer):
                suits[key].append(newcomer)
    order = sorted(suits, key=lambda key: (-len(suits[key]), tuple(str(one) for one in key)))
    return [_kind(key, suits[key], table) for key in order[:most]]


def _can_be_helped(newcomer: Newcomer, settings: Settings) -> bool:
    """Whether a volunteer made for her could be hers: she has a time, and a place where she has a limit."""
    limited = newcomer.max_km is not None or settings.default_max_km is not None
    placed = newcomer.place_hidden or find_place(newcomer.postcode) is not None
    return bool(newcomer.times) and (not limited or placed)


def _kinds_of(newcomer: Newcomer) -> list[tuple[str | None, ...]]:
    spoken: list[str | None] = (
        [code for code in newcomer.languages if code != "da"] or list(newcomer.languages) or [None]
    )
    wish = str(newcomer.wants_gender) if newcomer.wants_gender else None
    return [
        (newcomer.programme, language, newcomer.postcode, part, wish)
        for language in spoken
        for part in parts_of(newcomer.times)
    ]


def _kind(key: tuple[str | None, ...], waiting: list[Newcomer], table: RuleTable) -> Kind:
    programme, language, postcode, part, gender = key
    example = wanted_volunteer(waiting[0], table, language=language, part=part)
    return Kind(programme, language, postcode, part or "", gender, tuple(one.ref for one in waiting), example)
