"""Sending a plan's pairs as proposals, each looked at again on the day, and taking back what nobody has answered.

A few go out while the coordinator waits; many are the worker's, each in a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db, reading, transaction
from mentors.pairing import commands_steps as steps
from mentors.pairing import queries as pairs
from mentors.pairing import queries_plans as queries
from mentors.pairing import queries_plans_engine as engine
from mentors.pairing import words_plans_desk as words
from mentors.pairing.commands import end_pair
from mentors.pairing.commands_asking import propose_pair
from mentors.pairing.commands_plans import hold, thing
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PlanSending, PoolPlan
from mentors.pairing.rules import Outcome, PairState
from mentors.pairing.rules_plans import (
    GONE,
    NOT_NOW,
    OPEN_PLANS,
    PlanState,
    SendingState,
)

AT_ONCE = 25  # proposals; each takes about a hundredth of a second


def send_pairs(by: Actor, plan: PoolPlan, newcomers: Collection[str], *, number: int) -> int:
    """Send these newcomers' pairs. What was sent or waits is not sent again; what was refused is tried again.

    How many are on their way. Raises Refused for a plan that has changed since, or is not proven.
    """
    hold(plan)
    if plan.state not in OPEN_PLANS:
        raise Refused(words.NOT_OPEN)
    if plan.head != number:
        raise Refused(words.CHANGED_MEANWHILE)
    head = queries.head_of(plan)
    found = queries.opened(plan, head)
    if not queries.is_proven(plan, head, found):
        raise Refused(words.NOT_PROVEN)
    sendings = queries.sendings_of(plan, held=True)
    wanted = [
        _wanted(by, plan, sendings, line, member, volunteer)
        for line, volunteer in sorted(_asked(found, newcomers).items())
        for member in found.members(line)
    ]
    asked = [one for one in wanted if one is not None]
    if not asked:
        return 0
    plan.state = PlanState.published
    note(by, "pairing.plan_sent", thing=thing(plan), reason=str(len(asked)))
    db.session.flush()
    if len(asked) <= AT_ONCE:
        _send_now(plan, asked)
    return len(asked)


def _asked(found: engine.Opened, newcomers: Collection[str]) -> dict[str, str]:
    """The lines that are to be sent: pairs of the plan, and newcomers who get the contact their household has."""
    offered = {**found.follows, **found.pairs}
    return {ref: offered[ref] for ref in set(newcomers) if ref in offered}


def _wanted(
    by: Actor, plan: PoolPlan, sendings: dict[str, PlanSending], line: str, member: str, volunteer: str
) -> PlanSending | None:
    sending = sendings.get(member)
    if sending is None:
        sending = PlanSending(plan_id=plan.id, newcomer_ref=member)
        db.session.add(sending)
    elif sending.state in (SendingState.sent, SendingState.waiting, SendingState.recalled):
        return None
    sending.line_ref, sending.volunteer_ref, sending.pair_id = line, volunteer, None
    sending.state, sending.why = SendingState.waiting, None
    sending.asked_at, sending.asked_by, sending.responsible_id = clock.now(), by.label, by.account_id
    return sending


def _send_now(plan: PoolPlan, asked: list[PlanSending]) -> None:
    refs = [ref for one in asked for ref in (one.newcomer_ref, one.volunteer_ref)]
    # Everybody at once and in order, so that two coordinators who send at the same time never wait for each other.
    steps.hold_people(*{one.person_id for one in queries.people_behind(refs, plan.programme_id).values()})
    for sending in asked:
        _send(plan, sending)


def _send(plan: PoolPlan, sending: PlanSending) -> None:
    """Send one pair, or write down why not. Nothing of a refused one stays but that."""
    try:
        with db.session.begin_nested():
            against = _propose(plan, sending)
    except (Refused, NotThere, IntegrityError, StaleDataError):
        against = NOT_NOW
    if against:
        sending.state, sending.why, sending.pair_id = SendingState.refused, against, None
    db.session.flush()


def _propose(plan: PoolPlan, sending: PlanSending) -> str | None:
    """Propose the pair on today's facts; the codes of what stands against it, where something does."""
    behind = queries.people_behind([sending.newcomer_ref, sending.volunteer_ref], plan.programme_id)
    if len(behind) < 2:
        return GONE
    newcomer, volunteer = behind[sending.newcomer_ref], behind[sending.volunteer_ref]
    steps.hold_people(newcomer.person_id, volunteer.person_id)
    for one in (newcomer, volunteer):
        db.session.refresh(one)
    # Not even a soft hurdle: what the coordinator accepted was a pair that keeps every rule.
    hurdles = pairs.weighed_today(newcomer, volunteer).hurdles
    if hurdles:
        return " ".join(hurdles)
    sender = Actor(sending.asked_by, plan.municipality_id, account_id=sending.responsible_id)
    sending.pair_id = propose_pair(sender, newcomer, volunteer).id
    sending.state, sending.why = SendingState.sent, None
    return None


def take_back(by: Actor, plan: PoolPlan, newcomers: Collection[str] | None = None) -> int:
    """Take back the proposals whose volunteer has not answered, of these newcomers or of all. How many."""
    hold(plan)
    mine = [
        one
        for one in queries.sendings_of(plan, held=True).values()
        if one.state in (SendingState.sent, SendingState.waiting) and (newcomers is None or one.line_ref in newcomers)
    ]
    states = queries.pairs_behind(plan)
    open_ = [one for one in mine if one.pair_id is None or states[one.pair_id][1] is PairState.proposed]
    for sending in open_:
        sending.state = SendingState.recalled
    if open_:
        note(by, "pairing.plan_taken_back", thing=thing(plan), reason=str(len(open_)))
    db.session.flush()
    if len(open_) <= AT_ONCE:
        for sending in open_:
            _take_back(plan, sending)
    return len(open_)


def _take_back(plan: PoolPlan, sending: PlanSending) -> None:
    pair = db.session.get(Pair, sending.pair_id) if sending.pair_id else None
    if pair is not None:
        steps.hold(pair)
        if pair.state is not PairState.proposed:  # she answered while we were on our way
            sending.state = SendingState.sent
            db.session.flush()
            return
        end_pair(Actor("system", plan.municipality_id), pair, outcome=Outcome.unknown)
    sending.state = SendingState.withdrawn
    db.session.flush()


# --- the worker -------------------------------------------------------------------------------------

_TO_DO = (SendingState.waiting, SendingState.recalled)


def send_waiting() -> int:
    """Send and take back what waits, one transaction each. Safe to run twice, and by two workers."""
    with reading():
        due = db.session.execute(
            select(PlanSending.id, PlanSending.plan_id).where(PlanSending.state.in_(_TO_DO)).order_by(PlanSending.id)
        ).all()
        db.session.rollback()
    for sending_id, plan_id in due:
        with transaction():
            plan = db.session.get_one(PoolPlan, plan_id)
            sending = db.session.get(PlanSending, sending_id, with_for_update=True, populate_existing=True)
            if sending is None or sending.state not in _TO_DO:
                continue
            if sending.state is SendingState.recalled:
                _take_back(plan, sending)
            else:
                _send(plan, sending)
    return len(due)
