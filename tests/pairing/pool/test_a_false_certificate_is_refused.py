"""The checker believes nothing: every kind of tampering with a certificate is found."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mentors.pairing.pool.checking import complaints_about
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.ranks import alternatives
from tests.pairing.pool import pools

Certificate = dict[str, Any]


@pytest.fixture(scope="module")
def made() -> tuple[Pool, Certificate]:
    draw = random.Random(11)
    pool = pools.with_edits(draw, pools.pool(draw, 40, 30), pools.settings(), pins=2, forbids=10)
    return pool, dict(make_plan(pool, pools.settings()).certificate)


def test_a_true_certificate_is_accepted(made: tuple[Pool, Certificate]) -> None:
    pool, certificate = made
    assert complaints_about(certificate, pool) == []


def drop_a_pair(certificate: Certificate) -> None:
    certificate["pairs"].pop()


def swap_two(certificate: Certificate) -> None:
    one, other = certificate["pairs"][0], certificate["pairs"][1]
    certificate["pairs"][0], certificate["pairs"][1] = (one[0], other[1]), (other[0], one[1])


def pair_somebody_twice(certificate: Certificate) -> None:
    certificate["pairs"].append(certificate["pairs"][0])


def pair_a_stranger(certificate: Certificate) -> None:
    certificate["pairs"][0] = ("nobody", certificate["pairs"][0][1])


def lower_a_price(certificate: Certificate) -> None:
    ref = max(certificate["newcomer_prices"], key=certificate["newcomer_prices"].get)
    certificate["newcomer_prices"][ref] -= 1


def move_a_price(certificate: Certificate) -> None:
    """The sum stays, but some pair is no longer covered."""
    prices = certificate["newcomer_prices"]
    low, high = sorted(prices, key=prices.get)[0], max(prices, key=prices.get)
    prices[low] += prices[high]
    del prices[high]


def price_with_a_fraction(certificate: Certificate) -> None:
    ref = next(iter(certificate["newcomer_prices"]))
    certificate["newcomer_prices"][ref] = float(certificate["newcomer_prices"][ref])


def negative_price(certificate: Certificate) -> None:
    certificate["volunteer_prices"]["v0"] = -5


def claim_more_value(certificate: Certificate) -> None:
    certificate["value"] += 1


def claim_more_people(certificate: Certificate) -> None:
    certificate["by_class"]["0"] = 99


def change_the_settings(certificate: Certificate) -> None:
    certificate["settings"]["concave"] = 1


def change_the_seed(certificate: Certificate) -> None:
    certificate["settings"]["seed"] = certificate["seed"] = "other"


def change_the_input(certificate: Certificate) -> None:
    certificate["input"] = "0" * 64


def lose_a_part(certificate: Certificate) -> None:
    del certificate["volunteer_prices"]


def be_nonsense(certificate: Certificate) -> None:
    certificate["pairs"] = 7


@pytest.mark.parametrize(
    "tamper",
    [
        drop_a_pair, swap_two, pair_somebody_twice, pair_a_stranger, lower_a_price, move_a_price, price_with_a_fraction,
        negative_price, claim_more_value, claim_more_people, change_the_settings, change_the_seed, change_the_input,
        lose_a_part, be_nonsense,
    ],
)  # fmt: skip
def test_a_certificate_somebody_changed_is_refused(
    made: tuple[Pool, Certificate], tamper: Callable[[Certificate], None]
) -> None:
    pool, certificate = made[0], copy.deepcopy(made[1])
    tamper(certificate)
    assert complaints_about(certificate, pool)


def test_a_certificate_of_another_pool_is_refused(made: tuple[Pool, Certificate]) -> None:
    pool, certificate = made
    first = pool.volunteers[0]
    changed = replace(pool, volunteers=(replace(first, capacity=first.capacity + 1), *pool.volunteers[1:]))
    assert complaints_about(certificate, changed) == ["made for other input"]


def test_a_good_but_not_the_best_plan_is_refused(made: tuple[Pool, Certificate]) -> None:
    pool, certificate = made
    plan = make_plan(pool, pools.settings())
    taken = set(plan.pairs.values())
    worse = copy.deepcopy(certificate)
    for at, (newcomer, _volunteer) in enumerate(worse["pairs"]):
        free = [one for one in alternatives(plan.solution, newcomer, 50) if one.volunteer not in taken]
        if free and (newcomer, worse["pairs"][at][1]) not in pool.pins:
            worse["pairs"][at] = (newcomer, free[0].volunteer)
            break
    assert worse["pairs"] != certificate["pairs"]
    assert complaints_about(worse, pool)
