"""Staff with passwords and second steps."""

from __future__ import annotations

import re
from typing import Any

import pyotp

from mentors.accounts import commands, commands_factors
from mentors.accounts.models import Account
from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.links import pin_of
from mentors.links.models import PersonalLink
from tests.given import Given
from tests.page import Page, Visitor

GOOD = "fire glade grise danser"


def with_password(given: Given, *roles: Any, **values: Any) -> Account:
    account = given.staff(*roles, **values)
    commands.set_password(given.by(), account, GOOD)
    db.session.commit()
    return account


def with_code_app(given: Given, *roles: Any, **values: Any) -> tuple[Account, str]:
    """A member of staff with a password and a code app, and the app's secret; its code of this moment is spent."""
    account = with_password(given, *roles, **values)
    secret = commands_factors.new_secret()
    assert commands_factors.add_code_app(given.by(), account, secret, code_now(secret), device="chrome android")
    db.session.commit()
    return account, secret


def code_now(secret: str, after: int = 0) -> str:
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + after)


def sign_in(visitor: Visitor, account: Account, password: str = GOOD, path: str = "/sign-in/staff") -> Page:
    return visitor.get(path).press("Log ind", email=account.email, password=password)


def figures() -> str:
    """The six figures that were mailed or told last."""
    link = db.session.query(PersonalLink).filter_by(purpose="factor_code", withdrawn_at=None, used_at=None).one()
    return pin_of(link.ref)


def with_mail_code(visitor: Visitor) -> Page:
    """Ask for the figures in the mail and write them, as the first second step takes; back at one's own sign-in."""
    asked = visitor.get("/desk/sign-in/code-app").press("Send koden til min mail")
    return asked.press("Fortsæt", code=figures())


def secret_on(page: Page) -> str:
    found = re.search(r"[A-Z2-7]{4}(?: [A-Z2-7]{4}){7}", page.text)
    assert found, page
    return found.group(0).replace(" ", "")
