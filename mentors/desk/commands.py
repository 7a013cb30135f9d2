from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import update

from mentors.accounts.commands import close_account
from mentors.accounts.models import Account
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.links.commands import standing_link
from mentors.links.queries import find_live
from mentors.pairing.models import Pair
from mentors.people.commands import Details, change_details
from mentors.people.models import Person
from mentors.tasks.models import Task


def change_person(by: Actor, person: Person, details: Details) -> Person:
    """Correct somebody's details; her own page follows to the language she is now written to in."""
    change_details(by, person, details)
    if find_live(person.id, "my_contact") is not None:
        standing_link(
            "my_contact", municipality_id=person.municipality_id, person_id=person.id, language=person.language
        )
    return person


def make_responsible(by: Actor, person: Person, account: Account | None) -> None:
    """Say which colleague looks after a person; None puts her on everybody's list."""
    person.responsible_id = account.id if account else None
    db.session.flush()
    note(by, "desk.responsible_set", thing=f"person:{person.ref}", person_id=person.id)


def close_colleague(by: Actor, account: Account) -> None:
    """Close a colleague's account at once. Whatever she looked after stands on everybody's list from now on.

    Raises Refused for one's own account: somebody must always be left who can open the next one.
    """
    if account.id == by.account_id:
        raise Refused(_("Du kan ikke lukke din egen konto. Bed en anden administrator om det."))
    for table in (Person, Task, Pair):
        db.session.execute(
            update(table)
            .where(table.municipality_id == account.municipality_id, table.responsible_id == account.id)
            .values(responsible_id=None)
        )
    close_account(by, account)
