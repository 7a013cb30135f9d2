from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.clearances.models import Clearance, ClearanceNeed, ClearancePolicy
from mentors.core.actor import Actor, Role
from mentors.people.models import Person


def visible_clearances(by: Actor) -> Select[Clearance, Person]:
    """Checks on people of the actor's municipality with their persons, for staff alone."""
    rows = select(Clearance, Person).join(Person, Person.id == Clearance.person_id)
    return rows.where(Person.municipality_id == by.municipality_id) if by.is_staff else rows.where(false())


def visible_needs(by: Actor) -> Select[ClearanceNeed, Person]:
    rows = select(ClearanceNeed, Person).join(Person, Person.id == ClearanceNeed.person_id)
    return rows.where(Person.municipality_id == by.municipality_id) if by.is_staff else rows.where(false())


def visible_policies(by: Actor) -> Select[ClearancePolicy]:
    rows = select(ClearancePolicy).where(ClearancePolicy.municipality_id == by.municipality_id)
    return rows if by.is_staff else rows.where(false())


def may_decide_policy(by: Actor) -> bool:
    return Role.administrator in by.roles
