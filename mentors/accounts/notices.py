from __future__ import annotations

from mentors.accounts.models import Account, Card
from mentors.accounts.queries import reader_of_account
from mentors.accounts.rules import INVITATION_LASTS, SETUP_LASTS, SIGN_IN_LINK_LASTS
from mentors.core import clock
from mentors.kit.db import new_ref
from mentors.kit.links import marker, pin_marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import post, reader_of
from mentors.messages.models import Message
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


def mail_code(account: Account, link: PersonalLink) -> None:
    """Six figures that show that it is her mailbox, too."""
    post(
        reader_of_account(account), "accounts/mail_code", key=f"mail-code-{link.ref}", urgent=True,
        lasts=SETUP_LASTS, pin=pin_marker(link.ref),
    )  # fmt: skip


def changed(account: Account, what: str) -> None:
    """Tell a member of staff that her way of signing in was changed: perhaps it was not she (ASVS 6.3.7).

    `what`: `password`, `factor_new`, `factor_gone`, `codes` or `code_used`.
    """
    post(
        reader_of_account(account), "accounts/changed", key=f"sign-in-changed-{account.ref}-{new_ref()}", urgent=True,
        what=what, at=clock.now(),
    )  # fmt: skip


def card_pin(person: Person, link: PersonalLink) -> Message | None:
    """The PIN of a printed card, apart from the card. None where she has no way to be reached."""
    return post(
        reader_of(person), "accounts/card_pin", key=f"card-pin-{link.ref}-{clock.now():%Y%m%d%H%M}", urgent=True,
        pin=pin_marker(link.ref),
    )  # fmt: skip


def card_locked(account: Account, card: Card, address: str) -> None:
    """Tell a colleague that somebody guesses at a card. Names nobody: the page behind the sign-in does."""
    post(
        reader_of_account(account), "accounts/card_locked", key=f"card-{card.id}-locked-{card.locked_until:%Y%m%d%H%M%S}-{account.ref}",
        urgent=True, address=address,
    )  # fmt: skip
