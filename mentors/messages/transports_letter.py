"""A letter as it goes over the wire: plain text and HTML in the reader's language (RFC 5322, 2045-2047).

Put together here and not by `email.message`, which parses every header it is given: that took more of a worker's
time than everything else about a message. `tests/messages/test_letter.py` holds it against that library's reading.
"""

from __future__ import annotations

import binascii
import hashlib
import re
from dataclasses import dataclass
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, quote

from flask import current_app

from mentors.core import clock
from mentors.core.guard import printable
from mentors.kit.speech import speaking
from mentors.messages import rules
from mentors.messages.transports import Ready, Undelivered

LONGEST_LINE = 900  # octets; RFC 5321 4.5.3.1.6 lets no line be longer than 998


@dataclass(frozen=True, slots=True)
class Letter:
    message_id: str
    wire: bytes  # with dots doubled at a line's beginning, and the final dot


def compose(message: Ready) -> Letter:
    """The letter. Raises Undelivered for an address that cannot stand in a header, and for text that is none."""
    ident = message_id(message.key, message.town_email)
    edge = "=_" + hashlib.sha256(f"edge {message.key}".encode()).hexdigest()[:32]  # stands in no encoded text
    head = (
        f"From: {_named(message.town, _checked(message.town_email))}",
        f"To: {_checked(message.address)}",
        f"Subject: {_header('Subject', _one_line(message.subject))}",
        f"Message-ID: {ident}",
        f"Date: {format_datetime(clock.now())}",
        "Auto-Submitted: auto-generated",  # RFC 3834: no holiday replies to us
        f"Content-Language: {message.language.replace('_', '-')}",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="{edge}"',
    )
    try:
        parts = b"".join(
            b"--%s\r\n%s\r\n" % (edge.encode(), _part(kind, text))
            for kind, text in (("plain", message.text), ("html", _as_html(message)))
        )
        whole = "\r\n".join(head).encode() + b"\r\n\r\n" + parts + b"--%s--\r\n" % edge.encode()
    except UnicodeError:  # half a character, from a form or an import
        raise Undelivered("bad_text", permanent=True) from None
    return Letter(ident, re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n")


def _part(kind: str, text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    raw = lines.replace("\n", "\r\n").encode()
    if raw.isascii() and not _ODD.search(raw) and max(map(len, raw.split(b"\r\n"))) <= LONGEST_LINE:
        way, body = "7bit", raw
    elif sum(byte > 126 for byte in raw) * 3 < len(raw):
        way, body = "quoted-printable", binascii.b2a_qp(raw, istext=True)
    else:
        way, body = "base64", b"\r\n".join(_slices(binascii.b2a_base64(raw, newline=False), 76)) + b"\r\n"
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {way}\r\n\r\n'
    return head.encode() + body


_ODD = re.compile(rb"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")


def _slices(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def _header(name: str, text: str) -> str:
    """A header's text on one or more lines, as encoded words where ASCII cannot say it."""
    plain = text.isascii() and "=?" not in text and len(text) < 70
    return text if plain else Header(text, "utf-8", maxlinelen=75, header_name=name).encode(linesep="\r\n")


def _named(name: str, address: str) -> str:
    name = _one_line(name)
    if not name:
        return address
    plain = name.isascii() and "=?" not in name and len(name) < 60
    if not plain:
        return f"{_header('From', name)}\r\n <{address}>"
    return f"{name} <{address}>" if _ATOMS.fullmatch(name) else f'"{quote(name)}" <{address}>'


_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?: [\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
# What nearly every address looks like; any other is read by the library.
_USUAL = re.compile(
    r"\A[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)*", re.ASCII | re.IGNORECASE
)


def _checked(address: str) -> str:
    ascii_address = ascii_domain(address)
    if _USUAL.fullmatch(ascii_address):
        return ascii_address
    try:
        return Address(addr_spec=ascii_address).addr_spec
    except (ValueError, IndexError, MessageError):
        raise Undelivered("bad_address", permanent=True, bounce=True) from None


def message_id(key: str, town_email: str) -> str:
    """The same for every try of a message, so that a second copy can be recognised as one."""
    domain = ascii_domain(town_email).rpartition("@")[2]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _as_html(message: Ready) -> str:
    with speaking(message.language) as language:
        return current_app.jinja_env.get_template("shell/mail.html").render(
            language=language,
            subject=_one_line(message.subject),
            town_name=message.town,
            paragraphs=rules.paragraphs(message.text),
        )


def _one_line(text: str) -> str:
    """A header's text: whoever smuggles a line break in writes no header of their own."""
    return " ".join(printable(text).split())


def ascii_domain(address: str) -> str:
    local, at, domain = printable(address).rpartition("@")
    if domain.isascii():
        return f"{local}{at}{domain}"
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return address
