"""The plan is the best there is: held against OR-Tools, against trying everything, and against its certificate.

`POOLS=10000 pytest tests/pairing/pool/test_the_best_plan.py` is the long form.
"""

from __future__ import annotations

import os
import random

import pytest

from mentors.pairing.pool import checking, solving
from mentors.pairing.pool.encoding import encode
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.planning import make_plan, plan_of
from tests.pairing.pool import oracle, pools

MANY = int(os.environ.get("POOLS", "300"))
CHUNKS = 10


def some_pool(seed: int, most: int) -> tuple[Pool, random.Random]:
    draw = random.Random(seed)
    chosen = pools.settings()
    one = pools.pool(
        draw, draw.randint(0, most), draw.randint(0, most), wide=draw.choice((1, 0.5)), most=draw.randint(1, 3),
        ties=draw.random() < 0.3,
    )  # fmt: skip
    return pools.with_edits(
        draw, one, chosen, pins=draw.choice((0, 0, 1, 3)), forbids=draw.choice((0, 0, 6)), previous=draw.choice((0, 4))
    ), draw


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_solver_finds_a_better_set_of_pairs(chunk: int) -> None:
    pytest.importorskip("ortools")
    for seed in range(chunk, MANY, CHUNKS):
        pool, draw = some_pool(seed, 16)
        plan = plan_of(solving.solve(encode(pool, pools.settings()), keep=draw.choice((1, 2, 4, 32))))
        assert oracle.objective(pool, pools.settings(), dict(plan.pairs)) == oracle.by_flow(pool, pools.settings()), (
            seed
        )
        assert plan.gap == 0, seed
        assert checking.complaints_about(plan.certificate, pool) == [], seed


@pytest.mark.parametrize("chunk", range(4))
def test_trying_every_set_of_pairs_finds_nothing_better(chunk: int) -> None:
    for seed in range(chunk, 80, 4):
        pool, _draw = some_pool(1_000_000 + seed, 6)
        plan = make_plan(pool, pools.settings())
        assert oracle.objective(pool, pools.settings(), dict(plan.pairs)) == oracle.by_trying_all(
            pool, pools.settings()
        )


def test_a_town_of_some_hundreds_is_paired_as_well_as_ortools_does() -> None:
    pytest.importorskip("ortools")
    for seed, (some, other, most) in enumerate(((300, 400, 1), (300, 170, 2), (300, 60, 3))):
        pool = pools.pool(random.Random(seed), some, other, most=most)
        plan = make_plan(pool, pools.settings())
        assert oracle.objective(pool, pools.settings(), dict(plan.pairs)) == oracle.by_flow(pool, pools.settings())
        assert plan.gap == 0


def test_nobody_is_left_over_for_the_sake_of_priority() -> None:
    for seed in range(40):
        pool, _draw = some_pool(seed, 14)
        classless = Pool(
            newcomers=tuple(pools.with_class(one, 0) for one in pool.newcomers),
            volunteers=pool.volunteers, pins=pool.pins, forbids=pool.forbids, previous=pool.previous,
        )  # fmt: skip
        assert len(make_plan(pool, pools.settings()).pairs) == len(make_plan(classless, pools.settings()).pairs)


def test_two_empty_lists_make_an_empty_plan() -> None:
    for pool in (Pool(), pools.pool(random.Random(1), 4, 0), pools.pool(random.Random(1), 0, 4)):
        plan = make_plan(pool, pools.settings())
        assert (len(plan.pairs), plan.value, plan.gap) == (0, 0, 0)
