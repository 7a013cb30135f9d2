"""Thinking about when: an RFC 5545 rule made into days, and what changing it does to the sessions there are.

Rules run on the wall clock in Denmark: ten o'clock stays ten o'clock when the clocks change.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from mentors.core import clock
from mentors.core.calendar import is_public_holiday
from mentors.gatherings.rules import ClosingKind

MOST_SESSIONS = 400
MOST_DAYS = 731  # two years
EARLIEST, LATEST = time(6), time(22)  # a start outside them is a slip; it also avoids the hour that is not there

# The parts a rule may have, by frequency. Sub-daily parts and combinations that may never come true are left out.
_PARTS = {
    "DAILY": {"INTERVAL", "COUNT", "UNTIL"},
    "WEEKLY": {"INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"},
    "MONTHLY": {"INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "WKST"},
    "YEARLY": {"INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST"},
}
_DAY = "(MO|TU|WE|TH|FR|SA|SU)"
_VALUES = {
    "BYDAY": re.compile(rf"([+-]?[1-5])?{_DAY}(,([+-]?[1-5])?{_DAY})*"),
    "BYMONTHDAY": re.compile(r"-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01]))*"),
    "BYMONTH": re.compile(r"([1-9]|1[0-2])(,([1-9]|1[0-2]))*"),
    "WKST": re.compile(_DAY),
}


class NotARule(ValueError):
    """The text is no repetition that sessions can be made from. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def checked_rule(text: str) -> str:
    """A rule in its plain form (`FREQ=WEEKLY;BYDAY=TU,TH`) from what was typed. Raises NotARule."""
    raw = text.strip().upper().removeprefix("RRULE:")
    try:
        parts = dict(part.split("=", 1) for part in raw.split(";") if part)
    except ValueError:
        raise NotARule("unreadable") from None
    frequency = parts.pop("FREQ", "")
    if frequency not in _PARTS or len(raw) > 200 or not raw.isascii():
        raise NotARule("unreadable")
    if not set(parts) <= _PARTS[frequency] or {"BYDAY", "BYMONTHDAY"} <= set(parts):
        raise NotARule("unsupported")
    if frequency == "WEEKLY" and any(c.isdigit() for c in parts.get("BYDAY", "")):
        raise NotARule("unsupported")
    nths = {any(c.isdigit() for c in item) for item in parts.get("BYDAY", "").split(",")}
    if len(nths) > 1:
        raise NotARule("unsupported")  # "the first Monday and every Tuesday": libraries read it differently
    for name, most in (("INTERVAL", 52), ("COUNT", MOST_SESSIONS)):
        value = parts.get(name)
        if value is not None and not (value.isdigit() and 1 <= int(value) <= most):
            raise NotARule("too_many")
    if any(not pattern.fullmatch(parts[name]) for name, pattern in _VALUES.items() if name in parts):
        raise NotARule("unreadable")
    if "UNTIL" in parts:
        parts["UNTIL"] = _until(parts["UNTIL"])
    rule = ";".join([f"FREQ={frequency}", *(f"{name}={value}" for name, value in sorted(parts.items()))])
    try:
        rrulestr(rule, dtstart=datetime(2026, 1, 1, 12))  # noqa: DTZ001  (a wall clock)
    except (ValueError, TypeError, KeyError, IndexError):
        raise NotARule("unreadable") from None
    return rule


def parts_of(rule: str) -> dict[str, str]:
    """The parts of a checked rule by name."""
    return dict(part.split("=", 1) for part in rule.split(";"))


def _until(value: str) -> str:
    """UNTIL as the end of its day on the wall clock, whichever of RFC 5545's forms it came in."""
    try:
        day = datetime.strptime(value[:8], "%Y%m%d").date()  # noqa: DTZ007
    except ValueError:
        raise NotARule("unreadable") from None
    return f"{day:%Y%m%d}T235959"


