"""What the pairing knows of a newcomer and a volunteer: nothing else can count, because nothing else is here.

Origin, nationality, religion and health are not facts here and must never become any; free text has no field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Pairing = tuple[str, str]  # a newcomer's and a volunteer's reference

FLUENT = 6  # levels are 1..6 as A1..C2; a language without a level is spoken fluently


class Gender(StrEnum):
    woman = "woman"
    man = "man"
    other = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """Both sides of a pair. `languages` maps a code to its level, 1..6; `free` is a week in bits."""

    ref: str
    languages: Mapping[str, int] = field(default_factory=dict)
    postcode: str | None = None
    gender: Gender | None = None
    wants_gender: Gender | None = None
    free: int = 0
    interests: frozenset[str] = frozenset()
    trade: str | None = None
    birth_year: int | None = None
    max_km: int | None = None
    place_hidden: bool = (
        False  # a protected address: distance neither hinders nor counts, so nothing can be read from it
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer(Side):
    """Who waits. `programme` None suits any; `urgency` is the class, 0 first, None: derived from the waiting."""

    programme: str | None = None
    busy: int = 0
    interpreter_ok: bool = False  # she is content to talk through an interpreter
    meets_children: bool = False
    waiting_since: date | None = None
    urgency: int | None = None
    not_with: frozenset[str] = frozenset()

    @property
    def times(self) -> int:
        """The week that is left when language school, work and the like are taken out."""
        return self.free & ~self.busy


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer(Side):
    """Who offers. No `programmes` means all of them; `capacity` counts places still open."""

    programmes: frozenset[str] = frozenset()
    capacity: int = 1
    clearance_until: date | None = None
    interpreter_ok: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Everything one run is about. `previous` are pairs already proposed, which earn the stability bonus."""

    newcomers: tuple[Newcomer, ...] = ()
    volunteers: tuple[Volunteer, ...] = ()
    pins: frozenset[Pairing] = frozenset()
    forbids: frozenset[Pairing] = frozenset()
    previous: frozenset[Pairing] = frozenset()
    reasons: Mapping[Pairing, str] = field(default_factory=dict)  # why a pin or forbid was made
