"""What this room keeps about a person: her participations, their steps, the caseworkers who
referred her, and sign-ups she has begun."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Table, select

from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept
from mentors.people.models import Person
from mentors.programmes.models import Draft, Participation, StepDone
from mentors.programmes.models_cases import NewcomerCase
from mentors.programmes.rules import ParticipationState

_FURTHEST = (
    ParticipationState.turned_down,
    ParticipationState.left,
    ParticipationState.applied,
    ParticipationState.paused,
    ParticipationState.approved,
)
_OWN = ("state", "approved_at", "left_at", "paused_until", "capacity")


def _steps(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.participation_id.in_(select(Participation.id).where(Participation.person_id == person_id))


def _drop_drafts(_by: Actor, person_id: int) -> None:
    """Drafts have no person yet: hers are those that led to her participations, or name her number or address."""
    person = db.session.get_one(Person, person_id)
    refs = set(db.session.scalars(select(Participation.ref).where(Participation.person_id == person_id)))
    ways = {way.casefold() for way in (person.mobile, person.email) if way}
    ways |= {way.removeprefix("+45") for way in ways if way.startswith("+45")}
    for draft in db.session.scalars(select(Draft).where(Draft.municipality_id == person.municipality_id)).all():
        said = {"".join(text.split()).casefold() for text in _texts(draft.answers)}
        if refs & set(_texts(draft.answers)) or ways & said:
            db.session.delete(draft)


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        value = list(value.values())
    return [text for one in value for text in _texts(one)] if isinstance(value, list) else [str(value)]


def _the_further_one(keep_id: int, gone_id: int) -> None:
    """Where both records are in a programme on the same side, the participation that stays is as far as either."""
    mine = {
        (one.programme_id, one.side): one
        for one in db.session.scalars(select(Participation).where(Participation.person_id == keep_id))
    }
    for other in db.session.scalars(select(Participation).where(Participation.person_id == gone_id)):
        first = mine.get((other.programme_id, other.side))
        if first is None:
            continue
        if _FURTHEST.index(other.state) > _FURTHEST.index(first.state):
            for name in _OWN:
                setattr(first, name, getattr(other, name))
        first.applied_at = min(first.applied_at, other.applied_at)
        first.note = first.note or other.note
    db.session.flush()


KEEPER = Keeper(
    (Kept(StepDone, by=(), whose=_steps), Kept(Participation), Kept(NewcomerCase)),
    also_forget=_drop_drafts,
    also_merge=_the_further_one,
)
