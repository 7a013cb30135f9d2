"""Unguessable tokens for links that open one door.

A token is made from a row's reference and the house's secret, so the server can print it again on a
card, while the database holds only its hash: whoever reads a copy of the database has no key.
"""

from __future__ import annotations

import base64
import hashlib
import re

from flask import current_app

from mentors.kit.secrets import keyed, keyed_number

TOKEN_LENGTH = 22  # 132 bits

# Stands in a stored message where the link comes in; becomes an address only when it is sent.
_MARKER = re.compile(r"\u27e6link:([a-z0-9]+)\u27e7")
_PIN_MARKER = re.compile(r"\u27e6pin:([a-z0-9]+)\u27e7")


def token_for(ref: str) -> str:
    return base64.urlsafe_b64encode(keyed(f"link:{ref}")).decode()[:TOKEN_LENGTH]


def digest(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def address(ref: str) -> str:
    """The full address of a personal link."""
    return f"{current_app.config['BASE_URL']}/w/{token_for(ref)}"


def sample_address() -> str:
    """An address as long as any personal link's, to show or measure a text with."""
    return f"{current_app.config['BASE_URL']}/w/{'x' * TOKEN_LENGTH}"


def marker(ref: str) -> str:
    return f"\u27e6link:{ref}\u27e7"


def pin_of(ref: str) -> str:
    """The six figures that open a printed card's link. Like the token it is made, not kept."""
    return keyed_number(f"pin:{ref}", 6)


def pin_marker(ref: str) -> str:
    return f"\u27e6pin:{ref}\u27e7"


def with_addresses(text: str) -> str:
    """The text with every marker replaced by its address or PIN."""
    text = _PIN_MARKER.sub(lambda found: pin_of(found.group(1)), text)
    return _MARKER.sub(lambda found: address(found.group(1)), text)


_HOUR = re.compile(r"(?<![\d.:])\d{1,2}[.:]\d{2}(?!\d)")


def without_hours(text: str) -> str:
    """The text without times of day: whoever may be waited for is not told about to the minute."""
    return _HOUR.sub("[..]", text)


def without_addresses(text: str, *, link: str = "[link]", pin: str = "[PIN]") -> str:
    """The text as it may be seen, by staff or by herself: that there is a link or a PIN, not which."""
    return _MARKER.sub(lambda _found: link, _PIN_MARKER.sub(lambda _found: pin, text))


def as_staff_read(kind: str, text: str) -> str:
    """A message without its links, and one about a pair's meeting without the hour: either of them may be protected."""
    said = without_addresses(text)
    return without_hours(said) if kind.startswith("meetings/") else said
