"""A plan for a whole pool, kept with its proof (systems.md rows 1-9, issue 4)."""

from __future__ import annotations

from mentors.kit.db import db
from mentors.pairing import commands_plans as plans
from mentors.pairing import queries_plans as queries
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.rules_plans import PlanState
from tests.given import Given
from tests.pairing.pools import coordinator, made_plan, opened, three_and_two


def test_a_small_pool_is_paired_at_once_and_proven(given: Given) -> None:
    newcomers, _volunteers = three_and_two(given)
    plan = made_plan(given)
    found = opened(plan)
    assert (plan.state, plan.newcomers, plan.volunteers, plan.places) == (PlanState.ready, 3, 2, 2)
    assert len(found.pairs) == 2
    assert queries.is_proven(plan, queries.head_of(plan), found) is True
    [waiting] = [one for one in newcomers if one.ref not in found.pairs]
    assert waiting.ref in found.result["left"]


def test_pressed_twice_there_is_one_plan(given: Given) -> None:
    three_and_two(given)
    first = made_plan(given)
    assert made_plan(given).ref == first.ref
    given.newcomer()
    assert made_plan(given).ref != first.ref
    assert db.session.query(PoolPlan).count() == 2


def test_a_plan_is_opened_again_with_the_same_numbers_from_what_was_stored(given: Given) -> None:
    three_and_two(given)
    plan = made_plan(given)
    found = opened(plan)
    anew = found.plan  # solved again from the frozen facts
    assert dict(anew.pairs) == found.pairs
    assert anew.certificate["value"] == int(queries.head_of(plan).value)


def test_an_empty_pool_gives_an_empty_plan(given: Given) -> None:
    plan = made_plan(given)
    assert (plan.state, opened(plan).pairs) == (PlanState.ready, {})
    assert plans.ask_for_plan(coordinator(given), given.programme()).ref == plan.ref
