from __future__ import annotations

from sqlalchemy import Select, select

from mentors.core.actor import Actor, Role
from mentors.people.models import Person


def may_show(by: Actor, person: Person, answers_for: frozenset[int]) -> bool:
    """Whether the actor needs a protected name and address: an administrator, the coordinator who answers for her
    (her own, or one she stands in for), and any coordinator while nobody does. `answers_for`: account numbers."""
    if person.municipality_id != by.municipality_id:
        return False
    if Role.administrator in by.roles:
        return True
    return by.is_staff and (person.responsible_id is None or person.responsible_id in answers_for)


def visible_people(by: Actor) -> Select[Person]:
    """Persons the actor may look up: staff everybody in their municipality, others only themselves.
    Whoever has been forgotten is nobody's to look up."""
    mine = select(Person).where(Person.municipality_id == by.municipality_id, Person.forgotten_at.is_(None))
    return mine if by.is_staff else mine.where(Person.id == by.person_id)
