from __future__ import annotations

from mentors.accounts.models import Account
from mentors.accounts.queries import reader_of_account
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import post, reader_of
from mentors.people.models import Person


def sign_in_link(person: Person, link: PersonalLink) -> None:
    post(reader_of(person), "accounts/sign_in", key=f"sign-in-{link.ref}", urgent=True, link=marker(link.ref))


def invitation(account: Account, link: PersonalLink) -> None:
    post(
        reader_of_account(account), "accounts/invitation", key=f"invitation-{link.ref}", urgent=True,
        link=marker(link.ref), name=account.name,
    )  # fmt: skip
