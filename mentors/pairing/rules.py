"""Thinking about pairs: who can be paired, what stands in the way, and what may follow what.

How well two fit is weighed in `rules_weighing.py`, a whole pool in `pool`: one engine for both. Facts in, verdict
with reasons out; nothing here asks a database or a clock. Origin, nationality, religion and health are not facts
here and must never become any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentors.clearances.rules import PAUSE_MONTHS, ClearanceFacts, is_valid
from mentors.core.calendar import add_months
from mentors.pairing.pool import rules as engine
from mentors.pairing.pool.facts import Newcomer, Volunteer
from mentors.pairing.pool.settings import Settings
from mentors.programmes.rules import ParticipationState

# --- states -----------------------------------------------------------------------------------------


class PairState(StrEnum):
    proposed = "proposed"  # the volunteer has been asked
    volunteer_yes = "volunteer_yes"  # now the newcomer is asked
    agreed = "agreed"  # both said yes; the first meeting lies ahead
    active = "active"
    paused = "paused"
    ended = "ended"
    declined = "declined"  # one of them said no
    lapsed = "lapsed"  # nobody answered in 14 days


ASKING_STATES = frozenset({PairState.proposed, PairState.volunteer_yes})
RUNNING_STATES = frozenset({PairState.agreed, PairState.active, PairState.paused})
OPEN_STATES = ASKING_STATES | RUNNING_STATES

_NEXT: Mapping[PairState, frozenset[PairState]] = {
    PairState.proposed: frozenset(
        {PairState.volunteer_yes, PairState.declined, PairState.lapsed, PairState.ended}
    ),
    PairState.volunteer_yes: frozenset({PairState.agreed, PairState.declined, PairState.lapsed, PairState.ended}),
    PairState.agreed: frozenset({PairState.active, PairState.paused, PairState.ended}),
    PairState.active: frozenset({PairState.paused, PairState.ended}),
    PairState.paused: frozenset({PairState.agreed, PairState.active, PairState.ended}),
    PairState.ended: frozenset(),
    PairState.declined: frozenset(),
    PairState.lapsed: frozenset(),
}  # fmt: skip


def may_become(state: PairState, wanted: PairState) -> bool:
    """Whether a pair in one state may go on to another. What is over stays over: a new try is a new pair."""
    return wanted in _NEXT[state]


class Fit(StrEnum):
    good = "good"
    deciding = "deciding"
    bad = "bad"


class Outcome(StrEnum):
    """What an ended pair led to (systems.md row 3)."""

    job = "job"
    placement = "placement"
    education = "education"
    volunteering = "volunteering"
    network = "network"
    none = "none"
    unknown = "unknown"


def after_fit(state: PairState, volunteer: Fit | None, newcomer: Fit | None) -> PairState:
    """Where two answers to "is it a good fit?" take a pair: active once both said good, else where it was."""
    settled = volunteer is Fit.good and newcomer is Fit.good
    return PairState.active if state is PairState.agreed and settled else state


# An unanswered proposal is reminded of after a week and closed after two (issue 2, step 5).
REMIND_AFTER_DAYS = 7
LAPSE_AFTER_DAYS = 14


class Chase(StrEnum):
    wait = "wait"
    remind = "remind"
    lapse = "lapse"


def chase(days_asked: int) -> Chase:
    """What an unanswered proposal needs after so many whole days."""
    if days_asked >= LAPSE_AFTER_DAYS:
        return Chase.lapse
    return Chase.remind if days_asked >= REMIND_AFTER_DAYS else Chase.wait


def months_of_one_agreement(months: int, at_most: int | None) -> int:
    """The length of a new agreement or of an extension: the programme's, cut to its limit.

    The limit is six months at a time where mentor support is granted under LAB section 167 (facts.md 5.4).
    """
    return months if at_most is None else min(months, at_most)


# --- facts ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A newcomer in a programme: what the pool's engine knows of her, and what stands in her own way.

    `conflicts` are volunteers of `fact.not_with` who are somebody else to her: her caseworker, her family.
    """

    person_id: int
    fact: Newcomer
    hurdles: frozenset[Hurdle] = frozenset()
    conflicts: frozenset[str] = frozenset()
    follows: str | None = None  # the volunteer her household has, where it is paired as one: there is a place for her


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    """A volunteer in a programme: the engine's facts, and what stands in the way whoever it is for."""

    person_id: int
    fact: Volunteer
    hurdles: frozenset[Hurdle] = frozenset()


