"""Pools as towns have them, for tests of the pairing desk."""

from __future__ import annotations

from mentors.kit.db import db
from mentors.pairing import commands_plans as plans
from mentors.pairing import queries_plans as queries
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.queries_plans_engine import Opened
from mentors.programmes.models import Participation
from tests.given import Given


def made_plan(given: Given) -> PoolPlan:
    """A plan for the host programme's pool."""
    plan = plans.ask_for_plan(coordinator(given), given.programme())
    db.session.commit()
    return plan


def coordinator(given: Given):  # type: ignore[no-untyped-def]
    """A coordinator as an actor."""
    from mentors.core.actor import Actor, Role

    account = given.staff()
    return Actor(f"account:{account.ref}", given.town().id, frozenset({Role.coordinator}), account_id=account.id)


def opened(plan: PoolPlan) -> Opened:
    return queries.opened(plan, queries.head_of(plan))


def three_and_two(given: Given) -> tuple[list[Participation], list[Participation]]:
    """Amal and Basel can have both volunteers, Celine only Bo; Dorte and Bo have a place each."""
    amal = given.newcomer(first_name="Amal", free=("tue-evening", "sat-morning"), interests=("cooking", "film"))
    basel = given.newcomer(first_name="Basel", free=("tue-evening", "sat-morning"), interests=("football",))
    celine = given.newcomer(first_name="Celine", free=("sat-morning",), interests=("music",))
    dorte = given.volunteer(first_name="Dorte", free=("tue-evening",), interests=("cooking", "film"))
    bo = given.volunteer(first_name="Bo", free=("sat-morning", "tue-evening"), interests=("football",))
    return [amal, basel, celine], [dorte, bo]
