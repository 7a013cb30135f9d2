"""Running a plan over a programme's pool: a small one while the coordinator waits, a big one by the worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import current_app
from sqlalchemy import Update, delete, select, update
from sqlalchemy.exc import IntegrityError

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db, reading, transaction
from mentors.pairing import queries_plans as queries
from mentors.pairing import queries_plans_engine as engine
from mentors.pairing.models_plans import PlanRound, PlanSending, PlanTrial, PoolPlan
from mentors.pairing.pool.checking import complaints_about
from mentors.pairing.pool.facts import Pool
from mentors.pairing.pool.hashing import input_hash
from mentors.pairing.pool.lots import TooBig
from mentors.pairing.pool.planning import NotProven, Plan, make_plan
from mentors.pairing.queries_plans import Today
from mentors.pairing.rules_plans import MOST_TRIES, OPEN_PLANS, Failure, PlanState, RoundKind, is_abandoned, is_small
from mentors.programmes.models import Programme


class Stopped(Exception):
    """Somebody pressed stop, or another worker has taken the run over."""


class ToBeContinued(Exception):
    """This worker is told to stop; the next one begins the run again."""


def thing(plan: PoolPlan) -> str:
    return f"plan:{plan.ref}"


def ask_for_plan(by: Actor, programme: Programme) -> PoolPlan:
    """A plan for a programme's pool as it is now. Asked for twice, there is one.

    A small pool is paired here and now; a big one waits for the worker. Raises NotThere for another town's.
    """
    if not by.is_staff or programme.municipality_id != by.municipality_id:
        raise NotThere
    # Whoever asks second waits here and finds the first one's run.
    db.session.execute(select(Programme.id).where(Programme.id == programme.id).with_for_update()).all()
    going_on = queries.unfinished_plan(programme)
    if going_on is not None:
        return going_on
    if is_small(*queries.size_of(programme)):
        today = queries.pool_today(programme, clock.today(), queries.last_pairs(programme))
        if today.is_small:
            return _at_once(by, programme, today)
    plan = PoolPlan(
        municipality_id=programme.municipality_id, programme=programme, asked_at=clock.now(), asked_by=by.label,
        starts_on=clock.today(),
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(plan)
            db.session.flush()
    except IntegrityError:
        going_on = queries.unfinished_plan(programme)
        if going_on is None:
            raise
        return going_on
    note(by, "pairing.plan_asked", thing=thing(plan))
    return plan


def _at_once(by: Actor, programme: Programme, today: Today) -> PoolPlan:
    newest = queries.newest_plan(programme)
    if newest is not None and _still_fits(newest, today):
        return newest
    plan = PoolPlan(
        municipality_id=programme.municipality_id, programme=programme, asked_at=clock.now(), asked_by=by.label,
        starts_on=today.settings.start_on,
    )  # fmt: skip
    db.session.add(plan)
    try:
        made = make_plan(today.town.engine(), today.settings)
    except NotProven:
        _fail(plan, Failure.not_proven)
    else:
        finish(by.label, plan, made, today, engine.packed_result(made))
    note(by, "pairing.plan_asked", thing=thing(plan))
    db.session.flush()
    return plan


def _still_fits(newest: PoolPlan, today: Today) -> bool:
    """Whether the newest plan is what a run would give again: a second press, and nothing has happened since."""
    if (newest.state, newest.head) != (PlanState.ready, 1):
        return False
    known = (newest.starts_on, newest.seed, newest.settings_number, newest.input_hash)
    return known == (today.settings.start_on, today.settings.seed, today.number, _hash_of_people(today.town.engine()))


def _hash_of_people(pool: Pool) -> str:
    """The pool's fingerprint, whatever plan came before."""
    return input_hash(replace(pool, previous=frozenset()))


def finish(label: str, plan: PoolPlan, made: Plan, today: Today, result: bytes) -> None:
    """Keep what a run has found, and the checker has agreed to, as the plan's first version."""
    facts = engine.packed_facts(made.pool, made.settings, today.town)
    plan.state, plan.finished_at, plan.percent, plan.step = PlanState.ready, clock.now(), 100, None
    plan.newcomers, plan.volunteers = len(made.pool.newcomers), len(made.pool.volunteers)
    plan.places = sum(one.capacity for one in made.pool.volunteers)
    plan.settings_number, plan.seed = today.number, made.settings.seed
    plan.input_hash, plan.facts, plan.head = _hash_of_people(made.pool), facts, 1
    db.session.flush()
    checked = engine.digest_of(facts, result)
    db.session.add(round_of(plan, 1, RoundKind.run, label, made, result, checked))
    db.session.flush()


