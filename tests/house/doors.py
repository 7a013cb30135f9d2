"""Every route x method x role x whose: asked for, and written as one table that a person can read (docs/doors.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from mentors.accounts.models import Account
from mentors.accounts.models_absence import Absence
from mentors.associations.commands import invite_contact
from mentors.associations.models import Activity, Association, AssociationContact, AssociationVolunteer
from mentors.associations.models_agreements import Lead
from mentors.associations.models_referrals import Referral
from mentors.audits.models import AuditPack
from mentors.core.actor import Role
from mentors.demo import personas
from mentors.followups.models_jobs import Job
from mentors.gatherings.models import ClosingDay, Series, Session, Speaker
from mentors.gatherings.models_people import DoorTag, Leave, SignUp
from mentors.hotline.models import HotlineCall, HotlineShift
from mentors.imports.models import ImportList
from mentors.kit import web
from mentors.kit.db import db
from mentors.meetings.models import Meeting
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PoolPlan
from mentors.people.models import Person
from mentors.people.queries import find_by_way
from mentors.portfolios.models import Handover
from mentors.programmes.models import Participation, Programme
from mentors.programmes.models_cases import NewcomerCase
from mentors.programmes.rules import Side
from mentors.tasks.models import Task
from mentors.timetables.models import BusyTime
from mentors.youth.models import JobPosting, YouthActivity, YouthHelper, YouthMember
from tests.associations.builders import association
from tests.house.planting import HOOK, Planted
from tests.seeded import TOWN, Town

ROLES = (
    "stranger", "company contact", "newcomer", "volunteer", "association", "hotline", "caseworker", "coordinator",
    "administrator",
)  # fmt: skip
PERSONA = {
    "newcomer": "newcomer-ar", "volunteer": "host", "association": "association", "hotline": "hotline",
    "caseworker": "caseworker", "coordinator": "coordinator", "administrator": "administrator",
}  # fmt: skip
UNKNOWN = ("stranger", "company contact")  # nobody has signed in there
# Who acts: in the town, the one whose it is and a colleague in the same role; and the same role in another town.
WHOSE = ("own", "another's", "another town's")

# What stands in the address, by how the address begins.
THING = {
    "/desk/absences/": Absence, "/desk/addresses/": ContactPoint, "/desk/applications/": Participation,
    "/desk/associations/": Association, "/desk/audits/": AuditPack, "/desk/cases/": NewcomerCase, "/desk/caseload/": Account, "/desk/closings/": ClosingDay,
    "/desk/handovers/": Handover, "/desk/hotline/shifts/": HotlineShift, "/desk/hotline/": HotlineCall, "/desk/imports/": ImportList,
    "/desk/jobs/": Job, "/desk/leads/": Lead, "/desk/leaves/": Leave, "/desk/messages/": Message, "/desk/newcomers/": Participation,
    "/desk/pairs/": Pair, "/desk/people/": Person, "/desk/plans/": PoolPlan, "/desk/programmes/": Programme, "/desk/referrals/": Referral,
    "/desk/series/": Series, "/desk/sessions/": Session, "/desk/sign-ups/": SignUp, "/desk/tags/": DoorTag, "/desk/tasks/": Task,
    "/desk/team/": Account, "/desk/youth/activities/": YouthActivity, "/desk/youth/jobs/": JobPosting,
    "/my/association/": Association, "/my/meetings/": Meeting, "/my/pairs/": Pair, "/my/proposals/": Pair,
    "/my/participations/": Participation,
}  # fmt: skip
# The second thing in an address, and how the first is read off it.
INSIDE: dict[str, tuple[type[Any], Callable[[Any], str]]] = {
    "activity_ref": (Activity, lambda row: db.session.get_one(Association, row.association_id).ref),
    "contact_ref": (AssociationContact, lambda row: db.session.get_one(Association, row.association_id).ref),
    "volunteer_ref": (AssociationVolunteer, lambda row: db.session.get_one(Association, row.association_id).ref),
    "referral_ref": (Referral, lambda row: db.session.get_one(Association, row.association_id).ref),
    "busy": (BusyTime, lambda row: db.session.get_one(Person, row.person_id).ref),
    "helper_ref": (YouthHelper, lambda row: db.session.get_one(YouthActivity, row.activity_id).ref),
    "member_ref": (YouthMember, lambda row: db.session.get_one(YouthActivity, row.activity_id).ref),
    "speaker": (Speaker, lambda row: db.session.get_one(Session, row.session_id).ref),
}
WORDS = {
    "kind": "open",
    "key": "front",
    "code": "da",
    "topic": "welcome",
    "which": "newcomers",
    "answer": "has",
    "step": "interview",
}
TOKEN = "z" * 22


@dataclass(frozen=True, slots=True)
class Way:
    """A route and a method, and an address of it in the town."""

    method: str
    rule: str
    endpoint: str
    url: str
    names_a_thing: bool
    sent: Mapping[str, str] = field(default_factory=dict)

    @property
    def row(self) -> str:
        return f"{self.method} {self.rule}"


def short(rule: str) -> str:
    """`/desk/people/<ref:ref>` as the table says it: `/desk/people/<ref>`."""
    return re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"<\1>", rule)


def ways(app: Flask, planted: Planted) -> Iterator[Way]:
    """Every route x method but the static files and the personal links, which have a table of their own."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)):
        if rule.endpoint == "static" or rule.rule.startswith("/w/<"):
            continue
        values = _values(rule.rule, rule.arguments) | planted.values.get(short(rule.rule), {})
        url = app.url_map.bind("town.example").build(rule.endpoint, values)
        named = bool(rule.arguments & ({"ref"} | set(INSIDE)))
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            row = f"{method} {short(rule.rule)}"
            yield Way(method, short(rule.rule), rule.endpoint, url.split("?")[0], named, planted.sent.get(row, {}))


