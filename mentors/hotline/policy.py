from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor, Role
from mentors.hotline.models import HotlineCall


def answers_the_phone(by: Actor) -> bool:
    return by.is_staff or Role.hotline in by.roles


def sees_people(by: Actor) -> bool:
    """Whoever only answers the phone sees first names and numbers to call, and no person's page."""
    return by.is_staff


def visible_calls(by: Actor) -> Select[HotlineCall]:
    """Calls to the actor's own municipality, for whoever answers the phone."""
    mine = select(HotlineCall).where(HotlineCall.municipality_id == by.municipality_id)
    return mine if answers_the_phone(by) else mine.where(false())
