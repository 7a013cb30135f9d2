"""Thinking about follow-ups: what is due for a pair on a day, derived from what has happened.

Nothing is scheduled. Each question runs in a stream of days (a first day, then every so often), and what
is due is the stream's latest day that has come and has not been asked about. So a worker that was down for
a month asks once, not four times, and a pair that is paused, extended or moved needs no re-timing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from mentors.meetings.rules import Face
from mentors.pairing.rules import Fit, PairState
from mentors.programmes.rules import Side


class CheckKind(StrEnum):
    first_contact = "first_contact"  # have you two been in touch?
    fit = "fit"  # good fit / still deciding / not a good fit
    check_in = "check_in"  # how is it going?
    ending = "ending"  # the planned end is near: go on or finish?


YES, NO, EXTEND, FINISH = "yes", "no", "extend", "finish"
# What may be answered to each question, in the order it is shown.
CHOICES: Mapping[CheckKind, tuple[str, ...]] = {
    CheckKind.first_contact: (YES, NO),
    CheckKind.fit: (Fit.good, Fit.deciding, Fit.bad),
    CheckKind.check_in: (Face.good, Face.ok, Face.bad),
    CheckKind.ending: (EXTEND, FINISH),
}

# Product defaults, not law (facts.md 5.4 and 5.11).
AGAIN_DAYS = 14  # a pair that has not got going, or is past its end, is asked again this often
ENDING_DAYS = 14  # before the planned end
LONG_PAUSE_DAYS = 28  # a pause without an end is looked at this often
REMIND_DAYS = 3
SILENCE_DAYS = 7


@dataclass(frozen=True, slots=True)
class PairFacts:
    """What follow-ups need to know of a pair. Days are days in Denmark."""

    state: PairState
    agreed_on: date
    first_met_on: date | None = None
    active_on: date | None = None
    planned_end_on: date | None = None
    paused_on: date | None = None
    paused_until: date | None = None
    resumed_on: date | None = None  # the last time it went on after a pause
    fits: Mapping[Side, Fit | None] = field(default_factory=dict)
    first_contact_days: int = 7
    fit_after_days: int = 1
    check_every_days: int = 30


@dataclass(frozen=True, slots=True)
class Due:
    kind: CheckKind
    side: Side
    due_on: date

    @property
    def period(self) -> str:
        """What makes this question one of a kind."""
        return self.due_on.isoformat()


@dataclass(frozen=True, slots=True)
class Stream:
    """Days on which a question is due for a side: the first, then every so many days, before `until`."""

    kind: CheckKind
    side: Side
    first: date
    every: int
    until: date | None = None

    def latest(self, today: date) -> date | None:
        """The last of the days that has come."""
        last = today if self.until is None else min(today, self.until - timedelta(days=1))
        if last < self.first:
            return None
        return self.first + timedelta(days=(last - self.first).days // self.every * self.every)

    def after(self, day: date) -> date | None:
        """The first of the days that lies behind a day."""
        steps = 0 if day < self.first else (day - self.first).days // self.every + 1
        found = self.first + timedelta(days=steps * self.every)
        return found if self.until is None or found < self.until else None


Asked = Mapping[tuple[CheckKind, Side], date]  # the latest day each side was asked about


def is_resting(day: date) -> bool:
    """From 24 December to 1 January nobody is asked anything (facts.md 5.11)."""
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1)


def streams(facts: PairFacts) -> Iterator[Stream]:
    """The questions that run for a pair in the state it is in. A paused pair is asked nothing."""
    for side in Side:
        if facts.state is PairState.agreed:
            yield from _getting_going(facts, side)
        elif facts.state is PairState.active:
            yield from _under_way(facts, side)


def _getting_going(facts: PairFacts, side: Side) -> Iterator[Stream]:
    if facts.first_met_on is None:
        first = facts.agreed_on + timedelta(days=max(1, facts.first_contact_days))
        yield Stream(CheckKind.first_contact, side, first, AGAIN_DAYS)
    elif facts.fits.get(side) is not Fit.good or all(facts.fits.get(each) is Fit.good for each in Side):
        yield Stream(CheckKind.fit, side, facts.first_met_on + timedelta(days=facts.fit_after_days), AGAIN_DAYS)


def _under_way(facts: PairFacts, side: Side) -> Iterator[Stream]:
    every = max(1, facts.check_every_days)
    since = facts.active_on or facts.first_met_on or facts.agreed_on
    if facts.planned_end_on is None:
        yield Stream(CheckKind.check_in, side, since + timedelta(days=every), every)
        return
    ending = facts.planned_end_on - timedelta(days=ENDING_DAYS)
    yield Stream(CheckKind.check_in, side, since + timedelta(days=every), every, until=ending)
    # A pair past its end that nobody has closed is asked on: nobody is forgotten.
    yield Stream(CheckKind.ending, side, max(ending, since + timedelta(days=1)), AGAIN_DAYS)


def due(facts: PairFacts, asked: Asked, today: date) -> list[Due]:
    """What must be asked today, each thing once: the latest missed day of each stream only.

    Days that fell before the pair went on after a pause are let go.
    """
    if is_resting(today):
        return []
    found = [(stream, day) for stream in streams(facts) if (day := _open_day(facts, stream, asked, today))]
    return [Due(stream.kind, stream.side, day) for stream, day in found]


def _open_day(facts: PairFacts, stream: Stream, asked: Asked, today: date) -> date | None:
    day = stream.latest(today)
    said = asked.get((stream.kind, stream.side))
    if day is None or (said is not None and day <= said):
        return None
    return None if facts.resumed_on is not None and day <= facts.resumed_on else day


def next_follow_up(facts: PairFacts, asked: Asked, today: date) -> date | None:
    """The day somebody will next look after this pair. Every running pair has one; others have none."""
    if facts.state is PairState.paused:
        return _awake(_pause_looked_at(facts, today))
    days = []
    for stream in streams(facts):
        days.append(today if _open_day(facts, stream, asked, today) else stream.after(today))
    return min((_awake(day) for day in days if day is not None), default=None)


def _awake(day: date) -> date:
    """The day itself, or the first after the days of rest."""
    while is_resting(day):
        day += timedelta(days=1)
    return day


def _pause_looked_at(facts: PairFacts, today: date) -> date:
    """A pause with an end resumes by itself that day; one without is looked at every four weeks."""
    if facts.paused_until is not None:
        return max(facts.paused_until, today)
    since = facts.paused_on or today
    ages = (today - since).days // LONG_PAUSE_DAYS + 1
    return since + timedelta(days=ages * LONG_PAUSE_DAYS)


def long_pause_on(facts: PairFacts, today: date) -> date | None:
    """The latest day on which a pause without an end had lasted another four weeks, if any."""
    if facts.state is not PairState.paused or facts.paused_until is not None or facts.paused_on is None:
        return None
    ages = (today - facts.paused_on).days // LONG_PAUSE_DAYS
    return facts.paused_on + timedelta(days=ages * LONG_PAUSE_DAYS) if ages > 0 else None


def is_wanted(kind: CheckKind, side: Side, facts: PairFacts) -> bool:
    """Whether a question asked earlier still makes sense as the pair is now; a pause keeps it."""
    if facts.state is PairState.paused:
        return True
    return any(stream.kind is kind and stream.side is side for stream in streams(facts))


class Step(StrEnum):
    wait = "wait"
    remind = "remind"
    task = "task"


def escalation(asked_on: date, reminded_on: date | None, today: date) -> Step:
    """What silence calls for: a reminder on the third day, a task on the seventh. Whoever was not reminded,
    because the worker was down, is reminded first and has as long to answer as everybody."""
    if is_resting(today):
        return Step.wait
    if reminded_on is None:
        return Step.remind if (today - asked_on).days >= REMIND_DAYS else Step.wait
    return Step.task if (today - reminded_on).days >= SILENCE_DAYS - REMIND_DAYS else Step.wait
