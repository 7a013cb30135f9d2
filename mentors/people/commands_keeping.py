"""What this room keeps about a person: herself. The row goes, or stays as nobody where others' history needs one."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.db import db, new_ref
from mentors.kit.keeping import Keeper, Kept
from mentors.people import rules
from mentors.people.commands_households import leave_household
from mentors.people.models import Consent, Person

NOBODY = "–"


def _become_nobody(by: Actor, person_id: int) -> None:
    """Everything about her goes from the row, its reference too; a decade and a gender stay where at least
    `SMALLEST_GROUP` others of the town share them."""
    person = db.session.get_one(Person, person_id)
    leave_household(by, person)
    everybody = db.session.execute(
        select(Person.birth_year, Person.gender).where(
            Person.municipality_id == person.municipality_id, Person.id != person.id
        )
    ).all()
    groups = Counter((rules.decade(row.birth_year), row.gender) for row in everybody)
    person.birth_year, person.gender = rules.kept_traits(rules.decade(person.birth_year), person.gender, groups)
    person.first_name, person.last_name = NOBODY, ""
    person.mobile = person.email = person.prefers = person.postcode = person.expected_on = person.trade = None
    person.speaks = person.levels = person.interests = ()
    person.language, person.is_protected, person.responsible_id = "da", False, None
    person.ref, person.forgotten_at = new_ref(), clock.now()
    person.created_at = person.created_at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    db.session.flush()


def _one_of_two(keep_id: int, gone_id: int) -> None:
    """What the first record lacks comes from the second. Protected stays protected, and a no stays a no."""
    keep, gone = db.session.get_one(Person, keep_id), db.session.get_one(Person, gone_id)
    for name in ("last_name", "mobile", "email", "prefers", "birth_year", "gender", "postcode", "expected_on",
                 "trade", "responsible_id"):  # fmt: skip
        if getattr(keep, name) in (None, ""):
            setattr(keep, name, getattr(gone, name))
    for name in ("speaks", "levels", "interests"):
        setattr(keep, name, tuple(dict.fromkeys((*getattr(keep, name), *getattr(gone, name)))))
    if gone.is_protected and not keep.is_protected:
        keep.household_id = None  # as whoever is protected leaves it: it may be those at home she is protected from
    keep.is_protected = keep.is_protected or gone.is_protected
    ends = [day for day in (keep.protection_ends_on, gone.protection_ends_on) if day is not None]
    keep.protection_ends_on = min(ends, default=None)  # the earlier of two warns in time
    keep.created_at = min(keep.created_at, gone.created_at)
    if keep.is_protected or gone.household_id == keep.household_id:
        gone.household_id = None
    elif keep.household_id is None:
        keep.household_id, gone.household_id = gone.household_id, None
    twins = {(one.kind, one.given_at): one for one in gone.consents}
    for consent in keep.consents:  # the same yes on both records: a no to either is a no
        twin = twins.get((consent.kind, consent.given_at))
        if twin is not None and twin.withdrawn_at is not None:
            consent.withdrawn_at = consent.withdrawn_at or twin.withdrawn_at
    db.session.flush()


def settle_consents(person_id: int) -> None:
    """After two records became one: a yes that is older than a no to the same thing does not stand."""
    rows = db.session.scalars(select(Consent).where(Consent.person_id == person_id)).all()
    for one in rows:
        later = [
            o.withdrawn_at for o in rows if o.kind is one.kind and o.withdrawn_at and o.withdrawn_at >= one.given_at
        ]
        if one.withdrawn_at is None and later:
            one.withdrawn_at = max(later)
    db.session.flush()


KEEPER = Keeper(
    (
        Kept(Consent),
        Kept(Person, by=(), whose=lambda table, person_id: table.c.id == person_id, blanks={}),
    ),
    also_forget=_become_nobody,
    also_merge=_one_of_two,
)
