"""Whether the pins can be held at all: a pin beats the optimum, never a hard rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mentors.pairing.pool import rules
from mentors.pairing.pool.facts import Pairing, Pool
from mentors.pairing.pool.rules import Rule
from mentors.pairing.pool.settings import Settings


@dataclass(frozen=True, slots=True)
class BrokenPin:
    """A pin that cannot be held, and the rules it breaks. `capacity` alone: the volunteer is pinned too often."""

    pair: Pairing
    rules: tuple[Rule, ...]
    twice: bool = False  # the newcomer is pinned to two volunteers


def broken_pins(pool: Pool, settings: Settings) -> list[BrokenPin]:
    """Every pin that breaks a rule, in the order of the references. Both people must be in the pool (KeyError)."""
    newcomers = {one.ref: one for one in pool.newcomers}
    volunteers = {one.ref: one for one in pool.volunteers}
    of_newcomer = Counter(newcomer for newcomer, _volunteer in pool.pins)
    of_volunteer = Counter(volunteer for _newcomer, volunteer in pool.pins)
    broken = []
    for pair in sorted(pool.pins):
        newcomer, volunteer = newcomers[pair[0]], volunteers[pair[1]]
        found = rules.broken_rules(newcomer, volunteer, settings, is_forbidden=pair in pool.forbids)
        if not found and of_volunteer[volunteer.ref] > volunteer.capacity:
            found = [Rule.capacity]
        if found or of_newcomer[newcomer.ref] > 1:
            broken.append(BrokenPin(pair, tuple(found), of_newcomer[newcomer.ref] > 1))
    return broken
