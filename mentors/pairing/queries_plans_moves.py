"""What the desk shows of a plan's edits: what moves, what stands, what has changed since; with names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mentors.pairing import words_plans_desk as words
from mentors.pairing.models_plans import PlanRound
from mentors.pairing.queries_plans_desk import People, Sight
from mentors.pairing.queries_plans_engine import Tried


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody whose volunteer changes by an edit; None for no contact."""

    key: str
    name: str
    before: str | None
    after: str | None


def moves(sight: Sight, tried: Tried, most: int) -> list[Move]:
    """What an edit moves, in names, at most so many."""
    shown = tried.moved[:most]
    keys = {ref for one in shown for ref in (one.newcomer, one.before, one.after) if ref}
    people = People(sight.found, sight.plan.programme_id, keys)
    return [
        Move(
            one.newcomer,
            people.name(one.newcomer),
            people.name(one.before) if one.before else None,
            people.name(one.after) if one.after else None,
        )
        for one in shown
    ]


@dataclass(frozen=True, slots=True)
class Edited:
    """An edit as it stands in the plan's list."""

    round: PlanRound
    newcomer: str
    volunteer: str


def edited(sight: Sight) -> list[Edited]:
    """The coordinator's edits that stand, newest first."""
    shown = sight.edits[::-1]
    keys = {ref for one in shown for ref in (one.newcomer_ref, one.volunteer_ref) if ref}
    people = People(sight.found, sight.plan.programme_id, keys)
    return [Edited(one, people.name(one.newcomer_ref), people.name(one.volunteer_ref)) for one in shown]


def changed_names(sight: Sight, refs: Sequence[str], most: int = 8) -> list[str]:
    """Names of people who joined, left or changed; at most so many."""
    people = People(sight.found, sight.plan.programme_id, refs[:most])
    return [people.name(ref) for ref in refs[:most]]


def classes(sight: Sight) -> list[tuple[str, int]]:
    """How many of each class are paired."""
    by_class: dict[str, int] = sight.found.result["certificate"]["by_class"]
    return [(words.urgency(name), count) for name, count in by_class.items()]
