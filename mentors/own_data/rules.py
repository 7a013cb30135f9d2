"""Thinking about own data: how long each kind is kept, who goes when, and the pause before somebody is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentors.core.calendar import add_months


class RetentionKind(StrEnum):
    """The kinds of data that have an age of their own."""

    application = "application"  # somebody for whom nothing came of it
    ended_pair = "ended_pair"  # somebody whose last pair has ended
    attendance = "attendance"  # by name; a count afterwards
    messages = "messages"
    journal = "journal"  # the name on a line; the line stays
    plans = "plans"  # what a plan knew of people; its numbers stay


# facts.md 5.5: product defaults, to be decided by the municipality's data protection officer.
DEFAULT_MONTHS: Mapping[RetentionKind, int] = {
    RetentionKind.application: 12,
    RetentionKind.ended_pair: 24,
    RetentionKind.attendance: 12,
    RetentionKind.messages: 6,
    RetentionKind.journal: 60,
    RetentionKind.plans: 24,  # a plan can be reopened a year later, and then some
}
PEOPLE_GO = (RetentionKind.application, RetentionKind.ended_pair)  # with these the whole person goes, after a notice
LEAST_MONTHS, MOST_MONTHS = 1, 120
NOTICE_DAYS = 30  # Coding Pirates' practice (facts.md 5.5): told thirty days ahead, and a word is enough to stay
LONGEST_EXTRA_MONTHS = 24  # "keep longer" always has an end
PAUSE = timedelta(hours=24)  # between "forget me" and being forgotten


@dataclass(frozen=True, slots=True)
class Decided:
    """How long a kind is kept, as decided from a day on."""

    kind: RetentionKind
    valid_from: date
    months: int


def months_on(kind: RetentionKind, decided: Iterable[Decided], day: date) -> int:
    """How many months a kind is kept on a day: the newest decision in force, else the house's default."""
    standing = [one for one in decided if one.kind is kind and one.valid_from <= day]
    return max(standing, key=lambda one: one.valid_from).months if standing else DEFAULT_MONTHS[kind]


class Holding(StrEnum):
    """Why somebody is not up for going, however old her data is."""

    open_pair = "open_pair"
    taking_part = "taking_part"  # approved or resting in a programme
    in_association = "in_association"  # signs in or volunteers for one, or is on her way to one
    young = "young"  # a member or helper among the young, or with children
    working = "working"  # a job that is followed up
    coming = "coming"  # a seat at something that is yet to come
    open_task = "open_task"
    kept_longer = "kept_longer"


@dataclass(frozen=True, slots=True)
class Footprint:
    """What is known about somebody's last days with us."""

    last_on: date  # the last day anything happened: signed up, came, met, answered
    pair_ended_on: date | None = None  # the last day of her last pair that ran
    holding: frozenset[Holding] = frozenset()
    kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class Going:
    """When somebody goes, and by which rule. `holding` says why she does not, for now."""

    kind: RetentionKind
    on: date
    holding: tuple[Holding, ...] = ()

    @property
    def stays(self) -> bool:
        return bool(self.holding)


def goes(print_: Footprint, months: Mapping[RetentionKind, int], today: date) -> Going:
    """The day somebody goes: so many months after her last pair, or after the last sign of her without one.
    Whoever is in something goes nowhere; whoever is kept longer stays through that day."""
    paired = print_.pair_ended_on is not None
    kind = RetentionKind.ended_pair if paired else RetentionKind.application
    since = max(print_.last_on, print_.pair_ended_on or print_.last_on)
    day = add_months(since, months[kind])
    holding = set(print_.holding)
    if print_.kept_until is not None:
        day = max(day, print_.kept_until + timedelta(days=1))
        if print_.kept_until >= today:
            holding.add(Holding.kept_longer)
    return Going(kind, day, tuple(sorted(holding)))


class Step(StrEnum):
    """What the nightly look does about somebody."""

    nothing = "nothing"
    tell = "tell"
    go = "go"
    take_back = "take_back"  # she was told, and something has happened since


def next_step(going: Going, today: date, told_on: date | None) -> Step:
    """Told thirty days ahead and never fewer: a late notice moves the day. Whoever is in something again, or
    has been around again, is left in peace."""
    near = going.on <= today + timedelta(days=NOTICE_DAYS)
    if going.stays or not near:
        return Step.take_back if told_on is not None else Step.nothing
    if told_on is None:
        return Step.tell
    return Step.go if goes_on(going, told_on) <= today else Step.nothing


def goes_on(going: Going, told_on: date) -> date:
    """The day she really goes: the rule's day, and at least thirty days after she was told."""
    return max(going.on, told_on + timedelta(days=NOTICE_DAYS))


def backups_until(day: date, kept_days: int) -> date:
    """The last day on which a backup taken on `day` is still there."""
    return day + timedelta(days=kept_days)


def is_due(due_at: datetime, now: datetime) -> bool:
    return due_at <= now


def receipt_lasts(kept_days: int) -> timedelta:
    """How long the receipt can be opened: until the last backup with her in it is gone."""
    return timedelta(days=kept_days + 1)
