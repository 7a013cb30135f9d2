"""Which checks a piece of voluntary work takes: by role, activity, age and place, from a day on.

Sources: facts.md 5.2 (child certificate), 5.3 (criminal record, confidentiality).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mentors.clearances.rules import VALID_MONTHS, ClearanceKind


class WorkRole(StrEnum):
    mentor = "mentor"
    contact_person = "contact_person"
    childcare_helper = "childcare_helper"
    activity_leader = "activity_leader"
    association_volunteer = "association_volunteer"
    speaker = "speaker"  # comes once: no regular contact


class WorkActivity(StrEnum):
    pair = "pair"
    session = "session"
    leisure = "leisure"
    camp = "camp"


class AgeGroup(StrEnum):
    under_15 = "under_15"
    from_15_to_17 = "from_15_to_17"
    adults = "adults"


class WorkPlace(StrEnum):
    public = "public"
    home = "home"


@dataclass(frozen=True, slots=True)
class Work:
    role: WorkRole
    activity: WorkActivity
    age: AgeGroup
    place: WorkPlace = WorkPlace.public


@dataclass(frozen=True, slots=True)
class Policy:
    """What a municipality has decided, from a day on. The child certificate itself is law, not a choice."""

    child_months: int = 24
    criminal_months: int = 24
    criminal_in_homes: bool = False
    course_for_children: bool = False


MONTHS_TO_CHOOSE = (12, 24)  # practice: every year or every second (facts.md 5.2)


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the configuration: what is asked of whom since when, and where that stands."""

    kind: ClearanceKind
    valid_from: date
    source: str
    roles: frozenset[WorkRole] = frozenset(WorkRole)
    activities: frozenset[WorkActivity] = frozenset(WorkActivity)
    ages: frozenset[AgeGroup] = frozenset(AgeGroup)
    places: frozenset[WorkPlace] = frozenset(WorkPlace)
    switch: str | None = None  # the field of Policy that turns it on; None: always
    valid_until: date | None = None

    def applies(self, work: Work, policy: Policy, on: date) -> bool:
        return (
            self.valid_from <= on
            and (self.valid_until is None or on <= self.valid_until)
            and work.role in self.roles
            and work.activity in self.activities
            and work.age in self.ages
            and work.place in self.places
            and (self.switch is None or bool(getattr(policy, self.switch)))
        )


_REGULAR = frozenset(WorkRole) - {WorkRole.speaker}
_YOUNG = frozenset({AgeGroup.under_15, AgeGroup.from_15_to_17})
REQUIREMENTS = (
    Requirement(
        ClearanceKind.child_certificate, date(2005, 7, 1), "Børneattestloven",
        roles=_REGULAR, ages=frozenset({AgeGroup.under_15}),
    ),
    Requirement(
        ClearanceKind.confidentiality, date(2019, 1, 1), "Forvaltningsloven § 27, straffeloven § 152",
        roles=_REGULAR,
    ),
    Requirement(
        ClearanceKind.criminal_record, date(2019, 1, 1), "Praksis ved frivilligcentre, ikke lov",
        roles=_REGULAR, places=frozenset({WorkPlace.home}), switch="criminal_in_homes",
    ),
    Requirement(
        ClearanceKind.course, date(2019, 1, 1), "Kommunens egen beslutning", roles=_REGULAR, ages=_YOUNG,
        switch="course_for_children",
    ),
)  # fmt: skip


def required_checks(work: Work, policy: Policy, on: date) -> tuple[ClearanceKind, ...]:
    """The checks a piece of work takes on a day, in the order of their kinds."""
    asked = {requirement.kind for requirement in REQUIREMENTS if requirement.applies(work, policy, on)}
    return tuple(kind for kind in ClearanceKind if kind in asked)


def months_valid(kind: ClearanceKind, policy: Policy, activity: WorkActivity | None = None) -> int | None:
    """How many months a check lasts; a camp takes a child certificate of this year (facts.md 5.2)."""
    if kind is ClearanceKind.child_certificate:
        return 12 if activity is WorkActivity.camp else policy.child_months
    return policy.criminal_months if kind is ClearanceKind.criminal_record else VALID_MONTHS[kind]


def age_group(age: int) -> AgeGroup:
    return AgeGroup.under_15 if age < 15 else AgeGroup.from_15_to_17 if age < 18 else AgeGroup.adults
