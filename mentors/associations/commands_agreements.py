"""Texts that are agreed, people who are put forward, and wishes to hear from a company."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _

from mentors.associations import notices, words, words_desk
from mentors.associations import queries_agreements as queries
from mentors.associations.models import Association, AssociationVolunteer
from mentors.associations.models_agreements import Agreement, AgreementTemplate, Lead, Nomination
from mentors.associations.queries import contacts_of, volunteers_of
from mentors.associations.rules import NOMINATION_LASTS, NOMINEES_MOST, AgreementKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import add_months
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.links.commands import make_link, withdraw_links
from mentors.messages.commands import cancel_about
from mentors.people.commands import Details, give_consent, welcome_person
from mentors.people.models import Person
from mentors.people.rules import ConsentKind
from mentors.programmes import commands as programmes
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind

AGREEMENT_LINK_LASTS = timedelta(days=60)


def write_template(by: Actor, kind: AgreementKind, *, text: str, renew_months: int) -> AgreementTemplate:
    """A new version of a text. The earlier ones stay as they were accepted."""
    if by.municipality_id is None or not by.is_staff:
        raise NotThere
    now = queries.newest(by).get(kind)
    if now is not None and (now.text, now.renew_months) == (text, renew_months):
        return now
    template = AgreementTemplate(
        municipality_id=by.municipality_id,
        kind=kind,
        version=now.version + 1 if now else 1,
        text=text,
        renew_months=renew_months,
        made_at=clock.now(),
        made_by=by.label,
    )
    db.session.add(template)
    db.session.flush()
    note(by, "associations.template_written", thing=f"agreement_template:{template.ref}")
    return template


def send_agreement(by: Actor, association: Association, kind: AgreementKind) -> Agreement:
    """Send the newest version to the association's contacts, each with a link. Raises Refused for none."""
    template = queries.newest(by).get(kind)
    if template is None or template.municipality_id != association.municipality_id:
        raise Refused(words_desk.NO_TEXT, field="kind")
    contacts = contacts_of(association.id)
    if not contacts:
        raise Refused(words_desk.NO_CONTACT, field="kind")
    agreement = Agreement(association=association, template=template, sent_at=clock.now())
    db.session.add(agreement)
    db.session.flush()
    for contact in contacts:
        link = make_link(
            "agreement", municipality_id=association.municipality_id, person_id=contact.person_id,
            thing=f"agreement:{agreement.ref}", language=contact.person.language, lasts=AGREEMENT_LINK_LASTS,
        )  # fmt: skip
        notices.agreement(agreement, contact, link)
    note(by, "associations.agreement_sent", thing=f"agreement:{agreement.ref}")
    return agreement


def accept_agreement(by: Actor, agreement: Agreement, *, name: str) -> None:
    """Accepted by somebody of the association, in this version, now. The first acceptance counts."""
    if agreement.accepted_at is not None:
        return
    agreement.accepted_at, agreement.accepted_name, agreement.accepted_through = clock.now(), name, by.label
    agreement.renew_on = add_months(clock.today(), agreement.template.renew_months)
    for other in db.session.query(Agreement).filter_by(association_id=agreement.association_id, replaced_at=None):
        same = other.template.kind is agreement.template.kind
        if same and other is not agreement and other.accepted_at is not None:
            other.replaced_at = clock.now()
    cancel_about(f"agreement:{agreement.ref}")
    db.session.flush()
    note(by, "associations.agreement_accepted", thing=f"agreement:{agreement.ref}")


def remind_renewals() -> int:
    """A job: a month before an agreement ends its contacts are told, once."""
    due = queries.renewals_due(clock.today())
    for agreement in due:
        notices.renewal(agreement)
    return len(due)


# --- nominations (systems.md row 8) ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Nominee:
    name: str
    mobile: str
    language: str = "da"


def nominate(
    by: Actor, association: Association, programme: Programme, nominees: Sequence[Nominee]
) -> list[Nomination]:
    """Put several people forward as mentors at once. Each is asked on a link of her own; nobody is signed up
    by somebody else. Raises Refused for none, too many, or the same number twice."""
    if programme.municipality_id != association.municipality_id or by.municipality_id != association.municipality_id:
        raise NotThere
    if programme.needs_company and not association.cvr:
        raise Refused(_("Kommunen mangler jeres CVR-nummer. Ring til os, så skriver vi det ind."))
    if not 0 < len(nominees) <= NOMINEES_MOST:
        raise Refused(_("Skriv mindst ét navn og højst %(most)d.", most=NOMINEES_MOST))
    if len({nominee.mobile for nominee in nominees}) != len(nominees):
        raise Refused(_("Det samme nummer står der to gange."))
    return [_nominate_one(by, association, programme, nominee) for nominee in nominees]


