"""What fixed hours leave of a week."""

from __future__ import annotations

from datetime import date, time

import pytest

from mentors.core.clock import at_local
from mentors.timetables.rules import Busy, BusyKind, clashes, hands_free, picture, taken_parts

ON = date(2026, 11, 23)  # a Monday


def busy(start: str, end: str, weekday: int = 0, since: date | None = None, until: date | None = None) -> Busy:
    return Busy(BusyKind.language_school, weekday, time.fromisoformat(start), time.fromisoformat(end), since, until)


@pytest.mark.parametrize(
    ("hours", "taken"),
    [
        ([("09:00", "14:00")], {"mon-morning", "mon-afternoon"}),
        ([("08:30", "12:15")], {"mon-morning"}),  # a quarter of the afternoon leaves enough of it
        ([("15:30", "16:00")], set()),  # fetching children leaves half past twelve to three
        ([("13:00", "13:30"), ("15:00", "15:30")], {"mon-afternoon"}),  # never two hours in one piece
        ([("13:00", "14:00"), ("13:30", "14:30")], {"mon-afternoon"}),  # overlapping hours count once
        ([("17:00", "20:00")], {"mon-evening"}),
        ([("22:00", "23:00"), ("05:00", "08:00")], set()),
        ([("00:00", "23:59")], {"mon-morning", "mon-afternoon", "mon-evening"}),
        ([], set()),
    ],
)
def test_a_part_of_the_day_is_taken_when_no_meeting_fits(hours: list[tuple[str, str]], taken: set[str]) -> None:
    assert taken_parts([busy(*each) for each in hours], ON) == taken


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        (None, None, True),
        (date(2026, 12, 6), None, True),  # begins within two weeks: the Monday of the 30th is before, the 7th after
        (date(2026, 11, 30), None, True),
        (date(2026, 12, 7), None, False),
        (None, date(2026, 11, 23), True),
        (None, date(2026, 11, 22), False),
        (date(2026, 11, 24), date(2026, 11, 29), False),  # no Monday in it
    ],
)
def test_what_holds_within_two_weeks_counts(since: date | None, until: date | None, counts: bool) -> None:
    expected = counts and since != date(2026, 12, 6)
    assert bool(taken_parts([busy("09:00", "12:00", 0, since, until)], ON)) is expected


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2027, 3, 28)])
def test_on_the_days_the_clock_changes_hours_are_those_of_the_wall_clock(day: date) -> None:
    sunday = busy("09:00", "12:00", 6)
    assert clashes([sunday], at_local(day, 11, 30), at_local(day, 12, 30)) == (sunday,)
    assert clashes([sunday], at_local(day, 12), at_local(day, 13)) == ()
    assert clashes([sunday], at_local(day, 8), at_local(day, 9)) == ()


def test_the_picture_says_free_only_where_pairing_does() -> None:
    weeks = picture(["mon-morning", "mon-evening"], [busy("09:00", "12:00"), busy("18:00", "18:30")], ON)
    monday = weeks[0]
    assert [(square.is_free, square.is_taken, len(square.busy)) for square in monday] == [
        (False, True, 1),
        (False, False, 0),
        (True, False, 1),
    ]
    assert len(weeks) == 7 and all(len(day) == 3 for day in weeks)


@pytest.mark.parametrize(
    ("hours", "asked", "told"),
    [
        ([], "10:00", "10:00"),
        ([("09:00", "14:00")], "08:59", "08:59"),
        ([("09:00", "14:00")], "09:00", "14:00"),
        ([("09:00", "14:00")], "14:00", "14:00"),
        ([("13:30", "15:00"), ("09:00", "14:00")], "10:00", "15:00"),  # one after another
        ([("09:00", "12:00"), ("13:00", "15:00")], "10:00", "12:00"),  # the break is hers
        ([("00:00", "23:59")], "10:00", "23:59"),
    ],
)
def test_when_somebody_can_look_at_a_message(hours: list[tuple[str, str]], asked: str, told: str) -> None:
    asked_at, told_at = (at_local(ON, *map(int, each.split(":"))) for each in (asked, told))
    assert hands_free([busy(*each) for each in hours], asked_at) == told_at


def test_other_days_and_hours_that_are_over_hold_nobody() -> None:
    nine = at_local(ON, 9)
    assert hands_free([busy("08:00", "12:00", weekday=1)], nine) == nine
    assert hands_free([busy("08:00", "12:00", until=date(2026, 11, 22))], nine) == nine
