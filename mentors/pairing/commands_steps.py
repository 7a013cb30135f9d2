"""What every command on a pair begins and ends with."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.kit.db import db
from mentors.messages.commands import cancel_about
from mentors.pairing import policy, rules
from mentors.pairing.models import Pair, PairChange
from mentors.pairing.rules import PairState
from mentors.people.models import Person
from mentors.tasks.commands import close_tasks_about


def hold_people(*person_ids: int) -> None:
    """Hold people's rows until the transaction ends (PostgreSQL; on SQLite a writer holds everything).

    In the order of their numbers, so that two who want the same two never wait for each other.
    """
    db.session.execute(select(Person.id).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update()).all()


def hold(pair: Pair) -> None:
    """Hold the pair's row and read it anew, so that the verdict is about what is there now."""
    db.session.flush()
    db.session.execute(select(Pair.id).where(Pair.id == pair.id).with_for_update()).all()
    db.session.refresh(pair)


def check_may_change(by: Actor, pair: Pair) -> None:
    """Raises NotThere for whoever has no part in the pair."""
    if not policy.may_change(by, pair):
        raise NotThere


def check_may_lead(by: Actor, pair: Pair) -> None:
    """Raises NotThere for whoever does not lead the pair."""
    if not policy.may_lead(by, pair):
        raise NotThere


def step(by: Actor, pair: Pair, state: PairState, *, what: str | None = None) -> None:
    """Take the pair to a state and write the step down. Raises Refused where it does not follow."""
    if pair.state is not state:
        if not rules.may_become(pair.state, state):
            raise Refused(_("Det kan ikke lade sig gøre nu. Se, hvor parret er nået til."))
        pair.state = state
    change(by, pair, what or str(state))
    db.session.flush()


def change(by: Actor, pair: Pair, what: str) -> None:
    """Write down what happened to the pair."""
    pair.changes.append(PairChange(at=clock.now(), what=what, by=by.label))


def close(by: Actor, pair: Pair, state: PairState) -> None:
    """The pair is over: nothing more is said or to be done about it."""
    pair.closed_at = clock.now()
    cancel_about(thing(pair))
    close_tasks_about(by, thing(pair))
    step(by, pair, state)


def times(pair: Pair, what: str) -> int:
    """How often something has happened to the pair."""
    return sum(change.what == what for change in pair.changes)


def rests(pair: Pair) -> int:
    """How often the pair has come to rest, by itself or by somebody."""
    return times(pair, "paused") + times(pair, "stands_still")


def one_period(pair: Pair) -> int:
    return rules.months_of_one_agreement(pair.programme.months, pair.programme.months_at_most)


def thing(pair: Pair) -> str:
    return f"pair:{pair.ref}"
