"""Rows 10 and 14: rules become days on the wall clock, and a changed rule keeps what has people in it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given as gave
from hypothesis import strategies as st

from mentors.core import clock
from mentors.gatherings import rules_recurrence as rules
from mentors.gatherings.rules import ClosingKind
from mentors.gatherings.rules_recurrence import Closing, Existing, NotARule

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=TU,TH"),
        (" rrule:freq=weekly;byday=tu ", "FREQ=WEEKLY;BYDAY=TU"),
        ("FREQ=WEEKLY;UNTIL=20270101T120000Z", "FREQ=WEEKLY;UNTIL=20270101T235959"),
        ("FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO"),
    ],
)
def test_a_rule_is_read_in_its_plain_form(typed: str, plain: str) -> None:
    assert rules.checked_rule(typed) == plain


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "unreadable"), ("hver tirsdag", "unreadable"), ("FREQ=SECONDLY", "unreadable"),
        ("FREQ=HOURLY;INTERVAL=1", "unreadable"), ("FREQ=WEEKLY;BYHOUR=3", "unsupported"),
        ("FREQ=WEEKLY;BYDAY=2TU", "unsupported"), ("FREQ=WEEKLY;COUNT=401", "too_many"),
        ("FREQ=WEEKLY;INTERVAL=0", "too_many"), ("FREQ=WEEKLY;INTERVAL=-1", "too_many"),
        ("FREQ=WEEKLY;UNTIL=20269999", "unreadable"), ("FREQ=WEEKLY;BYDAY=XX", "unreadable"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "unsupported"), ("FREQ=WEEKLY;BYDAY", "unreadable"),
        ("FREQ=WEEKLY;BYDAY=", "unreadable"), ("FREQ=YEARLY;BYMONTH=13", "unreadable"),
        ("FREQ=MONTHLY;BYDAY=1MO,TU", "unsupported"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_a_reason(typed: str, code: str) -> None:
    with pytest.raises(NotARule) as refused:
        rules.checked_rule(typed)
    assert refused.value.code == code


@gave(
    st.text(max_size=60)
    | st.from_regex(r"FREQ=(WEEKLY|MONTHLY|DAILY)(;[A-Z]{2,8}=[A-Z0-9,+-]{0,8}){0,3}", fullmatch=True)
)
def test_no_text_at_all_breaks_the_reader(typed: str) -> None:
    try:
        plain = rules.checked_rule(typed)
    except NotARule:
        return
    found = rules.days_of(plain, date(2026, 1, 1), date(2040, 1, 1))
    assert len(found) <= rules.MOST_SESSIONS
    assert all((day - date(2026, 1, 1)).days <= rules.MOST_DAYS for day in found)


def test_a_daily_rule_stops_at_four_hundred_and_a_weekly_one_after_two_years() -> None:
    assert len(rules.days_of("FREQ=DAILY", date(2026, 1, 1), date(2030, 1, 1))) == 400
    assert rules.days_of("FREQ=WEEKLY", date(2026, 1, 1), date(2030, 1, 1))[-1] <= date(2028, 1, 2)


def test_row_10_public_holidays_closing_days_and_school_holidays_where_wished_are_left_out() -> None:
    """Row 10: Maundy Thursday 2026 is 2 April; Store bededag (once 1 May 2026) is an ordinary Friday since 2024."""
    days = (date(2026, 4, 2), date(2026, 5, 1), date(2026, 5, 7), date(2026, 10, 13))
    shut = [
        Closing(ClosingKind.closing, date(2026, 5, 7), date(2026, 5, 8)),
        Closing(ClosingKind.school_holiday, date(2026, 10, 10), date(2026, 10, 18)),
    ]
    assert rules.open_days(days, shut) == (date(2026, 5, 1), date(2026, 10, 13))
    assert rules.open_days(days, shut, schools=True) == (date(2026, 5, 1),)


def test_ten_o_clock_stays_ten_o_clock_when_the_clocks_change() -> None:
    """The Sundays 29 March and 25 October 2026."""
    for before, after in ((date(2026, 3, 26), date(2026, 3, 31)), (date(2026, 10, 22), date(2026, 10, 27))):
        one, other = rules.starts((before, after), time(10))
        assert one.astimezone(clock.COPENHAGEN).hour == other.astimezone(clock.COPENHAGEN).hour == 10
        assert one.hour != other.hour


# --- changing a rule ------------------------------------------------------------------------------


def existing(key: int, day: date, hour: int = 10, **values: bool) -> Existing:
    return Existing(key, day, clock.at_local(day, hour), **values)


TUE, THU, NEXT_TUE, NEXT_THU = date(2026, 12, 1), date(2026, 12, 3), date(2026, 12, 8), date(2026, 12, 10)


def plan(there: list[Existing], wanted: list[date], hour: int = 10, from_on: date = TUE) -> rules.Plan:
    return rules.plan_change(there, wanted, time(hour), from_on, NOW)


def test_a_session_whose_day_is_still_wanted_stays() -> None:
    assert plan([existing(1, TUE)], [TUE, THU]) == rules.Plan(add=(THU,), keep=(1,))


def test_a_new_hour_moves_the_session_on_its_own_day() -> None:
    assert plan([existing(1, TUE)], [TUE], hour=13) == rules.Plan(move=((1, TUE),))


def test_a_new_weekday_moves_the_session_within_its_week_with_its_people() -> None:
    wednesday = date(2026, 12, 2)
    assert plan([existing(1, TUE, has_people=True)], [wednesday]) == rules.Plan(move=((1, wednesday),))


def test_a_session_nobody_signed_up_for_goes_and_one_with_people_is_named() -> None:
    there = [existing(1, TUE), existing(2, THU, has_people=True), existing(3, NEXT_TUE)]
    assert plan(there, [NEXT_TUE]) == rules.Plan(keep=(3,), drop=(1,), stranded=(2,))


def test_a_session_moved_by_hand_keeps_its_own_time_and_its_day_is_not_filled_again() -> None:
    moved = Existing(1, TUE, clock.at_local(date(2026, 12, 4), 15), is_moved=True)
    assert plan([moved], [TUE, THU], hour=13) == rules.Plan(add=(THU,), keep=(1,))


def test_a_cancelled_day_is_not_filled_again() -> None:
    assert plan([existing(1, TUE, is_cancelled=True)], [TUE]) == rules.Plan(keep=(1,))


def test_a_session_with_a_subject_follows_a_new_hour_but_is_never_dropped() -> None:
    assert plan([existing(1, TUE, is_edited=True)], [TUE], hour=13).move == ((1, TUE),)
    assert plan([existing(1, TUE, is_edited=True)], []).stranded == (1,)


def test_what_was_before_the_day_is_not_looked_at() -> None:
    there = [existing(1, TUE), existing(2, NEXT_TUE)]
    assert plan(there, [NEXT_THU], from_on=NEXT_TUE) == rules.Plan(move=((2, NEXT_THU),))


@gave(
    st.lists(
        st.tuples(st.integers(0, 60), st.booleans(), st.booleans(), st.booleans()),
        max_size=12,
        unique_by=lambda t: t[0],
    ),
    st.sets(st.integers(0, 60), max_size=20),
    st.integers(0, 60),
)
def test_nobody_who_signed_up_is_ever_dropped_and_no_day_is_filled_twice(
    there: list[tuple[int, bool, bool, bool]], wanted: set[int], start: int
) -> None:
    from datetime import timedelta

    first = date(2026, 11, 10)
    sessions = [
        existing(key, first + timedelta(days=n), has_people=people, is_edited=edited, is_moved=moved)
        for key, (n, people, edited, moved) in enumerate(there)
    ]
    found = plan(sessions, [first + timedelta(days=n) for n in wanted], from_on=first + timedelta(days=start))
    with_people = {s.key for s in sessions if s.has_people or s.is_edited or s.is_moved}
    assert not with_people & set(found.drop)
    filled = [*found.add, *(day for _key, day in found.move)]
    assert len(filled) == len(set(filled))
    touched = [*found.keep, *(key for key, _day in found.move), *found.drop, *found.stranded]
    assert len(touched) == len(set(touched))
    past = {s.key for s in sessions if s.starts_at <= NOW or s.planned_on < first + timedelta(days=start)}
    assert not past & set(touched)
