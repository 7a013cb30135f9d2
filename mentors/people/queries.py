from __future__ import annotations

from sqlalchemy import and_, func, or_, select

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.people import rules
from mentors.people.models import Household, Person
from mentors.people.policy import visible_people
from mentors.people.rules import Identity


def the_person(by: Actor, ref: str) -> Person:
    """The person with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_people(by).where(Person.ref == ref))
    if found is None:
        raise NotThere
    return found


def protected_ways(municipality_id: int) -> frozenset[str]:
    """The numbers and addresses of a town's protected people: for lists of what was written down without a person,
    such as a seat or a nomination, which may be one of theirs."""
    rows = db.session.execute(
        select(Person.mobile, Person.email).where(Person.municipality_id == municipality_id, Person.is_protected)
    )
    return frozenset(way for row in rows for way in row if way)


def person(person_id: int) -> Person:
    return db.session.get_one(Person, person_id)


def _sharing_a_way(municipality_id: int, mobile: str | None, email: str | None) -> list[Person]:
    ways = []
    if mobile:
        ways.append(Person.mobile == mobile)
    if email:
        ways.append(Person.email == email)
    if not ways:
        return []
    return list(db.session.scalars(select(Person).where(Person.municipality_id == municipality_id, or_(*ways))))


def find_same_person(municipality_id: int, identity: Identity) -> Person | None:
    """The record this identity already has, if any."""
    candidates = _sharing_a_way(municipality_id, identity.mobile, identity.email)
    return next((found for found in candidates if rules.is_same_person(found.identity(), identity)), None)


def others_at_the_same_address(someone: Person) -> list[Person]:
    """Other records with the same number or e-mail: a family perhaps, or one person twice."""
    shared = _sharing_a_way(someone.municipality_id, someone.mobile, someone.email)
    return [found for found in shared if found.id != someone.id]


def find_by_way(municipality_id: int | None, *, mobile: str | None = None, email: str | None = None) -> Person | None:
    """The oldest record that can be reached there; None for nobody."""
    ways = [Person.mobile == mobile] if mobile else [Person.email == email]
    if municipality_id is not None:
        ways.append(Person.municipality_id == municipality_id)
    return db.session.scalar(select(Person).where(*ways).order_by(Person.id))


def search_people(by: Actor, words: str, limit: int = 50) -> list[Person]:
    """People by the start of any part of their name, by number or by e-mail.

    A protected person is found by the start of her first name, or by all of what is hidden: by a part of it, a
    list of guesses would spell it out.
    """
    folded = rules.folded_name(words)
    if not folded:
        return []
    pattern = folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    digits = "".join(c for c in words if c.isdigit())
    starts = func.lower(Person.first_name).like(f"{pattern}%", escape="\\")
    hits = [
        and_(~Person.is_protected, Person.name_folded.like(f"{pattern}%", escape="\\")),
        and_(~Person.is_protected, Person.name_folded.like(f"% {pattern}%", escape="\\")),
        and_(Person.is_protected, or_(starts, Person.name_folded == folded)),
        Person.email == words.strip().lower(),
    ]
    if len(digits) >= 6:
        hits.append(and_(~Person.is_protected, Person.mobile.like(f"%{digits}")))
        hits.append(Person.mobile.in_((f"+{digits}", f"+45{digits}")))
    return list(db.session.scalars(visible_people(by).where(or_(*hits)).order_by(Person.name_folded).limit(limit)))


def household_of(person: Person) -> list[Person]:
    """Everybody of a person's household, herself included, oldest record first; empty without one."""
    if person.household_id is None:
        return []
    rows = select(Person).where(Person.household_id == person.household_id).order_by(Person.id)
    return list(db.session.scalars(rows))


def is_paired_as_one(person: Person) -> bool:
    """Whether the person's household gets one contact for all."""
    return person.household_id is not None and db.session.get_one(Household, person.household_id).as_one
