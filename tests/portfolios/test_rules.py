from __future__ import annotations

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from mentors.portfolios.rules import Item, ItemKind, counts, fingerprint, share_out, upcoming

_ITEMS = st.lists(
    st.builds(Item, st.sampled_from(list(ItemKind)), st.text("abc", min_size=3, max_size=6), st.sampled_from("pqrst")),
    max_size=40,
    unique_by=lambda one: one.key,
)


@settings(max_examples=200, deadline=None)
@examples(_ITEMS, st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True))
def test_everything_goes_to_somebody_once_and_what_belongs_together_stays_so(
    items: list[Item], among: list[int]
) -> None:
    shares = share_out(items, among)
    assert sorted(one.key for share in shares.values() for one in share) == sorted(one.key for one in items)
    homes: dict[str, set[int]] = {}
    for who, share in shares.items():
        for one in share:
            homes.setdefault(one.together, set()).add(who)
    assert all(len(whos) == 1 for whos in homes.values())
    assert share_out(list(reversed(items)), among) == shares


@pytest.mark.parametrize(("pairs", "among", "most"), [(10, 2, 5), (10, 3, 4), (1, 3, 1), (7, 7, 1)])
def test_pairs_are_shared_evenly(pairs: int, among: int, most: int) -> None:
    items = [Item(ItemKind.pair, f"ref{n:03}", f"person:{n}") for n in range(pairs)]
    sizes = [len(share) for share in share_out(items, list(range(among))).values()]
    assert max(sizes) == most and max(sizes) - min(sizes) <= 1


def test_nobody_cannot_take_over() -> None:
    with pytest.raises(ValueError):
        share_out([], [])


def test_counts_and_fingerprints() -> None:
    items = [Item(ItemKind.series, "s", "s", None, 4), Item(ItemKind.task, "t", "p")]
    assert counts(items)[ItemKind.task] == 1 and counts(items)[ItemKind.pair] == 0 and upcoming(items) == 4
    assert fingerprint(items) == fingerprint(items[::-1]) != fingerprint(items[:1])