def round_of(
    plan: PoolPlan, number: int, kind: RoundKind, label: str, made: Plan, result: bytes, checked_hash: str | None
) -> PlanRound:
    """A version to be added."""
    return PlanRound(
        plan_id=plan.id, number=number, kind=kind, made_at=clock.now(), made_by=label, paired=len(made.pairs),
        points=sum(made.points.values()), value=str(made.value), result=result, checked_hash=checked_hash,
    )  # fmt: skip


def stop_plan(by: Actor, plan: PoolPlan) -> PoolPlan:
    """Stop a run. One the worker has begun ends at its next step; one that is done is left as it is."""
    hold(plan)
    if plan.state is PlanState.draft:
        _fail(plan, Failure.stopped)
    elif plan.state is PlanState.running:
        plan.wants_stop = True
    else:
        return plan
    note(by, "pairing.plan_stopped", thing=thing(plan))
    db.session.flush()
    return plan


def discard_plan(by: Actor, plan: PoolPlan) -> PoolPlan:
    """Put a plan away. Nothing that was sent is taken back."""
    hold(plan)
    if plan.state in (PlanState.ready, PlanState.published, PlanState.failed):
        plan.state = PlanState.discarded
        note(by, "pairing.plan_discarded", thing=thing(plan))
        db.session.flush()
    return plan


def restore_plan(by: Actor, plan: PoolPlan) -> PoolPlan:
    """Take a plan that was put away out again."""
    hold(plan)
    if plan.state is PlanState.discarded and plan.head:
        sent = bool(queries.sendings_of(plan))
        plan.state = PlanState.published if sent else PlanState.ready
        note(by, "pairing.plan_restored", thing=thing(plan))
        db.session.flush()
    return plan


def hold(plan: PoolPlan) -> None:
    """Hold the plan's row and read it anew."""
    db.session.flush()
    db.session.execute(select(PoolPlan.id).where(PoolPlan.id == plan.id).with_for_update()).all()
    db.session.refresh(plan)


def _fail(plan: PoolPlan, why: Failure) -> None:
    plan.state, plan.failure, plan.finished_at, plan.step = PlanState.failed, why, clock.now(), None


# --- old plans -------------------------------------------------------------------------------------


def thin_plans(municipality_id: int, before: datetime) -> int:
    """Let plans finished before an instant keep their numbers and forget their people: nothing of them leads to anybody,
    and none can be edited or sent. How many were thinned now. Called by who keeps the rules of own data."""
    due = db.session.scalars(
        select(PoolPlan).where(
            PoolPlan.municipality_id == municipality_id, PoolPlan.finished_at < before, PoolPlan.thinned_at.is_(None)
        )
    ).all()
    for plan in due:
        hold(plan)
        plan.facts, plan.head, plan.thinned_at = None, 0, clock.now()
        if plan.state in OPEN_PLANS:
            plan.state = PlanState.discarded
        for model in (PlanTrial, PlanSending):
            change_rows(delete(model).where(model.plan_id == plan.id).execution_options(synchronize_session=False))
        change_rows(
            update(PlanRound)
            .where(PlanRound.plan_id == plan.id)
            .values(result=b"", newcomer_ref=None, volunteer_ref=None, because=None)
            .execution_options(synchronize_session=False)
        )
    db.session.flush()
    return len(due)


# --- the worker -------------------------------------------------------------------------------------


def run_plans() -> int:
    """Run what has been asked for, and take over what a worker left lying. How many runs were touched."""
    touched = _take_over()
    due = queries.waiting_runs()
    db.session.rollback()
    for plan_id in due:
        tries = _claim(plan_id)
        if tries:
            _run(plan_id, tries)
            touched += 1
    return touched


def _take_over() -> int:
    """Runs whose worker has not been heard of for long go back in line; after three tries they have failed."""
    with reading():
        running = db.session.execute(
            select(PoolPlan.id, PoolPlan.tries, PoolPlan.heard_at).where(PoolPlan.state == PlanState.running)
        ).all()
        db.session.rollback()
    lost = [row for row in running if row.heard_at is None or is_abandoned(row.heard_at, clock.now())]
    for plan_id, tries, _heard_at in lost:
        failed = tries >= MOST_TRIES
        values = {"state": PlanState.failed, "failure": Failure.crashed} if failed else {"state": PlanState.draft}
        with transaction():
            change_rows(_mine(plan_id, tries).values(step=None, percent=0, **values))
    return len(lost)


def _mine(plan_id: int, tries: int) -> Update:
    """The run, as long as no other worker has begun it again."""
    return update(PoolPlan).where(PoolPlan.id == plan_id, PoolPlan.state == PlanState.running, PoolPlan.tries == tries)


