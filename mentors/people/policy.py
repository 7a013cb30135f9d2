from __future__ import annotations

from sqlalchemy import Select, select

from mentors.core.actor import Actor
from mentors.people.models import Person


def visible_people(by: Actor) -> Select[Person]:
    """Persons the actor may look up: staff everybody in their municipality, others only themselves.
    Whoever has been forgotten is nobody's to look up."""
    mine = select(Person).where(Person.municipality_id == by.municipality_id, Person.forgotten_at.is_(None))
    return mine if by.is_staff else mine.where(Person.id == by.person_id)
