"""A repetition as people say it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from babel import Locale
from babel.dates import format_skeleton, get_month_names
from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from mentors.core import clock
from mentors.gatherings.rules_pattern import DAY_CODES
from mentors.gatherings.rules_recurrence import parts_of
from mentors.gatherings.words import hours
from mentors.kit.speech import say_date, say_day, say_time, spoken_language
from mentors.timetables.words import DAYS

NTH = {
    "": _l("hver %(day)s"),
    "1": _l("den første %(day)s"),
    "2": _l("den anden %(day)s"),
    "3": _l("den tredje %(day)s"),
    "4": _l("den fjerde %(day)s"),
    "5": _l("den femte %(day)s"),
    "-1": _l("den sidste %(day)s"),
    "-2": _l("den næstsidste %(day)s"),
}


def rule(text: str | None, first: datetime, minutes: int | None = None) -> str:
    """A rule as people say it: `Hver tirsdag og torsdag kl. 10.00`, with minutes `kl. 10.00-12.00`, and
    its end where it has one. `first` is the instant the rule counts from.

    Of the few rules that no sentence fits, the hour alone, and the way to the dates.
    """
    time = hours(first, minutes) if minutes else say_time(first)
    if text is None:
        return str(_("%(day)s kl. %(time)s", day=say_day(first), time=time))
    parts = parts_of(text)
    said = _SAID[parts["FREQ"]](parts, clock.local_day(first), time)
    return _with_end(said, parts) if said else str(_("Se datoerne herunder, kl. %(time)s", time=time))


def listed(words: Sequence[str]) -> str:
    """`mandag, tirsdag og onsdag`, joined as the language being spoken does it."""
    return str(format_list(list(words), locale=spoken_language().code))


def _with_end(said: str, parts: dict[str, str]) -> str:
    if "UNTIL" in parts:
        last = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date()  # noqa: DTZ007  (a day)
        return str(_("%(rule)s, til og med %(day)s", rule=said, day=say_date(last)))
    if "COUNT" in parts:
        return str(ngettext("%(rule)s, %(num)d gang", "%(rule)s, %(num)d gange", int(parts["COUNT"]), rule=said))
    return said


def _every(parts: dict[str, str]) -> int:
    return int(parts.get("INTERVAL", "1"))


def _daily(parts: dict[str, str], _first: date, time: str) -> str:
    every = _every(parts)
    if every == 1:
        return str(_("Hver dag kl. %(time)s", time=time))
    return str(ngettext("Hver %(num)d. dag kl. %(time)s", "Hver %(num)d. dag kl. %(time)s", every, time=time))


def _weekly(parts: dict[str, str], first: date, time: str) -> str:
    codes = parts["BYDAY"].split(",") if "BYDAY" in parts else [DAY_CODES[first.weekday()]]
    days = listed([_weekday(code) for code in DAY_CODES if code in codes])
    every = _every(parts)
    if every == 1:
        return str(_("Hver %(days)s kl. %(time)s", days=days, time=time))
    return str(
        ngettext(
            "Hver %(num)d. uge: %(days)s kl. %(time)s", "Hver %(num)d. uge: %(days)s kl. %(time)s", every,
            days=days, time=time,
        )
    )  # fmt: skip


def _monthly(parts: dict[str, str], first: date, time: str) -> str:
    if "BYDAY" in parts:
        named = [_nth_day(item) for item in parts["BYDAY"].split(",")]
    else:
        named = [_month_day(item) for item in parts.get("BYMONTHDAY", str(first.day)).split(",")]
    if not all(named):
        return ""
    days, every = listed(named), _every(parts)
    if every == 1:
        return str(_("Hver måned: %(days)s kl. %(time)s", days=days, time=time))
    return str(
        ngettext(
            "Hver %(num)d. måned: %(days)s kl. %(time)s", "Hver %(num)d. måned: %(days)s kl. %(time)s", every,
            days=days, time=time,
        )
    )  # fmt: skip


def _yearly(parts: dict[str, str], first: date, time: str) -> str:
    months = [int(item) for item in parts.get("BYMONTH", str(first.month)).split(",")]
    if "BYDAY" in parts:
        names = get_month_names("wide", locale=spoken_language().code)
        days = [_nth_day(item) for item in parts["BYDAY"].split(",")] if "BYMONTH" in parts else []
        named = [
            _("%(day)s i %(month)s", day=day, month=names[month]) if day else "" for month in months for day in days
        ]
    else:
        items = parts.get("BYMONTHDAY", str(first.day)).split(",")
        named = [_date_of_year(month, item) for month in months for item in items]
    every = _every(parts)
    if not named or not all(named):
        return ""
    if every == 1:
        return str(_("Hvert år: %(days)s kl. %(time)s", days=listed(named), time=time))
    return str(
        ngettext(
            "Hvert %(num)d. år: %(days)s kl. %(time)s", "Hvert %(num)d. år: %(days)s kl. %(time)s", every,
            days=listed(named), time=time,
        )
    )  # fmt: skip


_SAID: dict[str, Callable[[dict[str, str], date, str], str]] = {
    "DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly,
}  # fmt: skip


def _weekday(code: str) -> str:
    return str(tuple(DAYS.values())[DAY_CODES.index(code)])


def _nth_day(item: str) -> str:
    """`1MO` as `den første mandag`; nothing for what nobody says."""
    nth = NTH.get(item[:-2].removeprefix("+"))
    return str(nth) % {"day": _weekday(item[-2:])} if nth is not None else ""


def _month_day(item: str) -> str:
    if item == "-1":
        return str(_("den sidste dag"))
    return "" if item.startswith("-") else str(_("den %(day)s.", day=item))


def _date_of_year(month: int, item: str) -> str:
    """`3. september`."""
    try:
        day = date(2028, month, int(item))  # a leap year knows every date
    except ValueError:
        return ""
    return str(format_skeleton("MMMMd", day, locale=Locale.parse(spoken_language().code)))
