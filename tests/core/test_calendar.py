from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentors.core.calendar import Window, add_months, is_public_holiday, part_of_week
from mentors.core.clock import COPENHAGEN, at_local

WINDOW = Window()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("wants", "leaves"),
    [
        ("2026-11-23T10:00", "2026-11-23T10:00"),  # a Monday morning
        ("2026-11-23T07:59", "2026-11-23T08:00"),
        ("2026-11-23T08:00", "2026-11-23T08:00"),
        ("2026-11-23T20:00", "2026-11-24T08:00"),  # until means before
        ("2026-11-28T21:00", "2026-11-30T08:00"),  # Saturday night waits past Sunday
        ("2026-12-24T19:59", "2026-12-24T19:59"),  # Christmas Eve is no public holiday
        ("2026-12-24T21:00", "2026-12-28T08:00"),  # two days of Christmas, then a Sunday
        ("2026-04-01T21:00", "2026-04-04T08:00"),  # Maundy Thursday and Good Friday
        ("2026-03-28T22:00", "2026-03-30T08:00"),  # over the night the clock goes forward
        ("2026-10-24T22:00", "2026-10-26T08:00"),  # and back
        ("2026-03-29T02:30", "2026-03-30T08:00"),  # an hour that never was
        ("2027-05-07T09:00", "2027-05-07T09:00"),  # Store bededag is none since 2024
    ],
)
def test_a_reminder_leaves_at_a_decent_hour(wants: str, leaves: str) -> None:
    assert WINDOW.next_open(local(wants)) == local(leaves).astimezone(UTC)


@pytest.mark.parametrize(("day", "shift"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_eight_o_clock_is_eight_o_clock_when_the_clocks_change(day: date, shift: int) -> None:
    before, after = at_local(day, 0), at_local(day + timedelta(days=1), 0)
    assert after - before == timedelta(hours=shift)
    opens = WINDOW.next_open(before)
    assert opens.astimezone(COPENHAGEN).hour == 8 and opens.astimezone(COPENHAGEN).weekday() == 0


@given(
    st.integers(1_577_836_800, 2_051_222_400).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.integers(6, 12),
    st.integers(13, 24),
)
def test_the_next_opening_is_open_and_the_first(instant: datetime, from_hour: int, until_hour: int) -> None:
    window = Window(from_hour, until_hour)
    opens = window.next_open(instant)
    assert opens >= instant and window.is_open(opens)
    assert window.next_open(opens) == opens
    if opens > instant:
        assert not window.is_open(instant) and not window.is_open(opens - timedelta(seconds=1))


@pytest.mark.parametrize(("from_hour", "until_hour"), [(5, 20), (20, 8), (8, 8), (8, 25), (2, 3)])
def test_a_window_at_night_is_refused(from_hour: int, until_hour: int) -> None:
    with pytest.raises(ValueError, match="06"):
        Window(from_hour, until_hour)


def test_great_prayer_day_is_a_working_day_since_2024() -> None:
    assert is_public_holiday(date(2023, 5, 5)) and not is_public_holiday(date(2024, 4, 26))
    assert is_public_holiday(date(2026, 6, 5)) is False  # Constitution Day is no public holiday by law


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-11-30", 3, "2027-02-28"), ("2026-12-15", 1, "2027-01-15"),
     ("2026-11-15", 1, "2026-12-15"), ("2026-08-31", 6, "2027-02-28"), ("2026-05-31", -3, "2026-02-28"), ("2026-12-31", 12, "2027-12-31")],
)  # fmt: skip
def test_months_on(day: str, months: int, then: str) -> None:
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(then)


@pytest.mark.parametrize(("at", "part"), [("2026-11-24T17:00", "tue-evening"), ("2026-11-24T16:59", "tue-afternoon"),
                                          ("2026-11-28T11:59", "sat-morning"), ("2026-11-29T12:00", "sun-afternoon")])  # fmt: skip
def test_the_parts_of_a_week(at: str, part: str) -> None:
    assert part_of_week(local(at)) == part
