"""Who belongs together. A link says nothing of how two are related; a protected person is linked only on purpose."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import func, select

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.models import Household, Person

MOST_MEMBERS = 12


def link_household(by: Actor, one: Person, other: Person, *, agreed: bool = False) -> Household:
    """Make two people one household, or let one join the other's. Twice is once.

    Where one of them is protected it takes `agreed`: the link can lead others to her. Raises Refused without,
    for a person with herself, and where both are in different households; NotThere across towns.
    """
    _check(by, one, other)
    if one.id == other.id:
        raise Refused(_("Vælg en anden person."), field="other")
    _hold(one, other)
    if one.household_id is not None and one.household_id == other.household_id:
        return db.session.get_one(Household, one.household_id)
    if one.household_id is not None and other.household_id is not None:
        raise Refused(
            _("%(name)s hører til en anden husstand. Tag personen ud af den først.", name=other.first_name),
            field="other",
        )
    if (one.is_protected or other.is_protected) and not agreed:
        raise Refused(
            _("En af dem er beskyttet. Sæt kryds, når du har aftalt det med den, der er beskyttet."), field="agreed"
        )
    household = _household_for(by, one, other)
    if _members(household) + 1 > MOST_MEMBERS:
        raise Refused(_("Der kan være højst %(most)d i en husstand.", most=MOST_MEMBERS), field="other")
    for person in (one, other):
        if person.household_id is None:
            person.household_id = household.id
            note(by, "people.household_joined", thing=f"household:{household.ref}", person_id=person.id)
    db.session.flush()
    return household


def _household_for(by: Actor, one: Person, other: Person) -> Household:
    known = one.household_id or other.household_id
    if known is not None:
        return db.session.get_one(Household, known)
    household = Household(municipality_id=one.municipality_id)
    db.session.add(household)
    db.session.flush()
    return household


def leave_household(by: Actor, person: Person) -> None:
    """Take somebody out of her household; the last one left is no household. Without one nothing happens."""
    if person.household_id is None:
        return
    household = db.session.get_one(Household, person.household_id)
    note(by, "people.household_left", thing=f"household:{household.ref}", person_id=person.id)
    person.household_id = None
    db.session.flush()
    if _members(household) < 2:
        for last in db.session.scalars(select(Person).where(Person.household_id == household.id)):
            last.household_id = None
        db.session.flush()
        db.session.delete(household)
    db.session.flush()


def pair_household_as_one(by: Actor, person: Person, as_one: bool) -> None:
    """Whether her household gets one contact for all. Raises Refused for somebody without a household."""
    _check(by, person)
    if person.household_id is None:
        raise Refused(_("Personen hører ikke til en husstand."))
    household = db.session.get_one(Household, person.household_id)
    household.as_one = as_one
    note(by, "people.household_as_one", thing=f"household:{household.ref}", person_id=person.id, reason=str(as_one))
    db.session.flush()


def _check(by: Actor, *people: Person) -> None:
    if any(person.municipality_id != by.municipality_id for person in people):
        raise NotThere


def _hold(*people: Person) -> None:
    """Hold the rows in the order of their numbers, so that two links at once stand in line."""
    ids = [person.id for person in people]
    db.session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update()).all()
    for person in people:
        db.session.refresh(person)


def _members(household: Household) -> int:
    return db.session.scalar(select(func.count()).where(Person.household_id == household.id)) or 0
