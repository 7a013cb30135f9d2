"""A message that may wait does not reach its reader in the middle of class: it asks the week pairing asks (issue 4, 1)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from mentors.core import clock
from mentors.people.models import Person
from mentors.timetables.commands import add_busy_time
from mentors.timetables.rules import BusyKind
from tests.given import Given
from tests.messages.writing import write_to

MONDAY = date(2026, 11, 23)


def at(hour: int, minute: int = 0) -> datetime:
    return clock.at_local(MONDAY, hour, minute)


@pytest.fixture
def pupil(given: Given) -> Person:
    """In class on Mondays from half past eight to two."""
    person = given.person()
    add_busy_time(given.by(), person.id, BusyKind.language_school, 0, from_time=time(8, 30), to_time=time(14))
    return person


@pytest.mark.parametrize(
    ("asked", "told"), [((8, 0), (8, 0)), ((9, 0), (14, 0)), ((13, 59), (14, 0)), ((16, 0), (16, 0))]
)
def test_it_waits_until_class_is_over(pupil: Person, asked: tuple[int, int], told: tuple[int, int]) -> None:
    with clock.stopped(at(*asked)):
        assert write_to(pupil).not_before == at(*told)


def test_what_was_asked_for_just_now_does_not_wait(pupil: Person) -> None:
    with clock.stopped(at(9)):
        assert write_to(pupil, urgent=True).not_before == at(9)


def test_what_it_is_about_comes_first(pupil: Person) -> None:
    with clock.stopped(at(9)):
        near = at(14) + timedelta(hours=23)
        assert write_to(pupil, "near", starts_at=near).not_before == at(9)
        assert write_to(pupil, "far", starts_at=near + timedelta(hours=1)).not_before == at(14)


def test_a_day_taken_until_the_window_shuts_puts_nothing_off(given: Given) -> None:
    person = given.person()
    add_busy_time(given.by(), person.id, BusyKind.work_duty, 0, from_time=time(7), to_time=time(22))
    with clock.stopped(at(9)):
        assert write_to(person).not_before == at(9)