def _nominate_one(by: Actor, association: Association, programme: Programme, nominee: Nominee) -> Nomination:
    nomination = Nomination(
        association=association,
        programme_id=programme.id,
        name=nominee.name,
        mobile=nominee.mobile,
        language=nominee.language,
        nominated_at=clock.now(),
        nominated_by=by.label,
    )
    db.session.add(nomination)
    db.session.flush()
    link = make_link(
        "nomination", municipality_id=association.municipality_id, language=nominee.language,
        thing=f"nomination:{nomination.ref}", lasts=NOMINATION_LASTS,
    )  # fmt: skip
    notices.nomination(nomination, link)
    note(by, "associations.nominated", thing=f"nomination:{nomination.ref}")
    return nomination


def answer_nomination(by: Actor, nomination: Nomination, *, yes: bool) -> Person | None:
    """The nominee's own answer. Yes: she becomes a person with her consent, an applicant of the programme who
    passes its checks like anybody, and a volunteer of the association. No: her name and number go at once."""
    if nomination.answered_at is not None or nomination.name is None:
        return None
    nomination.answered_at, nomination.said_yes = clock.now(), yes
    cancel_about(f"nomination:{nomination.ref}")
    if not yes:
        nomination.name = nomination.mobile = None
        db.session.flush()
        note(by, "associations.nomination_declined", thing=f"nomination:{nomination.ref}")
        return None
    first, _blank, last = nomination.name.partition(" ")
    person = welcome_person(
        by, Details(first_name=first, last_name=last.strip(), mobile=nomination.mobile, language=nomination.language)
    )
    give_consent(by, person, ConsentKind.sign_up, wording=words.NOMINEE_VERSION, language=by.language or "da")
    nomination.person_id = person.id
    nomination.name = nomination.mobile = None  # they stand on the person now
    _take_in(by, nomination, person)
    raise_task(
        by, TaskKind.nominee_ready, person, key=f"nomination-{nomination.ref}-yes", thing=f"nomination:{nomination.ref}"
    )
    note(by, "associations.nomination_accepted", thing=f"nomination:{nomination.ref}", person_id=person.id)
    return person


def _take_in(by: Actor, nomination: Nomination, person: Person) -> None:
    association = nomination.association
    programme = db.session.get_one(Programme, nomination.programme_id)
    # Her yes to us stands even where the programme cannot take her just now: then staff speak with her.
    with suppress(Refused), db.session.begin_nested():
        programmes.join(
            by, programme, person, Side.volunteer, company_cvr=association.cvr, company_name=association.name
        )
    if all(volunteer.person_id != person.id for volunteer in volunteers_of(association.id)):
        db.session.add(AssociationVolunteer(association_id=association.id, person_id=person.id, since_on=clock.today()))
    db.session.flush()


def _forget(nomination: Nomination) -> None:
    nomination.name = nomination.mobile = None
    withdraw_links(thing=f"nomination:{nomination.ref}")
    db.session.flush()


def forget_nominees() -> int:
    """A job: a name that nobody stood by within a month is forgotten."""
    old = queries.unanswered_nominations(clock.now())
    for nomination in old:
        _forget(nomination)
    return len(old)


# --- leads (systems.md row 21) --------------------------------------------------------------------


def note_lead(
    by: Actor,
    *,
    company: str,
    name: str,
    thing: str,
    mobile: str | None = None,
    email: str | None = None,
    person_id: int | None = None,
    association: Association | None = None,
) -> Lead:
    """Somebody wants to hear from a company, once per thing (`sign_up:<ref>`): a lead for a placement."""
    if by.municipality_id is None:
        raise ValueError("a lead belongs to a municipality")
    known = db.session.query(Lead).filter_by(municipality_id=by.municipality_id, thing=thing).first()
    if known is not None:
        return known
    lead = Lead(
        municipality_id=by.municipality_id, association_id=association.id if association else None, company=company,
        person_id=person_id, name=name, mobile=mobile, email=email, thing=thing, wanted_at=clock.now(),
    )  # fmt: skip
    db.session.add(lead)
    db.session.flush()
    note(by, "associations.lead_noted", thing=f"lead:{lead.ref}", person_id=person_id)
    return lead


def settle_lead(by: Actor, lead: Lead, *, became_placement: bool) -> None:
    lead.settled_at, lead.became_placement = clock.now(), became_placement
    db.session.flush()
    note(by, "associations.lead_settled", thing=f"lead:{lead.ref}", person_id=lead.person_id)
