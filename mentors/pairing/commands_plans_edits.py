"""A coordinator's edits of a plan. Each is tried out first; what is kept is a version of its own, which can be undone."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import undefer

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.guard import looks_like_cpr, printable
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db, reading, transaction
from mentors.pairing import queries_plans as queries
from mentors.pairing import queries_plans_engine as engine
from mentors.pairing import words_plans_desk as words
from mentors.pairing.commands_plans import hold, round_of, thing
from mentors.pairing.models_plans import PlanRound, PlanTrial, PoolPlan
from mentors.pairing.pool import freezing
from mentors.pairing.pool.edits import NotPossible
from mentors.pairing.pool.planning import NotProven
from mentors.pairing.queries_plans_engine import Edit, Tried
from mentors.pairing.rules_plans import CHANGED, PINNED, PlanState, RoundKind, is_small

NEEDS_REASON = frozenset({RoundKind.pin, RoundKind.forbid})


def keep_edit(by: Actor, plan: PoolPlan, edit: Edit, *, number: int, because: str | None = None) -> PlanRound:
    """Make an edit of the version with that number a new version.

    Raises Refused where the plan has changed since, where a rule forbids it, or where a reason is missing;
    NotThere for people who are not in the plan.
    """
    hold(plan)
    if plan.state is not PlanState.ready:
        raise Refused(words.NOT_OPEN)
    if plan.head != number:
        raise Refused(words.CHANGED_MEANWHILE)
    reason = _reason(edit, because)
    before = queries.opened(plan, queries.head_of(plan))
    if is_small(plan.newcomers, plan.volunteers):
        tried = tried_out(before, edit, reason)
        assert tried.plan is not None
        result, moved = engine.packed_result(tried.plan), len(tried.moved)
        round_ = round_of(plan, number + 1, edit.kind, by.label, tried.plan, result, None)
    else:
        round_, moved = _from_trial(by, plan, edit, number, reason)
    round_.newcomer_ref, round_.volunteer_ref, round_.because = edit.newcomer, edit.volunteer, reason
    round_.moved = moved
    plan.head = number + 1
    db.session.add(round_)
    note(by, f"pairing.plan_edited:{edit.kind}", thing=thing(plan), reason=reason)
    db.session.flush()
    return round_


def _reason(edit: Edit, because: str | None) -> str | None:
    reason = printable(because or "").strip()[:300]
    if not reason and edit.kind in NEEDS_REASON:
        raise Refused(words.SAY_WHY, field="because")
    if looks_like_cpr(reason):
        raise Refused(words.NO_CPR, field="because")
    return reason or None


def tried_out(before: engine.Opened, edit: Edit, because: str | None = None) -> Tried:
    """What an edit would do. Raises Refused with the rule in words, NotThere for strangers."""
    if edit.kind is RoundKind.forbid and edit.pair in before.pool.forbids:
        raise Refused(words.FORBIDDEN_ALREADY)
    try:
        return engine.try_edit(before.plan, edit, because)
    except NotPossible as problem:
        raise Refused(words.not_possible(problem.rules)) from None
    except KeyError:
        raise NotThere from None
    except NotProven:
        raise Refused(words.NOT_PROVEN) from None


def undo_edit(by: Actor, plan: PoolPlan, *, number: int) -> PoolPlan:
    """Go back to the version before. The undone one is kept. Pressed twice, it counts once."""
    hold(plan)
    if plan.head != number:
        return plan
    if plan.state is not PlanState.ready:
        raise Refused(words.NOT_OPEN)
    if number <= 1:
        raise Refused(words.NOTHING_TO_UNDO)
    undone = queries.head_of(plan)
    undone.undone_at = clock.now()
    plan.head = number - 1
    note(by, "pairing.plan_edit_undone", thing=thing(plan))
    db.session.flush()
    return plan


# --- big plans: the worker tries --------------------------------------------------------------------


def ask_for_trial(by: Actor, plan: PoolPlan, edit: Edit, *, number: int) -> None:
    """Have the worker try an edit of a big plan. A trial nobody decided about makes room for this one."""
    hold(plan)
    if plan.state is not PlanState.ready or plan.head != number:
        raise Refused(words.CHANGED_MEANWHILE)
    db.session.execute(delete(PlanTrial).where(PlanTrial.plan_id == plan.id))
    db.session.add(
        PlanTrial(
            plan_id=plan.id, number=number, kind=edit.kind, newcomer_ref=edit.newcomer, volunteer_ref=edit.volunteer,
            asked_at=clock.now(), asked_by=by.label,
        )
    )  # fmt: skip
    db.session.flush()


def _from_trial(by: Actor, plan: PoolPlan, edit: Edit, number: int, reason: str | None) -> tuple[PlanRound, int]:
    """The version that the worker has tried. Raises Refused where it has tried something else."""
    trial = db.session.scalar(
        select(PlanTrial)
        .where(PlanTrial.plan_id == plan.id)
        .options(undefer(PlanTrial.result), undefer(PlanTrial.told))
    )
    if trial is None or trial.result is None or trial.told is None or trial.number != number:
        raise Refused(words.CHANGED_MEANWHILE)
    if Edit(trial.kind, trial.newcomer_ref, trial.volunteer_ref) != edit:
        raise Refused(words.CHANGED_MEANWHILE)
    values = freezing.unpacked(trial.result)
    if reason:
        kept = [one for one in values["edits"]["reasons"] if tuple(one[:2]) != edit.pair]
        values["edits"]["reasons"] = sorted([*kept, [*edit.pair, reason]])
    certificate, result = values["certificate"], freezing.packed(values)
    facts = db.session.scalar(select(PoolPlan.facts).where(PoolPlan.id == plan.id)) or b""
    round_ = PlanRound(
        plan_id=plan.id, number=number + 1, kind=edit.kind, made_at=clock.now(), made_by=by.label,
        paired=len(certificate["pairs"]), points=sum(values["points"].values()), value=str(certificate["value"]),
        result=result,
        # The worker has checked these pairs and prices; only the words of the reason are new.
        checked_hash=engine.digest_of(facts, result),
    )  # fmt: skip
    moved = len(freezing.unpacked(trial.told)["moved"])
    db.session.delete(trial)
    return round_, moved


def try_edits() -> int:
    """Try the edits of big plans that somebody waits for. How many were tried."""
    with reading():
        due = list(db.session.scalars(select(PlanTrial.plan_id).where(PlanTrial.tried_at.is_(None))))
        db.session.rollback()
    for plan_id in due:
        _try(plan_id)
    return len(due)


def _try(plan_id: int) -> None:
    with reading():
        trial, plan = db.session.get(PlanTrial, plan_id), db.session.get_one(PoolPlan, plan_id)
        if trial is None or trial.number != plan.head:
            found = None
        else:
            found = queries.opened(plan, queries.head_of(plan))
            edit = Edit(trial.kind, trial.newcomer_ref, trial.volunteer_ref)
        db.session.rollback()
    problem, told, result = None, None, None
    if found is None:
        problem = CHANGED
    else:
        try:
            tried = engine.try_edit(found.plan, edit)
            assert tried.plan is not None
            engine.check(tried.plan)
            told, result = freezing.packed(tried.as_json()), engine.packed_result(tried.plan)
        except NotPossible as broken:
            problem = " ".join(broken.rules) or PINNED
        except (KeyError, NotProven):
            problem = CHANGED
    with transaction():
        trial = db.session.get(PlanTrial, plan_id, with_for_update=True)
        if trial is not None and trial.tried_at is None:
            trial.tried_at, trial.problem, trial.told, trial.result = clock.now(), problem, told, result
