from __future__ import annotations

from mentors.accounts.models import Account
from mentors.accounts.queries import reader_of_account
from mentors.hotline.models import HotlineCall
from mentors.messages.commands import post


def promise_broken(call: HotlineCall, accounts: list[Account], address: str) -> None:
    """A mail that somebody waits for a call we promised. It tells neither who nor what about."""
    for account in accounts:
        post(
            reader_of_account(account), "hotline/promise", key=f"hotline-{call.ref}-promise-{account.ref}",
            about=f"hotline_call:{call.ref}", urgent=True, name=account.name, link=address,
        )  # fmt: skip


def handed_over(call: HotlineCall, account: Account, address: str, count: int) -> None:
    """A mail that a call has been handed to a colleague."""
    post(
        reader_of_account(account), "hotline/handed", key=f"hotline-{call.ref}-handed-{account.ref}-{count}",
        about=f"hotline_call:{call.ref}", urgent=True, name=account.name, link=address,
    )  # fmt: skip