def days_of(rule: str | None, first: date, until: date) -> tuple[date, ...]:
    """The days a checked rule falls on from its first day to `until`; without a rule that one day.

    Never more than two years or 400 days. The first day itself counts only where the rule meets it.
    """
    if rule is None:
        return (first,) if first <= until else ()
    parts = parts_of(rule)
    end = min(until, first + timedelta(days=MOST_DAYS))
    if "UNTIL" in parts:
        end = min(end, datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date())  # noqa: DTZ007  (a day)
    # With an end of its own a rule that never comes true is given up there, not in the year 9999.
    most = min(int(parts.pop("COUNT", MOST_SESSIONS)), MOST_SESSIONS)
    parts["UNTIL"] = f"{end:%Y%m%d}T235959"
    found = rrulestr(
        ";".join(f"{name}={value}" for name, value in parts.items()), dtstart=datetime.combine(first, time(12))
    )
    return tuple(moment.date() for moment in islice(found, most))


@dataclass(frozen=True, slots=True)
class Closing:
    """Days on which the house is shut, or the schools are, both ends included."""

    kind: ClosingKind
    from_on: date
    to_on: date

    def covers(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


def open_days(
    days: Iterable[date], closings: Sequence[Closing], *, holidays: bool = True, schools: bool = False
) -> tuple[date, ...]:
    """The days that are left without closing days and, where wished, public and school holidays."""
    kinds = {ClosingKind.closing} | ({ClosingKind.school_holiday} if schools else set())
    shut = [closing for closing in closings if closing.kind in kinds]
    return tuple(
        day
        for day in days
        if not (holidays and is_public_holiday(day)) and not any(closing.covers(day) for closing in shut)
    )


def starts(days: Iterable[date], at: time) -> tuple[datetime, ...]:
    """The instants at which the wall clock shows that time on those days."""
    return tuple(clock.at_local(day, at.hour, at.minute) for day in days)


# --- changing the rule ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Existing:
    """A session there is. `planned_on` is the day the rule gave it, also when it was moved by hand."""

    key: int
    planned_on: date
    starts_at: datetime
    has_people: bool = False  # somebody is signed up, or was written down at the door
    is_edited: bool = False  # has a subject or place of its own: worth keeping, may change its hour
    is_moved: bool = False  # moved by hand: keeps its own time
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new rule means. Nothing with people in it is ever in `drop`: it is named in `stranded`."""

    add: tuple[date, ...] = ()
    keep: tuple[int, ...] = ()
    move: tuple[tuple[int, date], ...] = ()
    drop: tuple[int, ...] = ()
    stranded: tuple[int, ...] = ()


def plan_change(existing: Sequence[Existing], wanted: Iterable[date], at: time, from_on: date, now: datetime) -> Plan:
    """What happens to the sessions when the rule gives `wanted` from a day on; earlier ones are not looked at.

    A session whose day is still wanted keeps it (at the new hour); one whose day is not moves to a free
    wanted day of the same week; what is left goes, unless somebody has signed up or it was changed by hand.
    A cancelled session stays cancelled, so that its day is not filled again.
    """
    open_ = [s for s in existing if s.planned_on >= from_on and s.starts_at > now]
    wanted_days = {day for day in wanted if day >= from_on and clock.at_local(day, at.hour, at.minute) > now}
    past = {s.planned_on for s in existing if s.planned_on >= from_on and s.starts_at <= now}
    free = sorted(wanted_days - past - {s.planned_on for s in open_})
    keep, move, rest = [], [], []
    for session in sorted(open_, key=lambda s: s.starts_at):
        if session.planned_on in wanted_days:
            same = session.starts_at == clock.at_local(session.planned_on, at.hour, at.minute)
            if same or session.is_moved or session.is_cancelled:
                keep.append(session.key)
            else:
                move.append((session.key, session.planned_on))
        else:
            rest.append(session)
    by_week: defaultdict[tuple[int, int], list[date]] = defaultdict(list)
    for day in free:
        by_week[day.isocalendar()[:2]].append(day)
    drop, stranded = [], []
    for session in rest:
        days = by_week[session.planned_on.isocalendar()[:2]]
        if session.is_cancelled:
            keep.append(session.key)
        elif days and not session.is_moved:
            move.append((session.key, days.pop(0)))
        elif session.has_people or session.is_edited or session.is_moved:
            stranded.append(session.key)
        else:
            drop.append(session.key)
    taken = {day for _key, day in move}
    add = tuple(day for day in free if day not in taken)
    return Plan(add, tuple(keep), tuple(move), tuple(drop), tuple(stranded))
