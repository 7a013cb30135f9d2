from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor
from mentors.imports.models import ImportList


def visible_lists(by: Actor) -> Select[ImportList]:
    """The lists of the actor's municipality, for staff alone."""
    rows = select(ImportList).where(ImportList.municipality_id == by.municipality_id)
    return rows if by.is_staff else rows.where(false())
