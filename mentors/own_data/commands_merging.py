"""Two records that are one person become one. It cannot be undone, so the page before says what happens."""

from __future__ import annotations

from flask_babel import gettext as _

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.kit.keeping import still_leads_to
from mentors.own_data import queries, queries_merging
from mentors.pairing.commands_steps import hold_people
from mentors.people.commands import Details, change_details
from mentors.people.commands_keeping import settle_consents
from mentors.people.models import Person


def merge(by: Actor, keep: Person, gone: Person, details: Details, *, seen: str) -> Person:
    """Everything of the second record moves to the first, with the details that were chosen.

    `seen` is the page's mark of the two as they were shown. Raises Refused where either has changed since, or
    where the two cannot be one (they were a pair; two open pairs in one programme); NotThere across towns.
    """
    if not by.is_staff or {keep.municipality_id, gone.municipality_id} != {by.municipality_id}:
        raise NotThere
    if keep.id == gone.id or keep.forgotten_at is not None or gone.forgotten_at is not None:
        raise NotThere
    hold_people(keep.id, gone.id)
    for person in (keep, gone):
        db.session.refresh(person)
    if seen != queries_merging.mark(keep, gone):
        raise Refused(_("Den ene er ændret, siden I åbnede siden. Se den igennem igen."))
    keep_id, gone_id, gone_ref = keep.id, gone.id, gone.ref
    moved = 0
    for room in queries.rooms():
        assert room.keeper is not None
        moved += room.keeper.merge(keep_id, gone_id)
    left = still_leads_to("person", gone_id)
    if left:
        raise RuntimeError(f"no keeper has moved {', '.join(sorted(set(left)))}")
    db.session.delete(db.session.get_one(Person, gone_id))
    db.session.flush()
    settle_consents(keep_id)
    keep = db.session.get_one(Person, keep_id)
    change_details(by, keep, details)
    note(by, "own_data.merged", thing=f"person:{gone_ref}", person_id=keep_id, reason=str(moved))
    db.session.flush()
    db.session.expire_all()
    return keep
