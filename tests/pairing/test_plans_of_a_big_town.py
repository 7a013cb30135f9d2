"""Two thousand on each side: no request pairs them, the worker does, and what it says is proven."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, has_request_context
from sqlalchemy import insert

from mentors.core import clock
from mentors.core.calendar import WEEK_PARTS
from mentors.kit.db import db, new_ref
from mentors.kit.room import Job
from mentors.pairing import commands_plans as plans
from mentors.pairing import rules_plans
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.rules_plans import PlanState
from mentors.people.models import Consent, Person
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState, Side
from mentors.timetables.models import Week
from mentors.worker import Worker
from tests.given import Given

EACH = 2_000
POSTCODES = ("5000", "5200", "5220", "5230", "5240", "5260")


def fill(given: Given, side: Side, draw: random.Random) -> None:
    """People of one side who lack nothing, straight into the tables."""
    programme, now = given.programme(), clock.now()
    languages = ("ar da", "en da", "uk en", "fa da") if side is Side.newcomer else ("da", "da en", "da ar", "da uk")
    people = [
        {
            "ref": new_ref(), "municipality_id": programme.municipality_id, "first_name": f"{side}{at}", "last_name": "",
            "name_folded": f"{side}{at}", "language": "da", "speaks": draw.choice(languages).split(), "levels": (),
            "interests": (), "postcode": draw.choice(POSTCODES), "created_at": now, "is_protected": False, "version": 1,
        }
        for at in range(EACH)
    ]  # fmt: skip
    ids = list(db.session.scalars(insert(Person).returning(Person.id), people))
    db.session.execute(insert(Week), [{"person_id": one, "free": tuple(draw.sample(WEEK_PARTS, 4))} for one in ids])
    db.session.execute(
        insert(Consent),
        [
            {
                "person_id": one,
                "kind": kind,
                "wording": "2026-11",
                "language": "da",
                "given_at": now,
                "given_through": "x",
            }
            for one in ids
            for kind in (ConsentKind.sign_up, ConsentKind.share_with_contact)
        ],
    )
    joined = [
        {
            "ref": new_ref(), "programme_id": programme.id, "person_id": one, "side": side, "version": 1,
            "state": ParticipationState.approved, "applied_at": now - timedelta(days=draw.randint(0, 200)),
            "approved_at": now, "capacity": 1, "is_urgent": False, "interpreter_ok": False, "meets_children": False,
        }
        for one in ids
    ]  # fmt: skip
    db.session.execute(insert(Participation), joined)
    db.session.commit()


@pytest.mark.long
def test_a_pool_of_thousands_is_the_workers_and_no_request_waits_for_it(
    given: Given, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    given.programme().steps = ()  # whoever is here lacks nothing
    db.session.commit()
    draw = random.Random(4)
    for side in Side:
        fill(given, side, draw)
    assert not rules_plans.is_small(EACH, EACH)
    whole = plans.make_plan

    def outside_requests(*args: Any, **kwargs: Any) -> Any:
        assert not has_request_context(), "a request pairs a whole town"
        return whole(*args, **kwargs)

    monkeypatch.setattr(plans, "make_plan", outside_requests)
    desk = given.coordinator()
    page = desk.get("/desk/plans").press("Find de bedste par i")
    assert page.says("Venter på, at beregningen begynder.")
    worker = Worker(app)
    worker.beat()
    worker.run_once(Job("pairing.run_plans", plans.run_plans, 5))
    db.session.rollback()
    db.session.expire_all()
    plan = db.session.query(PoolPlan).one()
    assert plan.state is PlanState.ready and (plan.newcomers, plan.volunteers) == (EACH, EACH)
    worker.run_once(Job("pairing.look_at_plans", plans.look_at_plans, 300))
    page = desk.get(f"/desk/plans/{plan.ref}")
    assert page.says("Bevist: der findes ikke noget bedre sæt par")
