from __future__ import annotations

from mentors.accounts.models import Account
from mentors.accounts.queries import reader_of_account
from mentors.messages.commands import post
from mentors.portfolios.models import Handover


def taken_over(handover: Handover, account: Account, count: int, address: str) -> None:
    """A mail to whoever takes over: how much, and where to look; no names."""
    post(
        reader_of_account(account), "portfolios/taken_over", key=f"handover-{handover.ref}-{account.ref}",
        name=account.name, count=count, link=address,
    )  # fmt: skip
