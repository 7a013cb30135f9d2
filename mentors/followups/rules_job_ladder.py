"""A municipality's ladder of checks after a job start: when each side is asked, until which week, and what silence
calls for. Data, with versions, as a programme's ladder is.

The coordinator's last look at nine months is no part of it: it comes whatever is written here, so no ladder lets a
running job fall silent before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from mentors.followups.rules_ladder import (
    GAP_DAYS,
    JOB_DAYS,
    JOB_LEVELS,
    MOST_DAYS,
    Fault,
    Levels,
    Rungs,
    are_levels,
    fault_in_days,
)

UNTIL_WEEKS = 26  # systems.md row 35: the first six months decide
MOST_WEEKS = 39  # the nine months after which a coordinator looks: never less than 273 days


class JobSide(StrEnum):
    citizen = "citizen"
    company = "company"


_USUAL: Mapping[JobSide, Rungs] = MappingProxyType(dict.fromkeys(JobSide, Rungs(JOB_DAYS)))


@dataclass(frozen=True, slots=True)
class JobLadder:
    """Days after the first working day, for each side; `every`: how often again after the last, None: never."""

    rungs: Mapping[JobSide, Rungs] = field(default_factory=lambda: _USUAL)
    until_weeks: int = UNTIL_WEEKS
    levels: Levels = JOB_LEVELS
    number: int = 0  # the version; 0 is the one every town begins with
    since: date | None = None  # the day it was written: nothing was owed under it before

    @property
    def until_days(self) -> int:
        return self.until_weeks * 7

    def days(self, side: JobSide) -> tuple[int, ...]:
        """Every day a side is asked on, ascending; none for a side that is not asked."""
        rungs = self.rungs.get(side, Rungs(()))
        found = [day for day in rungs.days if day <= self.until_days]
        while rungs.every and found and found[-1] + rungs.every <= self.until_days:
            found.append(found[-1] + rungs.every)
        return tuple(found)


JOB_LADDER = JobLadder()


def fault_in_side(side: JobSide, rungs: Rungs, until_weeks: int) -> Fault | None:
    """What is wrong with one side's days; None where nothing is. The newcomer is always asked, a company need not be."""
    found = fault_in_days(rungs.days, needed=side is JobSide.citizen or rungs.every is not None)
    if found is not None:
        return found
    if rungs.days and rungs.days[-1] > until_weeks * 7:
        return Fault.too_far
    if rungs.every is not None and not GAP_DAYS <= rungs.every <= MOST_DAYS:
        return Fault.every
    return None


def is_sound(ladder: JobLadder) -> bool:
    """Whether a ladder may be kept."""
    return (
        1 <= ladder.until_weeks <= MOST_WEEKS
        and are_levels(ladder.levels)
        and JobSide.citizen in ladder.rungs
        and not any(fault_in_side(side, rungs, ladder.until_weeks) for side, rungs in ladder.rungs.items())
    )


def written(ladder: JobLadder) -> dict[str, Any]:
    """A ladder as data, to be kept."""
    return {
        "rungs": {str(side): {"days": list(rungs.days), "every": rungs.every} for side, rungs in ladder.rungs.items()},
        "until_weeks": ladder.until_weeks,
        "levels": [ladder.levels.remind, ladder.levels.second, ladder.levels.task],
    }


def read(data: Mapping[str, Any], number: int, since: date | None = None) -> JobLadder:
    """A ladder from data that `written` made."""
    rows = data["rungs"]
    rungs = {side: Rungs(tuple(rows[side]["days"]), rows[side]["every"]) for side in JobSide if side in rows}
    return JobLadder(rungs, data["until_weeks"], Levels(*data["levels"]), number, since)
