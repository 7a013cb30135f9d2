"""Thinking about audits: which pairs a sample takes, what an agreement must state, what was planned.

The state's audit of 2019 read cases in 20 municipalities: documentation was missing in many, and in about a
third there was no follow-up (facts.md 5.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

SAMPLE_MOST = 200
ANSWER_WITHIN_DAYS = 14  # asked, reminded, then a task for the coordinator: until then it still may come
_DAYS_A_MONTH = 365.25 / 12


class Requirement(StrEnum):
    """What an agreement on mentor support must state (LAB chapter 26, section 167; facts.md 5.4)."""

    goal = "goal"
    mentor = "mentor"
    reached = "reached"
    tasks = "tasks"
    duration = "duration"
    hours = "hours"
    complaint = "complaint"


class FollowUpState(StrEnum):
    answered = "answered"
    waiting = "waiting"
    missed = "missed"


def sample(refs: Iterable[str], seed: str, size: int) -> list[str]:
    """So many at random, the same for the same seed, whoever draws and in whatever order they stand.

    Each reference is hashed together with the seed, and the smallest hashes are taken: every set of that size is
    as likely as any other, anybody can draw it again, and one that has gone since changes no other's place.
    Not stratified. All of them where there are no more than asked for.
    """
    return sorted(set(refs), key=lambda ref: (sha256(f"{seed}:{ref}".encode()).hexdigest(), ref))[: max(0, size)]


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    goal: str | None
    mentor: str | None
    way: str | None  # how the mentor is reached
    tasks: str | None
    starts_on: date | None
    ends_on: date | None
    minutes_a_month: int | None
    complaint_on: date | None


def missing(facts: AgreementFacts) -> tuple[Requirement, ...]:
    """What an agreement ought to state and does not, in the law's order."""
    there = {
        Requirement.goal: facts.goal,
        Requirement.mentor: facts.mentor,
        Requirement.reached: facts.way,
        Requirement.tasks: facts.tasks,
        Requirement.duration: facts.starts_on and facts.ends_on,
        Requirement.hours: facts.minutes_a_month,
        Requirement.complaint: facts.complaint_on,
    }
    return tuple(one for one in Requirement if not there[one])


def days_shared(one: tuple[date, date], other: tuple[date, date]) -> int:
    """How many days two periods share, first and last included."""
    return max(0, (min(one[1], other[1]) - max(one[0], other[0])).days + 1)


def planned_minutes(
    minutes_a_month: int | None, runs: tuple[date | None, date | None], period: tuple[date, date]
) -> int | None:
    """The minutes an agreement plans within a period, by the day; None without an agreement to plan by."""
    starts, ends = runs
    if minutes_a_month is None or starts is None or ends is None:
        return None
    return round(minutes_a_month * days_shared((starts, ends), period) / _DAYS_A_MONTH)


def follow_up_state(due_on: date, is_answered: bool, today: date) -> FollowUpState:
    """Whether a question was answered, may still be, or was missed."""
    if is_answered:
        return FollowUpState.answered
    late = today > due_on + timedelta(days=ANSWER_WITHIN_DAYS)
    return FollowUpState.missed if late else FollowUpState.waiting


class PeriodProblem(StrEnum):
    reversed = "reversed"
    to_come = "to_come"


def period_problem(since: date, until: date, today: date) -> PeriodProblem | None:
    """Why a period cannot be audited; None where it can."""
    if until < since:
        return PeriodProblem.reversed
    return PeriodProblem.to_come if since > today else None
