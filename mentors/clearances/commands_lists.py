"""What a list from elsewhere may say about checks."""

from __future__ import annotations

from datetime import date

from mentors.clearances.models import Clearance
from mentors.clearances.queries import clearances_of
from mentors.clearances.rules import ClearanceKind, listed_state
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note
from mentors.kit.db import db


def note_listed(by: Actor, person_id: int, until: date | None) -> Clearance | None:
    """Note that a list says somebody has a child certificate until a day; None where a list may say nothing.

    It opens no door: somebody must assess it, and what is known of a check already stays as it is.
    """
    known = clearances_of(person_id).get(ClearanceKind.child_certificate)
    state = listed_state(known.facts() if known else None, until, clock.today())
    if state is None:
        return None
    clearance = Clearance(
        person_id=person_id, kind=ClearanceKind.child_certificate, state=state, requested_on=clock.today()
    )
    db.session.add(clearance)
    db.session.flush()
    note(by, "clearances.child_certificate_listed", thing=f"clearance:{clearance.ref}", person_id=person_id)
    return clearance
