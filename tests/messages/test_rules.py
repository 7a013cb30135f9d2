"""The rules of delivery, as tables."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mentors.core.calendar import Window, is_public_holiday
from mentors.kit import failpoints
from mentors.messages import rules, words_desk
from mentors.messages.rules import LastLook, MessageState, Verdict
from mentors.messages.rules_provider import Breaker, Bucket, after, allowed, draw, packed, unpacked
from mentors.people.rules import Channel

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)
GOOD = LastLook(NOON, NOON + timedelta(days=1), Window(), False, False, "+4520304050", False)


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, Verdict.send),
        ({"now": NOON + timedelta(days=1)}, Verdict.expired),
        ({"now": NOON.replace(hour=20)}, Verdict.wait),
        ({"now": NOON.replace(hour=20), "is_urgent": True}, Verdict.send),
        ({"consent_withdrawn": True}, Verdict.unwanted),
        ({"consent_withdrawn": True, "is_urgent": True}, Verdict.send),
        ({"address": None}, Verdict.no_address),
        ({"is_suspended": True}, Verdict.suspended),
        ({"is_suspended": True, "now": NOON.replace(hour=20)}, Verdict.wait),
    ],
)
def test_the_last_look(changed: dict[str, object], verdict: Verdict) -> None:
    values = {name: getattr(GOOD, name) for name in GOOD.__slots__}
    assert rules.last_look(LastLook(**{**values, **changed})) is verdict  # type: ignore[arg-type]


@pytest.mark.parametrize("channel", Channel)
def test_tries_are_counted_and_end(channel: Channel) -> None:
    waits = rules.RETRY_MINUTES[channel]
    for tries, minutes in enumerate(waits, 1):
        assert rules.retry_after(channel, tries) == timedelta(minutes=minutes)
        seen = {rules.retry_after(channel, tries, seed=f"key-{n}") for n in range(50)}
        assert len(seen) > 40, "what failed together does not come back together"
        assert all(
            timedelta(minutes=0.8 * minutes) <= wait <= timedelta(minutes=1.2 * minutes) for wait in seen if wait
        )
    assert rules.retry_after(channel, len(waits) + 1) is None
    asked = timedelta(hours=5)
    assert rules.retry_after(channel, 1, asked) == asked
    assert rules.retry_after(channel, 1, timedelta(days=9)) == rules.LONGEST_WAIT


def test_a_breaker_opens_probes_and_closes() -> None:
    breaker = Breaker()
    for second in range(4):
        breaker = after(breaker, NOON + timedelta(seconds=second), [False])
    assert not breaker.is_open and allowed(breaker, NOON, 9) == 9
    breaker = after(breaker, NOON + timedelta(seconds=5), [True, False])
    assert breaker.is_open
    assert allowed(breaker, NOON + timedelta(seconds=34), 9) == 0
    assert allowed(breaker, NOON + timedelta(seconds=35), 9) == 1
    assert after(breaker, NOON, [False]).is_open and after(breaker, NOON, [True]) == Breaker()


def test_failures_far_apart_open_nothing() -> None:
    breaker = Breaker()
    for minute in range(20):
        breaker = after(breaker, NOON + timedelta(minutes=minute), [False])
    assert not breaker.is_open
    assert after(Breaker(), NOON, [True] * 9) == Breaker(), "good times write nothing"
    assert unpacked(packed(breaker), NOON) == breaker.outcomes
    assert unpacked("nonsense + 99999999999999999999+", NOON) == ()


def test_a_bucket_gives_what_has_flowed_in() -> None:
    bucket, given = draw(None, NOON, 5, 100)
    assert given == 5
    bucket, given = draw(bucket, NOON + timedelta(seconds=0.5), 5, 100)
    assert given == 2
    bucket, given = draw(bucket, NOON - timedelta(hours=1), 5, 100)
    assert given == 0, "a clock that steps back gives nothing"
    _, given = draw(Bucket(0, NOON), NOON + timedelta(days=1), 5, 100)
    assert given == 5, "at most a second's worth is kept"


def test_a_bucket_never_gives_more_than_its_rate() -> None:
    bucket, total = None, 0
    for tick in range(1000):
        bucket, given = draw(bucket, NOON + timedelta(seconds=tick / 100), 7, 3)
        total += given
    assert total <= 7 * 10 + 7


def test_every_problem_has_words_and_every_state_a_place() -> None:
    for code in ("smtp_550", "sms_21211", "worker_lost", "bug_KeyError", None, "something new"):
        assert words_desk.problem(code)
    assert set(rules.ORDER) == set(MessageState) == set(words_desk.STATE) == set(words_desk.TONE)
    assert set(words_desk.EVENT) == set(rules.MessageEventKind)


def test_a_failpoint_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no step"):
        failpoints.arm("mail.sendt:1")
    failpoints.reach("claim.taken")
    assert len(failpoints.STEPS) >= 24


WINDOWS = (Window(8, 20), Window(9, 17), Window(6, 24), Window(12, 13))
ZONES = ("Europe/Copenhagen", "America/Nuuk", "Atlantic/Faroe")
# Every five minutes of six years is 631,296 instants; the short form takes every 40th.
STEP = 1 if os.environ.get("FAULTS") == "long" else 40


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("window", WINDOWS, ids=lambda window: f"{window.from_hour}-{window.until_hour}")
def test_no_instant_leads_outside_the_window(window: Window, zone: str) -> None:
    there = Window(window.from_hour, window.until_hour, ZoneInfo(zone))
    start, outside = datetime(2024, 1, 1, tzinfo=UTC), 0
    for number in range(0, 631_296, STEP):
        at = start + timedelta(minutes=5 * number)
        opens = there.next_open(at)
        wall = opens.astimezone(there.zone)
        good = window.from_hour <= wall.hour < window.until_hour and wall.weekday() != 6
        outside += not (good and opens >= at and not is_public_holiday(wall.date()))
    assert outside == 0
