from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from mentors.accounts.commands import account_for
from mentors.accounts.queries import account_of
from mentors.associations import notices, queries, words_desk
from mentors.associations.models import (
    Activity,
    Association,
    AssociationContact,
    AssociationVolunteer,
    YearlyDeclaration,
)
from mentors.associations.queries_referrals import open_referrals_to
from mentors.associations.rules import OrganisationKind, PricePer
from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.company import NotACompany, cvr
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.messages.commands import cancel_about
from mentors.municipalities.queries import all_municipalities
from mentors.people.models import Person
from mentors.tasks.commands import close_tasks_about


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationDetails:
    kind: OrganisationKind
    name: str
    cvr: str | None = None
    about: str = ""
    target_groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    postcode: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityDetails:
    title: str
    age_from: int
    age_to: int
    postcode: str
    day: str | None = None
    part: str | None = None
    price_kr: int = 0
    price_per: PricePer = PricePer.session
    languages: tuple[str, ...] = ()
    pram_access: bool = False
    wheelchair_access: bool = False


def register_association(by: Actor, details: AssociationDetails) -> Association:
    """A new association, company or union. Raises Refused for a CVR number that is wrong or known already."""
    if by.municipality_id is None:
        raise ValueError("an association belongs to a municipality")
    association = Association(municipality_id=by.municipality_id, registered_at=clock.now())
    _take(association, details)
    db.session.add(association)
    return _noted(by, association, "registered")


def change_association(by: Actor, association: Association, details: AssociationDetails) -> Association:
    _take(association, details)
    return _noted(by, association, "changed")


def _take(association: Association, details: AssociationDetails) -> None:
    number = _checked(details.cvr) if details.cvr else None
    if number:
        with db.session.no_autoflush:
            known = queries.find_by_cvr(association.municipality_id, number)
        if known is not None and known is not association:
            raise Refused(words_desk.cvr_taken(known.name), field="cvr")
    for name in AssociationDetails.__slots__:
        setattr(association, name, getattr(details, name))
    association.cvr = number


def _checked(typed: str) -> str:
    try:
        return cvr(typed)
    except NotACompany:
        raise Refused(words_desk.WRONG_CVR, field="cvr") from None


def show_in_public(by: Actor, association: Association, shown: bool) -> None:
    """The association's own yes (or no) to standing on the public pages."""
    association.public_at = clock.now() if shown else None
    association.public_by = by.label if shown else None
    _noted(by, association, "shown" if shown else "hidden")


def close_association(by: Actor, association: Association) -> None:
    """It no longer takes part: off every page, its contacts signed out of it, its adults away from children
    there, and nobody is asked any more whether she will come."""
    if association.closed_at is not None:
        return
    association.closed_at, association.public_at = clock.now(), None
    for contact in queries.contacts_of(association.id):
        remove_contact(by, contact)
    for volunteer in queries.volunteers_of(association.id):
        remove_volunteer(by, volunteer)
    for referral in open_referrals_to(association.id):
        referral.closed_at = clock.now()
        cancel_about(f"referral:{referral.ref}")
        close_tasks_about(by, f"referral:{referral.ref}")
    _noted(by, association, "closed")


# --- activities -----------------------------------------------------------------------------------


def add_activity(by: Actor, association: Association, details: ActivityDetails) -> Activity:
    """Something for the directory. Raises Refused where the ages stand the wrong way round."""
    if details.age_from > details.age_to:
        raise Refused(_("Alderen til skal være højere end alderen fra."), field="age_to")
    values = {name: getattr(details, name) for name in ActivityDetails.__slots__}
    activity = Activity(**values)
    association.activities.append(activity)
    db.session.flush()
    note(by, "associations.activity_added", thing=f"activity:{activity.ref}")
    return activity


def close_activity(by: Actor, activity: Activity) -> None:
    activity.closed_at = clock.now()
    db.session.flush()
    note(by, "associations.activity_closed", thing=f"activity:{activity.ref}")


# --- contacts -------------------------------------------------------------------------------------


