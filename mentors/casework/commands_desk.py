"""Whose newcomer is whose: named, confirmed, ended and taken back; and looking at what is protected."""

from __future__ import annotations

from flask_babel import gettext as _

from mentors.accounts.models import Account
from mentors.accounts.queries import caseworkers_of
from mentors.accounts.queries_absence import answers_for
from mentors.casework import policy, queries
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.programmes.commands_cases_desk import keep_case
from mentors.programmes.models_cases import NewcomerCase
from mentors.tasks.commands import finish_task


def name_caseworker(by: Actor, person: Person, account_ref: str) -> NewcomerCase:
    """The desk says who a newcomer's caseworker is. Raises Refused for somebody who is none, NotThere for no newcomer."""
    if not by.is_staff or person.municipality_id != by.municipality_id or not queries.is_newcomer(person.id):
        raise NotThere
    account = next((one for one in caseworkers_of(person.municipality_id) if one.ref == account_ref), None)
    if account is None:
        raise Refused(_("Vælg en kollega på listen."))
    case = keep_case(by, person, account, confirmed=True, verb="named")
    return confirm(by, case)


def confirm(by: Actor, case: NewcomerCase) -> NewcomerCase:
    """A coordinator knows that it is so: from now on the caseworker reads where the newcomer stands."""
    if case.confirmed_at is None:
        case.confirmed_at = clock.now()
        note(by, "casework.confirmed", thing=_thing(case), person_id=case.person_id)
        db.session.flush()
    return case


def end(by: Actor, case: NewcomerCase) -> None:
    """She is not her caseworker any more, and reads nothing of her from now on. The newcomer stays with the desk."""
    if case.ended_at is None:
        case.ended_at, case.ended_by = clock.now(), by.label
        note(by, "casework.ended", thing=_thing(case), person_id=case.person_id)
        db.session.flush()


def take_back(by: Actor, case: NewcomerCase) -> NewcomerCase:
    """It was a slip. Where she has referred the newcomer again meanwhile, that one counts."""
    account = db.session.get_one(Account, case.account_id)
    again = keep_case(by, case.person, account, confirmed=False, verb="taken_back")
    again.confirmed_at = again.confirmed_at or case.confirmed_at
    case.ended_by = None  # taken back once
    db.session.flush()
    return again


def show(by: Actor, case: NewcomerCase) -> None:
    """Write down that a caseworker has looked at a protected surname. Raises Refused without the need."""
    if Role.caseworker not in by.roles or not policy.may_show(by, case, answers_for(by)):
        raise Refused(_("Det kan kun den ansvarlige koordinator eller en administrator se."))
    note(by, "people.protected_shown", thing=f"person:{case.person.ref}", person_id=case.person_id)
    db.session.flush()


def has_talked(by: Actor, case: NewcomerCase) -> None:
    """They have talked: the desk's flag comes down. Nothing is said about what."""
    if case.confirmed_at is None:
        raise NotThere
    for task in queries.wishes_to_talk(case.person_id):
        finish_task(by, task)


def _thing(case: NewcomerCase) -> str:
    return f"newcomer_case:{case.ref}"
