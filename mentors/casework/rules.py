"""Thinking about a caseworker's newcomer: where she stands, said in as little as a caseworker needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentors.pairing.rules import ASKING_STATES, MEETING_STATES, PairState
from mentors.programmes.rules import ParticipationState

PAGE_SIZE = 50


class Standing(StrEnum):
    """In the order a caseworker wants to see them: what waits stands first, what is over last."""

    at_desk = "at_desk"  # nobody at the desk has decided yet
    waiting = "waiting"  # waits for a contact person
    asking = "asking"  # somebody has been asked
    has_contact = "has_contact"
    resting = "resting"
    over = "over"
    turned_down = "turned_down"


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One programme a newcomer is in. `pair_state`: her open pair's, None without one."""

    state: ParticipationState
    pair_state: PairState | None = None


def standing(facts: CaseFacts) -> Standing:
    """Where she stands in one programme."""
    if facts.state is ParticipationState.applied:
        return Standing.at_desk
    if facts.state is ParticipationState.turned_down:
        return Standing.turned_down
    if facts.pair_state in MEETING_STATES:
        return Standing.has_contact
    if facts.pair_state is PairState.paused or facts.state is ParticipationState.paused:
        return Standing.resting
    if facts.state is ParticipationState.left:
        return Standing.over
    return Standing.asking if facts.pair_state in ASKING_STATES else Standing.waiting


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a caseworker's list, as far as its place is decided by it."""

    standings: tuple[Standing, ...]
    wants_to_talk: bool
    next_on: date | None
    name: str


def place(line: Place) -> tuple[bool, int, date, str]:
    """Who wants to talk stands first; then by where she stands, the nearest follow-up first."""
    order = list(Standing)
    first = min((order.index(one) for one in line.standings), default=0)
    return (not line.wants_to_talk, first, line.next_on or date.max, line.name.casefold())
