"""Thinking about programmes: kinds with their sourced defaults, participation, what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentors.clearances.rules import ClearanceFacts, ClearanceKind, is_valid
from mentors.clearances.rules_policy import AgeGroup, Work, WorkActivity, WorkPlace, WorkRole
from mentors.core.calendar import is_public_holiday


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


class ConsentThrough(StrEnum):
    """How a newcomer's consent reached us."""

    herself = "herself"  # in her own sign-up
    meeting = "meeting"  # said in a conversation
    phone = "phone"
    paper = "paper"
    guardian = "guardian"  # a parent, for somebody under 18


class StepKind(StrEnum):
    interview = "interview"
    confidentiality = "confidentiality"
    child_certificate = "child_certificate"
    course = "course"


# The steps that are checks kept in `clearances`.
CHECKED: Mapping[StepKind, ClearanceKind] = {
    StepKind.confidentiality: ClearanceKind.confidentiality,
    StepKind.child_certificate: ClearanceKind.child_certificate,
}


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
    # Back to `applied` takes an approval back that was pressed by mistake.
    ParticipationState.approved: frozenset(
        {ParticipationState.paused, ParticipationState.left, ParticipationState.applied}
    ),
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
    have = set(done) | {step for step, kind in CHECKED.items() if is_valid(clearances.get(kind), on)}
    return tuple(step for step in wanted if step not in have)


_CONTACTS = (ProgrammeKind.contact_person, ProgrammeKind.contact_person_child)


def work_of(kind: ProgrammeKind, *, meets_children: bool) -> Work:
    """What a volunteer of a programme does, as the policy of checks sees it. A contact person comes home to people."""
    contact = kind in _CONTACTS
    return Work(
        role=WorkRole.contact_person if contact else WorkRole.mentor,
        activity=WorkActivity.pair,
        age=AgeGroup.under_15 if meets_children else AgeGroup.adults,
        place=WorkPlace.home if contact else WorkPlace.public,
    )


# --- who may join ---------------------------------------------------------------------------------

OLDEST = 110
ADULT = 18
# 13 to 17: the young whose parents are in the integration programme (systems.md row 20); a coordinator
# enters them, with a parent's consent. Younger ones only as the child of a child's contact person.
YOUNGEST_NEWCOMER = 13
CHILD_AGES = (5, 8)  # systems.md row 4
CAPACITIES = (1, 2, 3)


class BirthYearProblem(StrEnum):
    impossible = "impossible"  # not a year anybody alive was born in
    too_young = "too_young"
    too_old = "too_old"  # for a programme for children


def ages(kind: ProgrammeKind | None, side: Side, *, herself: bool) -> tuple[int, int]:
    """The least and greatest age for a side of a programme (None: of any); `herself`: without staff."""
    if side is Side.volunteer or herself:
        return ADULT, OLDEST
    return CHILD_AGES if kind is ProgrammeKind.contact_person_child else (YOUNGEST_NEWCOMER, OLDEST)


def birth_year_problem(birth_year: int, this_year: int, span: tuple[int, int]) -> BirthYearProblem | None:
    """What is wrong with a birth year for people of these ages, if anything.

    Only the year is asked for, so somebody may be a year younger than the difference says: who reaches
    the age this year is let in.
    """
    reached = this_year - birth_year
    if not 0 <= reached <= OLDEST:
        return BirthYearProblem.impossible
    if reached < span[0]:
        return BirthYearProblem.too_young
    return BirthYearProblem.too_old if reached > span[1] + 1 else None


def needs_guardian(birth_year: int | None, this_year: int) -> bool:
    """Whether a parent must have said yes: for whoever does not reach 18 this year (systems.md row 20)."""
    return birth_year is not None and this_year - birth_year < ADULT


def can_join_herself(kind: ProgrammeKind, side: Side) -> bool:
    """Whether one can sign up alone: a child is signed up by a coordinator together with the parents."""
    return not (side is Side.newcomer and kind is ProgrammeKind.contact_person_child)


class JoinHurdle(StrEnum):
    closed = "closed"
    other_side = "other_side"  # already on the other side of this programme
    company = "company"  # a business mentor comes from a company
    impossible = "impossible"
    too_young = "too_young"
    too_old = "too_old"


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinFacts:
    kind: ProgrammeKind
    side: Side
    herself: bool
    is_open: bool
    is_on_other_side: bool
    has_company: bool
    needs_company: bool
    birth_year: int | None
    this_year: int


def join_hurdle(facts: JoinFacts) -> JoinHurdle | None:
    """The first thing that keeps somebody from joining. Staff may still use a programme that is closed
    to sign-ups; a person before arrival may have no birth year yet."""
    if facts.herself and not (facts.is_open and can_join_herself(facts.kind, facts.side)):
        return JoinHurdle.closed
    if facts.is_on_other_side:
        return JoinHurdle.other_side
    if facts.birth_year is not None:
        problem = birth_year_problem(
            facts.birth_year, facts.this_year, ages(facts.kind, facts.side, herself=facts.herself)
        )
        if problem is not None:
            return JoinHurdle(problem)
    if facts.side is Side.volunteer and facts.needs_company and not facts.has_company:
        return JoinHurdle.company
    return None


# --- waiting --------------------------------------------------------------------------------------

HANDLE_WITHIN = timedelta(days=3)  # an application older than this stands as late on the desk
ANSWER_DAYS = 7  # what the receipt promises; product defaults both
DRAFT_LASTS = timedelta(days=30)
SENT_DRAFT_LASTS = timedelta(days=7)  # long enough for a second click to find its receipt
DECLARATION_LINK_LASTS = timedelta(days=30)


def is_late(applied_at: datetime, now: datetime) -> bool:
    return now - applied_at > HANDLE_WITHIN


def answer_by(applied_on: date) -> date:
    """The day by which an applicant is promised to hear from somebody: never a Sunday or a holiday."""
    day = applied_on + timedelta(days=ANSWER_DAYS)
    while day.weekday() == 6 or is_public_holiday(day):
        day += timedelta(days=1)
    return day


def steps_allowed(steps: Iterable[StepKind], *, meets_children: bool) -> bool:
    """Whether a programme may ask for just these steps: whoever meets children under 15 needs the
    child certificate by law (facts.md 5.2)."""
    return not meets_children or StepKind.child_certificate in set(steps)


def split_name(name: str) -> tuple[str, str]:
    """First and last name, parted at the last blank: `Anna Maria Holm` is Anna Maria, Holm."""
    first, _blank, last = " ".join(name.split()).rpartition(" ")
    return (first, last) if first else (last, "")
