from __future__ import annotations

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.models import Entry
from mentors.kit.db import db


def note(
    by: Actor,
    act: str,
    *,
    thing: str | None = None,
    person_id: int | None = None,
    reason: str | None = None,
) -> None:
    """Write one line. `act` is `<room>.<verb in the past>`; a reason is a code or a coordinator's own
    words, never a newcomer's."""
    db.session.add(
        Entry(
            municipality_id=by.municipality_id,
            at=clock.now(),
            by=by.label,
            act=act,
            thing=thing,
            person_id=person_id,
            reason=reason,
        )
    )
