"""Who answers while somebody is away (issue 5, item 2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from mentors.accounts.rules_absence import Away, overlaps, stands_in

TODAY = date(2026, 11, 23)
KAREN, BO, EVA = 1, 2, 3
EVERYBODY = {KAREN, BO, EVA}


def away(who: int, substitute: int | None, first: int = -1, last: int | None = 1) -> Away:
    """Days counted from today."""
    until = None if last is None else TODAY + timedelta(days=last)
    return Away(who, TODAY + timedelta(days=first), until, substitute)


@pytest.mark.parametrize(
    ("absences", "working", "who"),
    [
        ([], EVERYBODY, KAREN),
        ([away(KAREN, BO)], EVERYBODY, BO),
        ([away(KAREN, BO, 0, 0)], EVERYBODY, BO),  # ends today at midnight: still away today
        ([away(KAREN, BO, -9, -1)], EVERYBODY, KAREN),  # ended yesterday at midnight: back
        ([away(KAREN, BO, 1, 9)], EVERYBODY, KAREN),  # not begun
        ([away(KAREN, BO, -9, None)], EVERYBODY, BO),  # until further notice
        ([away(KAREN, None)], EVERYBODY, None),  # no substitute: the team
        ([away(KAREN, BO), away(BO, EVA)], EVERYBODY, EVA),  # the substitute is away too
        ([away(KAREN, BO), away(BO, KAREN)], EVERYBODY, None),  # each stands in for the other
        ([away(KAREN, BO), away(BO, EVA), away(EVA, BO)], EVERYBODY, None),  # a circle further on
        ([away(KAREN, BO), away(BO, None)], EVERYBODY, None),
        ([away(KAREN, BO)], {KAREN, EVA}, None),  # the substitute has left
        ([away(KAREN, BO)], {BO, EVA}, None),  # she has left herself
        ([away(KAREN, BO), away(KAREN, EVA)], EVERYBODY, EVA),  # the latest word counts
    ],
)
def test_the_rule(absences: list[Away], working: set[int], who: int | None) -> None:
    assert stands_in(KAREN, absences, working, TODAY) == who


def test_nobody_responsible_is_the_team() -> None:
    assert stands_in(None, [], EVERYBODY, TODAY) is None


_PEOPLE = st.integers(1, 6)
_ABSENCE = st.builds(away, _PEOPLE, st.none() | _PEOPLE, st.integers(-3, 3), st.none() | st.integers(-3, 3))


@settings(max_examples=300, deadline=None)
@examples(st.lists(_ABSENCE, max_size=12), st.sets(_PEOPLE), _PEOPLE)
def test_whoever_stands_in_works_here_and_is_not_away(absences: list[Away], working: set[int], who: int) -> None:
    found = stands_in(who, absences, working, TODAY)
    latest = {one.account_id: one for one in absences if one.from_on <= TODAY <= (one.until_on or date.max)}
    assert found is None or (found in working and found not in latest)
    if who in working and who not in latest:
        assert found == who


@pytest.mark.parametrize(
    ("first", "last", "shared"), [(0, 0, True), (2, 5, False), (1, 1, True), (-9, -2, False), (-9, None, True)]
)
def test_overlaps(first: int, last: int | None, shared: bool) -> None:
    until = None if last is None else TODAY + timedelta(days=last)
    assert overlaps(away(KAREN, BO), TODAY + timedelta(days=first), until) is shared