def invite_contact(by: Actor, association: Association, person: Person) -> AssociationContact:
    """Let somebody sign in for an association, by the link participants use. Once is enough.

    Raises Refused for somebody who cannot be reached.
    """
    _same_town(by, association, person)
    if not person.mobile and not person.email:
        raise Refused(words_desk.NO_WAY, field="mobile")
    known = next((c for c in queries.contacts_of(association.id) if c.person_id == person.id), None)
    if known is not None:
        return known
    account = account_for(person)
    account.roles = tuple(dict.fromkeys((*account.roles, Role.association_contact)))
    contact = AssociationContact(association_id=association.id, person=person, since=clock.now())
    db.session.add(contact)
    db.session.flush()
    notices.welcome(association, contact)
    note(by, "associations.contact_invited", thing=f"association:{association.ref}", person_id=person.id)
    return contact


def remove_contact(by: Actor, contact: AssociationContact) -> None:
    """From now on she sees nothing of the association, in a browser that is signed in too."""
    contact.left_at = clock.now()
    db.session.flush()
    others = db.session.query(AssociationContact).filter_by(person_id=contact.person_id, left_at=None).count()
    account = account_of(contact.person_id)
    if account is not None and not others:
        account.roles = tuple(role for role in account.roles if role != Role.association_contact)
        db.session.flush()
    note(by, "associations.contact_removed", thing=f"association_contact:{contact.ref}", person_id=contact.person_id)


# --- volunteers -----------------------------------------------------------------------------------


def add_volunteer(
    by: Actor, association: Association, person: Person, *, with_children: bool = False, through: date | None = None
) -> AssociationVolunteer:
    """Somebody helps in an association, perhaps with children under 15: then only with a clearance that is
    valid. Raises Refused with what is missing."""
    _same_town(by, association, person)
    known = next((v for v in queries.volunteers_of(association.id) if v.person_id == person.id), None)
    volunteer = known or AssociationVolunteer(association_id=association.id, person=person, since_on=clock.today())
    if with_children and (volunteer.contact is None or volunteer.contact.ended_on is not None):
        thing = f"association:{association.ref}"
        volunteer.contact = clearances.enter_contact(by, person.id, thing, on=clock.today(), through=through)
    elif not with_children and volunteer.contact is not None:
        clearances.leave_contact(by, volunteer.contact)
        volunteer.contact = None
    volunteer.with_children = with_children
    db.session.add(volunteer)
    db.session.flush()
    note(by, "associations.volunteer_added", thing=f"association:{association.ref}", person_id=person.id)
    return volunteer


def ask_for_certificate(by: Actor, association: Association, person: Person) -> None:
    """A certificate is asked for, and the register names who waits for it."""
    _same_town(by, association, person)
    clearances.ask_for(by, person.id, ClearanceKind.child_certificate)
    clearances.note_need(by, person.id, ClearanceKind.child_certificate, f"association:{association.ref}")


def remove_volunteer(by: Actor, volunteer: AssociationVolunteer) -> None:
    volunteer.left_on = clock.today()
    if volunteer.contact is not None:
        clearances.leave_contact(by, volunteer.contact)
    db.session.flush()
    note(
        by, "associations.volunteer_left", thing=f"association_volunteer:{volunteer.ref}", person_id=volunteer.person_id
    )


# --- the yearly declaration -----------------------------------------------------------------------


def declare(by: Actor, association: Association) -> None:
    """The association's word, today, that it has asked for child certificates (facts.md 5.2)."""
    today = clock.today()
    if db.session.get(YearlyDeclaration, (association.id, today)) is None:
        db.session.add(YearlyDeclaration(association_id=association.id, declared_on=today, declared_by=by.label))
        db.session.flush()
        note(by, "associations.declared", thing=f"association:{association.ref}")


def ask_for_declarations() -> int:
    """A job: ask the contacts of every association with children for the year's declaration, once a year."""
    today, asked = clock.today(), 0
    for town in all_municipalities():
        for association in queries.declarations_due(town.id, today):
            notices.declaration(association, year=today.year)
            asked += 1
    return asked


def _same_town(by: Actor, association: Association, person: Person) -> None:
    if len({by.municipality_id, association.municipality_id, person.municipality_id}) != 1:
        raise NotThere


def _noted(by: Actor, association: Association, verb: str) -> Association:
    db.session.flush()
    note(by, f"associations.{verb}", thing=f"association:{association.ref}")
    return association
