"""Passkeys, with a key made of software (issue 6.2; WebAuthn level 2, sections 7.1 and 7.2)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from mentors.accounts.commands import close_account
from mentors.accounts.models import Account, SecondFactor
from mentors.core import clock
from mentors.core.actor import Role
from mentors.kit.db import db
from tests.accounts.builders import sign_in, with_mail_code, with_password
from tests.accounts.software_key import SoftwareKey
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.page import Page, Visitor

ORIGIN, HOST = "https://town.example", "town.example"


@pytest.fixture(autouse=True)
def safe_address(given: Given) -> Iterator[None]:
    """Passkeys are for https alone."""
    before = given.app.config["BASE_URL"]
    given.app.config["BASE_URL"] = ORIGIN
    yield
    given.app.config["BASE_URL"] = before


def options(page: Page) -> dict[str, Any]:
    found = page.soup.select_one("form[data-options]")
    assert found is not None, page
    return dict(json.loads(str(found["data-options"])))


def with_passkey(given: Given, **values: Any) -> tuple[Account, SoftwareKey]:
    account, key = with_password(given, **values), SoftwareKey(ORIGIN, HOST)
    visitor = given.new_visitor()
    sign_in(visitor, account)
    page = with_mail_code(visitor).click("Lav en adgangsnøgle")
    shown = page.press("Lav en adgangsnøgle", answer=key.make(options(page)))
    assert shown.heading == "Ti koder på papir", shown
    return account, key


def asked(visitor: Visitor) -> Page:
    return visitor.get("/sign-in/staff").click("Log ind med adgangsnøgle")


def test_a_passkey_signs_in_without_name_and_password(given: Given) -> None:
    _account, key = with_passkey(given)
    page = asked(given.new_visitor())
    assert options(page)["userVerification"] == "required" and not options(page).get("allowCredentials")
    assert page.press("Log ind", answer=key.use(options(page))).path == "/desk/"


def test_it_leads_on_to_where_one_wanted_to_go(given: Given) -> None:
    _account, key = with_passkey(given)
    page = given.new_visitor().get("/desk/search?q=anna").click("Arbejder du").click("Log ind med adgangsnøgle")
    assert page.press("Log ind", answer=key.use(options(page))).path == "/desk/search?q=anna"


def test_an_answer_counts_once_and_only_in_the_browser_that_was_asked(given: Given) -> None:
    _account, key = with_passkey(given)
    page = asked(given.new_visitor())
    answer = key.use(options(page))
    assert asked(given.new_visitor()).press("Log ind", answer=answer).status == 422
    stolen = page.visitor.client.get_cookie("mentors")
    assert page.press("Log ind", answer=answer).path == "/desk/"
    thief = given.new_visitor()
    assert stolen is not None
    thief.client.set_cookie("mentors", stolen.value)
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    assert thief.post("/sign-in/passkey", data={"csrf_token": token, "answer": answer}).status == 422


def test_after_ten_minutes_the_question_is_too_old(given: Given) -> None:
    _account, key = with_passkey(given)
    page = asked(given.new_visitor())
    answer = key.use(options(page))
    clock.stop(MONDAY_MORNING + timedelta(minutes=10, seconds=1))
    assert page.press("Log ind", answer=answer).status == 422


def test_a_copied_key_whose_count_goes_back_is_refused(given: Given) -> None:
    _account, key = with_passkey(given)
    key.count = 7
    page = asked(given.new_visitor())
    assert page.press("Log ind", answer=key.use(options(page))).path == "/desk/"
    key.count = 3
    page = asked(given.new_visitor())
    assert page.press("Log ind", answer=key.use(options(page))).status == 422


@pytest.mark.parametrize(
    "fault", ["another site", "another key", "nobody verified", "unknown", "garbage", "list", "empty"]
)
def test_what_does_not_fit_opens_nothing(given: Given, fault: str) -> None:
    _account, key = with_passkey(given)
    page = asked(given.new_visitor())
    if fault == "another site":
        key.origin = "https://town.example.evil.example"
    if fault == "another key":
        key.key = SoftwareKey(ORIGIN, HOST).key
    if fault == "nobody verified":
        key.flags = 0x01
    if fault == "unknown":
        key = SoftwareKey(ORIGIN, HOST)
    answer = {"garbage": '{"id": 7, "response": []}', "list": "[1]", "empty": "{}"}.get(fault) or key.use(options(page))
    refused = page.press("Log ind", answer=answer)
    assert refused.status == 422 and refused.says("Det lykkedes ikke")


def test_a_closed_account_is_not_opened_by_its_passkey(given: Given) -> None:
    account, key = with_passkey(given, name="Bodil")
    given.staff(Role.administrator)
    close_account(given.by(), account)
    page = asked(given.new_visitor())
    assert page.press("Log ind", answer=key.use(options(page))).status == 422


def test_a_key_that_verifies_nobody_is_not_kept(given: Given) -> None:
    account, key = with_password(given), SoftwareKey(ORIGIN, HOST, verifies=False)
    visitor = given.new_visitor()
    sign_in(visitor, account)
    page = with_mail_code(visitor).click("Lav en adgangsnøgle")
    assert page.press("Lav en adgangsnøgle", answer=key.make(options(page))).status == 422
    assert db.session.query(SecondFactor).count() == 0


def test_one_key_belongs_to_one_account(given: Given) -> None:
    _account, key = with_passkey(given)
    other, visitor = with_password(given, name="Bodil"), given.new_visitor()
    sign_in(visitor, other)
    page = with_mail_code(visitor).click("Lav en adgangsnøgle")
    assert page.press("Lav en adgangsnøgle", answer=key.make(options(page))).status == 422
    assert db.session.query(SecondFactor).count() == 1


def test_a_bare_number_as_address_offers_none(given: Given) -> None:
    given.app.config["BASE_URL"] = "http://127.0.0.1:8000"
    assert "Log ind med adgangsnøgle" not in given.new_visitor().get("/sign-in/staff").links()
