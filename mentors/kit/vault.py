"""Sealed columns: contact details and names lie in the database as AES-256-GCM, and are found by a keyed mark.

A sealed value is `s1.<key>.<mark>.<nonce and ciphertext>`. The key's number says which of `VAULT_KEYS` opens it, so that
old and new ones stand side by side while `flask vault rotate` runs. The mark is a cut HMAC of the text, made with a key
of its own: the same text has the same mark wherever it `finds` the same kind of thing, so a number is looked up without
being opened. Type and mark are written together by the column's type; no caller can forget one of them.

What was written before the vault came has no such head and is read as it stands, until it is sealed by `rotate`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import Flask, current_app
from sqlalchemy import ColumnElement, Dialect, LargeBinary, Text, func, text, type_coerce
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from mentors.kit.secrets import derived

FORM = "s1."
NAME, _MARK, _NONCE = 6, 16, 12  # letters of a key's number and of a mark; bytes of a nonce
HEAD = len(FORM) + NAME + 1 + _MARK


class NotOpened(Exception):
    """A sealed value does not open. The message names the column and the reason, never what is in it."""


class KeyMissing(NotOpened):
    """It is sealed with a key that `VAULT_KEYS` does not hold: it opens again as soon as the key is back."""


class Altered(NotOpened):
    """It was changed in the database, or moved there from another column."""


class Key:
    """One of the house's keys: what seals, what marks, and its number."""

    def __init__(self, secret: str) -> None:
        self.name = derived(secret, "vault:name", 16).hex()[:NAME]
        self.cipher = AESGCM(derived(secret, "vault:seal", 32))
        self._marks = derived(secret, "vault:mark", 32)

    def digest(self, finds: str, text: str) -> bytes:
        return hmac.digest(self._marks, f"{finds}\0{text}".encode(), hashlib.sha256)

    def head(self, finds: str | None, text: str) -> str:
        mark = "" if finds is None else base64.urlsafe_b64encode(self.digest(finds, text)[:12]).decode()
        return f"{FORM}{self.name}.{mark}"


class Ring:
    """The house's keys, newest first: the newest seals, each of them opens."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.keys = [Key(one) for one in keys]
        self._by_name = {key.name: key for key in self.keys}

    @property
    def newest(self) -> Key:
        return self.keys[0]

    def seal(self, text: str, place: str, finds: str | None = None) -> str:
        """The text as it may lie in `place` (`table.column`)."""
        head = self.newest.head(finds, text)
        return f"{head}.{base64.urlsafe_b64encode(self._closed(text.encode(), place, head)).decode()}"

    def open(self, stored: str, place: str) -> str:
        """The text again. Raises NotOpened where it was changed, moved from another column, or the key is not here."""
        if not stored.startswith(FORM):
            return stored
        head, _dot, body = stored.rpartition(".")
        try:
            sealed = base64.b64decode(body, altchars=b"-_", validate=True)
        except ValueError:
            raise _altered(place) from None
        return self._opened(sealed, place, head).decode()

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        head = self.newest.head(None, "")
        return head.encode() + b"." + self._closed(content, place, head)

    def open_bytes(self, stored: bytes, place: str) -> bytes:
        """Raises NotOpened as `open` does."""
        if not stored.startswith(FORM.encode()):
            return stored
        length = len(FORM) + NAME + 1
        return self._opened(stored[length + 1 :], place, stored[:length].decode("ascii", "replace"))

    def _closed(self, content: bytes, place: str, head: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self.newest.cipher.encrypt(nonce, content, f"{place}|{head}".encode())

    def _opened(self, sealed: bytes, place: str, head: str) -> bytes:
        name = head[len(FORM) : len(FORM) + NAME]
        key = self._by_name.get(name)
        if key is None:
            raise KeyMissing(f"{place} is sealed with a key that VAULT_KEYS does not hold")
        try:
            return key.cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], f"{place}|{head}".encode())
        except (InvalidTag, ValueError):
            raise _altered(place) from None

    def heads(self, finds: str, text: str) -> list[str]:
        """How a value that holds this text may begin, under each key."""
        return [key.head(finds, text) for key in self.keys]

    def is_newest(self, stored: str | bytes) -> bool:
        start = f"{FORM}{self.newest.name}."
        return stored.startswith(start) if isinstance(stored, str) else stored.startswith(start.encode())

    # Clues: short keyed words of which many people share each, so that a list is narrowed before it is opened.

    def clues(self, wanted: Iterable[tuple[str, str, int]]) -> str:
        """The clues of (kind, text, bits) as a column keeps them: the newest key's number and the words."""
        said = sorted({_clue(self.newest, *one) for one in wanted})
        return f" {' '.join((self.newest.name, *said))} "

    def clues_like(self, kind: str, text: str, bits: int) -> list[str]:
        """LIKE patterns for a column of clues, one per key."""
        return [f"% {_clue(key, kind, text, bits)} %" for key in self.keys]


