"""Thinking about the newcomer's page: what she may wish for, and by when somebody calls."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from mentors.core.calendar import is_public_holiday


class Wish(StrEnum):
    new_time = "new_time"
    call_me = "call_me"
    stop = "stop"


# Office days within which somebody calls: a product default, not law. The coordinator's list counts
# plain days, so a task turns late there before the promise on the page is broken.
_OFFICE_DAYS = {Wish.new_time: 2, Wish.call_me: 1, Wish.stop: 1}


# Constitution Day, Christmas Eve and New Year's Eve are no public holidays, but offices are closed as a
# rule; where one is open, it has called earlier than promised.
_CLOSED = frozenset({(6, 5), (12, 24), (12, 31)})


def is_office_day(day: date) -> bool:
    return day.weekday() < 5 and not is_public_holiday(day) and (day.month, day.day) not in _CLOSED


def calls_by(wish: Wish, today: date) -> date:
    """The day by which somebody calls: so many office days on."""
    day, left = today, _OFFICE_DAYS[wish]
    while left:
        day += timedelta(days=1)
        left -= is_office_day(day)
    return day


def may_take_back(wish: Wish) -> bool:
    """Whether a wish can be undone on the page; a call that was asked for simply comes."""
    return wish is not Wish.call_me
