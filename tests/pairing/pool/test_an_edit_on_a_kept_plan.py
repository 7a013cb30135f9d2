"""A pin or forbid tried on a kept plan gives what a whole new run gives, proven, and says truly what moves.

`EDITS=10000 pytest tests/pairing/pool/test_an_edit_on_a_kept_plan.py -k as_good` is the long form.
"""

from __future__ import annotations

import os
import random
from dataclasses import replace

import pytest

from mentors.pairing.pool import edits, rules
from mentors.pairing.pool.checking import complaints_about
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.planning import Plan, make_plan
from tests.pairing.pool import oracle, pools

MANY = int(os.environ.get("EDITS", "300"))
CHUNKS = 4


def start(seed: int) -> tuple[random.Random, Plan]:
    draw = random.Random(seed)
    pool = pools.pool(draw, draw.randint(2, 25), draw.randint(1, 18), ties=seed % 3 == 0)
    pool = pools.with_edits(draw, pool, pools.settings(), pins=seed % 2, forbids=4, previous=seed % 5)
    return draw, make_plan(pool, pools.settings())


def some_edit(draw: random.Random, plan: Plan) -> edits.Trial | None:
    newcomer = draw.choice(plan.pool.newcomers)
    possible = [
        one
        for one in plan.pool.volunteers
        if not rules.broken_rules(
            newcomer, one, plan.settings, is_forbidden=(newcomer.ref, one.ref) in plan.pool.forbids
        )
    ]
    if not possible:
        return None
    volunteer = draw.choice(possible)
    try:
        if draw.random() < 0.5:
            return edits.try_pin(plan, newcomer.ref, volunteer.ref)
        return edits.try_forbid(plan, newcomer.ref, plan.pairs.get(newcomer.ref, volunteer.ref))
    except edits.NotPossible:
        return None


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_row_of_edits_stays_as_good_as_a_new_run(chunk: int) -> None:
    pytest.importorskip("ortools")
    made, seed = 0, chunk
    while made < MANY // CHUNKS:
        draw, plan = start(seed)
        seed += CHUNKS
        for _ in range(6):
            trial = some_edit(draw, plan)
            if trial is None:
                continue
            after = trial.plan
            assert complaints_about(after.certificate, after.pool) == [], seed
            assert after.gap == 0
            found = oracle.objective(after.pool, after.settings, dict(after.pairs))
            assert found == oracle.by_flow(after.pool, after.settings), seed
            assert dict(make_plan(after.pool, after.settings).pairs) == dict(after.pairs), seed
            plan = after
            made += 1


def test_a_trial_leaves_the_kept_plan_as_it_was() -> None:
    draw, plan = start(8)
    before = dict(plan.pairs), plan.gap, dict(plan.certificate)
    for _ in range(12):
        some_edit(draw, plan)
    fresh = make_plan(plan.pool, plan.settings)
    assert (dict(plan.pairs), plan.gap, dict(plan.certificate)) == before
    assert fresh.certificate == plan.certificate


def test_what_an_edit_moves_and_costs_is_what_differs() -> None:
    for seed in range(20):
        draw, plan = start(seed)
        trial = some_edit(draw, plan)
        if trial is None:
            continue
        after = dict(trial.plan.pairs)
        for one in trial.moved:
            assert plan.pairs.get(one.newcomer) == one.before != one.after == after.get(one.newcomer)
        still = {ref: who for ref, who in plan.pairs.items() if ref not in {one.newcomer for one in trial.moved}}
        assert still.items() <= after.items()
        assert trial.people == len(plan.pairs) - len(after)
        assert trial.points == sum(plan.points.values()) - sum(trial.plan.points.values())


def test_a_pin_that_breaks_a_rule_is_refused_by_name() -> None:
    draw = random.Random(2)
    pool = pools.pool(draw, 6, 6, most=1)
    plan = make_plan(pool, pools.settings())
    refused = 0
    for newcomer in pool.newcomers:
        for volunteer in pool.volunteers:
            broken = rules.broken_rules(newcomer, volunteer, plan.settings, is_forbidden=False)
            if broken:
                with pytest.raises(edits.NotPossible) as caught:
                    edits.try_pin(plan, newcomer.ref, volunteer.ref)
                assert list(caught.value.rules) == broken
                refused += 1
    assert refused


def test_somebody_pinned_cannot_be_pinned_again_nor_forbidden() -> None:
    for seed in range(30):
        pool = pools.pool(random.Random(seed), 5, 5)
        pool = pools.with_edits(random.Random(seed), pool, pools.settings(), pins=1, forbids=0)
        if pool.pins:
            break
    plan = make_plan(pool, pools.settings())
    newcomer, volunteer = next(iter(pool.pins))
    with pytest.raises(edits.NotPossible):
        edits.try_pin(plan, newcomer, volunteer)
    with pytest.raises(edits.NotPossible):
        edits.try_forbid(plan, newcomer, volunteer)


def test_the_bonus_keeps_other_pairs_where_they_are() -> None:
    """With a bonus larger than any gain nothing moves that need not."""
    draw = random.Random(4)
    pool: Pool = pools.pool(draw, 60, 60, most=1)
    plan = make_plan(pool, pools.settings(stability_bonus=10_000))
    newcomer = next(iter(plan.pairs))
    trial = edits.try_forbid(plan, newcomer, plan.pairs[newcomer])
    kept = replace(trial.plan.pool, previous=frozenset())
    loose = make_plan(kept, pools.settings())
    moved_loosely = sum(plan.pairs.get(ref) != loose.pairs.get(ref) for ref in plan.pairs)
    moved = sum(one.newcomer in plan.pairs for one in trial.moved)
    assert moved <= moved_loosely or moved_loosely == 0
