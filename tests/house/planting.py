"""What stands in the demo town so that every door opens for somebody: one thing of each kind that it does not have by
itself, and what a form must say to get past its door. Each belongs to somebody; colleagues and another town ask for it too."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time, timedelta

from flask.testing import FlaskClient
from sqlalchemy import select, update

from mentors.accounts import commands as accounts
from mentors.accounts import commands_factors
from mentors.accounts.models import Account, Sitting
from mentors.accounts.queries import find_staff
from mentors.accounts.rules_absence import ChangeReason
from mentors.associations.commands_agreements import note_lead
from mentors.casework.commands_desk import end
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.demo import personas
from mentors.followups.commands_jobs import send_company_page
from mentors.followups.models_jobs import Job
from mentors.gatherings import commands_advice, commands_door, commands_people, commands_seats
from mentors.gatherings.commands_seats import Family
from mentors.gatherings.models import Session
from mentors.gatherings.rules import SeriesKind, SignUpMode
from mentors.guide import commands as guide
from mentors.imports import commands as imports
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.commands import make_link, standing_link
from mentors.links.models import PersonalLink
from mentors.messages.models_delivery import ContactPoint
from mentors.own_data import commands as own_data
from mentors.own_data.commands_retention import STAY
from mentors.pairing import commands as pairing
from mentors.pairing import commands_plans, commands_reports, commands_settings, queries_plans
from mentors.pairing.commands_apart import keep_apart
from mentors.pairing.models import Pair
from mentors.pairing.queries_settings import choices_now
from mentors.pairing.rules import PairState
from mentors.people.models import Person
from mentors.people.queries import find_by_way
from mentors.people.rules import Channel, ConsentKind
from mentors.portfolios.commands_desk import hand_over
from mentors.programmes.commands import send_declaration
from mentors.programmes.commands_cases_desk import keep_case
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from mentors.timetables.commands import add_busy_time
from mentors.timetables.rules import BusyKind
from mentors.youth.commands import ask_about_job
from tests.accounts.builders import GOOD, code_now, sign_in
from tests.gatherings.building import series as open_series
from tests.imports.sheets import as_csv, newcomer
from tests.programmes.filling import newcomer_summary
from tests.seeded import TOWN, Town
from tests.youth.builders import young

HOOK = "h" * 22
CONSENT = {"kind": str(ConsentKind.share_with_contact)}


@dataclass
class Planted:
    """Values for what stands in an address, by the route as the table says it; the form, by route and method."""

    values: dict[str, dict[str, str]] = field(default_factory=dict)
    sent: dict[str, dict[str, str]] = field(default_factory=dict)
    browsers: dict[str, FlaskClient] = field(default_factory=dict)  # whoever a page for nobody in particular waits for
    tokens: dict[str, str] = field(default_factory=dict)  # the holder's link, by purpose

    def at(self, values: dict[str, str], *routes: str) -> None:
        for route in routes:
            self.values[route] = self.values.get(route, {}) | values


def acting(account: Account) -> Actor:
    return Actor(
        f"account:{account.ref}", account.municipality_id, frozenset(Role(one) for one in account.roles),
        account_id=account.id, name=account.name,
    )  # fmt: skip


def staff(persona: str) -> Account:
    found = find_staff(personas.STAFF[persona])
    assert found is not None
    return found


def person_of(persona: str) -> Person:
    found = find_by_way(None, email=personas.PEOPLE[persona])
    assert found is not None
    return found


def plant(town: Town) -> Planted:
    """Everything the demo town lacks. Commits."""
    found, karen = Planted(), acting(staff("coordinator"))
    for one in (_people, _pairs, _pool, _gatherings, _care, _signing_in, _links):
        with town.app.test_request_context():
            one(town, found, karen)
            db.session.commit()
    return found


def _people(town: Town, found: Planted, karen: Actor) -> None:
    amal = person_of("newcomer-ar")
    busy = add_busy_time(karen, amal.id, BusyKind.other, 0, from_time=time(6), to_time=time(7))
    week = "/desk/people/<ref>/week/<busy>"
    found.at({"ref": amal.ref, "busy": busy.ref}, f"{week}/endings", f"{week}/last-day")
    other = db.session.scalars(
        select(Person).where(Person.municipality_id == town.municipality.id).order_by(Person.id)
    ).first()
    assert other is not None and other.id != amal.id
    found.at({"ref": amal.ref, "other": other.ref}, "/desk/people/<ref>/merge/<other>")
    rule = keep_apart(karen, amal, other)
    found.at({"ref": amal.ref, "rule": rule.ref}, "/desk/people/<ref>/apart/<rule>/removals")
    guide.make_card(karen, amal)
    found.sent["POST /desk/people/<ref>/cards/pins"] = {"how": "said"}
    for route in ("/desk/people/<ref>/clearances/requests", "/desk/people/<ref>/clearances/withdrawals"):
        found.sent[f"POST {route}"] = {"kind": "course"}
    consents = ("/desk/people/<ref>/own-data", "/my/own-data", "/w/<token>/own-data")
    for start in consents:
        found.sent[f"POST {start}/consents"] = found.sent[f"POST {start}/consents/withdrawals"] = CONSENT
    found.sent["POST /desk/people/<ref>/consents/withdrawals"] = CONSENT
    db.session.add(
        ContactPoint(person_id=amal.id, channel=Channel.email, address=str(amal.email), bounces=3, bounced_at=clock.now(),
                     suspended_at=clock.now())
    )  # fmt: skip
    imports.take_in(karen, Side.newcomer, "liste.csv", as_csv([newcomer(1)]))
    found.sent["POST /desk/leads/<ref>/endings"] = {"outcome": "placement"}
    note_lead(karen, company="Nordlys", name="Leila", thing="sign_up:planted1", mobile="+4520309977")
    case = keep_case(karen, amal, staff("caseworker"), confirmed=True, verb="named")
    found.at({"ref": case.ref}, *(f"/desk/cases/<ref>{what}" for what in ("", "/showings", "/talks", "/endings", "/confirmations")))  # fmt: skip
    gone = keep_case(karen, person_of("newcomer-uk"), staff("caseworker"), confirmed=True, verb="named")
    end(acting(staff("caseworker")), gone)
    found.at({"ref": gone.ref}, "/desk/cases/<ref>/returns")
    found.sent["POST /desk/people/<ref>/caseworkers"] = {"account": staff("caseworker").ref}


def _pairs(town: Town, found: Planted, karen: Actor) -> None:
    host = db.session.scalars(
        select(Participation).where(
            Participation.person_id == person_of("host").id, Participation.side == Side.volunteer
        )
    ).first()  # fmt: skip
    assert host is not None
    waiting = town.given.newcomer(person=town.given.person(speaks=("ar", "da", "en")), programme=host.programme)
    found.at({"ref": waiting.ref, "volunteer": host.ref}, "/desk/newcomers/<ref>/proposals/<volunteer>")
    asked = town.given.newcomer(person=town.given.person(speaks=("ar", "da", "en")), programme=host.programme)
    pair = pairing.propose_pair(karen, asked, host, because="De kender hinanden")
    found.at({"ref": pair.ref}, "/my/proposals/<ref>/answers", "/desk/pairs/<ref>/answers")
    found.sent["POST /my/proposals/<ref>/answers"] = {"answer": "yes"}
    found.sent["POST /desk/pairs/<ref>/answers"] = {"side": "volunteer", "answer": "yes"}
    found.sent["POST /w/<token>/answers"] = {"answer": "yes"}
    found.sent["POST /desk/audits/<ref>/files"] = {"kind": "xlsx"}


def _pool(town: Town, found: Planted, karen: Actor) -> None:
    host = db.session.scalars(
        select(Participation).where(
            Participation.person_id == person_of("host").id, Participation.side == Side.volunteer
        )
    ).first()  # fmt: skip
    assert host is not None
    programme = host.programme
    plan = commands_plans.ask_for_plan(karen, programme)
    db.session.commit()  # a job begins with what is committed
    commands_plans.run_plans()
    db.session.expire_all()
    one, other = next(iter(queries_plans.opened(plan, queries_plans.head_of(plan)).pairs.items()))
    here = {"kind": "pin", "newcomer": one, "volunteer": other}
    found.at(here, *(f"/desk/plans/<ref>/{what}/<kind>/<newcomer>/<volunteer>" for what in ("edits", "trials")))
    found.at({"key": one}, "/desk/plans/<ref>/newcomers/<key>")
    found.sent["POST /desk/plans"] = {"programme": programme.ref}
    for what in ("undoings", "sendings"):
        found.sent[f"POST /desk/plans/<ref>/{what}"] = {"number": str(plan.head), "all": "yes"}
    commands_reports.ask_for_report(karen, programme)
    db.session.commit()
    commands_reports.make_reports()
    choices, number = choices_now(programme)
    commands_settings.save_settings(
        karen, programme, replace(choices, try_again=not choices.try_again), based_on=number
    )
    found.at(
        {"ref": programme.ref}, "/desk/programmes/<ref>/pairing/versions", "/desk/programmes/<ref>/pool/recruiting.csv"
    )
    found.sent["POST /desk/programmes/<ref>/pairing/versions"] = {
        "number": str(number + 1),
        "based_on": str(number + 1),
    }


def _gatherings(town: Town, found: Planted, karen: Actor) -> None:
    given, amal = town.given, person_of("newcomer-ar")
    course = open_series(
        given, SeriesKind.intro_course, first_on=clock.today() + timedelta(days=9), is_course=True,
        mode=SignUpMode.link, is_public=True, capacity=20,
    )  # fmt: skip
    commands_seats.sign_up(karen, course, Family(person=amal))
    topic = "tax"
    commands_people.set_modules(karen, course, [topic])
    at_course = "/desk/series/<ref>"
    found.at(
        {"ref": course.ref, "person": amal.ref, "topic": topic},
        *(f"{at_course}{rest}" for rest in ("/leader", "/people", "/certificates/<person>", "/notes/<person>")),
        f"{at_course}/modules/<topic>/completions",
    )
    found.sent[f"POST {at_course}/modules/<topic>/completions"] = {"person": amal.ref}
    found.at({"code": "en"}, f"{at_course}/texts/<code>")
    sitting = db.session.scalars(
        select(Session).where(Session.series_id == course.id).order_by(Session.starts_at)
    ).first()  # fmt: skip
    assert sitting is not None
    found.at({"ref": course.ref}, "/<town>/series/<ref>/sign-up")
    found.at({"ref": sitting.ref}, "/<town>/sessions/<ref>/sign-up", "/<town>/sessions/<ref>/talks")
    commands_advice.open_slots(karen, sitting, minutes=30)
    found.at({"ref": sitting.ref}, "/desk/sessions/<ref>/attendances", "/desk/sessions/<ref>/helpers")
    found.sent["POST /desk/sessions/<ref>/attendances"] = {
        "uuid": "6a2f41a3-c54c-4b0e-9d3a-0a1b2c3d4e5f", "person": amal.ref,
    }  # fmt: skip
    found.sent["POST /desk/sessions/<ref>/helpers"] = {"person": amal.ref}
    commands_door.make_tags(karen, 1)


def _care(town: Town, found: Planted, karen: Actor) -> None:
    """A colleague has given her things to another: the receipt, and the way back."""
    leaver = town.given.staff(town=town.municipality, name="Lone Lund")
    person = town.given.person(town=town.municipality)
    person.responsible_id = leaver.id
    db.session.flush()
    hand_over(karen, leaver, [staff("coordinator")], reason=ChangeReason.workload)


def _signing_in(town: Town, found: Planted, karen: Actor) -> None:
    colleagues = ("/desk/sign-in/colleagues/<ref>/resets", "/desk/sign-in/colleagues/<ref>/codes")
    found.at({"ref": staff("hotline").ref}, *colleagues)
    halfway = town.given.staff(town=town.municipality, name="Halvvejs Hansen")
    accounts.set_password(karen, halfway, GOOD)
    own = commands_factors.new_secret()
    assert commands_factors.add_code_app(karen, halfway, own, code_now(own), device="chrome android")
    db.session.commit()
    visitor = town.new_visitor()
    assert sign_in(visitor, halfway).path == "/sign-in/second"
    found.browsers["/sign-in/second"] = visitor.client
    applicant = town.new_visitor()
    programme = town.given.programme(town=town.municipality)
    sent = newcomer_summary(applicant, programme).press("Send", sign_up=True)
    assert sent.path.endswith("/receipt"), sent
    found.browsers["/<town>/join/<side>/receipt"] = applicant.client
    found.at({"town": TOWN, "side": "newcomer"}, "/<town>/join/<side>/receipt")
    found.at({"token": HOOK}, "/hooks/sms/<token>")


def _links(town: Town, found: Planted, karen: Actor) -> None:
    """A live link of each purpose, in the hands of whom it is for."""
    where, oksana, mette = town.municipality.id, person_of("newcomer-uk"), person_of("host")

    def standing(purpose: str, person: Person) -> None:
        link = standing_link(purpose, municipality_id=where, person_id=person.id, language="da")
        found.tokens[purpose] = token_for(link.ref)

    for purpose, person in (("calendar", mette), ("my_gatherings", mette), ("my_contact", oksana), (STAY, mette)):
        standing(purpose, person)
    pairs = {
        pair.state: pair for pair in db.session.scalars(select(Pair).where(Pair.newcomer_id == oksana.id).order_by(Pair.id))
    }  # fmt: skip
    found.at(
        {"ref": pairs[PairState.active].ref}, "/w/<token>/contacts/<ref>/meeting.ics", "/w/<token>/contacts/<ref>/stop"
    )
    found.sent["POST /w/<token>/proposals"] = {"pair": pairs[PairState.volunteer_yes].ref}
    for rest in ("", "/withdrawals"):
        found.sent[f"POST /w/<token>/wishes{rest}"] = {"kind": "call_me"}
    account = staff("coordinator")
    feed = make_link("desk_calendar", municipality_id=where, account_id=account.id, language="da", lasts=None)
    found.tokens["desk_calendar"] = token_for(feed.ref)
    found.tokens["choose_password"] = token_for(accounts.invite(karen, account).ref)
    joined = db.session.scalars(select(Participation).where(Participation.person_id == mette.id)).first()
    assert joined is not None
    found.tokens["declaration"] = token_for(send_declaration(karen, joined).ref)
    going = town.given.person(town=town.municipality)
    found.tokens[own_data.RECEIPT] = token_for(own_data.receipt_link(own_data.ask_to_be_forgotten(karen, going)).ref)
    ask_about_job(karen, young(town.given))
    jobs = select(Job).where(Job.municipality_id == where, Job.contact_email.is_not(None), Job.ended_on.is_(None))
    job = db.session.scalars(jobs.order_by(Job.id)).first()
    assert job is not None
    send_company_page(karen, job)
    page = db.session.scalars(select(PersonalLink).where(PersonalLink.purpose == "my_company")).one()
    found.tokens["my_company"] = token_for(page.ref)


def prove_everybody(found: Planted) -> None:
    """Whoever sits here has shown a moment ago that it is she: doors are asked for, not how fresh a proof is. One of
    them has a second step to take away; she got it after she signed in, or she would owe it."""
    coordinator, secret = staff("coordinator"), commands_factors.new_secret()
    factor = commands_factors.add_code_app(
        acting(coordinator), coordinator, secret, code_now(secret), device="chrome android"
    )  # fmt: skip
    assert factor is not None
    found.at({"ref": factor.ref}, "/desk/sign-in/factors/<ref>/removals")
    db.session.execute(update(Sitting).values(proved_at=clock.now()))
    db.session.commit()
