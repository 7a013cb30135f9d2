from __future__ import annotations

from mentors.accounts.models import Account
from mentors.accounts.queries import reader_of_account
from mentors.accounts.rules import INVITATION_LASTS, SIGN_IN_LINK_LASTS
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import post, reader_of
from mentors.people.models import Person


def sign_in_link(person: Person, link: PersonalLink) -> None:
    # Tried for as long as the link lives: a dead one helps nobody.
    post(
        reader_of(person), "accounts/sign_in", key=f"sign-in-{link.ref}", urgent=True, lasts=SIGN_IN_LINK_LASTS,
        link=marker(link.ref),
    )  # fmt: skip


def invitation(account: Account, link: PersonalLink) -> None:
    post(
        reader_of_account(account), "accounts/invitation", key=f"invitation-{link.ref}", urgent=True,
        lasts=INVITATION_LASTS, link=marker(link.ref), name=account.name,
    )  # fmt: skip
