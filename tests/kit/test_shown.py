from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from mentors.core import clock
from mentors.kit import shown

PRESSED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ALONE: list[str] = []


@pytest.mark.parametrize(
    ("seconds", "kind", "ref", "then", "open_"),
    [
        (0, "cases", "anna", ALONE, True),
        (599, "cases", "anna", ALONE, True),
        (600, "cases", "anna", ALONE, False),
        (601, "cases", "anna", ALONE, False),
        (0, "numbers", "anna", ALONE, False),  # another kind
        (0, "cases", "bodil", ALONE, False),  # another of the kind
        (0, "cases", "anna", ["bodil"], True),  # two stand open side by side
        (0, "cases", "anna", [str(n) for n in range(shown.MOST)], True),
        (0, "cases", "anna", [str(n) for n in range(shown.MOST + 1)], False),  # more than the most: the oldest goes
        (0, "cases", "anna", ["bodil"] * (shown.MOST + 1), True),  # one pressed again and again is one
    ],
)
def test_what_was_shown_stands_open_for_ten_minutes(
    house: Flask, seconds: int, kind: str, ref: str, then: list[str], open_: bool
) -> None:
    with house.test_request_context("/"):
        with clock.stopped(PRESSED):
            for one in ("anna", *then):
                shown.remember("cases", one)
        with clock.stopped(PRESSED + timedelta(seconds=seconds)):
            assert shown.is_open(kind, ref) is open_


def test_another_press_gives_ten_minutes_more(house: Flask) -> None:
    with house.test_request_context("/"):
        for minutes in (0, 8):
            with clock.stopped(PRESSED + timedelta(minutes=minutes)):
                shown.remember("cases", "anna")
        with clock.stopped(PRESSED + timedelta(minutes=17)):
            assert shown.is_open("cases", "anna")
        with clock.stopped(PRESSED + timedelta(minutes=18)):
            assert not shown.is_open("cases", "anna")


def test_nothing_is_open_until_it_is_pressed(house: Flask) -> None:
    with house.test_request_context("/"):
        assert not shown.is_open("cases", "anna")
