"""Where the twenty of hidden.py stand: associations, sessions, courses, slots, the young, calls, jobs, own data."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy import select

from mentors.accounts import commands_cards as cards
from mentors.accounts.models import Account
from mentors.associations import commands as associations
from mentors.associations import commands_agreements as agreements
from mentors.associations import commands_referrals as referrals
from mentors.associations.models import Association
from mentors.associations.rules import AgreementKind
from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.followups import commands_jobs as jobs
from mentors.followups.models_jobs import Job
from mentors.gatherings import commands_advice, commands_door, commands_people, commands_seats, commands_sessions
from mentors.gatherings.commands_door import Press
from mentors.gatherings.models import AdviceSlot, Owner, Series, Session
from mentors.gatherings.rules import AfterLeave, SeriesKind, Unit
from mentors.hotline import commands_desk as hotline
from mentors.hotline.rules import CallCategory, Promise, Relation, Urgency
from mentors.kit.db import db
from mentors.messages.models_delivery import ContactPoint
from mentors.own_data import commands as own_data
from mentors.own_data import commands_retention as retention
from mentors.own_data.models import RetentionNotice
from mentors.own_data.rules import RetentionKind
from mentors.pairing.models import Pair
from mentors.people.models import Household, Person
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind
from mentors.timetables.commands import add_busy_time
from mentors.timetables.rules import BusyKind
from mentors.youth import commands as youth
from mentors.youth import commands_activities as activities
from mentors.youth.rules import SpareJob
from tests.associations import builders
from tests.gatherings.building import series, sessions, signed_up
from tests.given import Given

MINUTE = 37  # no other time of day in the house ends so


class Rooms:
    """Plants people in every room above pairing."""

    given: Given
    by: Actor
    acting: Actor
    karen: Account
    rikke: Account
    people: list[Person]
    pairs: list[Pair]

    # --- associations -------------------------------------------------------------------------------------

    def _associations(self) -> None:
        given, by = self.given, self.by
        self.association: Association = builders.association(given)
        self.bent = builders.contact_of(given, self.association, first_name="Bent", last_name="Aaben")
        swim = builders.activity(given, self.association)
        associations.show_in_public(by, self.association, True)
        for person in self.people[:3]:
            referrals.refer(self.acting, self.association, person, activity=swim, said_yes=True)
        referrals.refer(self.acting, self.association, self.people[4], activity=swim)
        came = db.session.scalars(select(referrals.Referral)).first()
        assert came is not None
        referrals.look_at(by, [came])
        referrals.note_came(by, came)
        associations.add_volunteer(by, self.association, self.people[7])
        associations.invite_contact(by, self.association, self.people[9])
        nominee = agreements.Nominee(name="Fornavn19", mobile=str(self.people[-1].mobile))
        agreements.nominate(by, self.association, given.programme(), [nominee])
        nomination = db.session.scalars(select(agreements.Nomination)).one()
        nomination.person_id = self.people[-1].id
        agreements.write_template(self.acting, AgreementKind.cooperation, text="Vi hjælper hinanden.", renew_months=12)
        agreements.send_agreement(self.acting, self.association, AgreementKind.cooperation)
        agreements.note_lead(
            by, company="Nordlys ApS", name="Fornavn03", thing="sign_up:x", mobile=self.people[3].mobile,
            email=self.people[3].email, person_id=self.people[3].id, association=self.association,
        )  # fmt: skip
        db.session.commit()

    # --- sessions, courses, slots, doors -------------------------------------------------------------------

    def _gatherings(self) -> None:
        given, by = self.given, self.by
        self.cafe: Series = series(given, owners=((self.rikke.id, None),), association=self.association)
        first, second = sessions(self.cafe)[:2]
        for number, person in enumerate(self.people[:4]):
            commands_seats.sign_up(by, first, commands_seats.Family(person=person, adults=1, children=number % 2))
        signed_up(given, second, self.people[5])
        self.course: Series = series(
            given, SeriesKind.womens_course, owners=((self.rikke.id, Unit.job_centre),), promotes=True
        )
        for person in self.people[:3]:
            signed_up(given, self.course, person)
        commands_people.set_modules(by, self.course, ["health", "work"])
        module = db.session.scalars(select(commands_people.CourseModule)).first()
        assert module is not None
        commands_people.complete_module(by, module, self.people[0])
        commands_people.write_note(self.acting, self.course, self.people[0], "Vil gerne have et job")
        commands_people.lead_group(
            by, self.course, self.karen, from_on=clock.today(), until_on=clock.today() + timedelta(days=90)
        )
        commands_people.switch_everybody(by, self.course)
        leave = commands_people.set_leave(
            by, self.people[0], ends_on=clock.today() + timedelta(days=20), series=self.cafe
        )
        commands_people.note_after_leave(by, leave, AfterLeave.job)
        commands_door.make_tags(by, 2)
        tag = db.session.scalars(select(commands_door.DoorTag)).first()
        assert tag is not None
        commands_door.give_tag(by, tag, self.people[0])
        presses = [Press(uuid=f"press-{one.ref}", person=one.ref) for one in self.people[:3]]
        with clock.stopped(first.starts_at):
            commands_door.check_in(self.acting, first, presses)
        db.session.commit()
        commands_sessions.assign_helper(by, first, self.people[7])
        commands_sessions.invite_speaker(
            by, first, self.people[8].first_name, email=self.people[8].email, mobile=self.people[8].mobile
        )
        talks: Series = series(given, SeriesKind.advice_cafe, owners=((self.rikke.id, None),))
        self.advice: Session = sessions(talks)[0]
        commands_advice.open_slots(by, self.advice, minutes=20)
        slot = db.session.scalars(select(AdviceSlot).where(AdviceSlot.session_id == self.advice.id)).first()
        assert slot is not None
        commands_advice.book_slot(
            by, slot, first_name=self.people[5].first_name, topic="work", language="da", mobile=self.people[5].mobile,
            email=self.people[5].email,
        )  # fmt: skip
        given.keep(Owner(series_id=self.cafe.id, account_id=self.karen.id, unit=None))

    # --- the young and their parents -------------------------------------------------------------------------

    def _young(self) -> None:
        by = self.by
        self.child = self.people[-2]
        youth.register_young(by, self.child, birth_year=2011, birth_month=3, at_school=True)
        guardian = youth.ask_guardian(by, self.child, name="Mor Zqguard18xk", mobile="+4526187744", language="da")
        youth.give_guardian_consent(by, guardian, language="da")
        youth.note_spare_job(by, self.child, SpareJob.wants)
        youth.ask_about_job(by, self.child)
        adult = self.people[9]
        clearances.ask_for(by, adult.id, ClearanceKind.criminal_record)
        self.activity = activities.open_activity(
            by,
            activities.ActivityDetails(
                name="Lektiecafé", age_from=13, age_to=17, per_adult=2, capacity=4, starts_on=clock.today()
            ),
        )
        activities.add_helper(by, self.activity, adult)
        activities.add_member(by, self.activity, self.child)
        db.session.commit()

    # --- the rest ------------------------------------------------------------------------------------------

    def _care(self) -> None:
        given, by = self.given, self.by
        for person in self.people:
            raise_task(by, TaskKind.call_me, person, key=f"t-{person.ref}")
        raise_task(by, TaskKind.call_me, self.people[0], key="urgent-one", thing=f"pair:{self.pairs[0].ref}")
        for number, person in enumerate(self.people[:3]):
            hotline.log_call(
                self.acting,
                hotline.Draft(
                    caller="Fornavn", phone=person.mobile if number else None, relation=Relation.newcomer,
                    category=CallCategory.quitting, urgency=Urgency.now, promise=Promise.today, words=None,
                    is_answered=number == 2,
                ),
                person=person,
            )  # fmt: skip
        with given.app.test_request_context():  # what collides with the week is named by its address
            add_busy_time(by, self.bent.id, BusyKind.other, 1, from_time=time(8), to_time=time(9))
            add_busy_time(
                by, self.people[0].id, BusyKind.language_school, 0, from_time=time(9, MINUTE), to_time=time(14)
            )
        job = jobs.start_job(
            by, self.people[0], company="Nordlys ApS", starts_on=clock.today() - timedelta(days=30), hours=20,
            contact_name="Chefen", contact_email="chef@nordlys.example",
        )  # fmt: skip
        assert isinstance(job, Job)
        home = given.keep(Household(municipality_id=given.town().id))
        self.mand = given.person(first_name="Mand", last_name="Aaben")
        self.mand.household_id = home.id
        self.people[12].household_id = home.id
        cards.make_card(by, self.people[0])
        own_data.ask_to_be_forgotten(by, self.people[11])
        retention.keep_longer(self.acting, self.people[10], until=date(2028, 1, 1), reason="Aftalt")
        given.keep(
            RetentionNotice(
                person_id=self.people[13].id,
                kind=RetentionKind.application,
                told_on=clock.today(),
                goes_on=clock.today() + timedelta(days=30),
            )
        )
        given.keep(
            ContactPoint(
                person_id=self.people[1].id, channel="sms", address=self.people[1].mobile, bounces=3,
                bounced_at=clock.now(), suspended_at=clock.now(),
            )
        )  # fmt: skip
        db.session.commit()
