from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor, Role
from mentors.people.models import Person
from mentors.programmes.models_cases import NewcomerCase


def live_cases(by: Actor) -> Select[NewcomerCase]:
    return (
        select(NewcomerCase)
        .join(Person, Person.id == NewcomerCase.person_id)
        .where(NewcomerCase.municipality_id == by.municipality_id, NewcomerCase.ended_at.is_(None))
        .where(Person.forgotten_at.is_(None))
    )


def own_cases(by: Actor, answers_for: frozenset[int]) -> Select[NewcomerCase]:
    """A caseworker's own, and those of a colleague she stands in for. `answers_for`: account numbers."""
    if Role.caseworker not in by.roles or by.account_id is None:
        return live_cases(by).where(false())
    return live_cases(by).where(NewcomerCase.account_id.in_(answers_for | {by.account_id}))


def cases_at_desk(by: Actor) -> Select[NewcomerCase]:
    """The desk sees all of its town."""
    return live_cases(by) if by.is_staff else live_cases(by).where(false())


def may_show(by: Actor, case: NewcomerCase, answers_for: frozenset[int]) -> bool:
    """Whether a caseworker has the need to see a protected surname: her own, and only once it is hers."""
    own = by.account_id is not None and case.account_id in answers_for | {by.account_id}
    return own and case.municipality_id == by.municipality_id and case.confirmed_at is not None
