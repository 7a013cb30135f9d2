"""Proposing a pair, hearing the answers, and chasing those that do not come."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _

from mentors.clearances.queries import facts_of
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.calendar import add_months
from mentors.core.guard import looks_like_cpr, printable
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.pairing import commands_steps as steps
from mentors.pairing import notices, policy, queries, rules
from mentors.pairing.models import Pair
from mentors.pairing.pool.rules import Earned
from mentors.pairing.rules import Chase, Hurdle, PairState
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from mentors.tasks.commands import close_tasks_about, raise_task
from mentors.tasks.rules import TaskKind


def propose_pair(by: Actor, newcomer: Participation, volunteer: Participation, *, because: str | None = None) -> Pair:
    """Propose a pair and ask the volunteer. `because` is the coordinator's reason for setting soft hurdles aside.

    Both people's rows are held from here on, so that two coordinators never give the same place away twice.
    Raises Refused for a hard hurdle, or for a soft one without a reason; NotThere across towns or programmes.
    """
    queries.check_belong_together(by, newcomer, volunteer)
    steps.hold_people(newcomer.person_id, volunteer.person_id)
    for participation in (newcomer, volunteer):
        db.session.refresh(participation)
    weighed = queries.weighed_today(newcomer, volunteer)
    reason = _reason_for(because, weighed.hurdles) if weighed.hurdles else None
    for earlier in queries.earlier_pairs(newcomer):  # a new try settles what an old one left on the list
        close_tasks_about(by, steps.thing(earlier))
    pair = Pair(
        municipality_id=newcomer.programme.municipality_id,
        programme=newcomer.programme,
        newcomer=newcomer.person,
        volunteer=volunteer.person,
        responsible_id=newcomer.person.responsible_id or by.account_id,
        reasons=[_as_row(part) for part in weighed.parts],
        points=weighed.points,
        override_reason=reason,
        proposed_at=clock.now(),
        state=PairState.proposed,
    )
    db.session.add(pair)
    steps.step(by, pair, PairState.proposed)
    note(by, "pairing.proposed", thing=steps.thing(pair), person_id=pair.newcomer_id, reason=reason)
    _ask(by, pair, Side.volunteer)
    return pair


def _reason_for(because: str | None, found: tuple[Hurdle, ...]) -> str:
    if rules.HARD.intersection(found):
        raise Refused(_("De to kan ikke blive et par lige nu. Se hvorfor på listen."))
    reason = printable(because or "").strip()
    if not reason:
        raise Refused(_("Skriv kort, hvorfor I foreslår parret alligevel."), field="because")
    if looks_like_cpr(reason):
        raise Refused(_("Det ligner et CPR-nummer. Slet tallet."), field="because")
    return reason[:300]


def _as_row(part: Earned) -> dict[str, object]:
    return {"part": str(part.part), "points": part.points, "most": part.most, "detail": list(part.detail)}


def _ask(by: Actor, pair: Pair, side: Side) -> None:
    """Send the question; where a person cannot be reached, a coordinator has to ask."""
    if notices.proposal(pair, side) is None:
        person = pair.person_of(side)
        raise_task(by, TaskKind.unreachable, person, key=f"pair-{pair.ref}-unreachable-{side}", thing=steps.thing(pair))


def answer_proposal(by: Actor, pair: Pair, side: Side, *, yes: bool) -> Pair:
    """A side's yes or no; no reason is asked for. The same answer twice counts once.

    The volunteer's yes asks the newcomer; the newcomer's yes makes them a pair from today on, for as long
    as the programme lasts. A no closes the proposal and puts the newcomer back on the coordinator's list.
    Raises Refused where it is too late or not this side's turn.
    """
    if not policy.may_answer(by, pair, side):
        raise NotThere
    steps.hold(pair)
    if yes and pair.said_yes_at(side) is not None and pair.is_open:
        return pair
    if pair.asked is not side:
        raise Refused(_("Forslaget venter ikke på et svar mere. Ring til os, hvis du har spørgsmål."))
    if not yes:
        _decline(by, pair, side)
    elif side is Side.volunteer:
        pair.volunteer_said_yes_at = clock.now()
        steps.step(by, pair, PairState.volunteer_yes)
        _ask(by, pair, Side.newcomer)
    else:
        _agree(by, pair)
    note(by, f"pairing.answered:{side}", thing=steps.thing(pair), person_id=pair.person_of(side).id, reason=str(yes))
    return pair


def _decline(by: Actor, pair: Pair, side: Side) -> None:
    said_yes_before = pair.volunteer_said_yes_at is not None
    steps.close(by, pair, PairState.declined)
    raise_task(
        by, TaskKind.declined, pair.newcomer, key=f"pair-{pair.ref}-declined", thing=steps.thing(pair),
        responsible_id=pair.responsible_id,
    )  # fmt: skip
    if side is Side.newcomer and said_yes_before:
        notices.not_this_time(pair)


def _agree(by: Actor, pair: Pair) -> None:
    today = clock.today()
    pair.newcomer_said_yes_at = clock.now()
    pair.starts_on = today
    pair.planned_end_on = _last_day(pair, add_months(today, steps.one_period(pair)), today)
    pair.minutes_a_month = pair.minutes_a_month or pair.programme.minutes_a_month
    steps.step(by, pair, PairState.agreed)
    notices.agreed(pair)


def _last_day(pair: Pair, wanted: date, today: date) -> date:
    """The wanted last day, or the certificate's where it ends between proposal and answer."""
    if not pair.programme.meets_children or steps.is_certified(pair, wanted):
        return wanted
    if not steps.is_certified(pair, today):
        raise Refused(_("Vi mangler lige et papir, før I kan begynde. Vi ringer til dig."))
    known = facts_of([pair.volunteer_id])[pair.volunteer_id][ClearanceKind.child_certificate]
    return min(wanted, known.valid_until or wanted)


def chase_proposals() -> int:
    """Remind whoever has not answered for a week, close what nobody answered for two. How many were touched.

    Safe to run twice, and by two workers: each proposal is held and looked at again before it is touched.
    """
    due = queries.unanswered_since(clock.now() - timedelta(days=rules.REMIND_AFTER_DAYS))
    db.session.rollback()
    touched = 0
    for pair_id in due:
        with transaction():
            touched += _chase(pair_id)
    return touched


def _chase(pair_id: int) -> bool:
    pair = db.session.get_one(Pair, pair_id)
    steps.hold(pair)
    side = pair.asked
    if side is None:
        return False
    by = system(pair.municipality_id)
    verdict = rules.chase((clock.now() - pair.asked_at).days)
    if verdict is Chase.remind:
        return notices.reminder(pair, side) is not None
    if verdict is Chase.lapse:
        _lapse(by, pair, side)
    return verdict is Chase.lapse


def _lapse(by: Actor, pair: Pair, side: Side) -> None:
    steps.close(by, pair, PairState.lapsed)
    note(by, "pairing.lapsed", thing=steps.thing(pair), person_id=pair.person_of(side).id)
    raise_task(
        by, TaskKind.lapsed, pair.newcomer, key=f"pair-{pair.ref}-lapsed", thing=steps.thing(pair),
        responsible_id=pair.responsible_id,
    )  # fmt: skip
    if side is Side.newcomer:
        notices.not_this_time(pair)
