"""That somebody has read what is sensitive: once per reader, thing and day, so that the journal is not flooded."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note
from mentors.journal.models import Entry
from mentors.kit.db import db


def note_look(by: Actor, act: str, *, thing: str, person_id: int | None = None) -> bool:
    """Write down a look (`<room>.<what>_seen`), the first of this reader at this thing on a day of the wall calendar.

    Whether it was the first. Two tabs at one instant may both be; the reader looked twice.
    """
    since = clock.at_local(clock.today(), 0)
    known = select(Entry.id).where(
        Entry.person_id == person_id if person_id is not None else Entry.person_id.is_(None),
        Entry.at >= since, Entry.at < since + timedelta(days=2), Entry.by == by.label, Entry.act == act,
        Entry.thing == thing, Entry.municipality_id == by.municipality_id,
    )  # fmt: skip
    if db.session.scalar(known.limit(1)) is not None:
        return False
    note(by, act, thing=thing, person_id=person_id)
    return True
