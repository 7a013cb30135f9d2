"""Passkeys: keys that live in a telephone or computer and sign only for this address (WebAuthn)."""

from __future__ import annotations

import ipaddress
import json
from urllib.parse import urlsplit

import webauthn
from flask import current_app
from sqlalchemy import select, update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mentors.accounts import queries
from mentors.accounts.commands_factors import keep_factor
from mentors.accounts.models import Account, SecondFactor
from mentors.accounts.rules import FactorKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.db import change_rows, db

LONGEST = 20_000  # letters of an answer; a real one has about two thousand


def _origin() -> tuple[str, str]:
    """The host passkeys are bound to, and the address pages are opened at."""
    parts = urlsplit(current_app.config["BASE_URL"])
    return parts.hostname or "", f"{parts.scheme}://{parts.netloc}"


def can_be_used() -> bool:
    """Browsers make passkeys for names reached safely: not for a bare number, nor over plain http elsewhere."""
    host, origin = _origin()
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return origin.startswith("https://") or host == "localhost"
    return False


def options_to_make(account: Account, challenge: bytes, house: str) -> str:
    """What the browser needs to make a passkey for this account, as JSON."""
    known = [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id or ""))
        for one in queries.factors_of(account.id, FactorKind.passkey)
    ]
    return webauthn.options_to_json(
        webauthn.generate_registration_options(
            rp_id=_origin()[0], rp_name=house, user_id=account.ref.encode(), user_name=account.email or account.name,
            user_display_name=account.name, challenge=challenge, exclude_credentials=known,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
            ),
        )
    )  # fmt: skip


def options_to_use(challenge: bytes) -> str:
    """What the browser needs to sign in with whichever passkey it has for this house, as JSON."""
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=_origin()[0], challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
        )
    )


def add_passkey(by: Actor, account: Account, answer: str, challenge: bytes, *, device: str) -> SecondFactor | None:
    """Keep a new passkey, if the browser's answer is right; None where it is not."""
    host, origin = _origin()
    try:
        made = webauthn.verify_registration_response(
            credential=_read(answer), expected_challenge=challenge, expected_rp_id=host, expected_origin=origin,
            require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    credential_id = bytes_to_base64url(made.credential_id)
    if db.session.scalar(select(SecondFactor.id).where(SecondFactor.credential_id == credential_id)) is not None:
        return None
    factor = SecondFactor(
        account_id=account.id, kind=FactorKind.passkey, device=device, credential_id=credential_id,
        public_key=bytes_to_base64url(made.credential_public_key), counter=made.sign_count, made_at=clock.now(),
    )  # fmt: skip
    return keep_factor(by, account, factor)


def _read(answer: str) -> dict[str, object]:
    if len(answer) > LONGEST:
        raise ValueError("too long")
    found = json.loads(answer)
    if not isinstance(found, dict):
        raise ValueError("no passkey's answer")
    return found


def check_passkey(answer: str, challenge: bytes) -> Account | None:
    """Whose passkey signed this challenge; None for an unknown one, a closed account or a wrong signature."""
    host, origin = _origin()
    try:
        said = _read(answer)
        factor = db.session.scalar(select(SecondFactor).where(SecondFactor.credential_id == str(said.get("id"))))
        account = queries.find_open(factor.account_id) if factor is not None else None
        if factor is None or account is None:
            return None
        seen = webauthn.verify_authentication_response(
            credential=said, expected_challenge=challenge, expected_rp_id=host, expected_origin=origin,
            credential_public_key=base64url_to_bytes(factor.public_key or ""),
            credential_current_sign_count=factor.counter or 0, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError):
        return None
    # A count that stands still means a copied key, unless the key does not count at all (always 0).
    used = update(SecondFactor).where(SecondFactor.id == factor.id)
    if seen.new_sign_count:
        used = used.where(SecondFactor.counter < seen.new_sign_count)
    return account if change_rows(used.values(counter=seen.new_sign_count, used_at=clock.now())) == 1 else None
