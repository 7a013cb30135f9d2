"""Twenty protected people who stand in every room of the house, every detail of them a string of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from mentors.accounts.models import Account
from mentors.associations.models import Association
from mentors.audits import commands_desk as audits
from mentors.audits.models import AuditPack
from mentors.casework import commands_desk as casework
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
from mentors.followups.models_jobs import JobCheck
from mentors.guide.commands import make_wish
from mentors.guide.rules import Wish
from mentors.kit.db import db
from mentors.links.commands import make_link, standing_link
from mentors.meetings.commands import log_meeting, plan_meeting
from mentors.meetings.rules import Face, MeetingKind
from mentors.messages.commands import record
from mentors.messages.models import Message
from mentors.messages.rules import MessageEventKind
from mentors.own_data import commands_retention as retention
from mentors.pairing import commands as pairing
from mentors.pairing import commands_plans, commands_plans_sending, commands_reports, queries_plans
from mentors.pairing.commands_apart import keep_apart
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.rules import Outcome
from mentors.people.commands import protect
from mentors.people.models import Person
from mentors.portfolios import commands_desk as portfolios
from mentors.programmes import commands as programmes
from mentors.programmes.commands_cases_desk import keep_case
from mentors.programmes.models import Participation
from mentors.rooms import ROOMS
from tests.followups.pairs import a_pair
from tests.given import Given
from tests.guide.newcomers import acting, agreed, proposed
from tests.house.hidden_rooms import MINUTE, Rooms
from tests.imports import sheets

VOLUNTEERS = {*range(6, 12), 13, 15, 17, 19}  # never from the same town as whom they meet


def secret(number: int, what: str) -> str:
    return f"Zq{what}{number:02d}xk".lower() if what == "mail" else f"Zq{what}{number:02d}xk"


def details(number: int) -> dict[str, Any]:
    return {
        "first_name": f"Fornavn{number:02d}", "last_name": secret(number, "Name"),
        "email": f"{secret(number, 'mail')}@hidden.example", "mobile": f"+4526{number:02d}7733",
        "postcode": "9300" if number in VOLUNTEERS else "9240",
    }  # fmt: skip


class Hidden(Rooms):
    """The people, their pairs, and who else meets them: a guardian, a company, an association, a colleague."""

    def __init__(self, given: Given) -> None:
        self.given, self.by = given, given.by()
        self.karen = given.staff(name="Karen Kofoed")
        self.rikke = given.staff(name="Rikke Responsible")
        self.sofie = given.staff(Role.caseworker, name="Sofie Sagsbehandler")
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
        self._cases()
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
        names = {row["last_name"] for row in rows}  # sealed: nothing but reading finds them
        self.people += [one for one in db.session.scalars(select(Person).order_by(Person.id)) if one.last_name in names]
        for person in self.people[-2:]:
            protect(self.by, person, True)
        db.session.commit()
        sheets.upload(desk, sheets.as_csv([{**row, "trade": "it"} for row in rows]), name="igen.csv")
        self.people += [self.given.person(**details(18)), self.given.person(**details(19))]

    def _cases(self) -> None:
        """A caseworker has two of them, named and not confirmed, and has let go of a third; two are kept apart."""
        sofie = Actor(
            f"account:{self.sofie.ref}", self.sofie.municipality_id, frozenset({Role.caseworker}),
            account_id=self.sofie.id,
        )  # fmt: skip
        cases = [
            keep_case(self.by, pair.newcomer, self.sofie, confirmed=False, verb="named") for pair in self.pairs[:3]
        ]
        casework.confirm(self.by, cases[0])
        casework.end(sofie, cases[2])
        keep_apart(self.by, self.pairs[0].newcomer, self.pairs[1].volunteer)
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


_ONE: dict[str, type[Any]] = {"karen": Account, "rikke": Account, "sofie": Account, "association": Association, "bent": Person, "mand": Person,
                              "pack": AuditPack}  # fmt: skip


def _cells(row: dict[str, Any], number: int) -> dict[str, Any]:
    return {**row, **details(number)}


__all__ = ["MINUTE", "Hidden", "acting"]
