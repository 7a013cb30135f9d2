"""What people in the demo town meet around: cafés, courses, associations, the young."""

from __future__ import annotations

from datetime import date, time, timedelta

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
from mentors.core.refusal import Refused
from mentors.demo import life
from mentors.demo import people as inhabitants
from mentors.demo.life import Town
from mentors.gatherings import (
    commands,
    commands_advice,
    commands_closings,
    commands_door,
    commands_people,
    commands_seats,
    commands_sessions,
)
from mentors.gatherings.commands import Draft
from mentors.gatherings.commands_door import Press
from mentors.gatherings.commands_seats import Family
from mentors.gatherings.models import AdviceSlot, Series, Session
from mentors.gatherings.rules import DEFAULTS, TOPICS_HALSNAES, ClosingKind, SeriesKind
from mentors.kit.db import db
from mentors.people.commands import Details
from mentors.people.models import Person
from mentors.youth import commands as youth
from mentors.youth import commands_activities as young_activities
from mentors.youth.models import YouthActivity
from mentors.youth.rules import SpareJob

PLACES = ("Maglehøj 12", "Biblioteket", "Café Paraplyen", "Borgernes Hus", "Medborgerhuset", "Skolegade 4")
SERIES = (
    (SeriesKind.barselscafe, "Barselscafé i Maglehøj", 0, time(10)),
    (SeriesKind.salon, "Samtalesalon", 2, time(17)),
    (SeriesKind.advice_cafe, "Rådgivningscafé", 1, time(15)),
    (SeriesKind.womens_course, "Kvindegruppen", 3, time(9, 30)),
    (SeriesKind.homework_cafe, "Lektiecafé", 5, time(15)),
)
CLUBS = (
    "Svømmeklub", "Fodboldklub", "Cykelven", "Kor", "Håndarbejdsklub", "Kolonihave", "Boldklub", "Motionsklub",
    "Madklub", "Spejdergruppe", "Badminton", "Danseforening", "Skakklub", "Gymnastik", "Rideklub", "Roklub",
    "Frivilligcenter", "Naturforening", "Bogklub", "Musikskole", "Billedkunst", "Vandreklub", "Teaterforening",
    "Håndboldklub", "Bydelsmødre",
)  # fmt: skip
FIRMS = ("Fjordens Plejecenter", "Havnens Køkken", "Demoby Maskinfabrik", "Bageriet", "Nordlys Ingeniører", "Butik Syd",
         "Gartneriet", "Lageret", "Tømrerne", "Renholdet", "Kontorhuset", "Transporten")  # fmt: skip


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
    opened = [_open(by, *row, first_on=today + timedelta(days=3)) for row in SERIES]
    commands.set_owners(by, opened[0], [(town.staff["coordinator"].id, None)])
    clubs = [_club(by, town, number, name) for number, name in enumerate(CLUBS)]
    _agree(by, town, clubs[0])
    _young(by, town)
    return opened


def _open(by: Actor, kind: SeriesKind, title: str, place: int, at: time, *, first_on: date) -> Series:
    start = DEFAULTS[kind]
    return commands.open_series(
        by,
        Draft(
            kind=kind, title=title, place=PLACES[place], first_on=first_on, at=at, minutes=start.minutes, rule=start.rule,
            capacity=start.capacity, minimum=start.minimum, mode=start.mode, is_course=start.is_course,
            is_public=start.is_public, promotes=start.promotes, childcare=start.childcare,
            children_sit=not start.is_course, skips_school_holidays=True,
        ),
    )  # fmt: skip


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
    cafe, _salon, advice, women, _homework = opened
    _come(by, town, cafe, newcomers[:14])
    _come(by, town, opened[1], newcomers[8:20])
    _plan_ahead(by, town, cafe)
    _advise(by, advice)
    for person in newcomers[20:35]:
        commands_seats.sign_up(by, women, Family(person=person), despite_clash=True)
    commands_people.set_leave(by, newcomers[0], ends_on=clock.today() + timedelta(days=20), series=cafe)
    _open_companies(by, town)
    clubs = db.session.query(Association).order_by(Association.id).limit(4).all()
    for club, person in zip(clubs, newcomers, strict=False):
        referral = referrals.refer(by, club, person, said_yes=True)
        referrals.note_came(by, referral)
    db.session.flush()


def _sessions(series: Series) -> list[Session]:
    return db.session.query(Session).filter_by(series_id=series.id).order_by(Session.starts_at).all()


def _come(by: Actor, town: Town, series: Series, people: list[Person]) -> None:
    for session in _sessions(series):
        if session.starts_at > clock.now() or session.cancelled_at is not None:
            continue
        there = [person for person in people if town.random.random() < 0.7]
        presses = [
            Press(uuid=f"demo-{session.ref}-{person.ref}", person=person.ref, children=town.random.choice((0, 1, 1, 2)),
                  at=session.starts_at)
            for person in there
        ]  # fmt: skip
        commands_door.check_in(by, session, presses)


def _plan_ahead(by: Actor, town: Town, cafe: Series) -> None:
    """Topics, speakers and childcare for the coming weeks; the last one still lacks a helper."""
    helper = _cleared(by, town)
    coming = [session for session in _sessions(cafe) if session.starts_at > clock.now()][:8]
    for number, session in enumerate(coming):
        commands_sessions.set_programme(
            by, session, topic=TOPICS_HALSNAES[number % len(TOPICS_HALSNAES)], materials=None
        )
        if number < 5:
            commands_sessions.assign_helper(by, session, helper)
        if number < 3:
            commands_sessions.invite_speaker(by, session, "Hanne Holm", email="hanne@demoby.example")


def _advise(by: Actor, advice: Series) -> None:
    coming = next((session for session in _sessions(advice) if session.starts_at > clock.now()), None)
    if coming is not None:
        commands_advice.open_slots(by, coming, minutes=20)
        slot = db.session.query(AdviceSlot).filter_by(session_id=coming.id).order_by(AdviceSlot.id).first()
        if slot is not None:
            commands_advice.book_slot(by, slot, first_name="Omar", topic="tax", language="ar")


def _open_companies(by: Actor, town: Town) -> None:
    """Åben virksomhed: twelve companies on one day, each with its own hour and seats."""
    day = clock.today() + timedelta(days=60)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    start = DEFAULTS[SeriesKind.open_company]
    event = commands.open_series(
        by,
        Draft(kind=SeriesKind.open_company, title="Åben virksomhed", place=FIRMS[0], first_on=day, at=time(15),
              minutes=60, capacity=15, mode=start.mode, skips_school_holidays=True),
    )  # fmt: skip
    for number, firm in enumerate(FIRMS[1:], start=1):
        try:
            commands_sessions.add_session(
                by, event, clock.at_local(day, 13 + number % 4, 30), minutes=45, title=firm, place=firm, capacity=15
            )
        except Refused:
            continue
