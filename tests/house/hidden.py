"""Twenty protected people who stand in every room of the house, every detail of them a string of its own."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func, select

from mentors.accounts import commands_cards as cards
from mentors.accounts.models import Account
from mentors.associations import commands as associations
from mentors.associations import commands_agreements as agreements
from mentors.associations import commands_referrals as referrals
from mentors.associations.models import Association
from mentors.associations.rules import AgreementKind
from mentors.audits import commands_desk as audits
from mentors.audits.models import AuditPack
from mentors.clearances import commands as clearances
from mentors.clearances import commands_contacts as clearances_contacts
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.followups import commands as followups
from mentors.followups import commands_jobs as jobs
from mentors.followups.commands_digest import send_digests
from mentors.followups.commands_jobs_sweep import sweep_jobs
from mentors.followups.commands_sweep import sweep
from mentors.followups.models import CheckIn
from mentors.followups.models_jobs import Job, JobCheck
from mentors.gatherings import commands_advice, commands_door, commands_people, commands_seats, commands_sessions
from mentors.gatherings.commands_door import Press
from mentors.gatherings.models import AdviceSlot, Owner, Series, Session
from mentors.gatherings.rules import AfterLeave, SeriesKind, Unit
from mentors.guide.commands import make_wish
from mentors.guide.rules import Wish
from mentors.hotline import commands_desk as hotline
from mentors.hotline.rules import CallCategory, Promise, Relation, Urgency
from mentors.kit.db import db
from mentors.links.commands import make_link, standing_link
from mentors.meetings.commands import log_meeting, plan_meeting
from mentors.meetings.rules import Face, MeetingKind
from mentors.messages.commands import record
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.messages.rules import MessageEventKind
from mentors.own_data import commands as own_data
from mentors.own_data import commands_retention as retention
from mentors.own_data.models import RetentionNotice
from mentors.own_data.rules import RetentionKind
from mentors.pairing import commands as pairing
from mentors.pairing import commands_plans, commands_plans_sending, commands_reports, queries_plans
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.rules import Outcome
from mentors.people.commands import protect
from mentors.people.models import Household, Person
from mentors.portfolios import commands_desk as portfolios
from mentors.programmes import commands as programmes
from mentors.programmes.models import Participation
from mentors.rooms import ROOMS
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind
from mentors.timetables.commands import add_busy_time
from mentors.timetables.rules import BusyKind
from mentors.youth import commands as youth
from mentors.youth import commands_activities as activities
from mentors.youth.rules import SpareJob
from tests.associations import builders
from tests.followups.pairs import a_pair
from tests.gatherings.building import series, sessions, signed_up
from tests.given import Given
from tests.guide.newcomers import acting, agreed, proposed
from tests.imports import sheets

MINUTE = 37  # no other time of day in the house ends so


VOLUNTEERS = {*range(6, 12), 13, 15, 17, 19}  # never from the same town as whom they meet


def secret(number: int, what: str) -> str:
    return f"Zq{what}{number:02d}xk".lower() if what == "mail" else f"Zq{what}{number:02d}xk"


def details(number: int) -> dict[str, Any]:
    return {
        "first_name": f"Fornavn{number:02d}", "last_name": secret(number, "Name"),
        "email": f"{secret(number, 'mail')}@hidden.example", "mobile": f"+4526{number:02d}7733",
        "postcode": "9300" if number in VOLUNTEERS else "9240",
    }  # fmt: skip


class Hidden:
    """The people, their pairs, and who else meets them: a guardian, a company, an association, a colleague."""

    def __init__(self, given: Given) -> None:
        self.given, self.by = given, given.by()
        self.karen = given.staff(name="Karen Kofoed")
        self.rikke = given.staff(name="Rikke Responsible")
        self.acting = Actor(
            f"account:{self.rikke.ref}", self.rikke.municipality_id, frozenset({Role.coordinator}),
            account_id=self.rikke.id,
        )  # fmt: skip
        self.known: dict[str, Any] = {}
        self.pairs: list[Pair] = []
        self.people: list[Person] = []
        self._pairs()
        self._imported()
        self.ids = {one.id for one in self.people}
        for adult in (self.people[7], self.people[9]):
            clearances.assess(self.by, adult.id, ClearanceKind.child_certificate, clean=True, on=clock.today())
        self._associations()
        self._gatherings()
        self._young()
        self._care()
        for person in self.people:
            protect(self.by, person, True)
            person.responsible_id = self.rikke.id
        db.session.commit()
        self._afterwards()

    # --- pairs, proposals, plans, meetings ---------------------------------------------------------------

    def _pairs(self) -> None:
        given = self.given
        for number in range(6):
            newcomer = given.newcomer(**details(number), language="da")
            pair = (agreed if number % 3 else proposed)(given, newcomer, **details(number + 6))
            self.pairs.append(pair)
            self.people += [newcomer.person, pair.volunteer]
        lived = a_pair(
            given, newcomer=given.newcomer(**details(12)).person, volunteer=given.volunteer(**details(13)).person,
            since=clock.now() - timedelta(days=100), goal="Et job", tasks="Samtaler", minutes_a_month=120,
        )  # fmt: skip
        self.pairs.append(lived)
        self.people += [lived.newcomer, lived.volunteer]
        # Two who wait: the pool's plan and its reports know them.
        waiting = [given.newcomer(**details(14), free=("tue-evening",)), given.volunteer(**details(15))]
        given.volunteer(first_name="Aabenlys", last_name="Aaben", postcode="5000")
        given.newcomer(first_name="Synlig", last_name="Aaben", postcode="5000", free=("tue-evening", "sat-morning"))
        self.people += [one.person for one in waiting]
        for person in self.people[:4]:
            protect(self.by, person, True)  # the plan and the reports are made of people who are protected by then
        for one in waiting:
            protect(self.by, one.person, True)
        day = clock.today() + timedelta(days=3)
        running = [pair for pair in self.pairs if pair.is_running]
        for pair in running:
            plan_meeting(self.by, pair, starts_at=clock.at_local(day, 16, MINUTE), place="Biblioteket")
        log_meeting(
            acting(lived.volunteer), lived, held_on=clock.today(), minutes=60, kind=MeetingKind.walk, face=Face.bad,
        )  # fmt: skip
        pairing.extend_pair(self.by, lived)
        pairing.end_pair(self.by, running[0], outcome=Outcome.volunteering)
        pairing.pause_pair(self.by, running[1], until=day)
        db.session.commit()
        commands_plans.ask_for_plan(self.acting, given.programme())
        commands_reports.ask_for_report(self.acting, given.programme())
        db.session.commit()
        commands_plans.run_plans()
        commands_reports.make_reports()
        db.session.commit()

    def _imported(self) -> None:
        """Two from a list, and the same two once more on a list that is not confirmed."""
        desk = self.given.signed_in(self.rikke)
        rows = [_cells(sheets.newcomer(16), 16), _cells(sheets.newcomer(17), 17)]
        sheets.confirm(sheets.upload(desk, sheets.as_csv(rows)))
        sheets.worked()
        db.session.commit()
        found = db.session.scalars(select(Person).where(Person.last_name.in_([row["last_name"] for row in rows])))
        self.people += list(found)
        for person in self.people[-2:]:
            protect(self.by, person, True)
        db.session.commit()
        sheets.upload(desk, sheets.as_csv([{**row, "trade": "it"} for row in rows]), name="igen.csv")
        self.people += [self.given.person(**details(18)), self.given.person(**details(19))]

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

    def _afterwards(self) -> None:
        """What the house does by itself: asks, reminds, sums up, fails to deliver, packs for the audit."""
        with clock.stopped(clock.now() + timedelta(days=8)):
            sweep()
            sweep_jobs()
            send_digests()
            db.session.commit()
        check = db.session.scalars(select(CheckIn).where(CheckIn.person_id.in_(self.ids))).first()
        assert check is not None
        followups.record_answer(self.by, check, "bad")
        followups.ask_to_stop(self.by, check)
        followups.stop_question(self.by, check)
        asked = db.session.scalars(select(JobCheck)).first()
        assert asked is not None
        jobs.record_answer(self.by, asked, "good")
        clearances_contacts.note_need(self.by, self.people[10].id, ClearanceKind.child_certificate, "pair:x")
        plan = db.session.scalars(select(PoolPlan)).one()
        head = queries_plans.opened(plan, queries_plans.head_of(plan))
        commands_plans_sending.send_pairs(self.acting, plan, {**head.follows, **head.pairs}, number=plan.head)
        for person in self.people:
            make_wish(self.by, person, Wish.call_me, None)
        self.given.as_person(self.people[3])
        commands_plans.ask_for_plan(self.acting, self.given.programme())
        db.session.commit()
        commands_plans.run_plans()
        for person in self.people[:4]:
            for purpose in ("calendar", "my_contact", "my_gatherings"):
                standing_link(purpose, municipality_id=person.municipality_id, person_id=person.id, language="da")
        home, her = self.karen.municipality_id, self.people[13]
        make_link(retention.STAY, municipality_id=home, person_id=her.id, language="da", lasts=None)
        offer = db.session.scalars(
            select(Participation).where(Participation.person_id == self.pairs[1].volunteer_id)
        ).first()
        assert offer is not None
        programmes.send_declaration(self.by, offer)
        make_link(
            "desk_calendar",
            municipality_id=self.karen.municipality_id,
            account_id=self.karen.id,
            language="da",
            lasts=None,
        )
        for row in db.session.scalars(select(Message).where(Message.person_id.in_(self.ids)).limit(6)):
            row.state, row.problem = "failed", "rejected"
            record(row.id, MessageEventKind.gave_up, "rejected")
        db.session.commit()
        self.pack: AuditPack = audits.draw_sample(
            self.acting, from_on=clock.today() - timedelta(days=99), until_on=clock.today(), size=10, seed="1",
            with_names=True,
        )  # fmt: skip
        audits.note_complaint_guidance(self.acting, self.pairs[-1])
        portfolios.hand_over(self.acting, self.rikke, [self.karen], reason=portfolios.ChangeReason("workload"))
        db.session.commit()
        for person in self.people:
            person.responsible_id = self.rikke.id
        db.session.commit()

    def keys(self) -> dict[str, Any]:
        """Which rows these are, so that they are found again in a copy of the database."""
        one = {name: getattr(self, name).id for name in _ONE}
        return {**one, "people": [row.id for row in self.people], "pairs": [row.id for row in self.pairs]}

    @classmethod
    def again(cls, given: Given, keys: dict[str, Any]) -> Hidden:
        """The same people, in a copy of the database they were planted in."""
        found = cls.__new__(cls)
        found.given, found.by, found.ids, found.known = given, given.by(), set(keys["people"]), keys
        for name, kind in _ONE.items():
            setattr(found, name, db.session.get_one(kind, keys[name]))
        found.people = [db.session.get_one(Person, number) for number in keys["people"]]
        found.pairs = [db.session.get_one(Pair, number) for number in keys["pairs"]]
        given.count = 500  # the numbers and addresses of those who are made from now on
        return found

    # --- what may stand nowhere ----------------------------------------------------------------------------

    def secrets(self, *, of: list[Person] | None = None) -> list[str]:
        """Surnames, addresses and numbers however written."""
        found = []
        for person in self.people if of is None else of:
            digits = str(person.mobile)[3:]
            found += [
                person.last_name,
                str(person.email),
                digits,
                " ".join(digits[at : at + 2] for at in range(0, 8, 2)),
            ]
        return found

    # How staff sign in: a participant has a link or a card, and none of these.
    OF_STAFF = frozenset({"known_device", "outside_identity", "recovery_code", "second_factor"})

    def tables_without(self) -> list[str]:
        """Tables with people in them (each room's keeper says which) where none of these stands."""
        empty, there = [], set()
        for room in ROOMS:
            for kept in room.keeper.kept if room.keeper else ():
                rows = (
                    db.session.scalar(select(func.count()).select_from(kept.table).where(kept.rows(person_id)))
                    for person_id in self.ids
                )
                if any(rows):
                    there.add(kept.table.name)
                else:
                    empty.append(kept.table.name)
        return sorted(set(empty) - there - self.OF_STAFF)

    def colleague(self, role: Role) -> Account:
        return self.given.staff(role, name=f"Kollega {role}")


_ONE: dict[str, type[Any]] = {"karen": Account, "rikke": Account, "association": Association, "bent": Person, "mand": Person,
                              "pack": AuditPack}  # fmt: skip


def _cells(row: dict[str, Any], number: int) -> dict[str, Any]:
    return {**row, **details(number)}


__all__ = ["MINUTE", "Hidden", "acting"]
