from __future__ import annotations

from collections.abc import Iterator

import pytest

from mentors.accounts.commands import set_password
from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.throttle import Hit
from tests.conftest import MONDAY_MORNING
from tests.given import Given


@pytest.fixture(autouse=True)
def throttled(given: Given) -> Iterator[None]:
    given.app.config["THROTTLE"] = True
    yield
    given.app.config["THROTTLE"] = False


def test_guessing_a_password_is_stopped_after_ten_tries_even_with_the_right_one(given: Given) -> None:
    account = given.staff()
    set_password(given.by(), account, "fire glade grise danser")
    page = given.new_visitor().get("/sign-in/staff")
    for _ in range(10):
        assert page.press("Log ind", email=account.email, password="forkert gæt").status == 422
    stopped = page.press("Log ind", email=account.email, password="fire glade grise danser")
    assert stopped.status == 429 and stopped.response.headers["Retry-After"] == "900"


def test_the_limit_is_over_when_its_time_has_passed(given: Given) -> None:
    account = given.staff()
    set_password(given.by(), account, "fire glade grise danser")
    page = given.new_visitor().get("/sign-in/staff")
    for _ in range(11):
        page.press("Log ind", email=account.email, password="forkert gæt")
    from datetime import timedelta

    clock.stop(MONDAY_MORNING + timedelta(minutes=15, seconds=1))
    assert page.press("Log ind", email=account.email, password="fire glade grise danser").path == "/desk/"


def test_nobody_can_flood_a_phone_with_links(given: Given) -> None:
    someone = given.volunteer().person
    page = given.new_visitor().get("/sign-in")
    answers = [page.press("Send mig et link", way=someone.mobile).status for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_trying_tokens_at_random_is_stopped(given: Given) -> None:
    given.town()
    visitor = given.new_visitor()
    answers = {visitor.get(f"/w/{'a' * 20}{n:02d}/contact").status for n in range(60)}
    assert answers == {410}
    assert visitor.get(f"/w/{'b' * 22}/contact").status == 429


def test_what_is_counted_cannot_be_read_back(given: Given) -> None:
    page = given.new_visitor().get("/sign-in")
    page.press("Send mig et link", way="fatima@example.org")
    assert db.session.query(Hit).count() and not any("fatima" in hit.bucket for hit in db.session.query(Hit))
