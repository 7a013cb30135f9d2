"""Thinking about the share the state's audit asked for: active pairs that nobody has followed up on.

The audit of 2019 looked for a documented follow-up and found none in about a third of the cases (pains-and-moonshots.md,
pain 4, and M6). Documented is an answer from either of the two, or a task about the pair that a member of staff has
done. A question without an answer is no follow-up, and neither is a meeting: that the two met is their business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

SETTLE_DAYS = 14  # the first question comes on day 7 and is a task on day 14: until then nothing can be missing
PERIOD_DAYS = 90  # what the desk shows: longer than any rhythm a programme starts with


@dataclass(frozen=True, slots=True)
class PairInPeriod:
    """A pair that ran at some time in a period; both days included."""

    ref: str
    began_on: date
    ended_on: date | None
    paused_since: date | None
    is_followed_up: bool


@dataclass(frozen=True, slots=True)
class FollowUpShare:
    """How many pairs the period asks about, and the refs of those without documented follow-up."""

    pairs: int
    without: tuple[str, ...]

    @property
    def percent(self) -> int | None:
        """Whole per cent, 0 to 100, never rounded to none; None where there is no pair to ask about."""
        if self.pairs == 0:
            return None
        return -(-100 * len(self.without) // self.pairs)


def counts(pair: PairInPeriod, since: date, until: date) -> bool:
    """Whether a pair ran long enough inside the period that somebody should have heard from it."""
    ends = [day for day in (pair.ended_on, pair.paused_since, until) if day is not None]
    return (min(ends) - max(pair.began_on, since)).days >= SETTLE_DAYS


def share(found: list[PairInPeriod], since: date, until: date) -> FollowUpShare:
    asked = [pair for pair in found if counts(pair, since, until)]
    return FollowUpShare(len(asked), tuple(pair.ref for pair in asked if not pair.is_followed_up))


def last_days(today: date, days: int = PERIOD_DAYS) -> tuple[date, date]:
    """The period of so many days that ends today."""
    return today - timedelta(days=days), today
