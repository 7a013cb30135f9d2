"""What associations and the young have lived through by today: every page of theirs has something to show."""

from __future__ import annotations

from datetime import timedelta

from mentors.associations import commands as associations
from mentors.associations import commands_agreements as agreements
from mentors.associations import commands_referrals as referrals
from mentors.associations.commands import ActivityDetails, AssociationDetails
from mentors.associations.commands_agreements import Nominee
from mentors.associations.models import Association
from mentors.associations.rules import AgreementKind, OrganisationKind, PricePer
from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.demo import life, personas
from mentors.demo import people as inhabitants
from mentors.demo.gatherings import coordinator
from mentors.demo.life import Town
from mentors.kit.db import db
from mentors.people.commands import Details
from mentors.people.models import Person
from mentors.programmes.rules import ProgrammeKind
from mentors.youth import commands as youth
from mentors.youth import commands_activities as young_activities
from mentors.youth.rules_work import Work

COMPANIES = (("Nordlys Ingeniører", "25313763"), ("Ovnen Bageri", "22756214"), ("Sydbutikken", "24256790"))
MORE = (
    ("Mor og barn på gulvet", "tue", "morning", 0, 3, ("da", "ar"), 0, True),
    ("Kvindesvømning", "sun", "evening", 16, 110, ("da", "ar", "so"), 40, False),
    ("Svømmeskole", "wed", "afternoon", 6, 12, ("da", "uk"), 300, True),
)


def live_through(town: Town, newcomers: list[Person]) -> None:
    """Today, after everything else."""
    by = coordinator(town)
    clubs = db.session.query(Association).order_by(Association.id).all()
    bent = _contact(by, town, clubs[0])
    _offer_more(by, clubs[0])
    _volunteers(by, town, clubs[0])
    _send_on(by, clubs[0], newcomers[36:42])
    for club in sorted(clubs, key=lambda club: club.name)[:2]:  # those a coordinator meets first on the list
        referrals.refer(by, club, newcomers[-1], said_yes=True)
    _agreements(by, bent, clubs)
    _companies(by, town, newcomers)
    _jobs(by)
    _young(by, town)
    db.session.flush()


def _contact(by: Actor, town: Town, club: Association) -> Person:
    """Bent signs in for the first club: the persona `association`."""
    bent = life.sign_up(
        town,
        Details(first_name="Bent", last_name="Bentsen", email=personas.PEOPLE["association"], mobile="+4520300015",
                language="da", speaks=("da",), postcode="5000", birth_year=1961),
        ("mon-evening",),
    )  # fmt: skip
    associations.invite_contact(by, club, bent)
    town.reserved.add(bent.id)
    return bent


def _offer_more(by: Actor, club: Association) -> None:
    for title, day, part, low, high, languages, price, pram in MORE:
        details = ActivityDetails(
            title=title, age_from=low, age_to=high, postcode=club.postcode or "5000", day=day, part=part,
            price_kr=price, price_per=PricePer.month, languages=languages, pram_access=pram, wheelchair_access=not pram,
        )  # fmt: skip
        associations.add_activity(by, club, details)


def _volunteers(by: Actor, town: Town, club: Association) -> None:
    """One with children, one whose certificate is on its way, one for grown-ups."""
    for number in range(3):
        person = life.sign_up(
            town, inhabitants.volunteer(town.random, town.next_mobile(), town.signed_up), ("wed-evening",)
        )
        if number == 0:
            clearances.ask_for(by, person.id, ClearanceKind.child_certificate)
            clearances.assess(by, person.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
        associations.add_volunteer(by, club, person, with_children=number == 0)
        if number == 1:
            associations.ask_for_certificate(by, club, person)


def _send_on(by: Actor, club: Association, people: list[Person]) -> None:
    """Asked, introduced, came, still there, and one who has changed her mind."""
    for number, person in enumerate(people):
        referral = referrals.refer(by, club, person, said_yes=number > 0)
        if number in (2, 3):
            referrals.note_came(by, referral)
        if number == 3:
            referral.came_on = clock.today() - timedelta(days=95)
            referrals.note_membership(by, referral, still=True)
        if number == 4:
            referrals.withdraw_referral_consent(by, referral)


def _agreements(by: Actor, contact: Person, clubs: list[Association]) -> None:
    """One that must be renewed soon, one that waits for an answer, and two declarations."""
    present = clock.now()
    standing = clock.is_stopped()
    agreements.write_template(
        by, AgreementKind.confidentiality, text="Vi siger ikke videre, hvad vi hører om andre.", renew_months=6
    )
    clock.stop(present - timedelta(days=170))
    try:
        old = agreements.send_agreement(by, clubs[0], AgreementKind.confidentiality)
        agreements.accept_agreement(by, old, name=contact.name)
    finally:
        clock.stop(present if standing else None)
    agreements.write_template(
        by, AgreementKind.mentoring, text="Mentor og mentee mødes efter aftale. Begge kan stoppe, når de vil.",
        renew_months=12,
    )  # fmt: skip
    agreements.send_agreement(by, clubs[0], AgreementKind.mentoring)
    for club in clubs[3:9]:
        associations.declare(by, club)


def _companies(by: Actor, town: Town, newcomers: list[Person]) -> None:
    for number, (name, cvr) in enumerate(COMPANIES):
        firm = associations.register_association(
            by, AssociationDetails(kind=OrganisationKind.company, name=name, cvr=cvr, postcode="5000")
        )
        associations.show_in_public(by, firm, number < 2)
        if number == 0:
            programme = next(one for one in town.programmes if one.kind is ProgrammeKind.business_mentor)
            names = (("Ida Nomineret", "+4520300021"), ("Per Nomineret", "+4520300022"))
            asked = agreements.nominate(by, firm, programme, [Nominee(*one) for one in names])
            agreements.answer_nomination(by, asked[0], yes=True)
        agreements.note_lead(
            by, company=name, name=newcomers[number].first_name, thing=f"demo:{number}", mobile=newcomers[number].mobile,
            person_id=newcomers[number].id, association=firm,
        )  # fmt: skip
    union = associations.register_association(
        by, AssociationDetails(kind=OrganisationKind.union, name="Fagligt Fællesskab Demoby", postcode="5000")
    )
    associations.show_in_public(by, union, True)


def _jobs(by: Actor) -> None:
    newspapers = Work(age_from=13, at_school=True, school_day=2, other_day=5, school_week=10, holiday_week=20,
                      begins=7, ends=19, lift_kg=8)  # fmt: skip
    bakery = Work(age_from=15, at_school=True, school_day=2, other_day=6, school_week=12, holiday_week=30,
                  begins=8, ends=18, lift_kg=10)  # fmt: skip
    young_activities.post_job(by, newspapers, title="Avisbud", company="Demoby Avis", postcode="5000")
    young_activities.post_job(
        by, bakery, title="Hjælp i butikken", company="Bageriet i Demoby", postcode="5000", phone="+4563112233"
    )


def _young(by: Actor, town: Town) -> None:
    """Somebody whose parent has not answered yet, and who has not been asked about a job."""
    about = Details(first_name="Amira", last_name="Ung", mobile=town.next_mobile(), language="en", speaks=("da", "en"),
                    postcode="5000")  # fmt: skip
    amira = life.sign_up(town, about, ("mon-afternoon",))
    youth.register_young(by, amira, birth_year=clock.today().year - 15, birth_month=9, at_school=True)
    youth.ask_guardian(by, amira, name="En forælder", mobile=town.next_mobile(), language="uk")
