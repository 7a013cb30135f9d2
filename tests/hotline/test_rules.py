from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mentors.hotline import rules
from mentors.hotline.rules import CallCategory, CallFacts, Hours, Promise, Urgency

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)  # 10 in Denmark
NINE_TO_THREE = Hours(9 * 60, 15 * 60)


def call(
    category: CallCategory = CallCategory.other, urgency: Urgency = Urgency.today, promised: int = 2, ago: int = 1
) -> CallFacts:
    return CallFacts(category, urgency, MONDAY + timedelta(hours=promised), MONDAY - timedelta(hours=ago))


def test_thinking_of_quitting_jumps_the_queue() -> None:
    quitting = call(CallCategory.quitting, Urgency.this_week, promised=99, ago=0)
    now, old, soon = call(urgency=Urgency.now), call(ago=9, promised=3), call(promised=1)
    assert sorted([old, soon, now, quitting], key=rules.place_in_queue) == [quitting, now, soon, old]


@pytest.mark.parametrize(
    ("promise", "now", "by"),
    [
        (Promise.hour, MONDAY, datetime(2026, 11, 23, 10, tzinfo=UTC)),
        (Promise.today, MONDAY, datetime(2026, 11, 23, 15, tzinfo=UTC)),
        (Promise.today, datetime(2026, 11, 23, 15, tzinfo=UTC), datetime(2026, 11, 24, 15, tzinfo=UTC)),  # 16: closed
        (Promise.next_day, datetime(2026, 11, 27, 9, tzinfo=UTC), datetime(2026, 11, 30, 15, tzinfo=UTC)),  # Friday
        (Promise.today, datetime(2026, 11, 28, 9, tzinfo=UTC), datetime(2026, 11, 30, 15, tzinfo=UTC)),  # Saturday
        (Promise.next_day, datetime(2026, 12, 24, 9, tzinfo=UTC), datetime(2026, 12, 28, 15, tzinfo=UTC)),  # Christmas
        (Promise.week, MONDAY, datetime(2026, 11, 30, 15, tzinfo=UTC)),
        (Promise.next_day, datetime(2026, 3, 27, 9, tzinfo=UTC), datetime(2026, 3, 30, 14, tzinfo=UTC)),  # the clock goes forward
    ],
)  # fmt: skip
def test_promises(promise: Promise, now: datetime, by: datetime) -> None:
    assert rules.promised_by(promise, now) == by


def test_hours_join_and_holidays_are_closed() -> None:
    weekly = [(0, Hours(540, 720)), (0, Hours(700, 900)), (4, NINE_TO_THREE)]
    assert rules.open_hours(weekly, date(2026, 11, 23)) == (NINE_TO_THREE,)
    assert rules.open_hours(weekly, date(2026, 12, 25)) == ()  # a Friday, and Christmas Day
    assert rules.is_open(weekly, MONDAY) and not rules.is_open(weekly, MONDAY + timedelta(hours=5))
    assert rules.next_opening(weekly, MONDAY + timedelta(hours=5)) == datetime(2026, 11, 27, 8, tzinfo=UTC)
    assert rules.next_opening([], MONDAY) is None and not rules.is_open([], MONDAY)


def test_the_middle_wait() -> None:
    assert rules.median_minutes([]) is None and rules.median_minutes([5, 60, 10]) == 10
    waits = [(MONDAY, 10), (MONDAY + timedelta(days=6), 30), (MONDAY + timedelta(days=7), 5)]
    assert rules.medians_by_week(waits) == [(date(2026, 11, 23), 20, 2), (date(2026, 11, 30), 5, 1)]
    assert rules.minutes_between(MONDAY, MONDAY - timedelta(minutes=5)) == 0