def _claim(plan_id: int) -> int:
    """Take a run; 0 where another worker was faster, else which try this is."""
    with transaction():
        tries = db.session.scalar(select(PoolPlan.tries).where(PoolPlan.id == plan_id)) or 0
        taken = change_rows(
            update(PoolPlan)
            .where(PoolPlan.id == plan_id, PoolPlan.state == PlanState.draft, PoolPlan.tries == tries)
            .values(state=PlanState.running, tries=tries + 1, heard_at=clock.now(), percent=0, wants_stop=False)
        )
    return tries + 1 if taken else 0


def _run(plan_id: int, tries: int) -> None:
    try:
        _run_to_the_end(plan_id, tries)
    except Stopped:
        _end(plan_id, tries, Failure.stopped)
    except ToBeContinued:
        with transaction():
            change_rows(_mine(plan_id, tries).values(state=PlanState.draft, tries=tries - 1, step=None, percent=0))
    except NotProven:
        _end(plan_id, tries, Failure.not_proven)
    except (TooBig, MemoryError):
        _end(plan_id, tries, Failure.too_big)


def _end(plan_id: int, tries: int, why: Failure) -> None:
    db.session.rollback()
    with transaction():
        change_rows(
            _mine(plan_id, tries).values(state=PlanState.failed, failure=why, finished_at=clock.now(), step=None)
        )


# A step of the engine's and where in the whole run it begins and ends, in per cent.
_SHARES = {"read": (0, 5), "weigh": (5, 15), "solve": (15, 40), "prove": (40, 60), "check": (60, 80), "tell": (80, 100)}


def _run_to_the_end(plan_id: int, tries: int) -> None:
    tell = _teller(plan_id, tries)
    tell("read", 0)
    with reading():
        plan = db.session.get_one(PoolPlan, plan_id)
        today = queries.pool_today(plan.programme, plan.starts_on, queries.last_pairs(plan.programme))
        label = plan.asked_by
        db.session.rollback()
    pool = today.town.engine()
    made = make_plan(pool, today.settings, check=False, progress=tell)
    tell("check", 0)
    wrong = complaints_about(made.certificate, pool)
    if wrong:
        raise NotProven("; ".join(wrong))
    tell("tell", 0)
    result = engine.packed_result(made, lambda share: tell("tell", share))
    with transaction():
        plan = db.session.get_one(PoolPlan, plan_id)
        hold(plan)
        if plan.state is not PlanState.running or plan.tries != tries or plan.wants_stop:
            raise Stopped
        finish(label, plan, made, today, result)


def _teller(plan_id: int, tries: int) -> Callable[[str, float], None]:
    """Writes down how far a run is. Raises Stopped where it is not wanted any more."""

    def tell(step: str, share: float) -> None:
        stopping = current_app.extensions.get("stopping")
        if stopping is not None and stopping():
            raise ToBeContinued
        first, last = _SHARES.get(step, (0, 0))
        with transaction():
            mine = change_rows(
                _mine(plan_id, tries)
                .where(PoolPlan.wants_stop.is_(False))
                .values(step=step, percent=first + int((last - first) * share), heard_at=clock.now())
            )
        if not mine:
            raise Stopped

    return tell


# --- big plans that are open ------------------------------------------------------------------------


def look_at_plans() -> int:
    """Hold every open plan that is too big for a request against the pool, and its proof against the checker.

    A small plan is looked at while one waits. How many were looked at; nothing is written where nothing changed.
    """
    with reading():
        rows = db.session.scalars(select(PoolPlan).where(PoolPlan.state.in_(OPEN_PLANS)))
        due = [plan.id for plan in rows if not is_small(plan.newcomers, plan.volunteers)]
        db.session.rollback()
    for plan_id in due:
        _look_at(plan_id)
    return len(due)


def _look_at(plan_id: int) -> None:
    with reading():
        plan = db.session.get_one(PoolPlan, plan_id)
        head = queries.head_of(plan)
        number, checked = head.id, head.checked_hash
        found = queries.opened(plan, head)
        changes = queries.changes_now(plan, found)
        before = (plan.joined, plan.gone, plan.changed)
        db.session.rollback()
    now = (len(changes.joined), len(changes.left), len(changes.changed))
    if now != before:
        with transaction():
            values = dict(zip(("joined", "gone", "changed"), now, strict=True))
            change_rows(update(PoolPlan).where(PoolPlan.id == plan_id).values(looked_at=clock.now(), **values))
    if checked is None and not found.complaints:
        with transaction():
            change_rows(update(PlanRound).where(PlanRound.id == number).values(checked_hash=found.digest))
