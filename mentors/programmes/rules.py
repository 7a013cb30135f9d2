"""Thinking about programmes: kinds with their sourced defaults, participation, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentors.clearances.rules import ClearanceFacts, ClearanceKind, is_valid


class ProgrammeKind(StrEnum):
    host = "host"
    career_mentor = "career_mentor"
    business_mentor = "business_mentor"
    contact_person = "contact_person"
    contact_person_child = "contact_person_child"


class Side(StrEnum):
    volunteer = "volunteer"
    newcomer = "newcomer"


class ParticipationState(StrEnum):
    applied = "applied"
    approved = "approved"
    paused = "paused"
    turned_down = "turned_down"
    left = "left"


class StepKind(StrEnum):
    interview = "interview"
    confidentiality = "confidentiality"
    child_certificate = "child_certificate"
    course = "course"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a programme of a kind starts with; a municipality may change each on its page."""

    steps: tuple[StepKind, ...]
    months: int  # planned length
    months_at_most: int | None  # one agreement's limit; longer by extension
    minutes_a_month: int
    meet_every_days: int
    check_every_days: int
    first_contact_days: int = 7
    fit_after_days: int = 1
    needs_company: bool = False
    meets_children: bool = False


# facts.md 5.4. Host: 4 months, a meeting a month, checks at a week, 2 months, end (Culture Companions).
# Business mentor: 4 months, 2-4 hours a month, follow-up every 5 weeks (Rudersdal, erhvervsmentor.dk).
# Contact person: 12 months, 2 hours a week, a check a month (2 Timer om Ugen).
# Six months at a time: LAB section 167 (mentor support at most 6 months, renewable).
DEFAULTS: Mapping[ProgrammeKind, Defaults] = {
    ProgrammeKind.host: Defaults(
        (StepKind.interview, StepKind.confidentiality), 4, None, 120, 30, 60
    ),
    ProgrammeKind.career_mentor: Defaults(
        (StepKind.interview, StepKind.confidentiality), 4, 6, 180, 14, 35
    ),
    ProgrammeKind.business_mentor: Defaults(
        (StepKind.interview, StepKind.confidentiality), 4, 6, 180, 14, 35, needs_company=True
    ),
    ProgrammeKind.contact_person: Defaults(
        (StepKind.interview, StepKind.confidentiality, StepKind.course), 12, None, 520, 7, 30
    ),
    ProgrammeKind.contact_person_child: Defaults(
        (StepKind.interview, StepKind.confidentiality, StepKind.child_certificate, StepKind.course),
        12, None, 520, 7, 30, meets_children=True,
    ),
}  # fmt: skip

_NEXT: Mapping[ParticipationState, frozenset[ParticipationState]] = {
    ParticipationState.applied: frozenset(
        {ParticipationState.approved, ParticipationState.turned_down, ParticipationState.left}
    ),
    ParticipationState.approved: frozenset({ParticipationState.paused, ParticipationState.left}),
    ParticipationState.paused: frozenset({ParticipationState.approved, ParticipationState.left}),
    ParticipationState.turned_down: frozenset({ParticipationState.applied}),
    ParticipationState.left: frozenset({ParticipationState.applied}),
}


def may_become(state: ParticipationState, wanted: ParticipationState) -> bool:
    return wanted in _NEXT[state]


def missing_steps(
    wanted: Iterable[StepKind],
    done: Iterable[StepKind],
    clearances: Mapping[ClearanceKind, ClearanceFacts],
    on: date,
) -> tuple[StepKind, ...]:
    """The steps a volunteer still lacks on a day, in the programme's order.

    A child certificate or declaration counts while it is valid; interview and course count once.
    """
    have = set(done) | {
        step for step in StepKind if step in set(ClearanceKind) and is_valid(clearances.get(ClearanceKind(step)), on)
    }
    return tuple(step for step in wanted if step not in have)
