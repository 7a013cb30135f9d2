"""Putting an adult with children: the one door, used by every room that does."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import delete

from mentors.clearances import queries, rules, words
from mentors.clearances.models import ChildContact, ClearanceNeed
from mentors.clearances.rules import ClearanceKind, ClearanceState
from mentors.clearances.rules_policy import Work, required_checks
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.people.queries import person as person_with
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind


def require_child_clearance(person_id: int, on: date, through: date | None = None) -> None:
    """THE GUARD: raises Refused unless this adult may meet children under 15 from one day through another.

    Every command that puts somebody in regular contact with children calls it (or `enter_contact`, which
    does). The certificate is held until the commit, so that it cannot be taken away in between.
    """
    certificate = queries.child_certificate(person_id, hold=True)
    if certificate is not None:
        _settle_passed(person_id)
        certificate = queries.child_certificate(person_id)
    hurdle = rules.child_hurdle(certificate, on, through)
    if hurdle is not None:
        raise Refused(words.CHILD_HURDLE[hurdle])


def enter_contact(by: Actor, person_id: int, thing: str, *, on: date, through: date | None = None) -> ChildContact:
    """Put an adult in regular contact with children around a thing (`youth_activity:<ref>`).

    Without `through` the contact stands until further notice, never past the certificate's end: then it
    stops counting by itself and goes on when a new certificate is in order. Raises Refused, and NotThere
    for a person of another municipality. Who is in contact there already stays so, checked anew.
    """
    person = person_with(person_id)
    if by.municipality_id != person.municipality_id:
        raise NotThere
    require_child_clearance(person_id, on, through)
    certificate = queries.clearances_of(person_id)[ClearanceKind.child_certificate]
    contact = next((open_ for open_ in queries.open_contacts_of(person_id) if open_.thing == thing), None)
    if contact is None:
        contact = ChildContact(
            person_id=person_id,
            thing=thing,
            begins_on=on,
            clearance_state=str(ClearanceState.clean),
            valid_until=certificate.valid_until,
        )
        db.session.add(contact)
    contact.begins_on, contact.ends_on = min(contact.begins_on, on), through
    certificate.paused_on = None
    _drop_need(person_id, thing)
    db.session.flush()
    note(by, "clearances.contact_entered", thing=thing, person_id=person_id)
    return contact


def leave_contact(by: Actor, contact: ChildContact, on: date | None = None) -> None:
    """End a contact from a day on (today). With the last one, the half year of a pause begins to run."""
    if contact.ended_on is not None:
        return
    over = on or clock.today()
    for last in (contact.valid_until, contact.ends_on):
        over = min(over, last + timedelta(days=1)) if last is not None else over
    contact.ended_on = max(over, contact.begins_on)
    contact.clearance_state = contact.valid_until = None
    db.session.flush()
    if not queries.open_contacts_of(contact.person_id):
        note_pause(by, contact.person_id, contact.ended_on)
    note(by, "clearances.contact_ended", thing=contact.thing, person_id=contact.person_id)


def stop_contacts(by: Actor, person_id: int) -> int:
    """End all contacts of somebody whose certificate is gone, today; where there were any, staff get a task."""
    _settle_passed(person_id)
    standing = queries.open_contacts_of(person_id)
    for contact in standing:
        leave_contact(by, contact)
    if standing:
        _raise_stopped(by, person_with(person_id), clock.today(), standing[0].thing)
    return len(standing)


def _settle_passed(person_id: int) -> None:
    """End the contacts whose last planned day has passed: with the last one a pause begins, and they let go
    of the certificate."""
    today = clock.today()
    for contact in queries.open_contacts_of(person_id):
        if contact.ends_on is not None and contact.ends_on < today:
            leave_contact(system(person_with(person_id).municipality_id), contact)


def note_pause(by: Actor, person_id: int, on: date) -> None:
    """Somebody is away from that day: after half a year a new child certificate is wanted (facts.md 5.2)."""
    certificate = queries.clearances_of(person_id).get(ClearanceKind.child_certificate)
    if certificate is not None and certificate.paused_on is None:
        certificate.paused_on = on
        note(by, "clearances.paused", thing=f"clearance:{certificate.ref}", person_id=person_id)
        db.session.flush()


def note_return(by: Actor, person_id: int, on: date) -> None:
    """Somebody is back. After half a year or more the pause stays noted until a new certificate is in order."""
    certificate = queries.clearances_of(person_id).get(ClearanceKind.child_certificate)
    if certificate is not None and not rules.is_outlived(certificate.facts(), on):
        certificate.paused_on = None
        db.session.flush()


def note_need(by: Actor, person_id: int, kind: ClearanceKind, thing: str) -> None:
    """Write down that somebody needs a check for a thing, so that the register names who lacks one."""
    if db.session.get(ClearanceNeed, (person_id, kind, thing)) is None:
        db.session.add(ClearanceNeed(person_id=person_id, kind=kind, thing=thing, since=clock.today()))
        db.session.flush()
        note(by, f"clearances.{kind}_needed", thing=thing, person_id=person_id)


def note_needs(by: Actor, person_id: int, work: Work, thing: str) -> tuple[ClearanceKind, ...]:
    """Write down every check that a piece of work takes by the town's policy of today; the kinds."""
    town = person_with(person_id).municipality_id
    asked = required_checks(work, queries.policy_on(town, clock.today()), clock.today())
    for kind in asked:
        note_need(by, person_id, kind, thing)
    return asked


def drop_needs(person_id: int, thing: str) -> None:
    """Somebody does not do that any more: nothing is asked of her for it."""
    db.session.execute(delete(ClearanceNeed).where(ClearanceNeed.person_id == person_id, ClearanceNeed.thing == thing))


def _drop_need(person_id: int, thing: str) -> None:
    need = db.session.get(ClearanceNeed, (person_id, ClearanceKind.child_certificate, thing))
    if need is not None:
        db.session.delete(need)


def watch() -> int:
    """A job: contacts whose last day has passed are ended, and whoever stands with children on paper though
    the certificate has ended becomes a task."""
    today = clock.today()
    for person_id in queries.with_passed_contacts(today):
        _settle_passed(person_id)
    found = queries.contacts_run_out(today)
    for contact, person in found:
        _raise_stopped(system(person.municipality_id), person, contact.valid_until or today, contact.thing)
    return len(found)


def _raise_stopped(by: Actor, person: Person, on: date, thing: str) -> None:
    """One task a person and day, however many contacts it was."""
    raise_task(by, TaskKind.contact_stopped, person, key=f"child-contacts-{person.ref}-{on}", thing=thing)
