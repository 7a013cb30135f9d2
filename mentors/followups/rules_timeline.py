"""Thinking about pictures: what was and will be asked, on a line of weeks. Numbers only; words and drawing come after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentors.followups import rules
from mentors.followups.rules import Asked, PairFacts
from mentors.followups.rules_ladder import CheckKind, Ladder
from mentors.programmes.rules import Side


class MarkState(StrEnum):
    answered = "answered"
    waiting = "waiting"  # put, no answer yet
    unsent = "unsent"  # due, and the message has not left
    missed = "missed"  # reminded, no answer
    dropped = "dropped"  # life answered it, or it was moved
    next = "next"  # the very next one
    planned = "planned"


@dataclass(frozen=True, slots=True)
class Mark:
    """One question on the picture. `lane` is the row it stands in; `late` the days it came too late."""

    on: date
    lane: str
    kind: str
    state: MarkState
    late: int = 0
    said: str | None = None


AHEAD_DAYS = 120  # how far the picture of a pair looks ahead
MOST_AHEAD = 6  # planned marks in a lane


def ahead(facts: PairFacts, asked: Asked, today: date, days: int = AHEAD_DAYS) -> list[Mark]:
    """The questions to come, as the ladder stands: the very next one is marked as such."""
    until = today + timedelta(days=days)
    found: list[Mark] = []
    if rules.next_follow_up(facts, asked, today) is None:
        return []
    for stream in rules.streams(facts):
        day = rules.next_of(facts, stream, asked, today)
        count = 0
        while day is not None and day <= until and count < MOST_AHEAD:
            found.append(Mark(day, stream.side, stream.kind, MarkState.planned))
            day, count = stream.after(day), count + 1
    found.sort(key=lambda mark: (mark.on, mark.lane))
    return [Mark(m.on, m.lane, m.kind, MarkState.next) if m.on == found[0].on else m for m in found]


# --- the example a ladder is shown on ---------------------------------------------------------------

MEET_DAY, ACTIVE_DAY = 10, 14  # an example pair meets on day 10 and gets going on day 14
MOST_MARKS = 80


def example(ladder: Ladder, months: int) -> list[tuple[CheckKind, int]]:
    """When a pair that runs as planned is asked what: the kind, and the day since both said yes; at most 80."""
    ends = ACTIVE_DAY + round(months * 30.44)
    found = [(CheckKind.first_contact, day) for day in _days(ladder, CheckKind.first_contact)]
    found += [(CheckKind.fit, MEET_DAY + day) for day in _days(ladder, CheckKind.fit)]
    closing = sorted({max(ends - day, ACTIVE_DAY + 1) for day in _days(ladder, CheckKind.ending)})
    found += [(CheckKind.check_in, day) for day in _check_ins(ladder, closing[0] if closing else ends)]
    found += [(CheckKind.ending, day) for day in closing]
    found += [(CheckKind.afterwards, ends + day) for day in _days(ladder, CheckKind.afterwards)]
    return found[:MOST_MARKS]


def _days(ladder: Ladder, kind: CheckKind) -> tuple[int, ...]:
    return ladder.rungs[kind].days if kind in ladder.rungs else ()


def _check_ins(ladder: Ladder, until: int) -> list[int]:
    rungs = ladder.rungs.get(CheckKind.check_in)
    if rungs is None:
        return []
    days = [ACTIVE_DAY + day for day in rungs.days]
    while rungs.every and days and days[-1] + rungs.every < until and len(days) < MOST_MARKS:
        days.append(days[-1] + rungs.every)
    return [day for day in days if day < until]


@dataclass(frozen=True, slots=True)
class Change:
    """What a new ladder does to one running pair: the next day under the old one and under the new."""

    pair_id: int
    before: date | None
    after: date | None

    def comes(self, today: date) -> str:
        """`now`, `sooner`, `later` or `same`."""
        if self.before == self.after:
            return "same"
        if self.after == today:
            return "now"
        return "sooner" if self.before is None or (self.after and self.after < self.before) else "later"


# --- places on the line -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """The days a picture shows, a little wider than what stands on it."""

    first: date
    last: date

    def percent(self, day: date) -> float:
        """How far along a day lies, 3 to 97, so that no mark is cut off at an end."""
        days = max(1, (self.last - self.first).days)
        return round(3 + 94 * min(1.0, max(0.0, (day - self.first).days / days)), 2)

    def ticks(self, most: int = 6) -> list[tuple[float, date]]:
        """At most so many days to write under the line, whole weeks apart, from the first on."""
        weeks = max(1, (self.last - self.first).days // 7)
        step = -(-weeks // most) or 1
        days = [self.first + timedelta(weeks=n) for n in range(0, weeks + 1, step)]
        return [(self.percent(day), day) for day in days]


def span(days: Iterable[date], today: date) -> Span:
    found = [*days, today]
    return Span(min(found), max(max(found), min(found) + timedelta(days=7)))


def side_by_side(marks: Sequence[Mark]) -> list[tuple[Mark, int]]:
    """Each mark with how many others stand before it in its lane on the same day: they are drawn below each other."""
    seen: dict[tuple[str, date], int] = {}
    placed = []
    for mark in marks:
        place = seen.get((mark.lane, mark.on), 0)
        seen[mark.lane, mark.on] = place + 1
        placed.append((mark, min(place, 2)))
    return placed


def sides() -> tuple[str, ...]:
    return tuple(str(side) for side in Side)
