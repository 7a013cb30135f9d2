from __future__ import annotations

import pytest
from flask import Flask

from mentors.kit import links


def test_a_token_is_long_its_own_and_not_in_the_database(app: Flask) -> None:
    one, other = links.token_for("abcdefghjk"), links.token_for("abcdefghjm")
    assert len(one) == links.TOKEN_LENGTH and one != other and one == links.token_for("abcdefghjk")
    assert one not in links.digest(one) and len(links.digest(one)) == 64


def test_without_the_house_s_secret_there_is_no_token(app: Flask) -> None:
    mine = links.token_for("abcdefghjk")
    kept, app.config["SECRET_KEY"] = app.config["SECRET_KEY"], "another secret of another house, long enough"
    try:
        assert links.token_for("abcdefghjk") != mine
    finally:
        app.config["SECRET_KEY"] = kept


def test_a_stored_text_holds_no_address(app: Flask) -> None:
    stored = f"Tryk her:\n{links.marker('abcdefghjk')}\nHilsen"
    assert "http" not in stored
    assert links.with_addresses(stored) == f"Tryk her:\n{links.address('abcdefghjk')}\nHilsen"
    assert links.without_addresses(stored) == "Tryk her:\n[link]\nHilsen"
    assert links.without_addresses(f"Din kode: {links.pin_marker('abcdefghjk')}") == "Din kode: [PIN]"


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("Tryk her: \u27e6link:abcdefghjk\u27e7", "Tryk her: …"),
        ("Din kode er \u27e6pin:abcdefghjk\u27e7.", "Din kode er ***."),
        ("\u27e6pin:abc\u27e7 \u27e6link:abc\u27e7 \u27e6pin:def\u27e7", "*** … ***"),
        ("Vi ses kl. 17", "Vi ses kl. 17"),
        ("", ""),
    ],
)
def test_the_reader_chooses_what_stands_instead(stored: str, said: str) -> None:
    assert links.without_addresses(stored, link="…", pin="***") == said


def test_a_marker_somebody_typed_leads_nowhere_new(app: Flask) -> None:
    assert links.with_addresses("\u27e6link:../x\u27e7") == "\u27e6link:../x\u27e7"
