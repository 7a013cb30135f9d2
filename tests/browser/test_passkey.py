"""A passkey in a real browser with a virtual authenticator: the small script and the strict CSP go together."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from mentors.kit.db import db
from tests.accounts.builders import GOOD, figures, with_password
from tests.browser.conftest import PHONE, Reader
from tests.given import Given


def test_a_passkey_is_made_and_signs_in(
    app: Flask, given: Given, reader: Callable[..., Reader], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = address.replace("127.0.0.1", "localhost")  # a bare number can have no passkeys
    monkeypatch.setitem(app.config, "BASE_URL", here)
    account = with_password(given)
    email = account.email or ""
    someone = reader(size=PHONE)
    someone.address = here
    cdp = someone.context.new_cdp_session(someone.page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }})  # fmt: skip
    page = someone.go(f"{here}/sign-in/staff")
    page.fill("[name=email]", email)
    page.fill("[name=password]", GOOD)
    page.click("main form button[type=submit]")
    page.wait_for_url("**/desk/")
    page.goto(f"{here}/desk/sign-in/passkeys")
    page.click("text=Send koden til min mail")
    page.wait_for_selector("[name=code]")
    code = figures()
    db.session.rollback()  # what the test has read must not hold the database
    page.fill("[name=code]", code)
    page.click("text=Fortsæt")
    page.goto(f"{here}/desk/sign-in/passkeys")
    page.click("main form button[type=submit]")
    page.wait_for_selector("main li")
    assert page.locator("main li").count() == 10
    someone.context.clear_cookies()
    page.goto(f"{here}/sign-in/passkey")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/desk/")
    assert not someone.complaints
