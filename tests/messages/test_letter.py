"""Letters are put together by hand: held here against what Python's own library reads out of them."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import given as example
from hypothesis.strategies import text

from mentors.core.guard import printable
from mentors.messages import transports
from mentors.messages.transports_letter import LONGEST_LINE, Letter, compose
from mentors.people.rules import Channel


def read(letter: Letter) -> EmailMessage:
    """The letter as a mail program reads it: the final dot and doubled dots are the wire's."""
    assert letter.wire.endswith(b"\r\n.\r\n")
    return email.message_from_bytes(re.sub(rb"(?m)^\.\.", b".", letter.wire[:-3]), policy=email.policy.default)  # type: ignore[return-value]


def ready(subject: str = "Hej", body: str = "Hej", town: str = "By", reader: str = "a@example.org") -> transports.Ready:
    return transports.Ready(
        key="k", ref="r", channel=Channel.email, address=reader, language="da", subject=subject, text=body, town=town,
        town_email="by@example.org", sms_sender="By",
    )  # fmt: skip


def one_line(said: str) -> str:
    return " ".join(printable(said).split())


def holds(subject: str, body: str, town: str) -> None:
    letter = compose(ready(subject, body, town))
    assert all(len(line) <= 998 for line in letter.wire.split(b"\r\n"))
    assert b"\n" not in letter.wire.replace(b"\r\n", b"") and b"\r" not in letter.wire.replace(b"\r\n", b"")
    found = read(letter)
    assert not found.defects
    assert " ".join(found["Subject"].split()) == one_line(subject)
    (sender,) = found["From"].addresses
    # Python joins the encoded words of a long name with blanks (RFC 2047 6.2 says without).
    assert "".join(sender.display_name.split()) == "".join(one_line(town).split())
    assert sender.addr_spec == "by@example.org"
    assert found["To"] == "a@example.org" and found["Message-ID"] == letter.message_id
    plain, html = (found.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None and html is not None and not plain.defects and not html.defects
    wanted = body.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    assert plain.get_content().replace("\r\n", "\n") == wanted
    assert "</html>" in html.get_content()


@pytest.mark.parametrize(
    ("subject", "body", "town"),
    [
        ("Hvordan går det?", "Hej Søren.\n.\n..\nFrom here on\n", "Ærø Kommune"),
        ("كيف الحال؟ " * 12, "كيف تسير الأمور مع كارين؟\n" * 40, "بلدية " * 20),
        ("x" * 400, "y" * 5000, "z" * 300),
        ("=?utf-8?q?Hej?=", "=?utf-8?q?Hej?= og = og =3D", "=?utf-8?q?By?="),
        ("", "", "By, med <tegn> \"og\" \\ (mere) @ : ;"),
        ("a b " * 60, "mellemrum sidst  \ntab sidst\t\n\n\n", "By\tKommune"),
        ("Hej\r\nBcc: all@example.org", "Hej\r\nDu\rDer", "By\r\nBcc: all@example.org"),
        ("\U0001f600" * 40, "\U0001f600" * LONGEST_LINE, "\U0001f600"),
        ("Hej\x00du", "nul \x00 og \x1b og \x7f", "By\x07"),
    ],
)  # fmt: skip
def test_a_letter_says_what_it_was_given(app: Flask, subject: str, body: str, town: str) -> None:
    holds(subject, body, town)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(subject=text(max_size=200), body=text(max_size=600), town=text(max_size=90))
def test_any_text_comes_through(app: Flask, subject: str, body: str, town: str) -> None:
    clean = body.encode("utf-8", "ignore").decode()
    for odd in "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029":  # the library's own reading splits lines here
        clean = clean.replace(odd, " ")
    holds(subject, clean, town.encode("utf-8", "ignore").decode())


@pytest.mark.parametrize("reader", ['"a b"@example.org', "o'neil+x@example.org", "x@ærø.example"])
def test_odd_addresses_stand_as_they_should(app: Flask, reader: str) -> None:
    (found,) = read(compose(ready(reader=reader)))["To"].addresses
    assert found.addr_spec == reader.replace("ærø", "xn--r-3fa9c")


def test_half_a_character_is_given_up(app: Flask) -> None:
    with pytest.raises(transports.Undelivered) as refused:
        compose(ready(body="Hej \ud83d"))
    assert (refused.value.code, refused.value.permanent) == ("bad_text", True)
