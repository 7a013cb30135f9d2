from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.followups import queries, rules
from mentors.followups.models import Answer, CheckIn, QuestionStop
from mentors.followups.rules import CheckKind
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.meetings.rules import Face
from mentors.pairing import commands as pairing
from mentors.pairing.rules import Fit
from mentors.tasks.commands import raise_task, reopen_task, settle_task
from mentors.tasks.rules import TaskKind, Wish


def record_answer(by: Actor, check_in: CheckIn, said: str) -> CheckIn:
    """Keep one tap; the last one counts, and what it sets going happens once however often it is tapped.

    A tap on an old link is one on the newest question of its kind. One that comes when the pair is over is kept
    too, and only a bad face still sets something going. Raises Refused where the choice is not one of the question's.
    """
    check_in = queries.newest_like(check_in)
    if said not in rules.CHOICES[check_in.kind]:
        raise Refused(_("Vælg et af svarene."))
    _hold(check_in)
    is_new = queries.last_said(check_in) != said
    check_in.answers.append(Answer(at=clock.now(), said=said))
    check_in.closed_at = check_in.closed_at or clock.now()
    db.session.flush()
    note(by, f"followups.answered:{check_in.kind}", thing=f"check_in:{check_in.ref}", person_id=check_in.person_id)
    settle_task(by, silence_key(check_in))
    if is_new:
        _act_on(by, check_in, said)
    return check_in


def _hold(check_in: CheckIn) -> None:
    """Hold the question until the transaction ends: two phones that tap at once come one after the other."""
    db.session.execute(select(CheckIn.id).where(CheckIn.id == check_in.id).with_for_update()).all()
    db.session.refresh(check_in)


def _act_on(by: Actor, check_in: CheckIn, said: str) -> None:
    if check_in.kind in (CheckKind.check_in, CheckKind.afterwards):
        if said == Face.bad:
            _raise(by, check_in, TaskKind.bad_face)
    elif not check_in.pair.is_running:
        return
    elif check_in.kind is CheckKind.fit:
        pairing.answer_fit(by, check_in.pair, check_in.side, Fit(said))
    elif check_in.kind is CheckKind.ending:
        _raise(by, check_in, TaskKind.ending_soon, wish=Wish(said))
    elif said == rules.NO:
        _raise(by, check_in, TaskKind.no_contact)


def ask_for_a_call(by: Actor, check_in: CheckIn) -> None:
    """She would like to be called: a task at once, one a day however often she presses."""
    _wish(by, check_in, TaskKind.call_me, f"call_me:{check_in.person.ref}:{clock.today()}")


def ask_to_stop(by: Actor, check_in: CheckIn) -> None:
    """She would like to stop: a task at once, one a day. Nothing happens to the pair until a coordinator has called."""
    _wish(by, check_in, TaskKind.wants_to_stop, stop_key(check_in))


def take_back_stop(by: Actor, check_in: CheckIn) -> None:
    """She has thought better of it the same day."""
    settle_task(by, stop_key(check_in))


def stop_key(check_in: CheckIn) -> str:
    return f"stop:{check_in.person.ref}:{check_in.pair.ref}:{clock.today()}"


def _wish(by: Actor, check_in: CheckIn, kind: TaskKind, key: str) -> None:
    _hold(check_in)
    task = raise_task(by, kind, check_in.person, key=key, thing=f"pair:{check_in.pair.ref}",
                      responsible_id=check_in.pair.responsible_id)  # fmt: skip
    if task.done_at is not None:  # dealt with or taken back, and wished for again
        reopen_task(by, task)


def stop_question(by: Actor, check_in: CheckIn) -> None:
    """Do not ask this person this question about this pair any more; the other questions come as before."""
    _hold(check_in)
    if queries.live_stop(check_in) is None:
        db.session.add(
            QuestionStop(pair_id=check_in.pair_id, person_id=check_in.person_id, kind=check_in.kind, at=clock.now())
        )
        check_in.closed_at = check_in.closed_at or clock.now()
        settle_task(by, silence_key(check_in))
        note(by, f"followups.stopped:{check_in.kind}", thing=f"check_in:{check_in.ref}", person_id=check_in.person_id)
        db.session.flush()


def ask_again(by: Actor, check_in: CheckIn) -> None:
    """She wants to be asked again; a question that fell away meanwhile is not made up for."""
    _hold(check_in)
    found = queries.live_stop(check_in)
    if found is not None:
        found.taken_back_at = clock.now()
        note(by, f"followups.resumed:{check_in.kind}", thing=f"check_in:{check_in.ref}", person_id=check_in.person_id)
        db.session.flush()


def _raise(by: Actor, check_in: CheckIn, kind: TaskKind, *, wish: Wish | None = None) -> None:
    raise_task(
        by, kind, check_in.person, key=f"{kind}:{check_in.ref}", thing=f"pair:{check_in.pair.ref}",
        responsible_id=check_in.pair.responsible_id, wish=wish,
    )  # fmt: skip


def silence_key(check_in: CheckIn) -> str:
    return f"silence:{check_in.ref}"
