"""A programme's follow-up ladder: which question comes on which day, and what silence calls for. Data, with versions.

Each question counts its days from its own beginning: first contact from the day both said yes, fit from the first
meeting, check-ins from the day the pair became active, the ending backwards from the planned end, afterwards from the
day the pair ended. A ladder that would let a running pair fall silent is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any


class CheckKind(StrEnum):
    first_contact = "first_contact"  # have you two been in touch?
    fit = "fit"  # good fit / still deciding / not a good fit
    check_in = "check_in"  # how is it going?
    ending = "ending"  # the planned end is near: go on or finish?
    afterwards = "afterwards"  # some months after the end: how is it going now?


# Asked as long as a pair runs: without a rhythm, a pair could be forgotten.
RUNNING = (CheckKind.first_contact, CheckKind.fit, CheckKind.check_in, CheckKind.ending)

# Product defaults, not law (facts.md 5.4; systems.md rows 9 and 35).
AGAIN_DAYS = 14  # a pair that has not got going, or is past its end, is asked again this often
ENDING_DAYS = 14  # before the planned end
AFTERWARDS_DAYS = 91  # three months on
GAP_DAYS = 7  # nobody is asked the same thing twice within a week, whatever has been changed
MOST_DAYS = 730
MOST_RUNGS = 20
# After a job start (M12): 26 weeks, to the newcomer and to the company.
JOB_DAYS = (7, 14, 28, 56, 91, 140, 182)


@dataclass(frozen=True, slots=True)
class Rungs:
    """The days of one question, ascending, and how often it comes again after the last; None: never."""

    days: tuple[int, ...]
    every: int | None = None


@dataclass(frozen=True, slots=True)
class Levels:
    """Days after asking on which silence calls for a reminder, the other channel, and a coordinator."""

    remind: int = 3
    second: int = 5
    task: int = 7


LEVELS = Levels()
JOB_LEVELS = Levels(2, 3, 5)  # done before the next week's question comes


@dataclass(frozen=True, slots=True)
class Ladder:
    rungs: Mapping[CheckKind, Rungs] = field(default_factory=lambda: MappingProxyType({}))
    levels: Levels = LEVELS
    number: int = 0  # the version; 0 is what the programme's own settings make


def ladder_of(first_contact_days: int, fit_after_days: int, check_every_days: int) -> Ladder:
    """The ladder a programme has until somebody writes another."""
    every = max(GAP_DAYS, check_every_days)
    return Ladder(
        {
            CheckKind.first_contact: Rungs((max(1, first_contact_days),), AGAIN_DAYS),
            CheckKind.fit: Rungs((max(0, fit_after_days),), AGAIN_DAYS),
            CheckKind.check_in: Rungs((every,), every),
            CheckKind.ending: Rungs((ENDING_DAYS,), AGAIN_DAYS),
            CheckKind.afterwards: Rungs((AFTERWARDS_DAYS,)),
        }
    )


class Fault(StrEnum):
    """Why a line of days will not do."""

    not_days = "not_days"  # something that is no whole number
    negative = "negative"
    too_far = "too_far"
    too_many = "too_many"
    none = "none"  # a running pair would never be asked
    too_close = "too_close"  # twice within a week
    every = "every"  # the rhythm is missing, or shorter than a week
    levels = "levels"  # reminder, second channel, coordinator: not in that order


_SPLIT = re.compile(r"[\s,;.]+")


def read_days(written: str) -> tuple[int, ...] | Fault:
    """The days somebody wrote, such as `7, 30 60`, ascending; or what is wrong with them."""
    words = [word for word in _SPLIT.split(written.strip()) if word]
    if any(not word.lstrip("-").isascii() or not word.lstrip("-").isdigit() for word in words):
        return Fault.not_days
    if any(word.startswith("-") for word in words):
        return Fault.negative
    if any(len(word) > 6 for word in words):
        return Fault.too_far
    return tuple(sorted(int(word) for word in words))


def fault_in(kind: CheckKind, rungs: Rungs) -> Fault | None:
    """What is wrong with one question's days; None where nothing is."""
    found = fault_in_days(rungs.days, needed=kind in RUNNING)
    if found is not None:
        return found
    if kind in RUNNING and (rungs.every is None or not GAP_DAYS <= rungs.every <= MOST_DAYS):
        return Fault.every
    return None


def fault_in_days(days: tuple[int, ...], *, needed: bool) -> Fault | None:
    if len(days) > MOST_RUNGS:
        return Fault.too_many
    if not days:
        return Fault.none if needed else None
    if min(days) < 0:
        return Fault.negative
    if max(days) > MOST_DAYS:
        return Fault.too_far
    if any(later - day < GAP_DAYS for day, later in pairwise(days)):
        return Fault.too_close
    return None


def are_levels(levels: Levels) -> bool:
    """Reminder, then the other channel, then the coordinator, all within a month."""
    return 1 <= levels.remind < levels.second < levels.task <= 30


# --- as it is kept ----------------------------------------------------------------------------------


def written(ladder: Ladder) -> dict[str, Any]:
    """A ladder as data, to be kept."""
    return {
        "rungs": {str(kind): {"days": list(rungs.days), "every": rungs.every} for kind, rungs in ladder.rungs.items()},
        "levels": [ladder.levels.remind, ladder.levels.second, ladder.levels.task],
    }


def read(data: Mapping[str, Any], number: int) -> Ladder:
    """A ladder from data that `written` made."""
    known = {str(kind): kind for kind in CheckKind}
    rungs = {
        known[name]: Rungs(tuple(row["days"]), row["every"])
        for name, row in data.get("rungs", {}).items()
        if name in known
    }
    return Ladder(rungs, Levels(*data.get("levels", (LEVELS.remind, LEVELS.second, LEVELS.task))), number)
