"""What this room keeps about a person: her pairs. Pairs that ran stay as the other's story, without her."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Table, and_, or_, select, update

from mentors.core.actor import Actor, system
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept
from mentors.pairing.commands import end_pair
from mentors.pairing.models import Pair, PairChange
from mentors.pairing.models_apart import KeptApart
from mentors.pairing.models_plans import PlanSending
from mentors.pairing.rules import Outcome


def _hers(table: Table, person_id: int) -> ColumnElement[bool]:
    return or_(table.c.newcomer_id == person_id, table.c.volunteer_id == person_id)


def _never_ran(table: Table, person_id: int) -> ColumnElement[bool]:
    both = and_(table.c.newcomer_said_yes_at.is_not(None), table.c.volunteer_said_yes_at.is_not(None))
    return and_(_hers(table, person_id), ~both)


def _of_her_pairs(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.pair_id.in_(
        select(Pair.id).where(or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id))
    )


def _end_all(by: Actor, person_id: int) -> None:
    """Every open pair ends, and the other is thanked and told that it is over, never why."""
    mine = or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id)
    for pair in db.session.scalars(select(Pair).where(mine, Pair.closed_at.is_(None)).order_by(Pair.id)).all():
        end_pair(system(pair.municipality_id), pair, outcome=pair.outcome or Outcome.unknown)
    # A certificate goes with its owner; what stays of the pair must not go with it.
    db.session.execute(update(Pair).where(mine).values(contact_id=None))


def _no_two_at_once(keep_id: int, gone_id: int) -> None:
    """Raises Refused where one record would be paired with itself, or have two open pairs in one programme."""
    why = hindrance(keep_id, gone_id)
    if why is not None:
        raise Refused(why)


def hindrance(keep_id: int, gone_id: int) -> str | None:
    """Why two records cannot be one yet, in the language being spoken."""
    both = {keep_id, gone_id}
    pairs = db.session.scalars(select(Pair).where(or_(Pair.newcomer_id.in_(both), Pair.volunteer_id.in_(both)))).all()
    if any({pair.newcomer_id, pair.volunteer_id} == both for pair in pairs):
        return str(_("De to har været et par. Så er det to forskellige personer."))
    open_in = [pair.programme_id for pair in pairs if pair.is_open and pair.newcomer_id in both]
    if len(open_in) != len(set(open_in)):
        return str(_("Begge har en kontakt i det samme program. Afslut det ene par først."))
    return None


_NO_WORDS = {"goal": None, "tasks": None, "override_reason": None, "reasons": list}
KEEPER = Keeper(
    (
        # Both ways, and for each of the two: who else it is about is the other's.
        Kept(KeptApart, by=("one_id", "other_id"), hides=frozenset({"one_id", "other_id", "awaits"})),
        Kept(PlanSending, by=(), whose=_of_her_pairs, blanks={}),
        Kept(Pair, by=(), whose=_never_ran, shown=False),
        Kept(PairChange, by=(), whose=_of_her_pairs, blanks={}),
        Kept(Pair, by=("newcomer_id", "volunteer_id"), whose=_hers, blanks=_NO_WORDS, hides=frozenset({"points"})),
    ),
    also_forget=_end_all,
    also_merge=_no_two_at_once,
)
