"""Thinking about pairs: who can be paired, what stands in the way, and what may follow what.

How well two fit is weighed in `rules_weighing.py`. Facts in, verdict with reasons out; nothing here asks a database or a clock. Origin, nationality and
religion are not facts here and must never become any.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentors.clearances.rules import ClearanceFacts, may_meet_children
from mentors.core.place import about_km
from mentors.people.rules import Gender
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
MEETING_STATES = frozenset({PairState.agreed, PairState.active})  # not while it rests
RUNNING_STATES = frozenset({PairState.agreed, PairState.active, PairState.paused})
OPEN_STATES = ASKING_STATES | RUNNING_STATES

_NEXT: Mapping[PairState, frozenset[PairState]] = {
    PairState.proposed: frozenset(
        {PairState.volunteer_yes, PairState.declined, PairState.lapsed, PairState.ended}
    ),
    # Both have said yes, and a child's pair may still lack a paper: then it rests until that is in order.
    PairState.volunteer_yes: frozenset(
        {PairState.agreed, PairState.paused, PairState.declined, PairState.lapsed, PairState.ended}
    ),
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
class SideFacts:
    """What pairing knows of somebody on either side. `language` is the one she reads best."""

    ref: str
    person_id: int
    state: ParticipationState = ParticipationState.approved
    language: str = "da"
    speaks: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    gender: Gender | None = None
    wants_gender: Gender | None = None
    postcode: str | None = None
    max_km: int | None = None
    interests: frozenset[str] = frozenset()
    trade: str | None = None
    birth_year: int | None = None
    waiting_since: date | None = None
    interpreter_ok: bool = False
    has_consent: bool = True
    is_protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFacts(SideFacts):
    """A newcomer in a programme. `failed_with` holds the volunteers it did not work out with before."""

    is_paired: bool = False
    failed_with: frozenset[int] = frozenset()
    meets_children: bool = False
    planned_end_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts(SideFacts):
    """A volunteer in a programme. `capacity_left` counts open pairs in every programme."""

    capacity_left: int = 1
    steps_missing: bool = False
    child_certificate: ClearanceFacts | None = None


# --- hurdles ----------------------------------------------------------------------------------------


class Hurdle(StrEnum):
    same_person = "same_person"
    not_approved = "not_approved"
    paused = "paused"
    steps_missing = "steps_missing"
    consent_missing = "consent_missing"
    already_paired = "already_paired"
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

FAR_KM = 40  # where nobody has set a limit of their own: a product default, not law


def hurdles(need: NeedFacts, offer: OfferFacts, on: date) -> tuple[Hurdle, ...]:
    """Everything that speaks against pairing these two on a day, hard ones first. Empty: go ahead.

    With a hard one nobody can choose the pair; with soft ones only, a coordinator can who writes why.
    """
    found = {
        Hurdle.same_person: need.person_id == offer.person_id,
        Hurdle.not_approved: not {need.state, offer.state} <= {ParticipationState.approved, ParticipationState.paused},
        Hurdle.paused: ParticipationState.paused in (need.state, offer.state),
        Hurdle.steps_missing: offer.steps_missing,
        Hurdle.consent_missing: not (need.has_consent and offer.has_consent),
        Hurdle.already_paired: need.is_paired,
        Hurdle.no_capacity: offer.capacity_left <= 0,
        Hurdle.child_certificate: need.meets_children
        and not may_meet_children(offer.child_certificate, on, need.planned_end_on),
        Hurdle.no_shared_language: not (need.speaks & offer.speaks or need.interpreter_ok),
        Hurdle.wanted_gender: not (_suits(need, offer) and _suits(offer, need)),
        Hurdle.failed_before: offer.person_id in need.failed_with,
        Hurdle.no_common_time: not need.free & offer.free,
        **_distance_hurdles(need, offer),
    }
    return tuple(hurdle for hurdle in Hurdle if found[hurdle])


def _suits(wishing: SideFacts, other: SideFacts) -> bool:
    return wishing.wants_gender is None or wishing.wants_gender is other.gender


def km_between(need: SideFacts, offer: SideFacts) -> int | None:
    """About how many kilometres; None where a postcode is missing or somebody's address is protected."""
    if need.is_protected or offer.is_protected or not need.postcode or not offer.postcode:
        return None
    return about_km(need.postcode, offer.postcode)


def _distance_hurdles(need: NeedFacts, offer: OfferFacts) -> dict[Hurdle, bool]:
    # A hurdle would tell about a protected address what the distance may not.
    hidden = need.is_protected or offer.is_protected
    km = km_between(need, offer)
    limit = min((most for most in (need.max_km, offer.max_km) if most is not None), default=FAR_KM)
    return {
        Hurdle.too_far: km is not None and km > limit,
        Hurdle.distance_unknown: km is None and not hidden,
    }
