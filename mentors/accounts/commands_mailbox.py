"""The first second step takes more than the password: a code sent to the e-mail on record, or told by an administrator.

Whoever has only stolen a password must not be the one who makes the second step (ASVS 6.4.1, 6.5.1).
"""

from __future__ import annotations

import hmac

from sqlalchemy import select

from mentors.accounts import notices, rules
from mentors.accounts.models import Account
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.kit.links import pin_of
from mentors.links.commands import make_link, use_link, withdraw_links
from mentors.links.models import PersonalLink
from mentors.links.queries import is_live

PURPOSE = "factor_code"  # opens no page: only its six figures are ever given out


def send_code(by: Actor, account: Account) -> None:
    """Send six figures to the e-mail on record; the ones before are dead."""
    notices.mail_code(account, _fresh(account))
    note(by, "accounts.mail_code_sent", thing=f"account:{account.ref}")


def tell_code(by: Actor, account: Account) -> str:
    """Six figures for an administrator to say to a colleague; that they were shown stands in the journal."""
    if account.municipality_id != by.municipality_id:
        raise NotThere
    link = _fresh(account)
    note(by, "accounts.mail_code_told", thing=f"account:{account.ref}")
    return pin_of(link.ref)


def _fresh(account: Account) -> PersonalLink:
    withdraw_links(account_id=account.id, purpose=PURPOSE)
    return make_link(
        PURPOSE, municipality_id=account.municipality_id, account_id=account.id, language=account.language,
        lasts=rules.SETUP_LASTS,
    )  # fmt: skip


def use_code(by: Actor, account: Account, typed: str) -> bool:
    """Whether these are the figures; they are good once, whoever tries at the same moment."""
    live = select(PersonalLink).where(PersonalLink.account_id == account.id, PersonalLink.purpose == PURPOSE, is_live())
    link = db.session.scalars(live.order_by(PersonalLink.id.desc())).first()
    compact = "".join(typed.split())
    # The work is done without a living code, too.
    right = hmac.compare_digest(pin_of(link.ref if link else account.ref).encode(), compact.encode())
    if not right or link is None or not use_link(link.id):
        return False
    note(by, "accounts.mailbox_proved", thing=f"account:{account.ref}")
    return True
