"""The proof on paper: what went in (by hash), what came out, and the prices that show nothing better exists.

For every pair that may be made, the newcomer's price and the volunteer's price together are at least the pair's
weight; all prices together (a volunteer's once for each place) are exactly what the plan weighs. No set of pairs
can weigh more. `checking` verifies it from the raw rows, without any of the code that found it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from mentors.pairing.pool.graphs import NOBODY
from mentors.pairing.pool.hashing import FORMAT, input_hash
from mentors.pairing.pool.solving import Solution, dual_value_of, value_of


def certificate_of(solution: Solution, pairs: Mapping[str, str], value: int) -> dict[str, Any]:
    """The certificate as plain JSON values. `pairs` are all pairs, pinned ones too; `value` is theirs."""
    encoded, state = solution.encoded, solution.state
    open_places = [(one.ref, int(price)) for one, price in zip(encoded.volunteers, state.v, strict=True)]
    return {
        "format": FORMAT,
        "input": input_hash(encoded.pool),
        "settings": encoded.settings.as_json(),
        "version": encoded.settings.version,
        "seed": encoded.settings.seed,
        "people": {"newcomers": len(encoded.newcomers), "volunteers": len(encoded.volunteers)},
        "pairs": sorted(pairs.items()),
        "by_class": by_class(solution),
        "value": value,
        "weight": value_of(solution),
        "prices_weigh": dual_value_of(solution),
        "newcomer_prices": _nonzero(zip((one.ref for one in encoded.newcomers), map(int, state.u), strict=True)),
        "volunteer_prices": _nonzero(open_places),
    }


def by_class(solution: Solution) -> dict[str, int]:
    """How many of each class are paired, pinned ones too; every class that occurs is there."""
    paired = solution.state.match != NOBODY
    paired[list(solution.pinned)] = True
    served = np.bincount(solution.encoded.rank[paired], minlength=len(solution.encoded.urgencies))
    return {str(urgency): int(count) for urgency, count in zip(solution.encoded.urgencies, served, strict=True)}


def _nonzero(prices: Iterable[tuple[str, int]]) -> dict[str, int]:
    return dict(sorted((ref, price) for ref, price in prices if price))
