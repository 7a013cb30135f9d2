from __future__ import annotations

from sqlalchemy import ColumnElement, null, or_, select, true

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.kit.vault import ring
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
    if not folded or by.municipality_id is None:
        return []
    digits = "".join(c for c in words if c.isdigit())
    by_number = len(digits) >= rules.LEAST_DIGITS
    here = Person.email == words.strip().lower()
    if by_number:
        here = or_(here, Person.mobile.in_((f"+{digits}", f"+45{digits}")))
    maybe = [here, Person.is_protected, *_may_be_named(by.municipality_id, folded.split()[0])]
    if by_number:
        maybe += _has_clue(rules.digits_clue(by.municipality_id, digits))
    seen = visible_people(by).where(or_(*maybe)).with_only_columns(
        Person.id, Person.first_name, Person.last_name, Person.is_protected,
        Person.mobile if by_number else null().label("mobile"), here.label("is_here"),
    )  # fmt: skip
    hits = []
    for row in db.session.execute(seen):
        name = rules.folded_name(f"{row.first_name} {row.last_name}")
        if row.is_protected:
            found = name == folded or rules.folded_name(row.first_name).startswith(folded)
        else:
            found = f" {folded}" in f" {name}" or (by_number and (row.mobile or "").endswith(digits))
        if found or row.is_here:
            hits.append((name, row.id))
    first = [one for _name, one in sorted(hits)[:limit]]
    people = {one.id: one for one in db.session.scalars(select(Person).where(Person.id.in_(first)))}
    return [people[one] for one in first]


def _may_be_named(municipality_id: int, start: str) -> list[ColumnElement[bool]]:
    """Whoever may have a name that starts so, and some others: the surname is sealed, and looked at afterwards."""
    if len(start) < rules.LEAST_CLUE:
        return [true()]
    pattern = start.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    firsts = (Person.first_folded.like(f"{begin}{pattern}%", escape="\\") for begin in ("", "% "))
    return [*firsts, *_has_clue(rules.surname_clue(municipality_id, start))]


def _has_clue(clue: tuple[str, str, int]) -> list[ColumnElement[bool]]:
    return [Person.clues.like(pattern) for pattern in ring().clues_like(*clue)]


def household_of(person: Person) -> list[Person]:
    """Everybody of a person's household, herself included, oldest record first; empty without one."""
    if person.household_id is None:
        return []
    rows = select(Person).where(Person.household_id == person.household_id).order_by(Person.id)
    return list(db.session.scalars(rows))


def is_paired_as_one(person: Person) -> bool:
    """Whether the person's household gets one contact for all."""
    return person.household_id is not None and db.session.get_one(Household, person.household_id).as_one
