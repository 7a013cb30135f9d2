"""Thinking about who answers while somebody is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ChangeReason(StrEnum):
    """Why somebody got another person at the municipality. The newcomer reads it on her page (systems.md row 48)."""

    stopped = "stopped"
    workload = "workload"
    knows_area = "knows_area"
    language = "language"
    wish = "wish"
    group = "group"
    group_over = "group_over"
    other_work = "other_work"


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody's absence, both days included; without a last day it lasts until she is back."""

    account_id: int
    from_on: date
    until_on: date | None
    substitute_id: int | None


def is_away(away: Away, on: date) -> bool:
    """Whether an absence covers a day: its last day, too, until midnight."""
    return away.from_on <= on and (away.until_on is None or on <= away.until_on)


def stands_in(account_id: int | None, absences: Iterable[Away], working: Collection[int], on: date) -> int | None:
    """Who answers on a day for what somebody is responsible for.

    Herself, unless she is away; then her substitute, or whoever stands in for that one. None, which is the
    whole team, where nobody is responsible, the account is closed, no substitute is named, or the
    substitutes are away in a circle.
    """
    away: dict[int, int | None] = {}
    for one in absences:  # the latest word counts where two cover a day
        if is_away(one, on):
            away[one.account_id] = one.substitute_id
    asked: set[int] = set()
    while account_id is not None and account_id in working and account_id not in asked:
        if account_id not in away:
            return account_id
        asked.add(account_id)
        account_id = away[account_id]
    return None


def overlaps(one: Away, from_on: date, until_on: date | None) -> bool:
    """Whether an absence shares a day with another period."""
    return (one.until_on is None or from_on <= one.until_on) and (until_on is None or one.from_on <= until_on)
