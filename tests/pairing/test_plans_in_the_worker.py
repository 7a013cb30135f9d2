"""A big pool is the worker's: progress, stopping, a worker that dies, edits tried before they are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from mentors.core import clock
from mentors.kit.db import db
from mentors.pairing import commands_plans as plans
from mentors.pairing import commands_plans_edits as edits
from mentors.pairing import commands_plans_sending as sending
from mentors.pairing import rules_plans
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PlanRound, PoolPlan
from mentors.pairing.rules_plans import Failure, PlanState
from tests.given import Given
from tests.pairing.pools import made_plan, opened, three_and_two


@pytest.fixture(autouse=True)
def everything_is_big(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three people and two are too many for a request here; two proposals too many to send at once."""
    monkeypatch.setattr(rules_plans, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    yield


def _plan() -> PoolPlan:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(PoolPlan).one()


def test_a_big_pool_waits_for_the_worker_and_says_how_far_it_is(given: Given) -> None:
    three_and_two(given)
    karen = given.coordinator()
    page = karen.get("/desk/plans").press("Find de bedste par i")
    assert page.says("Venter på, at beregningen begynder.")
    assert page.soup.select_one("meta[http-equiv=refresh]")
    assert plans.run_plans() == 1
    page = page.click("Opdater")
    assert page.says("Bevist: der findes ikke noget bedre sæt par") and page.says("Amal")
    assert plans.run_plans() == 0


def test_two_who_press_at_once_watch_the_same_run(given: Given) -> None:
    three_and_two(given)
    assert made_plan(given).ref == made_plan(given).ref
    assert db.session.query(PoolPlan).count() == 1


def test_progress_is_written_down_step_by_step(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    three_and_two(given)
    made_plan(given)
    seen: list[tuple[str | None, int]] = []
    whole = plans.complaints_about

    def look(certificate: Any, pool: Any) -> list[str]:
        plan = _plan()
        seen.append((plan.step, plan.percent))
        db.session.rollback()
        return whole(certificate, pool)

    monkeypatch.setattr(plans, "complaints_about", look)
    plans.run_plans()
    assert seen == [("check", 60)]
    assert (_plan().state, _plan().percent) == (PlanState.ready, 100)


def test_a_run_is_stopped_before_and_while_it_is_calculated(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    three_and_two(given)
    karen = given.coordinator()
    page = karen.get("/desk/plans").press("Find de bedste par i")
    assert page.press("Stop beregningen").says("Beregningen blev stoppet.")
    assert plans.run_plans() == 0
    page = karen.get("/desk/plans").press("Find de bedste par i")
    whole = plans.make_plan

    def stopped_meanwhile(*args: Any, **kwargs: Any) -> Any:
        page.press("Stop beregningen")
        return whole(*args, **kwargs)

    monkeypatch.setattr(plans, "make_plan", stopped_meanwhile)
    plans.run_plans()
    assert karen.get(page.path).says("Beregningen blev stoppet.")
    assert db.session.query(PlanRound).count() == 0


def test_a_run_whose_worker_died_is_begun_again_and_fails_after_three(given: Given) -> None:
    three_and_two(given)
    made_plan(given)
    for tries in (1, 2, 3):
        assert plans._claim(_plan().id) == tries
        db.session.remove()  # the worker is gone
        clock.stop(clock.now() + timedelta(minutes=9))
        plans._take_over()
        assert _plan().state is PlanState.running  # silent, and perhaps only slow
        clock.stop(clock.now() + timedelta(minutes=2))
        plans._take_over()
        db.session.remove()
    plan = _plan()
    assert (plan.state, plan.failure) == (PlanState.failed, Failure.crashed)
    assert given.coordinator().get(f"/desk/plans/{plan.ref}").says("Beregningen gik i stå tre gange.")


def test_a_worker_thought_dead_does_not_overwrite_the_one_that_took_over(given: Given) -> None:
    three_and_two(given)
    made_plan(given)
    plan_id = _plan().id
    plans._claim(plan_id)
    clock.stop(clock.now() + timedelta(minutes=11))
    plans.run_plans()
    assert _plan().state is PlanState.ready
    plans._run(plan_id, 1)  # the first one wakes up
    assert (_plan().state, db.session.query(PlanRound).count()) == (PlanState.ready, 1)


def test_a_worker_told_to_stop_leaves_the_run_to_the_next(given: Given, app: Flask) -> None:
    three_and_two(given)
    made_plan(given)
    app.extensions["stopping"] = lambda: True
    try:
        plans.run_plans()
    finally:
        del app.extensions["stopping"]
    assert (_plan().state, _plan().tries) == (PlanState.draft, 0)
    plans.run_plans()
    assert _plan().state is PlanState.ready


def test_a_plan_that_cannot_be_proven_is_not_kept(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    three_and_two(given)
    made_plan(given)
    monkeypatch.setattr(plans, "complaints_about", lambda *_: ["prices do not cover 1 pairs"])
    plans.run_plans()
    plan = _plan()
    assert (plan.state, plan.failure) == (PlanState.failed, Failure.not_proven)
    assert given.coordinator().get(f"/desk/plans/{plan.ref}").says("Planen kunne ikke bevises og er ikke gemt.")


def test_an_edit_of_a_big_plan_is_tried_by_the_worker_before_it_is_kept(given: Given) -> None:
    three_and_two(given)
    made_plan(given)
    plans.run_plans()
    karen = given.coordinator()
    page = karen.get(f"/desk/plans/{_plan().ref}").click("Amal").click("Forbyd parret")
    waits = page.press("Regn det ud")
    assert waits.says("Vi regner ændringen ud")
    assert edits.try_edits() == 1
    preview = waits.click("Opdater")
    assert preview.says("Det flytter sig")
    assert _plan().head == 1
    page = preview.press("Gem ændringen", because="Naboer")
    assert page.says("Naboer") and page.says("Bevist: der findes ikke noget bedre sæt par")
    assert opened(_plan()).complaints == []
    assert edits.try_edits() == 0


def test_a_trial_that_breaks_a_rule_says_which(given: Given) -> None:
    newcomers, volunteers = three_and_two(given)
    made_plan(given)
    plans.run_plans()
    karen = given.coordinator()
    path = f"/desk/plans/{_plan().ref}/edits/pin/{newcomers[2].ref}/{volunteers[0].ref}"
    karen.get(path).press("Regn det ud")
    edits.try_edits()
    assert karen.get(path).says("De to har ingen fælles ledig tid.")


def test_many_pairs_are_sent_and_taken_back_by_the_worker(given: Given) -> None:
    three_and_two(given)
    made_plan(given)
    plans.run_plans()
    karen = given.coordinator()
    page = karen.get(f"/desk/plans/{_plan().ref}").click("Send alle").press("Send 2 forslag")
    assert page.says("Er på vej: 2") and db.session.query(Pair).count() == 0
    assert page.soup.select_one("meta[http-equiv=refresh]")
    assert sending.send_waiting() == 2
    assert karen.get(page.path).says("Sendt: 2")
    assert sending.send_waiting() == 0
    page = karen.get(page.path).press("Træk ubesvarede forslag tilbage")
    sending.send_waiting()
    assert karen.get(page.path).says("Trukket tilbage: 2")
    assert {pair.is_open for pair in db.session.query(Pair)} == {False}


def test_a_big_plan_gone_stale_says_how_many_have_changed(given: Given) -> None:
    three_and_two(given)
    made_plan(given)
    plans.run_plans()
    given.newcomer()
    plans.look_at_plans()
    assert given.coordinator().get(f"/desk/plans/{_plan().ref}").says("1 er kommet til:")


def test_a_big_plan_that_nobody_has_checked_is_not_called_proven(given: Given) -> None:
    three_and_two(given)
    made_plan(given)
    plans.run_plans()
    db.session.query(PlanRound).one().checked_hash = None
    db.session.commit()
    karen = given.coordinator()
    page = karen.get(f"/desk/plans/{_plan().ref}")
    assert page.says("Beviset efterprøves") and not page.says("Bevist:")
    assert page.click("Send alle").press("Send 2 forslag").status == 422
    plans.look_at_plans()
    assert karen.get(page.path).says("Bevist:")
