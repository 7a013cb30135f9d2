"""Sealing short texts that lie in the database and must be read again, as the secret of a code app.

The key comes from the house's secret by HKDF, one per purpose: what is sealed for one row cannot be
read in another's place. A copy of the database alone opens nothing (ASVS 11.3.2, 13.3.1).
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from argon2.low_level import Type, hash_secret_raw
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


class BrokenSeal(Exception):
    """What was sealed has been altered, belongs to another row, or was sealed with another secret."""


def keyed(text: str) -> bytes:
    """HMAC-SHA256 of a text under the house's secret: 32 bytes that only this house can work out."""
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), text.encode(), hashlib.sha256)


def derived(secret: str, purpose: str, length: int) -> bytes:
    """A key of so many bytes, made from a secret for one purpose alone (HKDF, RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=f"mentors:{purpose}".encode()).derive(
        secret.encode()
    )


def _fernet(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived(current_app.config["SECRET_KEY"], purpose, 32)))


def seal(text: str, purpose: str) -> str:
    """The text as it may lie in the database; `purpose` names its column and row."""
    return _fernet(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """The text again. Raises BrokenSeal."""
    try:
        return _fernet(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise BrokenSeal from None


def slow_digest(text: str, purpose: str) -> str:
    """What is kept of a short code: argon2id over a keyed hash, salted by its purpose (ASVS 6.5.2, 11.4.2).

    The same text and purpose give the same digest, so one costly step finds one code among ten.
    """
    salt = hashlib.sha256(purpose.encode()).digest()[:16]
    return hash_secret_raw(keyed(text), salt, 2, 19 * 1024, 1, 32, Type.ID).hex()


def keyed_number(purpose: str, digits: int) -> str:
    """A number of so many figures that only this house can work out, as a card's PIN."""
    return str(int.from_bytes(keyed(purpose)) % 10**digits).zfill(digits)
