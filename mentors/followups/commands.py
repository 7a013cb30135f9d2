from __future__ import annotations

from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.followups import queries, rules
from mentors.followups.models import Answer, CheckIn
from mentors.followups.rules import CheckKind
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.meetings.rules import Face
from mentors.pairing import commands as pairing
from mentors.pairing.rules import Fit
from mentors.tasks.commands import raise_task, settle_task
from mentors.tasks.rules import TaskKind, Wish


def record_answer(by: Actor, check_in: CheckIn, said: str) -> CheckIn:
    """Keep one tap; the last one counts, and what it sets going happens once however often it is tapped.

    Raises Refused where the choice is not one of the question's, or the pair is over.
    """
    if said not in rules.CHOICES[check_in.kind]:
        raise Refused(_("Vælg et af svarene."))
    if not check_in.pair.is_running:
        raise Refused(_("Jeres forløb er slut, så du behøver ikke svare."))
    is_new = queries.last_said(check_in) != said
    check_in.answers.append(Answer(at=clock.now(), said=said))
    check_in.closed_at = check_in.closed_at or clock.now()
    db.session.flush()
    note(by, f"followups.answered:{check_in.kind}", thing=f"check_in:{check_in.ref}", person_id=check_in.person_id)
    settle_task(by, silence_key(check_in))
    if is_new:
        _act_on(by, check_in, said)
    return check_in


def _act_on(by: Actor, check_in: CheckIn, said: str) -> None:
    if check_in.kind is CheckKind.fit:
        pairing.answer_fit(by, check_in.pair, check_in.side, Fit(said))
    elif check_in.kind is CheckKind.ending:
        _raise(by, check_in, TaskKind.ending_soon, wish=Wish(said))
    elif check_in.kind is CheckKind.first_contact and said == rules.NO:
        _raise(by, check_in, TaskKind.no_contact)
    elif check_in.kind is CheckKind.check_in and said == Face.bad:
        _raise(by, check_in, TaskKind.bad_face)


def ask_for_a_call(by: Actor, check_in: CheckIn) -> None:
    """She would like to be called: a task at once, one a day however often she presses."""
    day = clock.today().isoformat()
    raise_task(
        by, TaskKind.call_me, check_in.person, key=f"call_me:{check_in.person.ref}:{day}",
        thing=f"pair:{check_in.pair.ref}", responsible_id=check_in.pair.responsible_id,
    )  # fmt: skip


def _raise(by: Actor, check_in: CheckIn, kind: TaskKind, *, wish: Wish | None = None) -> None:
    raise_task(
        by, kind, check_in.person, key=f"{kind}:{check_in.ref}", thing=f"pair:{check_in.pair.ref}",
        responsible_id=check_in.pair.responsible_id, wish=wish,
    )  # fmt: skip


def silence_key(check_in: CheckIn) -> str:
    return f"silence:{check_in.ref}"
