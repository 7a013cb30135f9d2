"""Signing in by the municipality's own provider: which of our accounts is it? None is made by itself."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentors.accounts import queries
from mentors.accounts.models import Account, OutsideIdentity
from mentors.accounts.transports_provider import Identity
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.links.commands import use_link
from mentors.links.queries import open_link


def account_behind(identity: Identity, municipality_id: int, *, invitation: str | None = None) -> Account | None:
    """The open staff account of an identity; None where there is none, and nothing is said about why.

    Once bound, the provider's own number for her counts alone: an address can pass to somebody else. Bound
    she is at her first sign-in, by the invitation she holds or by an address the provider has verified.
    """
    bound = db.session.scalar(
        select(OutsideIdentity).where(
            OutsideIdentity.issuer == identity.issuer, OutsideIdentity.subject == identity.subject
        )
    )
    if bound is not None:
        return _usable(queries.find_open(bound.account_id), municipality_id)
    account = _invited(invitation) if invitation else None
    if account is None and identity.email:
        account = queries.find_staff(identity.email)
    account = _usable(account, municipality_id)
    return account if account is not None and _bind(account, identity) else None


def _usable(account: Account | None, municipality_id: int) -> Account | None:
    """Staff of this municipality alone: a provider vouches for nobody in another."""
    fits = account is not None and account.municipality_id == municipality_id and queries.is_employed(account)
    return account if fits else None


def _invited(token: str) -> Account | None:
    link = open_link(token)
    if link is None or link.purpose != "choose_password" or link.account_id is None or not use_link(link.id):
        return None
    return queries.find_open(link.account_id)


def _bind(account: Account, identity: Identity) -> bool:
    """Write down who she is there; False where the account already is somebody else at this provider."""
    try:
        with db.session.begin_nested():
            db.session.add(
                OutsideIdentity(
                    account_id=account.id, issuer=identity.issuer, subject=identity.subject, bound_at=clock.now()
                )
            )
    except IntegrityError:
        return False
    by = Actor(label=f"account:{account.ref}", municipality_id=account.municipality_id)
    note(by, "accounts.provider_bound", thing=f"account:{account.ref}")
    return True
