"""Thinking about follow-ups: what is due for a pair on a day, derived from what has happened.

Nothing is scheduled. Each question runs in a stream of days (a first day, then every so often), and what
is due is the stream's latest day that has come and has not been asked about. So a worker that was down for
a month asks once, not four times, and a pair that is paused, extended or moved needs no re-timing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from mentors.followups.rules_ladder import GAP_DAYS, LEVELS, Ladder, Levels, Rungs, ladder_of
from mentors.followups.rules_ladder import CheckKind as CheckKind
from mentors.meetings.rules import Face
from mentors.pairing.rules import Fit, PairState
from mentors.programmes.rules import Side

YES, NO, EXTEND, FINISH = "yes", "no", "extend", "finish"
# What may be answered to each question, in the order it is shown.
CHOICES: Mapping[CheckKind, tuple[str, ...]] = {
    CheckKind.first_contact: (YES, NO),
    CheckKind.fit: (Fit.good, Fit.deciding, Fit.bad),
    CheckKind.check_in: (Face.good, Face.ok, Face.bad),
    CheckKind.ending: (EXTEND, FINISH),
    CheckKind.afterwards: (Face.good, Face.ok, Face.bad),
}

# Product defaults, not law (facts.md 5.4 and 5.11).
LOOK_DAYS = 28  # a pause without an end, or a pair that wants no questions, is looked at this often
LONGEST_CLOSING_DAYS = 28  # a longer closing does not silence the house: somebody has mistyped a year
LATEST_DAYS = 60  # so long after its day a question about what is over still makes sense


Closing = tuple[date, date]  # the first and the last day on which a town hall is shut


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
    ended_on: date | None = None
    fits: Mapping[Side, Fit | None] = field(default_factory=dict)
    ladder: Ladder = field(default_factory=lambda: ladder_of(7, 1, 30))
    stopped: Mapping[tuple[CheckKind, Side], date] = field(default_factory=dict)  # "do not ask me that again"
    closings: tuple[Closing, ...] = ()  # the town's


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
    """Days on which a question is due for a side: some given ones, then every so many days, before `until`."""

    kind: CheckKind
    side: Side
    days: tuple[date, ...]  # ascending, at least one
    every: int | None
    until: date | None = None

    def latest(self, today: date) -> date | None:
        """The last of the days that has come."""
        last = today if self.until is None else min(today, self.until - timedelta(days=1))
        if last < self.days[0]:
            return None
        if self.every is None or last < self.days[-1]:
            return max(day for day in self.days if day <= last)
        return self.days[-1] + timedelta(days=(last - self.days[-1]).days // self.every * self.every)

    def after(self, day: date) -> date | None:
        """The first of the days that lies behind a day."""
        found = next((each for each in self.days if each > day), None)
        if found is None and self.every is not None:
            steps = (day - self.days[-1]).days // self.every + 1
            found = self.days[-1] + timedelta(days=steps * self.every)
        return found if found is not None and (self.until is None or found < self.until) else None


Asked = Mapping[tuple[CheckKind, Side], date]  # the latest day each side was asked about


def is_resting(day: date, closings: Iterable[Closing] = ()) -> bool:
    """From 24 December to 1 January nobody is asked anything (facts.md 5.11), nor while the town hall is shut."""
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) == (1, 1):
        return True
    return any(first <= day <= last for first, last in closings if (last - first).days < LONGEST_CLOSING_DAYS)


def streams(facts: PairFacts) -> Iterator[Stream]:
    """The questions that run for a pair in the state it is in. A paused pair is asked nothing, and nobody
    what she does not want to be asked."""
    for stream in _all_streams(facts):
        if (stream.kind, stream.side) not in facts.stopped:
            yield stream


def _all_streams(facts: PairFacts) -> Iterator[Stream]:
    for side in Side:
        if facts.state is PairState.agreed:
            yield from _getting_going(facts, side)
        elif facts.state is PairState.active:
            yield from _under_way(facts, side)
        elif facts.state is PairState.ended:
            yield from _over(facts, side)


def _stream(facts: PairFacts, kind: CheckKind, side: Side, since: date, until: date | None = None) -> Iterator[Stream]:
    rungs = facts.ladder.rungs.get(kind, Rungs(()))
    if rungs.days:
        yield Stream(kind, side, tuple(since + timedelta(days=day) for day in rungs.days), rungs.every, until)


def _getting_going(facts: PairFacts, side: Side) -> Iterator[Stream]:
    if facts.first_met_on is None:
        yield from _stream(facts, CheckKind.first_contact, side, facts.agreed_on)
    elif facts.fits.get(side) is not Fit.good or all(facts.fits.get(each) is Fit.good for each in Side):
        yield from _stream(facts, CheckKind.fit, side, facts.first_met_on)


def _under_way(facts: PairFacts, side: Side) -> Iterator[Stream]:
    since = facts.active_on or facts.first_met_on or facts.agreed_on
    rungs = facts.ladder.rungs.get(CheckKind.ending, Rungs(()))
    if facts.planned_end_on is None or not rungs.days:
        yield from _stream(facts, CheckKind.check_in, side, since)
        return
    earliest = since + timedelta(days=1)
    days = sorted({max(facts.planned_end_on - timedelta(days=day), earliest) for day in rungs.days})
    yield from _stream(facts, CheckKind.check_in, side, since, until=days[0])
    # A pair past its end that nobody has closed is asked on: nobody is forgotten.
    yield Stream(CheckKind.ending, side, tuple(days), rungs.every)


def _over(facts: PairFacts, side: Side) -> Iterator[Stream]:
    """What is asked some months after a pair that had really begun."""
    rungs = facts.ladder.rungs.get(CheckKind.afterwards, Rungs(()))
    if facts.ended_on is not None and facts.active_on is not None and rungs.days:
        until = facts.ended_on + timedelta(days=rungs.days[-1] + LATEST_DAYS)
        yield from _stream(facts, CheckKind.afterwards, side, facts.ended_on, until)


def due(facts: PairFacts, asked: Asked, today: date) -> list[Due]:
    """What must be asked today, each thing once: the latest missed day of each stream only.

    Days that fell before the pair went on after a pause are let go.
    """
    if is_resting(today, facts.closings):
        return []
    found = [(stream, day) for stream in streams(facts) if (day := _open_day(facts, stream, asked, today))]
    return [Due(stream.kind, stream.side, day) for stream, day in found]


def _open_day(facts: PairFacts, stream: Stream, asked: Asked, today: date) -> date | None:
    day = stream.latest(today)
    said = asked.get((stream.kind, stream.side))
    if day is None or (said is not None and day < said + timedelta(days=GAP_DAYS)):
        return None
    if facts.state is PairState.ended and (today - day).days > LATEST_DAYS:
        return None
    return None if facts.resumed_on is not None and day <= facts.resumed_on else day


def next_follow_up(facts: PairFacts, asked: Asked, today: date) -> date | None:
    """The day somebody will next look after this pair. Every running pair has one; others have none but the
    question some months after."""
    if facts.state is PairState.paused:
        return awake(facts, _pause_looked_at(facts, today))
    days = [next_of(facts, stream, asked, today) for stream in streams(facts)]
    quiet = _quiet_since(facts, today)
    if quiet is not None:
        days.append(_next_look(quiet, today))
    return min((awake(facts, day) for day in days if day is not None), default=None)


def next_of(facts: PairFacts, stream: Stream, asked: Asked, today: date) -> date | None:
    """The day one question comes next: today where it is due."""
    if _open_day(facts, stream, asked, today):
        return today
    said = asked.get((stream.kind, stream.side))
    return stream.after(today if said is None else max(today, said + timedelta(days=GAP_DAYS - 1)))


def awake(facts: PairFacts, day: date) -> date:
    """The day itself, or the first after the days of rest."""
    while is_resting(day, facts.closings):
        day += timedelta(days=1)
    return day


def _next_look(since: date, today: date) -> date:
    return since + timedelta(days=max(1, (today - since).days // LOOK_DAYS + 1) * LOOK_DAYS)


def _pause_looked_at(facts: PairFacts, today: date) -> date:
    """A pause with an end resumes by itself that day; one without is looked at every four weeks."""
    if facts.paused_until is not None:
        return max(facts.paused_until, today)
    return _next_look(facts.paused_on or today, today)


def _latest_look(since: date, today: date) -> date | None:
    ages = (today - since).days // LOOK_DAYS
    return since + timedelta(days=ages * LOOK_DAYS) if ages > 0 else None


def long_pause_on(facts: PairFacts, today: date) -> date | None:
    """The latest day on which a pause without an end had lasted another four weeks, if any."""
    if facts.state is not PairState.paused or facts.paused_until is not None or facts.paused_on is None:
        return None
    return _latest_look(facts.paused_on, today)


def quiet_on(facts: PairFacts, today: date) -> date | None:
    """The latest day on which a running pair with no question left to ask had been quiet for another four weeks."""
    since = _quiet_since(facts, today)
    return None if since is None else _latest_look(since, today)


def _quiet_since(facts: PairFacts, today: date) -> date | None:
    """Since when a running pair has no question ahead, because both have said no to what there is to ask."""
    if facts.state not in (PairState.agreed, PairState.active):
        return None
    if any(stream.after(today) is not None for stream in streams(facts)):
        return None
    return max(facts.stopped.values(), default=facts.agreed_on)


def is_wanted(kind: CheckKind, side: Side, facts: PairFacts) -> bool:
    """Whether a question asked earlier still makes sense as the pair is now; a pause keeps it."""
    if facts.state is PairState.paused:
        return True
    return any(stream.kind is kind and stream.side is side for stream in streams(facts))


def with_ladder(facts: PairFacts, ladder: Ladder) -> PairFacts:
    """The same pair under another ladder."""
    return replace(facts, ladder=ladder)


class Step(StrEnum):
    wait = "wait"
    remind = "remind"
    second = "second"  # the same on the person's other channel
    task = "task"


def escalation(
    asked_on: date, reminded_on: date | None, second_on: date | None, today: date, levels: Levels = LEVELS
) -> Step:
    """What silence calls for: a reminder, then the other channel, then a task for a coordinator. Whoever was not
    reminded in time, because the worker was down, is reminded first and has as long to answer as everybody."""
    if reminded_on is None:
        return Step.remind if (today - asked_on).days >= levels.remind else Step.wait
    waited = (today - reminded_on).days
    if second_on is None:
        return Step.second if waited >= levels.second - levels.remind else Step.wait
    return Step.task if (today - second_on).days >= levels.task - levels.second else Step.wait


def days_late(due_on: date, told_on: date, opens_on: date) -> int:
    """How many days after its day a question was put; 0 where it could not leave before (`opens_on`: the first
    day from the due one on which messages may leave)."""
    return max(0, (told_on - max(due_on, opens_on)).days)
