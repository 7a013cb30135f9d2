"""Being forgotten: asked for, thought over for a day, done by every room that keeps something."""

from __future__ import annotations

from flask import current_app
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.kit.keeping import still_leads_to
from mentors.links.commands import make_link
from mentors.links.models import PersonalLink
from mentors.own_data import notices, queries, rules
from mentors.own_data.models import Erasure
from mentors.pairing.commands_steps import hold_people
from mentors.people.models import Person

RECEIPT = "own_data_receipt"


def ask_to_be_forgotten(by: Actor, person: Person) -> Erasure:
    """Write down that somebody wants to be forgotten; it is done when a day has passed, unless it is taken back.

    Asked twice it counts once. The receipt's link belongs to nobody: it stays when she is gone.
    """
    if person.municipality_id != by.municipality_id or person.forgotten_at is not None:
        raise NotThere
    hold_people(person.id)
    found = queries.waiting_erasure(person.id)
    if found is not None:
        return found
    now = clock.now()
    erasure = Erasure(
        municipality_id=person.municipality_id,
        person_id=person.id,
        asked_at=now,
        asked_by=by.label,
        due_at=now + rules.PAUSE,
        stays=[],
    )
    db.session.add(erasure)
    db.session.flush()
    note(by, "own_data.erasure_asked", thing=f"erasure:{erasure.ref}", person_id=person.id)
    notices.will_be_forgotten(person, erasure, receipt_link(erasure, person.language))
    return erasure


def receipt_link(erasure: Erasure, language: str = "da") -> PersonalLink:
    """The way to the receipt, before and after: it names the request and no person."""
    return queries.receipt_link(erasure) or make_link(
        RECEIPT,
        municipality_id=erasure.municipality_id,
        thing=f"erasure:{erasure.ref}",
        language=language,
        lasts=rules.PAUSE + rules.receipt_lasts(backup_days()),
    )


def backup_days() -> int:
    """For how many days a backup is kept here: the operator's setting."""
    return int(current_app.config["BACKUP_DAYS"])


def take_back(by: Actor, erasure: Erasure) -> None:
    """She has thought better of it. Raises Refused where it is done already."""
    if erasure.municipality_id != by.municipality_id:
        raise NotThere
    # Of her row alone: PostgreSQL cannot lock what may not be there, the person.
    db.session.refresh(erasure, with_for_update={"of": Erasure})
    if erasure.done_at is not None:
        raise Refused(_("Det er for sent: alt er slettet. Du er velkommen til at melde dig til igen."))
    if erasure.withdrawn_at is None:
        erasure.withdrawn_at = clock.now()
        note(by, "own_data.erasure_taken_back", thing=f"erasure:{erasure.ref}", person_id=erasure.person_id)
        db.session.flush()


def forget(by: Actor, erasure: Erasure) -> None:
    """Ask every room to forget, those on top first, and let the person herself go last.

    Where something of others still needs somebody there (a pair that ran), a row stays that is nobody. The
    journal has a line with no name; the receipt says what the law keeps and how long backups last.
    """
    person_id = erasure.person_id
    if not erasure.is_waiting or person_id is None:
        return
    hold_people(person_id)
    stays: list[dict[str, str]] = []
    for room in queries.rooms():
        assert room.keeper is not None
        stays += [{"table": one.table, "until": one.until.isoformat()} for one in room.keeper.forget(person_id, by)]
    erasure = db.session.get_one(Erasure, erasure.id)
    erasure.done_at, erasure.person_id, erasure.stays = clock.now(), None, stays
    erasure.backups_until = rules.backups_until(clock.today(), backup_days())
    db.session.flush()
    if not still_leads_to("person", person_id):
        db.session.delete(db.session.get_one(Person, person_id))
    note(by, "own_data.erased", thing=f"erasure:{erasure.ref}")
    db.session.flush()
    db.session.expire_all()


def forget_due() -> int:
    """The job: whoever asked a day ago and has not taken it back; how many. One transaction each."""
    due = queries.erasures_due(clock.now())
    db.session.rollback()
    for erasure_id in due:
        with transaction():
            erasure = db.session.get_one(Erasure, erasure_id)
            forget(system(erasure.municipality_id), erasure)
    return len(due)
