"""What this room keeps about a person: her checks, contacts with children, and her parents' answers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Table, select

from mentors.clearances.models import ChildContact, Clearance, ClearanceNeed
from mentors.clearances.models_guardians import Guardian, GuardianConsent
from mentors.clearances.rules import ClearanceState
from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept


def _of_her_guardians(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.guardian_id.in_(select(Guardian.id).where(Guardian.person_id == person_id))


def _keep_the_better(keep_id: int, gone_id: int) -> None:
    """Of two checks of a kind the one that carries more stays: a refusal first of all, for the children's sake;
    then a clean one, the longest valid. Contacts that stood on the other end with it.
    """
    mine = {one.kind: one for one in db.session.scalars(select(Clearance).where(Clearance.person_id == keep_id))}
    for other in db.session.scalars(select(Clearance).where(Clearance.person_id == gone_id)).all():
        first = mine.get(other.kind)
        if first is None:
            continue
        better, worse = (other, first) if _weight(other) > _weight(first) else (first, other)
        _carry_over(better, worse)
        db.session.delete(worse)
        db.session.flush()


def _carry_over(better: Clearance, worse: Clearance) -> None:
    """What stands on the check that goes stands on the one that stays, where that one can carry it."""
    theirs = select(ChildContact).where(
        ChildContact.person_id == worse.person_id, ChildContact.clearance_kind == str(worse.kind)
    )
    taken = set(
        db.session.scalars(
            select(ChildContact.thing).where(
                ChildContact.person_id == better.person_id, ChildContact.ended_on.is_(None)
            )
        )
    )
    for contact in db.session.scalars(theirs).all():
        if contact.ended_on is None and (better.state is not ClearanceState.clean or contact.thing in taken):
            contact.ended_on = clock.today()
        standing = contact.ended_on is None
        contact.clearance_state = str(better.state) if standing else None
        contact.valid_until = better.valid_until if standing else None
        contact.person_id = better.person_id
    db.session.flush()


def _weight(one: Clearance) -> tuple[bool, bool, date]:
    return one.state is ClearanceState.refused, one.state is ClearanceState.clean, one.valid_until or date.min


KEEPER = Keeper(
    (
        Kept(GuardianConsent, by=(), whose=_of_her_guardians),
        Kept(Guardian),
        Kept(ChildContact),
        Kept(ClearanceNeed),
        Kept(Clearance),
    ),
    also_merge=_keep_the_better,
)
