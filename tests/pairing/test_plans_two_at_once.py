"""Two coordinators at once: one place is never given twice, one edit never lost, one run never made two."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

from flask import Flask

from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.pairing import commands_plans as plans
from mentors.pairing import commands_plans_edits as edits
from mentors.pairing import commands_plans_sending as sending
from mentors.pairing import queries_plans as queries
from mentors.pairing import rules_plans
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PlanRound, PlanSending, PoolPlan
from mentors.pairing.queries_plans_engine import Edit
from mentors.pairing.rules_plans import RoundKind, SendingState
from mentors.programmes.models import Programme
from tests.given import Given
from tests.pairing.pools import coordinator, made_plan, opened


def _at_once(app: Flask, works: list[Callable[[], object]]) -> list[str]:
    """Each in a thread with a connection of its own, all let go at the same moment; what came of each."""
    ready, said = threading.Barrier(len(works)), []

    def do(work: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait(timeout=20)
            try:
                said.append(str(work()))
                db.session.commit()
            except Refused:
                db.session.rollback()
                said.append("Refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(said) == len(works)
    return sorted(said)


def _pool(given: Given, size: int) -> None:
    for number in range(size):
        given.newcomer(first_name=f"Ny{number}")
        given.volunteer(first_name=f"Fri{number}")


def _send_all(plan_id: int, by: Actor) -> Callable[[], int]:
    def send() -> int:
        plan = db.session.get_one(PoolPlan, plan_id)
        pairs = opened(plan).pairs
        db.session.rollback()
        return sending.send_pairs(by, db.session.get_one(PoolPlan, plan_id), list(pairs), number=1)

    return send


def test_the_same_plan_sent_twice_at_once_is_sent_once(given: Given, app: Flask) -> None:
    _pool(given, 6)
    plan, by = made_plan(given), coordinator(given)
    plan_id = plan.id
    db.session.remove()
    assert _at_once(app, [_send_all(plan_id, by)] * 3) == ["0", "0", "6"]
    assert db.session.query(Pair).count() == 6
    assert {one.state for one in db.session.query(PlanSending)} == {SendingState.sent}


def test_two_plans_of_one_pool_sent_at_once_never_pair_a_place_twice(given: Given, app: Flask) -> None:
    _pool(given, 6)
    first, by = made_plan(given), coordinator(given)
    found = opened(first)
    newcomer, volunteer = next(iter(found.pairs.items()))
    edits.keep_edit(by, first, Edit(RoundKind.forbid, newcomer, volunteer), number=1, because="Naboer")
    db.session.commit()
    second = plans.ask_for_plan(by, given.programme())
    db.session.commit()
    assert first.id != second.id
    ids = [(first.id, 2), (second.id, 1)]
    db.session.remove()

    def send(plan_id: int, number: int) -> Callable[[], int]:
        def work() -> int:
            plan = db.session.get_one(PoolPlan, plan_id)
            refs = list(opened(plan).pairs)
            db.session.rollback()
            return sending.send_pairs(by, db.session.get_one(PoolPlan, plan_id), refs, number=number)

        return work

    _at_once(app, [send(*one) for one in ids])
    pairs = db.session.query(Pair).all()
    assert len(pairs) == 6
    assert max(Counter(pair.volunteer_id for pair in pairs).values()) == 1
    assert max(Counter(pair.newcomer_id for pair in pairs).values()) == 1


def test_two_workers_send_each_pair_once(given: Given, app: Flask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(sending, "AT_ONCE", 0)
    _pool(given, 5)
    plan, by = made_plan(given), coordinator(given)
    sending.send_pairs(by, plan, list(opened(plan).pairs), number=1)
    db.session.commit()
    db.session.remove()
    _at_once(app, [sending.send_waiting, sending.send_waiting])
    assert db.session.query(Pair).count() == 5
    assert {one.state for one in db.session.query(PlanSending)} == {SendingState.sent}


def test_two_edits_of_one_version_at_once_the_second_is_told(given: Given, app: Flask) -> None:
    _pool(given, 4)
    plan, by = made_plan(given), coordinator(given)
    plan_id, pairs = plan.id, list(opened(plan).pairs.items())[:3]
    db.session.remove()

    def forbid(newcomer: str, volunteer: str) -> Callable[[], str]:
        def work() -> str:
            plan = db.session.get_one(PoolPlan, plan_id)
            db.session.rollback()
            edits.keep_edit(by, plan, Edit(RoundKind.forbid, newcomer, volunteer), number=1, because="Naboer")
            return "kept"

        return work

    assert _at_once(app, [forbid(*pair) for pair in pairs]) == ["Refused", "Refused", "kept"]
    assert db.session.query(PlanRound).count() == 2


def test_two_who_ask_for_a_plan_at_once_get_one(given: Given, app: Flask, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    _pool(given, 3)
    by, programme_id = coordinator(given), given.programme().id
    db.session.remove()

    def ask() -> str:
        return plans.ask_for_plan(by, db.session.get_one(Programme, programme_id)).ref

    assert len(set(_at_once(app, [ask] * 3))) == 1
    assert db.session.query(PoolPlan).count() == 1
    monkeypatch.setattr(rules_plans, "MOST_AT_ONCE", 0)
    given.newcomer()
    db.session.remove()
    assert len(set(_at_once(app, [ask] * 3))) == 1
    assert db.session.query(PoolPlan).count() == 2
    db.session.remove()
    _at_once(app, [plans.run_plans, plans.run_plans])
    assert db.session.query(PlanRound).count() == 2
    assert all(plan.tries <= 1 for plan in db.session.query(PoolPlan))
    newest = queries.newest_plan(given.programme())
    assert newest is not None and newest.head == 1
