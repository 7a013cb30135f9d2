"""A volunteer signs up, and a newcomer's page is used, with scripts switched off. (Newcomer's sign-up: test_journey.py.)"""

from __future__ import annotations

from collections.abc import Callable

from mentors.kit.db import db
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from tests.browser.conftest import PHONE, Reader
from tests.given import Given
from tests.guide.newcomers import address_of, agreed

SUBMIT = "main form button.button-primary[type=submit]"


def test_a_wish_is_sent_from_the_newcomers_page(given: Given, reader: Callable[..., Reader]) -> None:
    newcomer = given.newcomer(language="ar")
    agreed(given, newcomer, first_name="Hanne", mobile="+4520304050")
    someone = reader(size=PHONE, javascript=False)
    page = someone.go(address_of(newcomer.person))
    before = page.url
    page.locator("form.tile-form button[type=submit]").last.click()
    page.wait_for_load_state()
    assert page.url != before and page.locator("h1").count() == 1 and not someone.complaints


def test_a_volunteers_mistakes_are_said_and_nothing_is_lost(given: Given, reader: Callable[..., Reader]) -> None:
    given.programme()
    someone = reader(size=PHONE, javascript=False)
    page = someone.go("/demoby/join/volunteer?lang=da")
    page.fill("input[name=name]", "Anna Holm")
    page.locator(SUBMIT).click()
    page.wait_for_load_state()
    assert page.locator(".error-summary").count() == 1
    assert page.locator("input[name=name]").input_value() == "Anna Holm"
    page.fill("input[name=mobile]", "20 30 40 50")
    page.fill("input[name=email]", "anna@example.org")
    page.fill("input[name=postcode]", "7100")
    page.fill("input[name=birth_year]", "1980")
    page.locator(SUBMIT).click()
    page.wait_for_load_state()
    assert page.locator(".error-summary").count() == 0 and page.url.split("?")[0].endswith("/2")
    assert not someone.complaints
    db.session.rollback()
    assert not db.session.query(Participation).filter_by(side=Side.volunteer).count(), "not before the last step"
