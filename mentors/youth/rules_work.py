"""How much the young may work: dated configuration with its sources, and what a posting breaks.

All numbers: facts.md 5.9, checked November 2026. Where sources differ the stricter is taken; the Danish
Working Environment Authority (Arbejdstilsynet) decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WorkGroup(StrEnum):
    under_13 = "under_13"
    young = "young"  # 13-14
    at_school = "at_school"  # 15-17, still bound to attend school
    finished = "finished"  # 15-17, done with the ninth class


class Limit(StrEnum):
    """What a posting may break. Each is also the field of `Hours` that holds the limit."""

    no_work = "no_work"
    school_day = "school_day"
    other_day = "other_day"
    school_week = "school_week"
    holiday_week = "holiday_week"
    begins = "begins"
    ends = "ends"
    lift_kg = "lift_kg"
    machines = "machines"


@dataclass(frozen=True, slots=True)
class Hours:
    """The limits for a group from a day on: hours a day and a week, hours of the day, kilograms."""

    group: WorkGroup
    valid_from: date
    source: str
    no_work: bool = False
    school_day: int = 0
    other_day: int = 0
    school_week: int = 0
    holiday_week: int = 0
    begins: int = 6
    ends: int = 20
    lift_kg: int = 12
    machines: bool = False
    valid_until: date | None = None


_DFH = "detfagligehus.dk/faa-hjaelp/loenmodtager/i-arbejde/arbejdsmiljoe/unge-paa-arbejde"
_GLSA = "gls-a.dk, unge på 15, 16 og 17 år, som ikke er omfattet af undervisningspligten"
_SINCE = date(2019, 1, 1)
RULES = (
    Hours(WorkGroup.under_13, _SINCE, "jobpatruljen.dk/for-foraeldre", no_work=True),
    Hours(WorkGroup.young, _SINCE, _DFH, school_day=2, other_day=7, school_week=12, holiday_week=35),
    Hours(WorkGroup.at_school, _SINCE, _DFH, school_day=2, other_day=8, school_week=12, holiday_week=40),
    # Night and lifting of this group are to be verified (facts.md 5.9); the stricter is taken until then.
    Hours(WorkGroup.finished, _SINCE, _GLSA, school_day=8, other_day=8, school_week=40, holiday_week=40, machines=True),
)


@dataclass(frozen=True, slots=True)
class Work:
    """A spare-time job as it is posted. Hours of the day are whole hours; `ends` 20 means until 20.00."""

    age_from: int
    at_school: bool
    school_day: int
    other_day: int
    school_week: int
    holiday_week: int
    begins: int
    ends: int
    lift_kg: int = 0
    machines: bool = False


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a posting breaks: which, for whom, the limit, what was posted, and where it stands."""

    limit: Limit
    group: WorkGroup
    most: int
    posted: int
    source: str


def group_of(age_from: int, at_school: bool) -> WorkGroup:
    """The group whose rules hold: that of the youngest who may apply."""
    if age_from < 13:
        return WorkGroup.under_13
    if age_from < 15:
        return WorkGroup.young
    return WorkGroup.at_school if at_school else WorkGroup.finished


def hours_of(group: WorkGroup, on: date) -> Hours:
    """The rule in force for a group on a day. Raises LookupError where none is known."""
    known = [
        rule
        for rule in RULES
        if rule.group is group and rule.valid_from <= on and (rule.valid_until is None or on <= rule.valid_until)
    ]
    if not known:
        raise LookupError(f"no rule of working hours for {group} on {on}")
    return max(known, key=lambda rule: rule.valid_from)


def breaches(work: Work, on: date) -> list[Breach]:
    """Every rule a posting breaks on a day; empty where it may be posted."""
    group = group_of(work.age_from, work.at_school)
    rule = hours_of(group, on)
    if rule.no_work:
        return [Breach(Limit.no_work, group, 13, work.age_from, rule.source)]
    found = [
        Breach(limit, group, most, posted, rule.source)
        for limit in (
            Limit.school_day,
            Limit.other_day,
            Limit.school_week,
            Limit.holiday_week,
            Limit.ends,
            Limit.lift_kg,
        )
        if (posted := getattr(work, limit)) > (most := getattr(rule, limit))
    ]
    if work.begins < rule.begins:
        found.append(Breach(Limit.begins, group, rule.begins, work.begins, rule.source))
    if work.machines and not rule.machines:
        found.append(Breach(Limit.machines, group, 0, 1, rule.source))
    return found
