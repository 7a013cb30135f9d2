"""Ages, shares, and the rules of working hours, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mentors.youth.rules import SpareJob, Staffing, age_on, is_turning_due, share
from mentors.youth.rules_work import Limit, Work, WorkGroup, breaches, group_of

DAY = date(2026, 11, 23)
GOOD = Work(14, True, 2, 7, 12, 35, 6, 20, 12)


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({}, set()),
        ({"age_from": 12}, {Limit.no_work}),
        ({"school_day": 3}, {Limit.school_day}),
        ({"other_day": 8}, {Limit.other_day}),
        ({"other_day": 8, "age_from": 15}, set()),  # 8 hours from 15 on
        ({"school_week": 13}, {Limit.school_week}),
        ({"holiday_week": 36}, {Limit.holiday_week}),
        ({"holiday_week": 40, "age_from": 15}, set()),
        ({"ends": 21}, {Limit.ends}),
        ({"begins": 5}, {Limit.begins}),
        ({"lift_kg": 13}, {Limit.lift_kg}),
        ({"machines": True}, {Limit.machines}),
        (
            {"age_from": 15, "at_school": False, "school_day": 8, "other_day": 8, "school_week": 40, "machines": True},
            set(),
        ),
        ({"age_from": 15, "at_school": False, "school_week": 41}, {Limit.school_week}),
        ({"school_day": 3, "ends": 22}, {Limit.school_day, Limit.ends}),
    ],
)
def test_row_20_a_job_keeps_the_rules_of_the_youngest_who_may_apply(change: dict[str, int], broken: set[Limit]) -> None:
    found = breaches(replace(GOOD, **change), DAY)
    assert {breach.limit for breach in found} == broken
    assert all(breach.source for breach in found)


def test_who_is_bound_to_school_at_fourteen_whatever_the_posting_says() -> None:
    assert group_of(14, at_school=False) is WorkGroup.young


@pytest.mark.parametrize(
    ("birth", "age"),
    [((2011, 11), 14), ((2011, 10), 15), ((2008, 12), 17), ((2008, 11), 17), ((2008, 10), 18)],
)
def test_an_age_is_reached_when_its_month_is_over(birth: tuple[int, int], age: int) -> None:
    assert age_on(*birth, DAY) == age


@pytest.mark.parametrize(
    ("birth", "age", "known_since", "due"),
    [
        ((2011, 11), 15, date(2026, 1, 1), True),
        ((2011, 12), 15, date(2026, 1, 1), False),
        ((2011, 11), 15, DAY, True),  # registered in the very month
        ((2011, 10), 15, DAY, False),  # had turned 15 before we knew her
        ((2008, 11), 18, date(2026, 1, 1), True),
    ],
)
def test_row_22_turning_is_due_from_its_month_on(
    birth: tuple[int, int], age: int, known_since: date, due: bool
) -> None:
    assert is_turning_due(*birth, age, known_since=known_since, on=DAY) is due


@pytest.mark.parametrize(
    ("young", "adults", "short", "room"),
    [(0, 0, True, False), (0, 1, False, True), (8, 1, False, False), (9, 1, True, False), (9, 2, False, True)],
)
def test_one_adult_for_every_eight(young: int, adults: int, short: bool, room: bool) -> None:
    staffing = Staffing(young, adults, 8)
    assert (staffing.is_short, staffing.has_room) == (short, room)


def test_row_20_the_share_is_of_those_who_were_asked() -> None:
    found = share(5, [SpareJob.has, SpareJob.wants, SpareJob.neither])
    assert (found.percent, found.asked, found.young) == (33, 3, 5)
    assert share(5, []).percent is None
