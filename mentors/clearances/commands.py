from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from mentors.clearances import rules
from mentors.clearances.models import Clearance
from mentors.clearances.queries import clearances_of
from mentors.clearances.rules import ClearanceKind, ClearanceState
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import add_months
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db


def ask_for(by: Actor, person_id: int, kind: ClearanceKind) -> Clearance:
    """Note that a check has been asked for today; a child certificate gives 14 days to consent."""
    clearance = _row(person_id, kind)
    clearance.requested_on = clock.today()
    clearance.state = ClearanceState.asked
    clearance.consent_by = None
    if kind is ClearanceKind.child_certificate:
        clearance.state = ClearanceState.consent_pending
        clearance.consent_by = rules.consent_deadline(clearance.requested_on)
    return _noted(by, clearance, "asked")


def assess(by: Actor, person_id: int, kind: ClearanceKind, *, clean: bool, on: date) -> Clearance:
    """Write down the assessment, made on that day; the certificate itself is deleted, never kept.

    Raises Refused for a day to come.
    """
    if on > clock.today():
        raise Refused(_("Datoen må ikke ligge i fremtiden."), field="on")
    clearance = _row(person_id, kind)
    clearance.state = ClearanceState.clean if clean else ClearanceState.refused
    clearance.assessed_on, clearance.assessed_by = on, by.label
    months = rules.VALID_MONTHS[kind]
    clearance.valid_until = add_months(on, months) if clean and months else None
    return _noted(by, clearance, "clean" if clean else "refused")


def sign_declaration(by: Actor, person_id: int, *, wording: str) -> Clearance:
    """Note that somebody has signed the declaration of confidentiality in that wording, today."""
    clearance = _row(person_id, ClearanceKind.confidentiality)
    clearance.state, clearance.wording = ClearanceState.clean, wording
    clearance.assessed_on, clearance.assessed_by = clock.today(), by.label
    clearance.valid_until = None
    return _noted(by, clearance, "signed")


def take_back(by: Actor, person_id: int, kind: ClearanceKind) -> None:
    """Undo: forget what stands about a check, as when it was noted on the wrong person."""
    clearance = clearances_of(person_id).get(kind)
    if clearance is not None:
        db.session.delete(clearance)
        _noted(by, clearance, "taken_back")


def _row(person_id: int, kind: ClearanceKind) -> Clearance:
    clearance = clearances_of(person_id).get(kind)
    if clearance is None:
        clearance = Clearance(person_id=person_id, kind=kind, state=ClearanceState.asked, requested_on=clock.today())
        db.session.add(clearance)
    return clearance


def _noted(by: Actor, clearance: Clearance, verb: str) -> Clearance:
    db.session.flush()
    note(by, f"clearances.{clearance.kind}_{verb}", thing=f"clearance:{clearance.ref}", person_id=clearance.person_id)
    return clearance
