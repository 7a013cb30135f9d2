from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentors.core.place import about_km, find_place, places

CODES = st.sampled_from(sorted(places()))


@pytest.mark.parametrize(
    ("code", "town"), [("5000", "Odense C"), ("8000", "Aarhus C"), ("7700", "Thisted"), (" 4300 ", "Holbæk")]
)
def test_danish_towns_are_found_by_their_postcode(code: str, town: str) -> None:
    found = find_place(code)
    assert found is not None and found.town == town


@pytest.mark.parametrize("code", [None, "", "0000", "99999", "500", "Odense", "５０００"])
def test_what_is_no_postcode_is_nowhere(code: str | None) -> None:
    assert find_place(code) is None


@pytest.mark.parametrize(
    ("one", "other", "least", "most"), [("5000", "8000", 70, 95), ("1050", "2200", 1, 5), ("3700", "7700", 370, 460)]
)
def test_distances_are_about_right(one: str, other: str, least: int, most: int) -> None:
    km = about_km(one, other)
    assert km is not None and least <= km <= most


@given(CODES, CODES)
def test_it_is_as_far_there_as_back(one: str, other: str) -> None:
    km = about_km(one, other)
    assert km == about_km(other, one)
    assert km is not None and (km == 0) == (one == other) and km < 600


def test_an_unknown_place_is_at_no_distance() -> None:
    assert about_km("5000", "0000") is None and about_km("", "5000") is None
