from __future__ import annotations

from sqlalchemy import Select, select

from mentors.core.actor import Actor
from mentors.programmes.models import Participation, Programme


def visible_programmes(by: Actor) -> Select[Programme]:
    """The programmes of the actor's municipality."""
    return select(Programme).where(Programme.municipality_id == by.municipality_id)


def visible_participations(by: Actor) -> Select[Participation]:
    """Participations the actor may look at: staff all of their municipality, others only their own."""
    mine = (
        select(Participation)
        .join(Programme, Participation.programme_id == Programme.id)
        .where(Programme.municipality_id == by.municipality_id)
    )
    return mine if by.is_staff else mine.where(Participation.person_id == by.person_id)


def may_decide(by: Actor, programme: Programme) -> bool:
    """Whether the actor may decide about this programme: its municipality's staff, and the house itself."""
    return by.municipality_id == programme.municipality_id and (by.is_staff or by.label == "system")
