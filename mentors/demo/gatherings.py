"""What people in the demo town meet around: cafés, courses, associations, the young."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from mentors.associations import commands as associations
from mentors.associations import commands_agreements as agreements
from mentors.associations import commands_referrals as referrals
from mentors.associations.commands import ActivityDetails, AssociationDetails
from mentors.associations.models import Association
from mentors.associations.rules import AgreementKind, OrganisationKind
from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.calendar import DAYS, PARTS
from mentors.demo import life
from mentors.demo import people as inhabitants
from mentors.demo.cafes import Year, open_cafes
from mentors.demo.life import Town
from mentors.gatherings import commands, commands_closings
from mentors.gatherings.models import Series
from mentors.gatherings.rules import ClosingKind
from mentors.kit.db import db
from mentors.people.commands import Details
from mentors.people.models import Person
from mentors.youth import commands as youth
from mentors.youth import commands_activities as young_activities
from mentors.youth.models import YouthActivity
from mentors.youth.rules import SpareJob

CLUBS = (
    "Svømmeklub", "Fodboldklub", "Cykelven", "Kor", "Håndarbejdsklub", "Kolonihave", "Boldklub", "Motionsklub",
    "Madklub", "Spejdergruppe", "Badminton", "Danseforening", "Skakklub", "Gymnastik", "Rideklub", "Roklub",
    "Frivilligcenter", "Naturforening", "Bogklub", "Musikskole", "Billedkunst", "Vandreklub", "Teaterforening",
    "Håndboldklub", "Bydelsmødre",
)  # fmt: skip


def coordinator(town: Town) -> Actor:
    """The coordinator as an actor: some doors open for people only, not for the house itself."""
    account = town.staff["coordinator"]
    return Actor(
        f"account:{account.ref}", account.municipality_id, frozenset({Role.coordinator}), account_id=account.id
    )


def open_everything(town: Town) -> list[Series]:
    """Half a year ago: closing days, the series, the associations, the young people's activities."""
    by, today = coordinator(town), clock.today()
    year = today.year
    commands_closings.close_days(by, ClosingKind.school_holiday, "Efterårsferie", from_on=date(year, 10, 10),
                                 to_on=date(year, 10, 18))  # fmt: skip
    commands_closings.close_days(by, ClosingKind.closing, "Sommerlukket", from_on=date(year, 7, 13),
                                 to_on=date(year, 7, 26))  # fmt: skip
    opened = open_cafes(by, today + timedelta(days=3), town.staff["coordinator"].id)
    clubs = [_club(by, town, number, name) for number, name in enumerate(CLUBS)]
    _agree(by, town, clubs[0])
    _young(by, town)
    return opened


def _club(by: Actor, town: Town, number: int, name: str) -> Association:
    random = town.random
    club = associations.register_association(
        by,
        AssociationDetails(
            kind=OrganisationKind.association, name=f"Demoby {name}", about="Alle er velkomne.", target_groups=("everyone",),
            languages=("da", "en"), phone="+4563112233", postcode=random.choice(inhabitants.POSTCODES),
        ),
    )  # fmt: skip
    associations.show_in_public(by, club, True)
    young = number % 3 == 0
    associations.add_activity(
        by,
        club,
        ActivityDetails(
            title=name, age_from=6 if young else 18, age_to=17 if young else 110, postcode=club.postcode or "5000",
            day=random.choice(DAYS), part=random.choice(PARTS), price_kr=random.choice((0, 0, 50, 150)),
            wheelchair_access=number % 2 == 0, pram_access=number % 4 == 0,
            languages=(("da",), ("da", "en"), ("da", "ar"), ("da", "uk"))[number % 4],
        ),
    )  # fmt: skip
    return club


def _agree(by: Actor, town: Town, club: Association) -> None:
    contact = life.sign_up(
        town, inhabitants.volunteer(town.random, town.next_mobile(), town.signed_up), ("mon-evening",)
    )
    associations.invite_contact(by, club, contact)
    agreements.write_template(
        by, AgreementKind.cooperation, text="Vi tager godt imod nye og passer på det, vi hører.", renew_months=12
    )
    agreement = agreements.send_agreement(by, club, AgreementKind.cooperation)
    agreements.accept_agreement(by, agreement, name="Bente Formand")


def _cleared(by: Actor, town: Town) -> Person:
    person = life.sign_up(
        town, inhabitants.volunteer(town.random, town.next_mobile(), town.signed_up), ("tue-morning",)
    )
    clearances.ask_for(by, person.id, ClearanceKind.child_certificate)
    clearances.assess(by, person.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
    db.session.flush()
    return person


def _young(by: Actor, town: Town) -> list[YouthActivity]:
    """Three activities, each with an adult, and six young people with a parent's yes."""
    today, opened = clock.today(), []
    for name, day in (("Ungdomsklub", "mon"), ("Fodbold for unge", "wed"), ("Jobværksted", "thu")):
        details = young_activities.ActivityDetails(
            name=name, age_from=13, age_to=17, per_adult=8, capacity=12, starts_on=today, day=day, part="afternoon",
            postcode="5000",
        )  # fmt: skip
        activity = young_activities.open_activity(by, details)
        young_activities.add_helper(by, activity, _cleared(by, town))
        opened.append(activity)
    for number in range(6):
        about = Details(first_name=("Ali", "Sara", "Maksym", "Rahwa", "Yusuf", "Daryna")[number], last_name="Ung",
                          mobile=town.next_mobile(), language="en", speaks=("da", "en"), postcode="5000")  # fmt: skip
        person = life.sign_up(town, about, ("mon-afternoon",))
        youth.register_young(by, person, birth_year=today.year - 14 - number % 3, birth_month=4, at_school=True)
        guardian = youth.ask_guardian(by, person, name="En forælder", mobile=town.next_mobile(), language="en")
        youth.give_guardian_consent(by, guardian, language="en")
        youth.note_spare_job(by, person, list(SpareJob)[number % 3])
        young_activities.add_member(by, opened[number % 3], person)
    return opened


def live_through(town: Town, opened: list[Series], newcomers: list[Person]) -> None:
    """Today: who came since, what is planned, who waits for a seat, who was introduced where."""
    by = coordinator(town)
    commands.extend_series()
    clubs = db.session.query(Association).order_by(Association.id).limit(4).all()
    with clock.stopped(opened[0].created_at):
        helper = _cleared(by, town)
    Year(by, town, newcomers, helper, Random(town.staff["coordinator"].id)).tell(opened, clubs[0])
    for club, person in zip(clubs, newcomers, strict=False):
        referral = referrals.refer(by, club, person, said_yes=True)
        referrals.note_came(by, referral)
    db.session.flush()
