"""What this room keeps about a person: seats, the door, groups, what came after; also under her first name alone."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_, false, or_, select

from mentors.gatherings.models import AdviceSlot, Helper, ModuleDone, Series, Session, Speaker
from mentors.gatherings.models_people import Attendance, DoorTag, LeaderSwitch, Leave, SignUp, UnitNote
from mentors.kit.db import db, new_ref
from mentors.kit.keeping import Keeper, Kept
from mentors.people.models import Person


def _same(table: Table, name: str, person: Person) -> ColumnElement[bool]:
    """Rows without a person, with her name and her number or address: a family may share a phone."""
    ways = [table.c[column] == way for column, way in (("mobile", person.mobile), ("email", person.email)) if way]
    named = table.c[name].in_((person.first_name, person.full_name))
    return and_(named, or_(false(), *ways))


def _seat(table: Table, person_id: int) -> ColumnElement[bool]:
    person = db.session.get(Person, person_id)
    mine = table.c.person_id == person_id
    if person is None:
        return mine
    here = table.c.municipality_id == person.municipality_id
    return or_(mine, and_(table.c.person_id.is_(None), here, _same(table, "name", person)))


def _spoke(table: Table, person_id: int) -> ColumnElement[bool]:
    return _in_town(table, "name", person_id)


def _talk(table: Table, person_id: int) -> ColumnElement[bool]:
    return _in_town(table, "first_name", person_id)


def _in_town(table: Table, name: str, person_id: int) -> ColumnElement[bool]:
    person = db.session.get(Person, person_id)
    if person is None:
        return false()
    here = select(Session.id).join(Series).where(Series.municipality_id == person.municipality_id)
    return and_(table.c.session_id.in_(here), _same(table, name, person))


# Attendance by name becomes a count (facts.md 5.5); the press's own number is made anew, a tablet may know it.
_COUNT = {"person_id": None, "tag_id": None, "sign_up_id": None, "client_uuid": new_ref}
_TALK = {"first_name": None, "topic": None, "mobile": None, "email": None, "booked_at": None}
KEEPER = Keeper(
    (
        Kept(Attendance, blanks=_COUNT, hides=frozenset({"client_uuid"})),
        Kept(SignUp, whose=_seat),
        Kept(DoorTag, blanks={"person_id": None}),
        Kept(LeaderSwitch),
        Kept(UnitNote),
        Kept(Leave),
        Kept(ModuleDone),
        Kept(Helper),
        Kept(Speaker, by=(), whose=_spoke),
        Kept(AdviceSlot, by=(), whose=_talk, blanks=_TALK),
    )
)
