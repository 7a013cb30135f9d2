"""Thinking about the desk: what stands first on the list, and how it is cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, TypeVar

PAGE_SIZE = 50  # lines a person can look through without losing the thread
HISTORY_SHOWN = 30

T = TypeVar("T")

# The rooms name many kinds of line; a coordinator narrows the list by a handful of groups.
_GROUPS = {
    "call": ("task:call_me", "task:wants_to_stop", "task:company_call", "task:job_at_risk"),
    "jobs": ("task:job_",),
    "applications": ("application", "casework:", "consent_overdue", "task:nominee_ready"),
    "waiting": ("pairing.waiting", "pairing.unanswered", "task:declined", "task:lapsed"),
    "pairs": (
        "pairing.",
        "task:new_time",
        "task:bad_face",
        "task:not_a_fit",
        "task:no_contact",
        "task:ending_soon",
        "task:pause_over",
        "task:no_follow_up",
        "task:quiet_pair",
    ),
    "hotline": ("hotline:",),
    "answers": ("task:silence",),
    "records": ("task:unreachable", "task:maybe_same_person", "task:protection_ending", "task:caseworker", "own_data:"),
    "checks": ("task:clearance_", "task:contact_stopped"),
    "associations": ("associations:", "task:consent_withdrawn", "task:membership_check"),
    "sessions": ("gatherings", "task:absent_thrice", "task:leave_ends"),
    "youth": ("youth:", "task:turns_", "task:no_guardian"),
}


def group_of(kind: str) -> str:
    """Which group of the list a kind of line belongs to; `other` for a kind nobody has placed."""
    return next((group for group, starts in _GROUPS.items() if kind.startswith(starts)), "other")


class Line(Protocol):
    """A line of the to-do list, as far as its place on it goes."""

    @property
    def since(self) -> datetime: ...
    @property
    def late(self) -> bool: ...
    @property
    def urgent(self) -> bool: ...


def place_on_list(line: Line) -> tuple[bool, bool, datetime]:
    """Sorts urgent lines first, then late ones, then whatever has waited longest."""
    return not line.urgent, not line.late, line.since


def pages(count: int, size: int = PAGE_SIZE) -> int:
    """How many pages so many lines fill; an empty list is one page."""
    return max(1, -(-count // size))


def page_of(lines: Sequence[T], page: int, size: int = PAGE_SIZE) -> Sequence[T]:
    """The lines of a page counted from 1; the last page for a number beyond it."""
    page = min(max(1, page), pages(len(lines), size))
    return lines[(page - 1) * size : page * size]
