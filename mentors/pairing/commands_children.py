"""A pair around a child of 5 to 8 (systems.md row 4): it stands only while the volunteer's child certificate and a
parent's yes do. Who may meet children is the clearances' to say; here it is only asked, and acted on."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from mentors.clearances import commands as clearances
from mentors.clearances.queries_guardians import has_guardian_consent
from mentors.clearances.rules import GuardianPurpose
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.messages.commands import cancel_about
from mentors.pairing import commands_steps as steps
from mentors.pairing import notices, queries_children, words_desk
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.people.models import Person
from mentors.programmes.rules import Side
from mentors.tasks.commands import raise_task, settle_task
from mentors.tasks.queries import has_open_task
from mentors.tasks.rules import TaskKind


def require_certificate(by: Actor, pair: Pair, on: date, through: date | None = None, *, field: str) -> None:
    """Raises Refused unless the volunteer of a child's pair may meet children from one day through another."""
    if not pair.programme.meets_children:
        return
    try:
        clearances.require_child_clearance(pair.volunteer_id, on, through)
    except Refused as refusal:
        raise Refused(_said_to(by, refusal), field=field) from None


def _said_to(by: Actor, refusal: Refused) -> object:
    """How somebody's checks stand is between her and the staff; the others hear that a paper is missing."""
    return refusal.why if by.is_staff or by.label == "system" else _("Vi mangler lige et papir. Vi ringer til dig.")


def let_meet(by: Actor, pair: Pair) -> None:
    """Put the volunteer in contact with the child from today, for as long as the certificate carries it.

    A pair of adults needs nothing. Raises Refused with what is missing: today's certificate, one that lasts to
    the planned end, or a parent's yes.
    """
    if not pair.programme.meets_children:
        return
    if not has_guardian_consent(pair.newcomer_id, GuardianPurpose.contact_person):
        raise Refused(words_desk.NEEDS_GUARDIAN)
    today = clock.today()
    clearances.require_child_clearance(pair.volunteer_id, today, max(today, pair.planned_end_on or today))
    # In the pair's own town whoever answers: her link, a coordinator, the house.
    pair.contact = clearances.enter_contact(
        system(pair.municipality_id), pair.volunteer_id, steps.thing(pair), on=today
    )
    db.session.flush()


def goes_on(by: Actor, pair: Pair) -> bool:
    """Let them meet where they may; else the pair stands still and staff get a task. Whether they may."""
    try:
        with db.session.begin_nested():
            let_meet(by, pair)
    except Refused:
        stand_still(by, pair)
        return False
    for kind in (TaskKind.no_guardian, TaskKind.contact_stopped):
        settle_task(by, _task_key(pair, kind))
    return True


def let_go(by: Actor, pair: Pair) -> None:
    """They do not meet for now, or any more: with the last contact the half year of a pause begins to run."""
    if pair.contact is not None:
        clearances.leave_contact(by, pair.contact)


def stand_still(by: Actor, pair: Pair) -> None:
    """Nobody meets the child until what is missing is in order and somebody resumes the pair. Both are told that
    there is a pause, never why; a task says it to staff."""
    _raise_missing(by, pair)
    let_go(by, pair)
    if pair.state is PairState.paused:
        pair.paused_until = None
        db.session.flush()
        return
    pair.paused_at, pair.paused_until = clock.now(), None
    cancel_about(steps.thing(pair))
    steps.step(by, pair, PairState.paused, what="stands_still")
    note(by, "pairing.stands_still", thing=steps.thing(pair), person_id=pair.newcomer_id)
    notices.paused(pair, count=steps.rests(pair))


def warn_early(by: Actor, pair: Pair) -> None:
    """The volunteer has said yes: what is missing by now is on the list before the parent is asked."""
    if pair.programme.meets_children:
        _raise_missing(by, pair)


def _raise_missing(by: Actor, pair: Pair) -> None:
    if not has_guardian_consent(pair.newcomer_id, GuardianPurpose.contact_person):
        _task(by, TaskKind.no_guardian, pair, Side.newcomer)
    # The clearances say it themselves where a contact was standing.
    if not queries_children.is_certified(pair) and not has_open_task(pair.volunteer_id, TaskKind.contact_stopped):
        _task(by, TaskKind.contact_stopped, pair, Side.volunteer)


def _task(by: Actor, kind: TaskKind, pair: Pair, side: Side) -> None:
    raise_task(
        by, kind, pair.person_of(side), key=_task_key(pair, kind), thing=steps.thing(pair),
        responsible_id=pair.responsible_id,
    )  # fmt: skip


def _task_key(pair: Pair, kind: TaskKind) -> str:
    return f"pair-{pair.ref}-{kind}-{steps.times(pair, 'resumed')}"


def stand_still_for(by: Actor, child: Person) -> int:
    """A parent's yes is gone: every pair of the child stands still at once. How many."""
    pairs = [pair for pair in queries_children.meeting_a_child(child.municipality_id) if pair.newcomer_id == child.id]
    for pair in pairs:
        steps.hold(pair)
        stand_still(by, pair)
    return len(pairs)


def watch_children() -> int:
    """A job: whoever meets a child without a certificate that stands today, or without a parent's yes, stands
    still from now on, and staff get a task. Each pair is held and looked at again before it is touched."""
    due = queries_children.may_not_meet()
    db.session.rollback()
    for pair_id in due:
        with transaction():
            pair = db.session.get_one(Pair, pair_id)
            steps.hold(pair)
            if pair.meets_child:  # where all is in order again, as after a slip, they go on
                goes_on(system(pair.municipality_id), pair)
    return len(due)
