"""What may happen to a pair, from proposal to ending. Each command holds the pair's row first, so that two
taps never cross."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.calendar import add_months
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.links.commands import withdraw_links
from mentors.messages.commands import cancel_about
from mentors.pairing import commands_children as children
from mentors.pairing import commands_steps as steps
from mentors.pairing import notices, policy, queries, rules
from mentors.pairing.commands_asking import answer_proposal as answer_proposal
from mentors.pairing.commands_asking import chase_proposals as chase_proposals
from mentors.pairing.commands_asking import propose_pair as propose_pair
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, Outcome, PairState
from mentors.programmes import commands as programmes
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind


def note_first_meeting(by: Actor, pair: Pair, on: date) -> Pair:
    """Write down the day they first met; an earlier day wins. Raises Refused for a day to come."""
    steps.check_may_change(by, pair)
    if on > clock.today():
        raise Refused(_("Datoen må ikke ligge i fremtiden."), field="held_on")
    if not pair.is_running:
        raise Refused(_("I er ikke et par endnu, eller det er slut."))
    if pair.first_met_on is None or on < pair.first_met_on:
        first = pair.first_met_on is None
        pair.first_met_on = on
        if first:
            steps.change(by, pair, "first_met")
        note(by, "pairing.first_met", thing=steps.thing(pair), person_id=pair.newcomer_id)
        db.session.flush()
    return pair


def answer_fit(by: Actor, pair: Pair, side: Side, fit: Fit) -> Pair:
    """Whether it is a good fit, as one side sees it.

    Both `good` makes an agreed pair active. `deciding` leaves it where it is. A `bad` from either is a
    task for the coordinator, who ends the pair or keeps it: the pair itself is not touched, and the
    other side is not told.
    """
    if not policy.may_answer(by, pair, side):
        raise NotThere
    steps.hold(pair)
    if not pair.is_running:
        raise Refused(_("Jeres forløb er slut."))
    if side is Side.volunteer:
        pair.volunteer_fit = fit
    else:
        pair.newcomer_fit = fit
    if fit is Fit.bad:
        person = pair.person_of(side)
        raise_task(by, TaskKind.not_a_fit, person, key=f"pair-{pair.ref}-not-a-fit-{side}", thing=steps.thing(pair),
                   responsible_id=pair.responsible_id)  # fmt: skip
    wanted = rules.after_fit(pair.state, pair.volunteer_fit, pair.newcomer_fit)
    if wanted is not pair.state and children.goes_on(by, pair):
        pair.active_at = clock.now()
        steps.step(by, pair, wanted)
    note(
        by, f"pairing.fit_answered:{side}", thing=steps.thing(pair), person_id=pair.person_of(side).id, reason=str(fit)
    )
    db.session.flush()
    return pair


def write_agreement(
    by: Actor, pair: Pair, *, goal: str | None, tasks: str | None, minutes_a_month: int, starts_on: date,
    planned_end_on: date,
) -> Pair:  # fmt: skip
    """Write down what the two have agreed; both can read it.

    Raises Refused where the end lies before the start, further off than one agreement may last
    (six months at a time under LAB section 167, where the programme says so), or past a child certificate.
    """
    steps.check_may_lead(by, pair)
    if planned_end_on <= starts_on:
        raise Refused(_("Slutdatoen skal ligge efter startdatoen."), field="planned_end_on")
    most = pair.programme.months_at_most
    period_from = max(starts_on, pair.renewed_from or starts_on)
    if most is not None and planned_end_on > add_months(period_from, most):
        raise Refused(
            ngettext(
                "En aftale må højst vare %(num)d måned ad gangen. Vælg en tidligere dato, og forlæng senere.",
                "En aftale må højst vare %(num)d måneder ad gangen. Vælg en tidligere dato, og forlæng senere.",
                most,
            ),
            field="planned_end_on",
        )
    first = max(clock.today(), starts_on)
    children.require_certificate(by, pair, first, max(first, planned_end_on), field="planned_end_on")
    pair.goal, pair.tasks, pair.minutes_a_month = goal or None, tasks or None, minutes_a_month
    pair.starts_on, pair.planned_end_on = starts_on, planned_end_on
    steps.change(by, pair, "agreement")
    note(by, "pairing.agreement_written", thing=steps.thing(pair), person_id=pair.newcomer_id)
    db.session.flush()
    return pair


def extend_pair(by: Actor, pair: Pair, *, months: int | None = None) -> Pair:
    """Go on for as long as one agreement of the programme lasts, or for so many months, from the planned end.

    Raises Refused beyond the programme's limit for one period, or past a child certificate.
    """
    steps.check_may_lead(by, pair)
    steps.hold(pair)
    if not pair.is_running or pair.planned_end_on is None:
        raise Refused(_("Parret er ikke i gang og kan ikke forlænges."))
    most = pair.programme.months_at_most
    months = months or steps.one_period(pair)
    if most is not None and months > most:
        raise Refused(
            ngettext(
                "I kan højst forlænge med %(num)d måned ad gangen.",
                "I kan højst forlænge med %(num)d måneder ad gangen.",
                most,
            ),
            field="months",
        )
    since = max(pair.planned_end_on, clock.today())
    until = add_months(since, months)
    children.require_certificate(by, pair, clock.today(), until, field="planned_end_on")
    pair.renewed_from, pair.planned_end_on = since, until
    steps.change(by, pair, "extended")
    note(by, "pairing.extended", thing=steps.thing(pair), person_id=pair.newcomer_id, reason=str(months))
    db.session.flush()
    notices.extended(pair, count=steps.times(pair, "extended"))
    return pair


def pause_pair(by: Actor, pair: Pair, *, until: date | None) -> Pair:
    """Rest for a while, until a day or until somebody resumes. The place stays taken."""
    steps.check_may_change(by, pair)
    steps.hold(pair)
    if until is not None and until <= clock.today():
        raise Refused(_("Vælg en dag, der kommer."), field="until")
    if pair.state is PairState.paused:
        pair.paused_until = until
        db.session.flush()
        return pair
    pair.paused_at, pair.paused_until = clock.now(), until
    cancel_about(steps.thing(pair))
    children.let_go(by, pair)
    steps.step(by, pair, PairState.paused)
    note(by, "pairing.paused", thing=steps.thing(pair), person_id=pair.newcomer_id)
    notices.paused(pair, count=steps.rests(pair))
    return pair


def resume_pair(by: Actor, pair: Pair) -> Pair:
    """Go on after a pause, where the two left off. A pair that is not paused is left as it is.

    A child's pair goes on only with what it takes: staff are told what is missing (Refused); where somebody
    else presses, or a job, it stays at rest and staff get a task.
    """
    steps.check_may_change(by, pair)
    steps.hold(pair)
    if pair.state is not PairState.paused:
        return pair
    if by.is_staff:
        children.let_meet(by, pair)
    if not children.goes_on(by, pair):
        return pair
    began = steps.times(pair, "agreed") > 0
    pair.paused_at = pair.paused_until = None
    steps.step(by, pair, PairState.active if pair.active_at else PairState.agreed, what="resumed" if began else None)
    note(by, "pairing.resumed", thing=steps.thing(pair), person_id=pair.newcomer_id)
    if began:
        notices.resumed(pair, count=steps.times(pair, "resumed"))
    else:
        notices.agreed(pair)
    return pair


def end_pair(by: Actor, pair: Pair, *, outcome: Outcome) -> Pair:
    """End a pair with what it led to, and thank both; an unanswered proposal is only taken back.

    Waiting messages are cancelled, tasks about the pair ticked off, links about it closed. The row and its
    history stay: the two may be paired again, or the newcomer with somebody else.
    """
    steps.check_may_lead(by, pair)
    steps.hold(pair)
    was_running, had_yes = pair.is_running, pair.volunteer_said_yes_at is not None
    pair.outcome = outcome
    children.let_go(by, pair)
    steps.close(by, pair, PairState.ended)
    withdraw_links(thing=steps.thing(pair))
    note(by, "pairing.ended", thing=steps.thing(pair), person_id=pair.newcomer_id, reason=str(outcome))
    if was_running:
        notices.ended(pair)
    elif had_yes:
        notices.not_this_time(pair)
    return pair


def end_pauses() -> int:
    """Resume the pairs whose pause ends today or before."""
    due = queries.pauses_over(clock.today())
    db.session.rollback()
    for pair_id in due:
        with transaction():
            pair = db.session.get_one(Pair, pair_id)
            resume_pair(system(pair.municipality_id), pair)
    return len(due)


# --- a volunteer's own rest -------------------------------------------------------------------------


def rest(by: Actor, offer: Participation) -> None:
    """A volunteer asks not to be asked about anybody new. Her pairs go on. Raises NotThere for another's offer."""
    _own_offer(by, offer, "pairing.rests")
    programmes.pause(system(by.municipality_id), offer, None)


def return_from_rest(by: Actor, offer: Participation) -> None:
    """A volunteer may be asked again."""
    _own_offer(by, offer, "pairing.back")
    programmes.resume(system(by.municipality_id), offer)


def _own_offer(by: Actor, offer: Participation, act: str) -> None:
    # Deciding about participations is for staff; of her own rest a volunteer decides herself.
    if offer.person_id != by.person_id or offer.side is not Side.volunteer:
        raise NotThere
    note(by, act, thing=f"participation:{offer.ref}", person_id=offer.person_id)
