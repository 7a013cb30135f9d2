from __future__ import annotations

from sqlalchemy import Select, select

from mentors.core.actor import Actor
from mentors.people.models import Person


def visible_people(by: Actor) -> Select[Person]:
    """Persons the actor may look up: staff everybody in their municipality, others only themselves."""
    mine = select(Person).where(Person.municipality_id == by.municipality_id)
    return mine if by.is_staff else mine.where(Person.id == by.person_id)
