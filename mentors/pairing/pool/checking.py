"""The second opinion: from the raw rows, block by block, without the code that found the plan.

Shares with the rest only the facts, the settings and the table of postcodes. Where the solver walks bitmaps, this
multiplies matrices; where it looks for what could be better, this looks at every pair that exists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from mentors.pairing.pool.checking_weights import BLOCK, Weigher, urgency_of
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.hashing import FORMAT, input_hash
from mentors.pairing.pool.settings import settings_from


def complaints_about(certificate: Mapping[str, Any], pool: Pool) -> list[str]:
    """Everything wrong with a certificate for this pool; empty: the plan is proven optimal."""
    try:
        return _complaints_about(certificate, pool)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as problem:
        return [f"unreadable certificate: {type(problem).__name__} {problem}"]


def _complaints_about(certificate: Mapping[str, Any], pool: Pool) -> list[str]:
    if certificate["format"] != FORMAT:
        return ["unknown format"]
    if certificate["input"] != input_hash(pool):
        return ["made for other input"]
    settings, wrong = settings_from(certificate["settings"], date.min)
    if wrong or settings.version != certificate["version"] or settings.seed != certificate["seed"]:
        return ["settings and version do not fit"]
    pairs = [(str(newcomer), str(volunteer)) for newcomer, volunteer in certificate["pairs"]]
    weigher = Weigher(pool, settings)
    complaints = _about_pairs(pairs, pool, weigher)
    if complaints:
        return complaints
    weight, value = weigher.weight_and_value(pairs)
    paired = {newcomer for newcomer, _volunteer in pairs}
    served = Counter(urgency_of(one, settings) for one in pool.newcomers if one.ref in paired)
    if certificate["by_class"] != {str(one): served[one] for one in weigher.urgencies}:
        complaints.append("by_class is wrong")
    if (certificate["weight"], certificate["value"]) != (weight, value):
        complaints.append("weight or value is wrong")
    return complaints + _about_prices(certificate, weight, pool, weigher)


def _about_pairs(pairs: list[tuple[str, str]], pool: Pool, weigher: Weigher) -> list[str]:
    """Whether the pairs may be made at all: people, places, pins, forbids and every hard rule."""
    complaints = []
    capacity = {one.ref: one.capacity for one in pool.volunteers}
    newcomers = {one.ref for one in pool.newcomers}
    taken = Counter(volunteer for _newcomer, volunteer in pairs)
    if len({newcomer for newcomer, _volunteer in pairs}) != len(pairs):
        complaints.append("a newcomer is paired twice")
    if not all(newcomer in newcomers and volunteer in capacity for newcomer, volunteer in pairs):
        return [*complaints, "somebody is not in the pool"]
    if any(count > capacity[ref] for ref, count in taken.items()):
        complaints.append("a volunteer has too many")
    if not pool.pins <= set(pairs):
        complaints.append("a pin is not held")
    broken = weigher.not_allowed(pairs)
    if broken:
        complaints.append(f"{len(broken)} pairs break a rule, such as {broken[0]}")
    return complaints


def _about_prices(certificate: Mapping[str, Any], weight: int, pool: Pool, weigher: Weigher) -> list[str]:
    """Whether the prices are fair (no pair weighs more than its two prices) and add up to the plan's weight."""
    u, v = dict(certificate["newcomer_prices"]), dict(certificate["volunteer_prices"])
    prices = [*u.values(), *v.values()]
    if any(type(price) is not int or not 0 <= price < 2**61 for price in prices):
        return ["a price is no whole number from 0"]
    pinned = {newcomer for newcomer, _volunteer in pool.pins}
    left = {one.ref: one.capacity for one in pool.volunteers}
    for _newcomer, volunteer in pool.pins:
        left[volunteer] -= 1
    total = sum(price for ref, price in u.items() if ref not in pinned)
    total += sum(price * left.get(ref, 0) for ref, price in v.items())
    # Pinned pairs are given, not chosen: they stand on both sides of the sum and are left out of it.
    if total != weight or certificate["prices_weigh"] != total:
        return [f"the prices weigh {total}, the plan {weight}"]
    for first in range(0, len(pool.newcomers), BLOCK):
        over = weigher.uncovered(first, u, v, pinned, left)
        if over:
            return [f"prices do not cover {over} pairs"]
    return []
