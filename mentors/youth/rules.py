"""Thinking about the young: how old somebody is, who must be asked, how many adults it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentors.core.calendar import add_months

YOUNGEST, OLDEST = 13, 17  # systems.md row 20
OF_AGE = 18
CHILD_UNDER = 15  # who is younger is guarded by the child certificate (facts.md 5.2)
TURNING = (15, 18)  # systems.md row 22: new rules, own consent, own contact data
ASK_AGAIN_MONTHS = 6
RATIOS = (2, 4, 6, 8, 10, 12, 15)


class SpareJob(StrEnum):
    has = "has"
    wants = "wants"
    neither = "neither"


# --- age ------------------------------------------------------------------------------------------


def turns_on(year: int, month: int, age: int) -> date:
    """The first day of the month in which somebody reaches an age. The day itself is not kept."""
    return date(year + age, month, 1)


def age_on(year: int, month: int, day: date) -> int:
    """Somebody's age, counted as reached only when the month is over: rules that protect hold a little longer."""
    return day.year - year - (day.month <= month)


def is_turning_due(year: int, month: int, age: int, *, known_since: date, on: date) -> bool:
    """Whether the month in which somebody reaches an age has come since we know them."""
    turned = turns_on(year, month, age)
    return turned <= on and known_since < add_months(turned, 1)


def needs_guardian(age: int) -> bool:
    return age < OF_AGE


# --- activities -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Staffing:
    """How an activity stands on a day: the young, the adults who may be there, and how many it takes."""

    young: int
    adults: int
    per_adult: int

    @property
    def needed(self) -> int:
        """At least one adult, and one for every so many young people."""
        return max(1, -(-self.young // self.per_adult))

    @property
    def is_short(self) -> bool:
        return self.adults < self.needed

    @property
    def has_room(self) -> bool:
        """Whether one more can join with the adults there are."""
        return self.young + 1 <= self.adults * self.per_adult


# --- spare-time jobs ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """Of the young people on a day: how many were asked, and what they said last."""

    young: int
    has: int
    wants: int
    neither: int

    @property
    def asked(self) -> int:
        return self.has + self.wants + self.neither

    @property
    def percent(self) -> int | None:
        """The share with a spare-time job, of those who were asked; None before anybody was."""
        return round(100 * self.has / self.asked) if self.asked else None


def share(young: int, said: Iterable[SpareJob]) -> Share:
    answers = list(said)
    return Share(young, *(answers.count(kind) for kind in (SpareJob.has, SpareJob.wants, SpareJob.neither)))


def is_to_be_asked(last: date | None, on: date) -> bool:
    """Whether the question about a spare-time job is due: never asked, or half a year ago."""
    return last is None or add_months(last, ASK_AGAIN_MONTHS) <= on


CONSENT_LINK_LASTS = timedelta(days=365 * 5)
ASK_GUARDIAN_AGAIN = timedelta(days=1)
QUESTION_LASTS = timedelta(days=30)
