"""The fast table and the checker's own one say what `core.place.about_km` says, for every pair of Danish postcodes."""

from __future__ import annotations

import random

from mentors.core.place import about_km, places
from mentors.pairing.pool.checking_weights import _km_table
from mentors.pairing.pool.distances import table_of


def test_all_three_ways_agree_on_every_pair_of_postcodes() -> None:
    codes = sorted(places())
    fast = table_of({code: at for at, code in enumerate(codes, start=1)})[1:-1, 1:-1]
    second = _km_table(codes)[:-2, :-2]
    assert (fast == second).all()
    draw = random.Random(1)
    for _ in range(60_000):
        one, other = draw.randrange(len(codes)), draw.randrange(len(codes))
        assert fast[one, other] == about_km(codes[one], codes[other])


def test_an_unknown_place_is_as_far_as_nobody_knows() -> None:
    table = table_of({"5000": 1})
    assert table.tolist() == [[-1, -1, -2], [-1, 0, -2], [-2, -2, -2]]
    assert table_of({}).tolist() == [[-1, -2], [-2, -2]]
