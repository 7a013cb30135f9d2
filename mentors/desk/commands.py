from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from mentors.accounts.commands import close_account, hold_town
from mentors.accounts.commands_absence_desk import make_responsible as set_responsible
from mentors.accounts.models import Account
from mentors.accounts.rules_absence import ChangeReason
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.links.commands import standing_link
from mentors.links.queries import find_live
from mentors.people.commands import Details, change_details
from mentors.people.models import Person
from mentors.portfolios.commands_desk import hand_over
from mentors.portfolios.queries import portfolio_of


def change_person(by: Actor, person: Person, details: Details) -> Person:
    """Correct somebody's details; her own page follows to the language she is now written to in."""
    change_details(by, person, details)
    if find_live(person.id, "my_contact") is not None:
        standing_link(
            "my_contact", municipality_id=person.municipality_id, person_id=person.id, language=person.language
        )
    return person


def make_responsible(by: Actor, person: Person, account: Account | None, reason: ChangeReason | None = None) -> None:
    """Say which colleague looks after a person; None puts her on everybody's list.

    Raises Refused for a change without a reason: the newcomer is told why (systems.md row 48).
    """
    new = account.id if account else None
    if person.responsible_id not in (None, new) and reason is None:
        raise Refused(_("Vælg en grund. Personen kan læse den."), field="reason")
    set_responsible(by, person, new, reason=reason or ChangeReason.other_work)
    note(by, "desk.responsible_set", thing=f"person:{person.ref}", person_id=person.id, reason=reason)


def close_colleague(by: Actor, account: Account, receivers: Sequence[Account] = ()) -> None:
    """Close a colleague's account at once; what she looked after goes to those who take over.

    Raises Refused for one's own account, for the last administrator, and where nobody takes over what there
    is: no person, pair or task is left without somebody.
    """
    if account.id == by.account_id:
        raise Refused(_("Du kan ikke lukke din egen konto. Bed en anden administrator om det."))
    hold_town(account.municipality_id)
    if portfolio_of(account.id):
        hand_over(by, account, receivers, reason=ChangeReason.stopped)
    close_account(by, account)
