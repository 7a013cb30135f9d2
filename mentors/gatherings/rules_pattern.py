"""A repetition as people choose it, and the RFC 5545 rule it is kept as: there and back again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mentors.gatherings.rules_recurrence import MOST_DAYS, MOST_SESSIONS, NotARule, checked_rule, days_of, parts_of

DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NTHS = ("1", "2", "3", "4", "-1")  # a month always has four of each weekday and a last one, not always a fifth


class Repeat(StrEnum):
    once = "once"
    weekly = "weekly"
    monthly = "monthly"
    yearly = "yearly"
    own = "own"  # a rule beyond these, written by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What was chosen. Blank days, nth and nth_day mean those of the first day."""

    repeat: Repeat
    every: int = 1
    days: tuple[str, ...] = ()
    nth: str = ""
    nth_day: str = ""
    until: date | None = None
    count: int | None = None
    rule: str = ""  # of `own` alone


def to_rule(pattern: Pattern, first: date) -> str | None:
    """The plain rule of a choice whose first day is `first`; None for a single day. Raises NotARule."""
    if pattern.repeat is Repeat.once:
        return None
    if pattern.repeat is Repeat.own:
        if not pattern.rule.strip():
            raise NotARule("no_rule")
        return checked_rule(pattern.rule)
    if pattern.until and pattern.count:
        raise NotARule("two_ends")
    if pattern.until and pattern.until < first:
        raise NotARule("ends_first")
    parts = [f"FREQ={pattern.repeat.upper()}", *_when(pattern, first)]
    if pattern.every != 1 and pattern.repeat is not Repeat.yearly:
        parts.append(f"INTERVAL={pattern.every}")
    if pattern.until:
        parts.append(f"UNTIL={pattern.until:%Y%m%d}")
    if pattern.count:
        parts.append(f"COUNT={pattern.count}")
    return checked_rule(";".join(parts))


def _when(pattern: Pattern, first: date) -> list[str]:
    if pattern.repeat is Repeat.weekly:
        if not set(pattern.days) <= set(DAY_CODES):
            raise NotARule("unreadable")
        days = [code for code in DAY_CODES if code in pattern.days] or [DAY_CODES[first.weekday()]]
        return [f"BYDAY={','.join(days)}"]
    if pattern.repeat is Repeat.yearly:
        return [f"BYMONTH={first.month}", f"BYMONTHDAY={first.day}"]
    if bool(pattern.nth) != bool(pattern.nth_day):
        raise NotARule("half_a_day")
    if pattern.nth and (pattern.nth not in NTHS or pattern.nth_day not in DAY_CODES):
        raise NotARule("unreadable")
    nth = (first.day - 1) // 7 + 1
    return [f"BYDAY={pattern.nth or (nth if nth < 5 else -1)}{pattern.nth_day or DAY_CODES[first.weekday()]}"]


def pattern_of(rule: str | None, first: date) -> Pattern:
    """A plain rule as a choice on a form whose first day is `first`; one beyond the form comes back as it is
    written, such as once a year on another date."""
    if rule is None:
        return Pattern(repeat=Repeat.once)
    own = Pattern(repeat=Repeat.own, rule=rule)
    parts = parts_of(rule)
    frequency, by_day = parts.pop("FREQ"), parts.pop("BYDAY", "")
    every, count = int(parts.pop("INTERVAL", "1")), int(parts.pop("COUNT", "0")) or None
    until = _day(parts.pop("UNTIL", None))
    if until and count:
        return own
    if frequency == "WEEKLY" and not parts:
        days = tuple(by_day.split(",")) if by_day else ()
        return Pattern(repeat=Repeat.weekly, every=every, days=days, until=until, count=count)
    if frequency == "MONTHLY" and not parts and by_day[:-2].removeprefix("+") in NTHS:
        nth = by_day[:-2].removeprefix("+")
        return Pattern(
            repeat=Repeat.monthly, every=every, nth=nth, nth_day=by_day[-2:], until=until, count=count
        )  # fmt: skip
    month, month_day = parts.pop("BYMONTH", ""), parts.pop("BYMONTHDAY", "")
    same_day = (month, month_day) in ((str(first.month), str(first.day)), ("", ""))
    if frequency == "YEARLY" and same_day and every == 1 and not parts and not by_day:
        return Pattern(repeat=Repeat.yearly, until=until, count=count)
    return own


def continued(rule: str | None, first: date) -> str | None:
    """The same repetition told without its first day, so that it may go on from another.

    What the first day said silently is written out, and a number of times becomes the last day.
    """
    if rule is None:
        return None
    parts = parts_of(rule)
    if parts["FREQ"] == "WEEKLY":
        parts.setdefault("BYDAY", DAY_CODES[first.weekday()])
    elif parts["FREQ"] == "MONTHLY" and not {"BYDAY", "BYMONTHDAY"} & set(parts):
        parts["BYMONTHDAY"] = str(first.day)
    elif parts["FREQ"] == "YEARLY" and not {"BYDAY", "BYMONTHDAY", "BYMONTH"} & set(parts):
        parts |= {"BYMONTH": str(first.month), "BYMONTHDAY": str(first.day)}
    if parts.pop("COUNT", None):
        counted = days_of(rule, first, first + timedelta(days=MOST_DAYS))
        if counted and len(counted) < MOST_SESSIONS:
            parts["UNTIL"] = f"{counted[-1]:%Y%m%d}"
    return checked_rule(";".join(f"{name}={value}" for name, value in parts.items()))


def _day(value: str | None) -> date | None:
    return date(int(value[:4]), int(value[4:6]), int(value[6:8])) if value else None