# --- hurdles ----------------------------------------------------------------------------------------


class Hurdle(StrEnum):
    same_person = "same_person"
    not_approved = "not_approved"
    paused = "paused"
    steps_missing = "steps_missing"
    consent_missing = "consent_missing"
    already_paired = "already_paired"
    conflict = "conflict"
    no_capacity = "no_capacity"
    child_certificate = "child_certificate"
    no_shared_language = "no_shared_language"
    wanted_gender = "wanted_gender"
    failed_before = "failed_before"
    no_common_time = "no_common_time"
    too_far = "too_far"
    distance_unknown = "distance_unknown"


SOFT = frozenset({Hurdle.failed_before, Hurdle.no_common_time, Hurdle.too_far, Hurdle.distance_unknown})
HARD = frozenset(Hurdle) - SOFT

# What the engine calls them. Its other rules are about a programme's own pool and cannot be broken here.
_HURDLE_OF: Mapping[engine.Rule, Hurdle] = {
    engine.Rule.language: Hurdle.no_shared_language,
    engine.Rule.clearance: Hurdle.child_certificate,
    engine.Rule.gender: Hurdle.wanted_gender,
    engine.Rule.time: Hurdle.no_common_time,
    engine.Rule.distance: Hurdle.too_far,
    engine.Rule.distance_unknown: Hurdle.distance_unknown,
    engine.Rule.capacity: Hurdle.no_capacity,
}


def hurdles(need: Waiting, offer: Offering, settings: Settings) -> tuple[Hurdle, ...]:
    """Everything that speaks against pairing these two on the settings' start day, hard ones first. Empty: go ahead.

    With a hard one nobody can choose the pair; with soft ones only, a coordinator can who writes why. The same
    rules as a whole plan's (`pool.rules`), so that a suggestion and a plan never disagree.
    """
    broken = engine.broken_rules(need.fact, offer.fact, settings, is_forbidden=False)
    found = {_HURDLE_OF[rule] for rule in broken if rule in _HURDLE_OF} | need.hurdles | offer.hurdles
    if offer.fact.ref == need.follows:
        found.discard(Hurdle.no_capacity)
    if need.person_id == offer.person_id:
        found.add(Hurdle.same_person)
    elif offer.fact.ref in need.conflicts:
        found.add(Hurdle.conflict)
    elif offer.fact.ref in need.fact.not_with:
        found.add(Hurdle.failed_before)
    return tuple(hurdle for hurdle in Hurdle if hurdle in found)


def own_hurdles(
    state: ParticipationState, *, has_consent: bool, is_paired: bool = False, steps_missing: bool = False
) -> frozenset[Hurdle]:
    """What stands in one person's way, whoever the other is."""
    found = {
        Hurdle.not_approved: state not in (ParticipationState.approved, ParticipationState.paused),
        Hurdle.paused: state is ParticipationState.paused,
        Hurdle.steps_missing: steps_missing,
        Hurdle.consent_missing: not has_consent,
        Hurdle.already_paired: is_paired,
    }
    return frozenset(hurdle for hurdle, stands in found.items() if stands)


def certified_until(certificate: ClearanceFacts | None, on: date) -> date | None:
    """The last day on which a child certificate opens the door, None where it does not on `on`."""
    if certificate is None or not is_valid(certificate, on):
        return None
    ends = certificate.valid_until or date.max
    if certificate.paused_on is None:
        return ends
    return min(ends, add_months(certificate.paused_on, PAUSE_MONTHS) - timedelta(days=1))


def may_be_under_15(birth_year: int | None, on: date) -> bool:
    """Whether somebody born that year may be under 15, so that whoever meets her needs a child certificate."""
    return birth_year is not None and on.year - birth_year <= 15
