"""A year around the table: cafés, salon, courses and open companies, half of it lived and half ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from mentors.associations import commands as associations
from mentors.associations.commands import AssociationDetails
from mentors.associations.models import Association
from mentors.associations.rules import OrganisationKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.demo.life import Town
from mentors.gatherings import (
    commands,
    commands_advice,
    commands_people,
    commands_seats,
    commands_sessions,
    queries,
    rules,
)
from mentors.gatherings.commands import Draft
from mentors.gatherings.commands_seats import Family
from mentors.gatherings.models import AdviceSlot, Series, Session, Speaker
from mentors.gatherings.models_people import Attendance
from mentors.gatherings.rules import DEFAULTS, AfterLeave, SeriesKind, SpeakerState, Unit
from mentors.gatherings.rules_recurrence import open_days
from mentors.kit.db import db
from mentors.people.models import Person

PLACES = ("Maglehøj 12", "Biblioteket", "Café Paraplyen", "Borgernes Hus", "Medborgerhuset", "Skolegade 4")
SERIES: tuple[tuple[SeriesKind, str, int, time, str], ...] = (
    (SeriesKind.barselscafe, "Barselscafé i Maglehøj", 0, time(10), "FREQ=WEEKLY;BYDAY=TU,TH"),
    (SeriesKind.salon, "Samtalesalon", 2, time(17), "FREQ=WEEKLY;BYDAY=WE"),
    (SeriesKind.advice_cafe, "Rådgivningscafé", 1, time(15), "FREQ=WEEKLY;BYDAY=TU,TH"),
    (SeriesKind.homework_cafe, "Lektiecafé", 5, time(15), "FREQ=WEEKLY;BYDAY=MO"),
)
SPEAKERS = ("Hanne, sundhedsplejerske", "Ole fra jobcenteret", "Familiekonsulent Birte", "Jordemoder Kirsten",
            "Ambassadør Samira", "Fysioterapeut Lone")  # fmt: skip
FIRMS = ("Fjordens Plejecenter", "Havnens Køkken", "Demoby Maskinfabrik", "Bageriet", "Nordlys Ingeniører", "Butik Syd",
         "Gartneriet", "Lageret", "Tømrerne", "Renholdet", "Kontorhuset", "Transporten")  # fmt: skip
FAMILIES = ("Fatma", "Olena", "Samir", "Rahwa", "Nour", "Yusuf", "Iryna", "Amina")


def open_cafes(by: Actor, first_on: date, owner_id: int) -> list[Series]:
    """The weekly ones, as they were opened."""
    made = [open_one(by, *row, first_on=first_on) for row in SERIES]
    for one in made:
        commands.set_owners(by, one, [(owner_id, None)])
    return made


def open_one(
    by: Actor, kind: SeriesKind, title: str, place: int, at: time, rule: str | None, *, first_on: date, **more: Any
) -> Series:
    """A series with what its kind starts with."""
    start = DEFAULTS[kind]
    values = {
        "minutes": start.minutes, "capacity": start.capacity, "minimum": start.minimum, "mode": start.mode,
        "is_course": start.is_course, "is_public": start.is_public, "promotes": start.promotes,
        "childcare": start.childcare, "children_sit": not start.is_course, "skips_school_holidays": True, **more,
    }  # fmt: skip
    return commands.open_series(
        by, Draft(kind=kind, title=title, place=PLACES[place], first_on=first_on, at=at, rule=rule, **values)
    )


def sessions_of(series: Series) -> list[Session]:
    return db.session.query(Session).filter_by(series_id=series.id).order_by(Session.starts_at).all()


@dataclass
class Year:
    """What the story of the year needs to remember."""

    by: Actor
    town: Town
    newcomers: list[Person]
    helper: Person
    random: Random

    def tell(self, opened: Sequence[Series], host: Association | None) -> None:
        cafe, salon, advice, _homework = opened
        salon.association = host
        for series, people, often in ((cafe, self.newcomers[:14], 0.7), (salon, self.newcomers[8:20], 0.5)):
            self.come(series, people, often)
        self.fill_cafe(cafe)
        self.leave_and_go_on(cafe)
        self.advise(advice)
        self.womens_group()
        self.introduction()
        self.motivation()
        self.companies()
        open_one(self.by, SeriesKind.open_event, "Fællesspisning", 3, time(18), None,
                 first_on=_workday(clock.today() + timedelta(days=20)))  # fmt: skip

    def come(self, series: Series, people: Sequence[Person], often: float) -> None:
        """Who came to what has been; children apart."""
        rows = []
        for session in sessions_of(series):
            if session.starts_at > clock.now() or session.cancelled_at is not None:
                continue
            rows += [
                self._press(session, person_id=person.id, children=self.random.choice((0, 1, 1, 2)))
                for person in people
                if self.random.random() < often
            ]
        if rows:
            db.session.execute(insert(Attendance), rows)

    def _press(self, session: Session, *, adults: int = 1, children: int = 0, **who: int) -> dict[str, Any]:
        uuid = str(UUID(int=self.random.getrandbits(128), version=4))
        keys = {"person_id": None, "sign_up_id": None, **who}
        return {"session_id": session.id, "client_uuid": uuid, "adults": adults, "children": children,
                "at": session.starts_at, **keys}  # fmt: skip

    # --- the barselscafé --------------------------------------------------------------------------

    def fill_cafe(self, cafe: Series) -> None:
        """Topics and childcare all year round, a speaker once a week; one of the next lacks a helper still."""
        there = sessions_of(cafe)
        coming = [session for session in there if session.starts_at > clock.now()]
        for number, session in enumerate(there):
            session.topic = rules.TOPICS_HALSNAES[number % len(rules.TOPICS_HALSNAES)]
            session.is_edited = True
            if session not in coming[5:6]:
                commands_sessions.assign_helper(self.by, session, self.helper)
            if session not in coming[:3] and number % 2 == 0:
                state = SpeakerState.confirmed if session not in coming[12:] else SpeakerState.invited
                name = SPEAKERS[number // 2 % len(SPEAKERS)]
                session.speakers.append(Speaker(name=name, email=f"oplaeg{number}@demoby.example", state=state))
        for session in coming[:3]:
            commands_sessions.invite_speaker(self.by, session, "Hanne Holm", email="hanne@demoby.example")

    def leave_and_go_on(self, cafe: Series) -> None:
        """One leave ends soon; those of the spring have gone on to something."""
        commands_people.set_leave(
            self.by, self.newcomers[0], ends_on=clock.today() + timedelta(days=20), series=cafe
        )  # fmt: skip
        outcomes = (AfterLeave.language_school, AfterLeave.language_school, AfterLeave.placement, AfterLeave.job, None)
        for person, outcome in zip(self.newcomers[1:6], outcomes, strict=False):
            weeks = self.random.randrange(4, 20)
            leave = commands_people.set_leave(
                self.by, person, ends_on=clock.today() - timedelta(weeks=weeks), series=cafe
            )  # fmt: skip
            commands_people.note_after_leave(self.by, leave, outcome)

    # --- the advice café --------------------------------------------------------------------------

    def advise(self, advice: Series) -> None:
        coming = [session for session in sessions_of(advice) if session.starts_at > clock.now()][:4]
        for number, session in enumerate(coming):
            session.topic = rules.TOPICS_HOLBAEK[number % len(rules.TOPICS_HOLBAEK)]
            commands_advice.open_slots(self.by, session, minutes=20)
        booked = db.session.query(AdviceSlot).filter_by(session_id=coming[0].id).order_by(AdviceSlot.id).limit(3).all()
        for slot, (name, topic, language) in zip(
            booked, (("Omar", "tax", "ar"), ("Olena", "digital_id", "uk"), ("Grethe", "debt", "da")), strict=False
        ):
            commands_advice.book_slot(
                self.by, slot, first_name=name, topic=topic, language=language, mobile=self.town.next_mobile()
            )

    # --- groups -----------------------------------------------------------------------------------

    def womens_group(self) -> None:
        """Four weeks into ten: twelve have a seat, three wait, and the group leader is responsible meanwhile."""
        with clock.stopped(clock.now() - timedelta(days=30)):
            group = open_one(self.by, SeriesKind.womens_course, "Kvindegruppen", 3, time(9, 30),
                             DEFAULTS[SeriesKind.womens_course].rule, first_on=clock.today())  # fmt: skip
            for person in self.newcomers[20:35]:
                commands_seats.sign_up(self.by, group, Family(person=person), despite_clash=True)
            leader = self.town.staff["administrator"]
            commands_people.lead_group(
                self.by, group, leader, from_on=clock.today(), until_on=clock.today() + timedelta(weeks=11)
            )
        for session in sessions_of(group)[:14]:
            commands_sessions.assign_helper(self.by, session, self.helper)
        self.come(group, self.newcomers[20:31], 0.85)

    def introduction(self) -> None:
        """An introduction course that is over: modules completed by being there, certificates to print."""
        topics = ["rights_duties", "labour_market", "economy", "health_system"]
        with clock.stopped(clock.now() - timedelta(days=75)):
            course = open_one(self.by, SeriesKind.intro_course, "Introduktion til Danmark", 4, time(9),
                              "FREQ=WEEKLY;BYDAY=FR;COUNT=8", first_on=clock.today())  # fmt: skip
            commands_people.set_modules(self.by, course, topics)
            for person in self.newcomers[36:44]:
                commands_seats.sign_up(self.by, course, Family(person=person), despite_clash=True)
        for number, session in enumerate(sessions_of(course)):
            session.topic, session.is_edited = topics[number % len(topics)], True
        self.come(course, self.newcomers[36:44], 0.9)

    def motivation(self) -> None:
        """A group that the job centre and the family centre run together."""
        with clock.stopped(clock.now() - timedelta(days=20)):
            group = open_one(self.by, SeriesKind.motivation_group, "Motivationsgruppen", 3, time(13),
                             "FREQ=WEEKLY;BYDAY=MO;COUNT=12", first_on=clock.today())  # fmt: skip
            owners = self.town.staff["coordinator"].id, self.town.staff["administrator"].id
            commands.set_owners(self.by, group, list(zip(owners, (Unit.job_centre, Unit.family_centre), strict=True)))
            for person in self.newcomers[45:50]:
                commands_seats.sign_up(self.by, group, Family(person=person), despite_clash=True)

    # --- Åben virksomhed --------------------------------------------------------------------------

    def companies(self) -> None:
        """Twelve companies on one day: last spring's with who came, and the next one to sign up for."""
        firms = [
            associations.register_association(
                self.by, AssociationDetails(kind=OrganisationKind.company, name=name, postcode="5000")
            )
            for name in FIRMS
        ]
        with clock.stopped(clock.now() - timedelta(days=150)):
            last = self._open_day("Åben virksomhed i foråret", firms, _workday(clock.today() + timedelta(days=40)))
            self._families(last, wants=4)
        self._show_up(last)
        coming = self._open_day("Åben virksomhed", firms, _workday(clock.today() + timedelta(days=60)))
        self._families(coming[:3], wants=1)

    def _open_day(self, title: str, firms: Sequence[Association], day: date) -> list[Session]:
        event = open_one(
            self.by, SeriesKind.open_company, title, 3, time(15), None, first_on=day, minutes=60, capacity=15,
            skips_school_holidays=False,
        )  # fmt: skip
        (first,) = sessions_of(event)
        commands_sessions.edit_session(
            self.by, first, title=firms[0].name, place="Industrivej 1", capacity=15, host=firms[0]
        )
        more = [
            commands_sessions.add_session(
                self.by, event, clock.at_local(day, 13 + number % 4, 30), minutes=45, title=firm.name,
                place=f"Industrivej {number * 2 + 1}",
                capacity=15, host=firm,
            )
            for number, firm in enumerate(firms[1:], start=1)
        ]  # fmt: skip
        return [first, *more]

    def _families(self, sessions: Sequence[Session], *, wants: int) -> None:
        for number, session in enumerate(sessions):
            family = Family(
                name=FAMILIES[number % len(FAMILIES)], mobile=self.town.next_mobile(), adults=1 + number % 2,
                children=1 + number % 3, wants_contact=number < wants,
            )  # fmt: skip
            commands_seats.sign_up(self.by, session, family)

    def _show_up(self, sessions: Sequence[Session]) -> None:
        rows = [
            self._press(session, sign_up_id=row.id, adults=row.adults, children=row.children)
            for session in sessions
            for row in queries.sign_ups_of(session)
        ]
        db.session.execute(insert(Attendance), rows)


def _workday(day: date) -> date:
    """That day, or the next on which the house is open."""
    days = (day + timedelta(days=n) for n in range(14))
    return open_days([one for one in days if one.weekday() < 5], ())[0]
