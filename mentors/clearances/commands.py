from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from mentors.clearances import notices, policy, queries, rules
from mentors.clearances.commands_contacts import (
    drop_needs,
    enter_contact,
    leave_contact,
    note_need,
    note_needs,
    note_pause,
    note_return,
    require_child_clearance,
    stop_contacts,
    watch,
)
from mentors.clearances.models import Clearance, ClearancePolicy
from mentors.clearances.queries import clearances_of
from mentors.clearances.rules import ClearanceKind, ClearanceState
from mentors.clearances.rules_policy import MONTHS_TO_CHOOSE, Policy, WorkActivity, months_valid
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.calendar import add_months
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.messages.commands import cancel_about
from mentors.people.models import Person
from mentors.people.queries import person as person_with
from mentors.tasks.commands import close_tasks_about, raise_task
from mentors.tasks.rules import TaskKind

__all__ = [
    "ask_for", "assess", "decide_policy", "drop_needs", "enter_contact", "leave_contact", "note_need", "note_needs", "note_pause", "note_return",
    "remind", "require_child_clearance", "sign_declaration", "stop_contacts", "take_back", "watch",
]  # fmt: skip


def ask_for(by: Actor, person_id: int, kind: ClearanceKind) -> Clearance:
    """Note that a check has been asked for today; one that the police makes gives 14 days to consent.

    A check that is in order stays so until its end while a new one is under way.
    """
    clearance = _row(person_id, kind)
    clearance.requested_on = clock.today()
    waits = kind in rules.ORDERED
    clearance.consent_by = rules.consent_deadline(clearance.requested_on) if waits else None
    if clearance.state is not ClearanceState.clean:
        clearance.state = ClearanceState.consent_pending if waits else ClearanceState.asked
    return _noted(by, clearance, "asked")


def assess(
    by: Actor, person_id: int, kind: ClearanceKind, *, clean: bool, on: date, activity: WorkActivity | None = None
) -> Clearance:
    """Write down the assessment, made on that day; the certificate itself is deleted, never kept.

    How long it lasts is the municipality's policy of that day. Who is refused leaves every contact with
    children today. Raises Refused for a day to come.
    """
    if on > clock.today():
        raise Refused(_("Datoen må ikke ligge i fremtiden."), field="on")
    person = person_with(person_id)
    clearance = _row(person_id, kind)
    decided = queries.find_policy(person.municipality_id, on)
    months = months_valid(kind, decided.decided() if decided else Policy(), activity)
    until = add_months(on, months) if clean and months else None
    if kind is ClearanceKind.child_certificate:
        _let_go(by, person_id, until)
    clearance.state = ClearanceState.clean if clean else ClearanceState.refused
    clearance.assessed_on, clearance.assessed_by = on, by.label
    clearance.valid_until, clearance.consent_by = until, None
    clearance.policy = decided.ref if decided else None
    if clearance.paused_on is not None and on >= clearance.paused_on:
        clearance.paused_on = None
    _settle(by, clearance)
    return _noted(by, clearance, "clean" if clean else "refused")


def _let_go(by: Actor, person_id: int, until: date | None) -> None:
    """End the contacts that the new assessment does not carry: all of them, or those planned past its end."""
    if until is None or until < clock.today():
        stop_contacts(by, person_id)
        return
    for contact in queries.open_contacts_of(person_id):
        if contact.begins_on > until or (contact.ends_on is not None and contact.ends_on > until):
            leave_contact(by, contact)


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
    if clearance is None:
        return
    if kind is ClearanceKind.child_certificate:
        stop_contacts(by, person_id)
    db.session.delete(clearance)
    _settle(by, clearance)
    _noted(by, clearance, "taken_back")


def decide_policy(by: Actor, decided: Policy, *, valid_from: date) -> ClearancePolicy:
    """How long checks last and what more is asked for, from a day on. What was assessed before keeps its end.

    Raises Refused for a day past, and NotThere for whoever may not decide.
    """
    if not policy.may_decide_policy(by) or by.municipality_id is None:
        raise NotThere
    if valid_from < clock.today():
        raise Refused(_("Vælg i dag eller en dag, der kommer."), field="valid_from")
    if not {decided.child_months, decided.criminal_months} <= set(MONTHS_TO_CHOOSE):
        raise Refused(_("Vælg 12 eller 24 måneder."), field="child_months")
    row = queries.find_policy(by.municipality_id, valid_from)
    if row is None or row.valid_from != valid_from:
        row = ClearancePolicy(municipality_id=by.municipality_id, valid_from=valid_from)
        db.session.add(row)
    for name in Policy.__slots__:
        setattr(row, name, getattr(decided, name))
    row.set_by = by.label
    db.session.flush()
    note(by, "clearances.policy_decided", thing=f"clearance_policy:{row.ref}")
    return row


# --- jobs -----------------------------------------------------------------------------------------


def remind() -> int:
    """A job: the ladder of reminders before a check ends, and a task where staff must act."""
    today = clock.today()
    ending = queries.ending_within(rules.LADDER_DAYS[0], today)
    for clearance, person in ending:
        end = clearance.valid_until
        step = rules.rung(end, today) if end else None
        if end is None or step is None:
            continue
        notices.ending(person, clearance, step=step)
        if step <= rules.STAFF_DAYS:
            _task(TaskKind.clearance_ending, clearance, person, f"ends-{end}")
    for clearance, person in queries.not_consented(today):
        _task(TaskKind.clearance_lapsed, clearance, person, f"lapsed-{clearance.consent_by}")
    for clearance, person in queries.outlived(today):
        _task(TaskKind.clearance_renewal, clearance, person, f"paused-{clearance.paused_on}")
    return len(ending)


def _task(kind: TaskKind, clearance: Clearance, person: Person, why: str) -> None:
    raise_task(
        system(person.municipality_id), kind, person,
        key=f"clearance-{clearance.ref}-{why}", thing=f"clearance:{clearance.ref}",
    )  # fmt: skip


# --- within ---------------------------------------------------------------------------------------


def _row(person_id: int, kind: ClearanceKind) -> Clearance:
    clearance = clearances_of(person_id).get(kind)
    if clearance is None:
        clearance = Clearance(person_id=person_id, kind=kind, state=ClearanceState.asked, requested_on=clock.today())
        db.session.add(clearance)
    return clearance


def _settle(by: Actor, clearance: Clearance) -> None:
    """What was said and asked about a check before it was decided is over."""
    if clearance.ref:
        cancel_about(f"clearance:{clearance.ref}")
        close_tasks_about(by, f"clearance:{clearance.ref}")


def _noted(by: Actor, clearance: Clearance, verb: str) -> Clearance:
    db.session.flush()
    # A renewal moves the end of the contacts that hold on to it, in the database itself.
    queries.open_contacts_of(clearance.person_id)
    note(by, f"clearances.{clearance.kind}_{verb}", thing=f"clearance:{clearance.ref}", person_id=clearance.person_id)
    return clearance
