"""Commands of referring: a caseworker signs a newcomer up, and answers for her from then on."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentors.accounts.models import Account
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.commands import protect
from mentors.people.models import Person
from mentors.people.queries import find_same_person
from mentors.programmes.commands_sign_up import SignUp, sign_up_person
from mentors.programmes.models_cases import NewcomerCase


def refer(by: Actor, sign_up: SignUp, *, protected: bool = False) -> NewcomerCase:
    """A caseworker refers a newcomer, who is then an applicant like any other: the desk decides.

    Whoever the house knows already becomes hers only when a coordinator confirms it; until then she reads
    the same about her as about somebody new, so that typing a name and a number tells nothing. Raises Refused.
    """
    if Role.caseworker not in by.roles or by.account_id is None:
        raise NotThere
    is_new = find_same_person(by.municipality_id or 0, sign_up.details.identity) is None
    person = sign_up_person(by, sign_up)[0].person
    if protected and not person.is_protected:
        protect(by, person, True)
    return keep_case(by, person, db.session.get_one(Account, by.account_id), confirmed=is_new, verb="referred")


def keep_case(by: Actor, person: Person, account: Account, *, confirmed: bool, verb: str) -> NewcomerCase:
    """The living case of these two, made on first need: pressed twice or in two tabs, it is one."""
    living = select(NewcomerCase).where(
        NewcomerCase.person_id == person.id, NewcomerCase.account_id == account.id, NewcomerCase.ended_at.is_(None)
    )
    found = db.session.scalar(living)
    if found is None:
        now = clock.now()
        case = NewcomerCase(
            municipality_id=person.municipality_id, person_id=person.id, account_id=account.id, since=now, made_by=by.label,
            confirmed_at=now if confirmed else None,
        )  # fmt: skip
        try:
            with db.session.begin_nested():
                db.session.add(case)
        except IntegrityError:
            return db.session.scalars(living).one()
        note(by, f"casework.{verb}", thing=f"newcomer_case:{case.ref}", person_id=person.id, reason=account.ref)
        return case
    return found
