"""What the house's secrets are turned into: cards are out, and columns sealed, under exactly these bytes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from mentors.kit import links, secrets, throttle
from mentors.kit.db import db
from mentors.kit.vault import Key

SECRET = "0123456789abcdef0123456789abcdef0123456789"


@pytest.fixture
def keyed_house(app: Flask) -> Iterator[Flask]:
    """The house with a secret whose outcomes are written below."""
    kept = {name: app.config[name] for name in ("SECRET_KEY", "THROTTLE")}
    app.config.update(SECRET_KEY=SECRET, THROTTLE=True)
    yield app
    app.config.update(kept)


def test_the_tokens_and_pins_that_are_out_stay_good(keyed_house: Flask) -> None:
    assert links.token_for("abc23") == "mVjK7kSMI8jHrv9el7QFtx"
    assert links.pin_of("abc23") == "975854"
    assert secrets.keyed_number("pin:abc", 6) == "969491"


def test_a_short_code_keeps_its_digest(keyed_house: Flask) -> None:
    digest = "e86dde6245c66873e0598cc720a08185b5905b69f74cd410c7219ddff5667470"
    assert secrets.slow_digest("AB12-CD34", "codes:7") == digest


def test_a_bucket_keeps_its_name(keyed_house: Flask) -> None:
    throttle.count("login:æ", limit=1, seconds=60)
    assert db.session.scalars(select(throttle.Hit.bucket)).all() == ["fe2fb4c9faca82c9d46e7e3eb689916f"]


def test_what_was_sealed_for_a_row_opens(keyed_house: Flask) -> None:
    sealed = "gAAAAABqsTuAAAECAwQFBgcICQoLDA0OD28H7lKAfcW2tKLUtiGwFvJR7FubepYGIXuscHF6cnHF0P1Ow3Ely4fErUaHWPoiKQ=="
    assert secrets.unseal(sealed, "factor:9") == "JBSWY3DP"
    with pytest.raises(secrets.BrokenSeal):
        secrets.unseal(sealed, "factor:8")


def test_a_vault_key_keeps_its_number_its_marks_and_its_cipher() -> None:
    key = Key("ffffffff0123456789abcdef")
    assert key.name == "d2e289"
    assert key.head("way", "4520304050") == "s1.d2e289.Wy-FvOI_mwcFqOAV"
    sealed = bytes.fromhex("c7574a488db87350b301becea6758d6019cbe3")
    assert key.cipher.decrypt(bytes(12), sealed, b"x") == b"hej"
