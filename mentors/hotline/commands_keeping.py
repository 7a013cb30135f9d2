"""What this room keeps about a person: her calls, also those from before anybody knew who rang."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, and_, or_

from mentors.hotline.models import HotlineCall
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept
from mentors.people.models import Person


def _hers(table: Table, person_id: int) -> ColumnElement[bool]:
    """By person; and by the number and name together: a family may share a phone."""
    person = db.session.get(Person, person_id)
    mine = table.c.person_id == person_id
    if person is None or person.mobile is None:
        return mine
    named = table.c.caller.in_((person.name, person.first_name))
    same_town = table.c.municipality_id == person.municipality_id
    return or_(mine, and_(table.c.person_id.is_(None), same_town, table.c.phone == person.mobile, named))


KEEPER = Keeper((Kept(HotlineCall, whose=_hers),))
