from __future__ import annotations

from datetime import date

import pytest

from mentors.own_data.rules import (
    DEFAULT_MONTHS,
    Decided,
    Footprint,
    Holding,
    RetentionKind,
    Step,
    goes,
    months_on,
    next_step,
)
from mentors.people.rules import Gender, Identity, SameBecause, kept_traits, may_be_same

D = date
APPLICATION, ENDED = RetentionKind.application, RetentionKind.ended_pair


@pytest.mark.parametrize(
    ("last", "ended", "holding", "until", "kind", "on", "stays"),
    [
        (D(2025, 11, 23), None, (), None, APPLICATION, D(2026, 11, 23), False),
        (D(2024, 2, 29), None, (), None, APPLICATION, D(2025, 2, 28), False),
        (D(2024, 1, 1), D(2024, 11, 1), (), None, ENDED, D(2026, 11, 1), False),
        (D(2025, 5, 1), D(2024, 11, 1), (), None, ENDED, D(2027, 5, 1), False),  # came to a café since
        (D(2020, 1, 1), None, (Holding.taking_part,), None, APPLICATION, D(2021, 1, 1), True),
        (D(2020, 1, 1), D(2020, 1, 1), (Holding.open_pair,), None, ENDED, D(2022, 1, 1), True),
        (D(2020, 1, 1), None, (), D(2026, 11, 23), APPLICATION, D(2026, 11, 24), True),  # kept through today
        (D(2020, 1, 1), None, (), D(2026, 11, 22), APPLICATION, D(2026, 11, 23), False),  # was kept until yesterday
    ],
)
def test_when_somebody_goes(last, ended, holding, until, kind, on, stays) -> None:  # type: ignore[no-untyped-def]
    going = goes(Footprint(last, ended, frozenset(holding), until), DEFAULT_MONTHS, D(2026, 11, 23))
    assert (going.kind, going.on, going.stays) == (kind, on, stays)


@pytest.mark.parametrize(
    ("on", "today", "told", "stays", "step"),
    [
        (D(2026, 12, 24), D(2026, 11, 23), None, False, Step.nothing),  # 31 days ahead
        (D(2026, 12, 23), D(2026, 11, 23), None, False, Step.tell),  # 30 days ahead
        (D(2020, 1, 1), D(2026, 11, 23), None, False, Step.tell),  # never without thirty days' notice
        (D(2020, 1, 1), D(2026, 12, 22), D(2026, 11, 23), False, Step.nothing),
        (D(2020, 1, 1), D(2026, 12, 23), D(2026, 11, 23), False, Step.go),
        (D(2026, 12, 23), D(2026, 12, 22), D(2026, 11, 23), False, Step.nothing),
        (D(2026, 12, 23), D(2026, 12, 23), D(2026, 11, 23), True, Step.take_back),  # signed up again
        (D(2027, 11, 1), D(2026, 12, 23), D(2026, 11, 23), False, Step.take_back),  # has been here since
        (D(2026, 12, 23), D(2026, 12, 23), None, True, Step.nothing),
    ],
)
def test_what_the_night_does(on, today, told, stays, step) -> None:  # type: ignore[no-untyped-def]
    held = frozenset({Holding.taking_part}) if stays else frozenset()
    going = goes(Footprint(on, None, held), {**DEFAULT_MONTHS, APPLICATION: 0}, today)
    assert next_step(going, today, told) is step


def test_a_decision_counts_from_its_day() -> None:
    decided = [
        Decided(APPLICATION, D(2026, 1, 1), 6),
        Decided(APPLICATION, D(2026, 6, 1), 9),
        Decided(ENDED, D(2026, 1, 1), 3),
    ]
    days = (D(2025, 12, 31), D(2026, 1, 1), D(2026, 5, 31), D(2026, 6, 1))
    assert [months_on(APPLICATION, decided, day) for day in days] == [12, 6, 6, 9]


@pytest.mark.parametrize(
    ("groups", "kept"),
    [
        ({(1980, Gender.woman): 5}, (1980, Gender.woman)),
        ({(1980, Gender.woman): 4}, (None, None)),
        ({(1980, Gender.woman): 4, (1980, Gender.man): 1}, (1980, None)),
        ({(1980, Gender.woman): 2, (1990, Gender.woman): 3}, (None, Gender.woman)),
        ({}, (None, None)),
    ],
)
def test_no_small_group_stays(groups, kept) -> None:  # type: ignore[no-untyped-def]
    assert kept_traits(1980, Gender.woman, groups) == kept


A = Identity("Amal Haddad", "+4520304050", "amal@example.org")


@pytest.mark.parametrize(
    ("other", "born", "because"),
    [
        (Identity("amal  haddád", "+4520304050", None), (1985, None), SameBecause.way_and_name),
        (Identity("Amal", None, "amal@example.org"), (None, None), SameBecause.way_and_first_name),
        (Identity("Omar Haddad", "+4520304050", None), (None, None), None),  # a family's phone
        (Identity("Amal Haddad", "+4599999999", None), (1985, 1985), SameBecause.name_and_year),
        (Identity("Amal Haddad", "+4599999999", None), (1985, None), None),
        (Identity("Amal Haddad", "+4520304050", None), (1985, 2015), None),  # mother and daughter
        (Identity("", "+4520304050", None), (None, None), None),
    ],
)
def test_who_may_be_the_same(other, born, because) -> None:  # type: ignore[no-untyped-def]
    assert may_be_same(A, other, *born) is because
    assert may_be_same(other, A, *reversed(born)) is because