def _values(rule: str, names: set[str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: WORDS[name] for name in names if name in WORDS}
    for name, choices in re.findall(r"<any\(([^)]*)\):(\w+)>", rule):
        values[choices] = name.split(",")[0].strip()
    if "town" in names:
        values["town"] = TOWN
    if "token" in names:
        values["token"] = TOKEN
    if "step" in names and "int(" in rule:
        values["step"] = 1
    for name in names & set(INSIDE):
        kind, parent = INSIDE[name]
        found = db.session.scalars(select(kind).order_by(kind.id)).first()
        if found is not None:
            values |= {name: found.ref, "ref": parent(found)}
    for name in names - set(values):
        kind = next((kind for start, kind in THING.items() if rule.startswith(start)), Series)
        values[name] = (
            _ref(kind, rule)
            if name == "ref"
            else _ref({"person": Person, "account": Account}.get(name, Participation), rule)
        )
    return values


def mine(persona: str) -> Person:
    found = find_by_way(None, email=personas.PEOPLE[persona])
    assert found is not None
    return found


def _ref(kind: type[Any], rule: str) -> str:
    """Something of this kind in the town: Amal and Mette's own, or the association's, where there is one."""
    amal, mette, bent = mine("newcomer-ar"), mine("host"), mine("association")
    rows = select(kind).order_by(kind.id)
    if kind is Pair:
        rows = rows.where(Pair.newcomer_id == amal.id, Pair.volunteer_id == mette.id)
    if kind is Meeting:
        rows = rows.join(Pair, Pair.id == Meeting.pair_id).where(Pair.newcomer_id == amal.id, Meeting.held_at.is_(None))
    if kind is Participation:
        side, who = (Side.newcomer, amal) if rule.startswith("/desk/newcomers") else (Side.volunteer, mette)
        rows = rows.where(Participation.person_id == who.id, Participation.side == side)
    if kind is Person:
        rows = rows.where(Person.id == amal.id)
    if kind is Association:
        rows = rows.join(AssociationContact).where(AssociationContact.person_id == bent.id)
    if kind is Account:
        rows = rows.where(Account.email == personas.STAFF["coordinator"])
    found = db.session.scalars(rows).first()
    return str(found.ref) if found is not None else "aaaaaaaa"


class Crowd:
    """A browser per role and whose: the one it belongs to, a colleague, and somebody of another town."""

    def __init__(self, town: Town, planted: Planted) -> None:
        self.planted, self.app = planted, town.app
        given, here = town.given, town.municipality
        there = given.town("andetby", name="Andetby Kommune")
        self.browsers: dict[tuple[str, str], FlaskClient] = {
            ("stranger", "own"): town.new_visitor().client,
            ("company contact", "own"): with_link(town, planted.tokens["my_company"]),
            **{(role, "own"): town.signed_in(persona).client for role, persona in PERSONA.items()},
        }
        for whose, where in (("another's", here), ("another town's", there)):
            for role in (Role.hotline, Role.caseworker, Role.coordinator, Role.administrator):
                colleague = given.staff(role, town=where, name=f"{role} {whose}")
                self.browsers[str(role), whose] = given.signed_in(colleague).client
            newcomer = given.newcomer(person=given.person(town=where), programme=given.programme(town=where))
            volunteer = given.volunteer(person=given.person(town=where), programme=given.programme(town=where))
            self.browsers["newcomer", whose] = given.as_person(newcomer.person).client
            self.browsers["volunteer", whose] = given.as_person(volunteer.person).client
            contact = given.person(town=where)
            invite_contact(given.by(where), association(given, town=where), contact)
            db.session.commit()
            self.browsers["association", whose] = given.as_person(contact).client

    def browser(self, role: str, whose: str, way: Way) -> FlaskClient:
        """Some pages wait for one browser alone: the one that owes its second step, the one that has just signed up."""
        if role == "stranger" and way.rule in self.planted.browsers:
            return self.planted.browsers[way.rule]
        return self.browsers[role, whose]


def with_link(town: Town, token: str) -> FlaskClient:
    """A browser in which a personal link has been opened: that is no signing in."""
    visitor = town.new_visitor()
    assert visitor.get(f"/w/{token}").status == 200
    return visitor.client


def word(status: int, location: str) -> str:
    """An answer's status as the table says it. A door that opened onto a form with a mistake has opened."""
    if status == 401 or (300 <= status < 400 and re.match(r"/sign-in(/|\?|$)", urlsplit(location).path)):
        return "sign in"
    if status in (403, 404, 410) or status >= 500:
        return str(status)
    return "yes"


@contextmanager
def nothing_kept(app: Flask) -> Iterator[None]:
    """Requests are sent without a token against forgery (else no POST gets as far as its door), and undone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.config, "WTF_CSRF_ENABLED", False)
        patch.setattr(db.session, "commit", db.session.rollback)
        patch.setattr(web, "render_template", lambda *_names, **_values: "")  # doors are asked for, not pages
        yield
    db.session.rollback()


# Doors that stand open only where the operator has set something.
CONFIG: dict[str, tuple[str, object]] = {
    "/desk/mailbox": ("DEMO_TOWN", True), "/hooks/sms/<token>": ("SMS_HOOK_TOKEN", HOOK),
}  # fmt: skip


def asked(client: FlaskClient, method: str, url: str, sent: Mapping[str, str] | None = None) -> str:
    db.session.rollback()  # what the test itself has read must not hold the database
    data = dict(sent or {}) if method != "GET" else None
    answer = Context().run(lambda: client.open(url, method=method, data=data))
    said = word(answer.status_code, answer.headers.get("Location", ""))
    answer.close()
    return said


def cells(crowd: Crowd, way: Way) -> list[str]:
    """What each role is answered: once where the door stays shut or the address names nobody's thing."""
    name, value = CONFIG.get(way.rule, ("TESTING", True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(crowd.app.config, name, value)
        return _cells(crowd, way)


def _cells(crowd: Crowd, way: Way) -> list[str]:
    found = []
    for role in ROLES:
        first = asked(crowd.browser(role, "own", way), way.method, way.url, way.sent)
        if role in UNKNOWN or first in ("403", "sign in") or not way.names_a_thing:
            found.append(first)
            continue
        others = [asked(crowd.browser(role, whose, way), way.method, way.url, way.sent) for whose in WHOSE[1:]]
        found.append(first if {first} == set(others) else " / ".join([first, *others]))
    return found


def links(app: Flask) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every route x method behind a personal link, with the purposes that open it."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        door = getattr(app.view_functions[rule.endpoint], "door", None)
        if rule.rule.startswith("/w/<"):
            purposes = door.purposes if isinstance(door, web.Link) else frozenset({"any"})
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, rule.rule, purposes
