"""What the room offers to the desk."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from mentors.accounts.queries import caseworkers_of
from mentors.casework import policy
from mentors.casework.queries import is_newcomer, unconfirmed
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.room import Todo
from mentors.programmes.models_cases import NewcomerCase


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    """A newcomer's caseworkers, and the way to name one; None for everybody else."""
    if not by.is_staff or not is_newcomer(person_id):
        return None
    cases = list(db.session.scalars(policy.cases_at_desk(by).where(NewcomerCase.person_id == person_id)))
    taken = {case.account_id for case in cases}
    free = [one for one in caseworkers_of(by.municipality_id or 0) if one.id not in taken]
    return {"cases": cases, "caseworkers": free}


def todos(by: Actor) -> list[Todo]:
    """Somebody was referred whom the house knew already: is it so?"""
    if not by.is_staff:
        return []
    return [
        Todo(
            kind="casework:confirm", title=_("Er det personens sagsbehandler?"), since=case.since,
            url=url_for("desk.person", ref=case.person.ref), person=case.person.name, detail=case.account.name,
            todo_ref=f"casework-{case.ref}", responsible_id=case.person.responsible_id,
        )
        for case in unconfirmed(by)
    ]  # fmt: skip