def _clue(key: Key, kind: str, text: str, bits: int) -> str:
    return f"{kind.partition(':')[0]}{int.from_bytes(key.digest(f'clue:{kind}', text)[:4]) >> (32 - bits):x}"


def _altered(place: str) -> Altered:
    return Altered(f"{place} was changed in the database, or moved there from another column")


def install(app: Flask) -> None:
    """Take the keys from the settings."""
    app.extensions["vault"] = Ring(app.config["VAULT_KEYS"])


def ring() -> Ring:
    """The running house's keys."""
    return cast(Ring, current_app.extensions["vault"])


# --- column types ---------------------------------------------------------------------------------


def head_of(column: Any) -> ColumnElement[str]:
    """The part of a sealed column that equal texts share. Written out, so that both databases use an index over it."""
    return func.substr(type_coerce(column, Text), text("1"), text(str(HEAD)), type_=Text())


class _ByMark(TypeDecorator.Comparator[Any]):
    """`==`, `!=` and `in_` go by the mark; anything else would silently find nothing, and is refused."""

    def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
        if op in (operators.is_, operators.is_not) or (op in (operators.eq, operators.ne) and other[0] is None):
            return super().operate(op, *other, **kwargs)
        if op is operators.eq and isinstance(other[0], ColumnElement) and hash(other[0]) == hash(self.expr):
            return super().operate(op, *other, **kwargs)  # SQLAlchemy looks the column up in its own dictionaries
        sealed = cast("Sealed", self.type)
        if sealed.finds is None or op not in (operators.eq, operators.ne, operators.in_op, operators.not_in_op):
            raise TypeError(f"{sealed.place} is sealed: it cannot be asked for by {op.__name__}")
        texts = list(other[0]) if op in (operators.in_op, operators.not_in_op) else [other[0]]
        if not all(isinstance(one, str) for one in texts):
            # Two columns may be sealed with different keys, and then their marks say nothing about each other.
            raise TypeError(f"{sealed.place} is sealed: it is compared with texts alone")
        heads = list(dict.fromkeys(head for text in texts for head in ring().heads(sealed.finds, text)))
        hit = head_of(self.expr).in_(heads)
        return hit if op in (operators.eq, operators.in_op) else ~hit


class Sealed(TypeDecorator[str]):
    """A text that is sealed. `place` is its own `table.column`; what is looked up by equality says what it `finds`
    (`way`: a number or address; `name`), and is comparable with every column that finds the same."""

    impl = Text
    cache_ok = True
    comparator_factory = _ByMark

    def __init__(self, place: str, finds: str | None = None) -> None:
        super().__init__()
        self.place, self.finds = place, finds

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else ring().seal(value, self.place, self.finds)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else ring().open(value, self.place)


class SealedJson(TypeDecorator[Any]):
    """Something JSON can hold, sealed as its text."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else ring().seal(json.dumps(value, ensure_ascii=False), self.place)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(ring().open(value, self.place))


class SealedBytes(TypeDecorator[bytes]):
    """A file's content, sealed."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else ring().seal_bytes(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        return None if value is None else ring().open_bytes(value, self.place)


SEALED = (Sealed, SealedJson, SealedBytes)
