"""That somebody has read what is sensitive: once per reader, thing and day, so that the journal is not flooded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note
from mentors.journal.models import Entry
from mentors.journal.rules_looks import Look
from mentors.kit.db import db


def unwritten(by: Actor, looks: Iterable[Look]) -> list[Look]:
    """Those that are not in the journal yet for this reader on this day of the wall calendar. Only reads: most looks are
    a second one, and take no turn among those who write."""
    return [look for look in looks if not _is_known(by, look)]


def note_looks(by: Actor, looks: Iterable[Look]) -> None:
    """Write them down. Two tabs at one instant may both be the first; the reader looked twice."""
    for look in looks:
        note(by, look.act, thing=look.thing, person_id=look.person_id)


def _is_known(by: Actor, look: Look) -> bool:
    since = clock.at_local(clock.today(), 0)
    whom = Entry.person_id == look.person_id if look.person_id is not None else Entry.person_id.is_(None)
    known = select(Entry.id).where(
        whom, Entry.at >= since, Entry.at < since + timedelta(days=2), Entry.by == by.label, Entry.act == look.act,
        Entry.thing == look.thing, Entry.municipality_id == by.municipality_id,
    )  # fmt: skip
    return db.session.scalar(known.limit(1)) is not None
