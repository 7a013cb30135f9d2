from __future__ import annotations

import io
import struct
import zlib

import pytest

from mentors.core.actor import Role
from mentors.kit.db import db
from mentors.municipalities import rules
from tests.given import Given
from tests.page import Page


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)


def _page(given: Given) -> Page:
    return given.signed_in(given.staff(Role.administrator)).get("/desk/settings")


def test_an_administrator_changes_the_town(given: Given) -> None:
    town = given.town()
    page = _page(given).press(
        "Gem", name="Nyby Kommune", colour="#7A1FA2", sms_sender="Nyby", languages=["uk"],
        from_hour="9", until_hour="18", was_url="https://was.digst.dk/nyby-dk",
    )  # fmt: skip
    assert page.says("Gemt.")
    db.session.refresh(town)
    assert (town.name, town.colour, town.languages) == ("Nyby Kommune", "#7a1fa2", ("da", "uk"))
    assert (town.from_hour, town.until_hour, town.was_url) == (9, 18, "https://was.digst.dk/nyby-dk")
    assert town.changed_by is not None and town.changed_by.startswith("account:")


def test_saving_unchanged_changes_nothing(given: Given) -> None:
    town = given.town()
    before = (town.name, town.colour, town.phone, town.email, town.languages, town.was_url, town.logo)
    _page(given).press("Gem")
    db.session.refresh(town)
    assert before == (
        town.name,
        town.colour,
        town.phone,
        town.email,
        town.languages,
        town.was_url,
        town.logo,
    )


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("colour", "#ffee00", "Hvid tekst kan ikke læses"),
        ("colour", "red;}", "Hvid tekst kan ikke læses"),
        ("sms_sender", "Demoby Kommune", "højst have 11 bogstaver"),
        ("sms_sender", "Rødby", "højst have 11 bogstaver"),
        ("from_hour", "5", "mellem 6 og 23"),
        ("until_hour", "8", "begynd før I slutter"),
        ("was_url", "http://was.digst.dk/x", "begynder med https://"),
        ("was_url", "javascript:alert(1)", "begynder med https://"),
        ("was_url", "https://[", "begynder med https://"),
        ("phone", "12", "Det nummer kender vi ikke"),
        ("name", "", "Udfyld dette felt"),
    ],
)
def test_what_will_not_do_gets_a_sentence_and_changes_nothing(
    given: Given, field: str, value: str, sentence: str
) -> None:
    town = given.town()
    page = _page(given).press("Gem", **{field: value})
    assert page.status == 422 and page.says(sentence)
    db.session.refresh(town)
    assert town.name == "Demoby Kommune" and town.colour == "#1a5a96" and town.was_url is None


def _upload(page: Page, data: bytes, name: str = "logo.png") -> Page:
    values = dict(page.form("Gem").values)
    languages = [value for key, value in page.form("Gem").values if key == "languages"]
    return page.visitor.post(
        page.path,
        data={**values, "languages": languages, "logo": (io.BytesIO(data), name)},
        content_type="multipart/form-data",
    )


def test_a_logo_is_kept_as_a_checked_picture_and_taken_away_again(given: Given) -> None:
    town = given.town()
    page = _upload(_page(given), PNG)
    db.session.refresh(town)
    assert page.says("Gemt.") and (town.logo or "").startswith("data:image/png;base64,iVBORw0KGgo")
    page.press("Gem", no_logo=True)
    db.session.refresh(town)
    assert town.logo is None


@pytest.mark.parametrize(
    ("data", "sentence"), [(b"<svg onload=alert(1)>", "PNG-billede"), (PNG + b"\0" * 60_000, "højst fylde 60 kB")]
)
def test_a_logo_that_is_no_small_png_is_refused(given: Given, data: bytes, sentence: str) -> None:
    town = given.town()
    page = _upload(_page(given), data)
    assert page.status == 422 and page.says(sentence)
    db.session.refresh(town)
    assert town.logo is None


def test_a_coordinator_has_no_settings(given: Given) -> None:
    karen = given.coordinator()
    assert karen.get("/desk/settings").status == 403
    assert "Indstillinger" not in karen.get("/desk/applications").links()


@pytest.mark.parametrize(
    ("text", "good"), [("Demoby", True), ("A1", True), ("", False), ("ABCDEFGHIJKL", False), ("A-B", False)]
)
def test_senders(text: str, good: bool) -> None:
    assert rules.is_sender(text) is good


def test_the_statement_says_what_holds_when_and_whom_to_ask(given: Given) -> None:
    town = given.town()
    page = given.new_visitor().get("/was")
    assert page.says("WCAG 2.1") and page.says("22. november 2026") and page.says("digst.dk")
    assert page.soup.find("a", href=f"tel:{town.phone}") and page.says(town.email)
    assert page.says("Vi kender ingen fejl lige nu.")


def test_a_town_says_itself_what_is_missing_and_never_as_markup(given: Given) -> None:
    admin = given.signed_in(given.staff(Role.administrator))
    admin.get("/desk/texts/was/da").press("Gem", said="Kortet på <b>forsiden</b> kan ikke læses højt.")
    page = given.new_visitor().get("/was")
    assert page.says("Kortet på <b>forsiden</b> kan ikke læses højt.") and not page.says("Vi kender ingen fejl")


def test_a_town_with_its_own_statement_is_led_to_it(given: Given) -> None:
    given.town().was_url = "https://was.digst.dk/nyby-dk"
    db.session.commit()
    answer = given.new_visitor().client.get("/was")
    assert answer.status_code == 302 and answer.location == "https://was.digst.dk/nyby-dk"


def test_between_two_towns_each_statement_is_named(given: Given) -> None:
    given.town().was_url = "https://was.digst.dk/nyby-dk"
    other = given.town("andenby")
    db.session.commit()
    page = given.new_visitor().get("/was")
    assert page.status == 200 and page.says(other.name)
    assert page.soup.find("a", href="https://was.digst.dk/nyby-dk")
