"""Thinking about the first half year in a job: who is asked when, how a check ends, how many are still there.

Holbæk's plan: two of ten get a lasting job, the first six months decide, and help used to stop on the first day
(systems.md row 35). So a job start makes checks with the newcomer and the company for 26 weeks (M12), and a look by a
coordinator at nine months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from mentors.core.calendar import add_months
from mentors.followups.rules import Closing, is_resting
from mentors.followups.rules_job_ladder import JOB_LADDER, JobLadder
from mentors.followups.rules_job_ladder import JobSide as JobSide
from mentors.followups.rules_ladder import GAP_DAYS


class CheckEnd(StrEnum):
    done = "done"  # answered
    moved = "moved"  # "ask me in a week"
    missed = "missed"  # reminded on both channels, no answer: a coordinator has it


class Said(StrEnum):
    good = "good"
    ok = "ok"
    bad = "bad"
    quitting = "quitting"  # thinks of stopping: urgent
    over = "over"  # the job has ended


class JobEnd(StrEnum):
    other_job = "other_job"
    education = "education"
    she_left = "she_left"
    company_ended = "company_ended"
    agreed_end = "agreed_end"  # a fixed term that ran out
    unknown = "unknown"


MOVE_DAYS = 7
LAST_LOOK_MONTHS = 9
CURVE_MONTHS = (1, 3, 6, 9)
SMALL = 5
FORGET_DAYS = 30  # so long after the follow-up is over the company's contact is emptied


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What the follow-up needs to know of a job. `asked`: the days each side was asked about; `told`: the day each was
    last asked on; `moved`: to when."""

    starts_on: date
    ended_on: date | None = None
    asked: Mapping[JobSide, frozenset[date]] = field(default_factory=dict)
    told: Mapping[JobSide, date] = field(default_factory=dict)
    moved: Mapping[JobSide, frozenset[date]] = field(default_factory=dict)
    is_looked_at: bool = False  # a coordinator has had the task at nine months
    closings: tuple[Closing, ...] = ()
    ladder: JobLadder = JOB_LADDER


def plan(starts_on: date, ladder: JobLadder = JOB_LADDER) -> list[tuple[JobSide, date]]:
    """Every check a job start makes, in order of days: 14 with the usual plan."""
    found = [(day, side) for side in JobSide for day in ladder.days(side)]
    return [(side, starts_on + timedelta(days=day)) for day, side in sorted(found, key=lambda one: one[0])]


def last_look_on(starts_on: date) -> date:
    return add_months(starts_on, LAST_LOOK_MONTHS)


def with_ladder(facts: JobFacts, ladder: JobLadder) -> JobFacts:
    """The same job under another ladder."""
    return replace(facts, ladder=ladder)


def _days(facts: JobFacts, side: JobSide) -> list[date]:
    moved = facts.moved.get(side, frozenset())
    if facts.is_looked_at:
        return sorted(moved)  # followed to its end: a longer ladder does not begin again
    return sorted({facts.starts_on + timedelta(days=day) for day in facts.ladder.days(side)} | moved)


def _first_open(facts: JobFacts, side: JobSide) -> date:
    """The first day not yet asked about: what lies within a week of an asked one has been said, whatever the ladder."""
    last = max(facts.asked.get(side, frozenset()), default=None)
    return date.min if last is None else last + timedelta(days=GAP_DAYS)


def _quiet_until(facts: JobFacts, side: JobSide) -> date:
    """The first day a side may be asked on: a late question is not followed by the next within the week."""
    told = facts.told.get(side)
    return date.min if told is None else told + timedelta(days=GAP_DAYS)


def to_come(facts: JobFacts, side: JobSide) -> list[date]:
    """The days a side has not been asked about and will be, if nothing happens; those that have come count as one."""
    return [day for day in _days(facts, side) if day >= _first_open(facts, side)]


def due(facts: JobFacts, today: date) -> list[tuple[JobSide, date]]:
    """What must be asked today: for each side the latest day that has come and has not been asked about."""
    if facts.ended_on is not None or is_resting(today, facts.closings):
        return []
    found = []
    for side in JobSide:
        come = [day for day in to_come(facts, side) if day <= today]
        if come and today >= _quiet_until(facts, side):
            # A half year missed in one piece is asked about once, with the coordinator's last look to come.
            found.append((side, come[-1]))
    return found


def owed_since(facts: JobFacts, since: date, today: date) -> date | None:
    """Since when a question has been owed that could have been put; None where none is. `since`: the day the job was
    written down, for nobody owed anything before; a new ladder owes nothing before its day either."""
    known = max(since, facts.ladder.since or since)
    days = [max(day, known, _quiet_until(facts, side)) for side, day in due(facts, today)]
    return min((_awake(facts, day) for day in days), default=None)


def _awake(facts: JobFacts, day: date) -> date:
    while is_resting(day, facts.closings):
        day += timedelta(days=1)
    return day


def is_last_look(facts: JobFacts, today: date) -> bool:
    """Whether a coordinator should see today if she is still there: once, nine months on."""
    return facts.ended_on is None and not facts.is_looked_at and today >= last_look_on(facts.starts_on)


def next_check(facts: JobFacts, today: date) -> date | None:
    """The day somebody will next ask about this job; None once it has ended or been followed for nine months."""
    if facts.ended_on is not None:
        return None
    if due(facts, today) or is_last_look(facts, today):
        return today
    days = [max(day, today, _quiet_until(facts, side)) for side in JobSide for day in to_come(facts, side)]
    if not facts.is_looked_at:
        days.append(last_look_on(facts.starts_on))
    return _awake(facts, min(days)) if days else None


def moved_to(today: date) -> date:
    return today + timedelta(days=MOVE_DAYS)


@dataclass(frozen=True, slots=True)
class Spell:
    """A job as the curve sees it."""

    starts_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Point:
    """After so many months: how many jobs have been observed that long, and how many of them still stood."""

    months: int
    seen: int
    still: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.still / self.seen) if self.seen else None

    @property
    def is_shown(self) -> bool:
        """A share of fewer than five people points at somebody (M10)."""
        return self.seen >= SMALL


def survival(jobs: Iterable[Spell], today: date) -> list[Point]:
    """How many are still in the job after 1, 3, 6 and 9 months, of those whose start lies that far back.

    A plain share, not an estimate: a job that has not been observed so long is not counted at that point.
    """
    spells = [job for job in jobs if job.starts_on <= today]
    points = []
    for months in CURVE_MONTHS:
        seen = [job for job in spells if add_months(job.starts_on, months) <= today]
        still = [job for job in seen if job.ended_on is None or job.ended_on >= add_months(job.starts_on, months)]
        points.append(Point(months, len(seen), len(still)))
    return points
