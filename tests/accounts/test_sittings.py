from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.accounts.models import Sitting
from mentors.core import clock
from mentors.kit.db import db
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.page import Visitor


def at(**after: int) -> None:
    clock.stop(MONDAY_MORNING + timedelta(**after))


def is_in(visitor: Visitor, path: str = "/desk/") -> bool:
    return visitor.get(path).path.startswith(path)


def test_signing_out_ends_the_sitting_on_the_server_so_an_old_cookie_opens_nothing(given: Given) -> None:
    karen = given.coordinator()
    cookie = karen.client.get_cookie("mentors")
    assert cookie is not None
    karen.get("/desk/").form("Log ud").submit()
    thief = given.new_visitor()
    thief.client.set_cookie("mentors", cookie.value)
    assert not is_in(thief)
    assert db.session.query(Sitting).one().ended_at is not None


def test_staff_who_do_nothing_for_half_an_hour_are_signed_out(given: Given) -> None:
    karen = given.coordinator()
    at(minutes=29)
    assert is_in(karen)
    at(minutes=58)
    assert is_in(karen), "every visit counts as being there"
    at(minutes=88)
    assert not is_in(karen)


def test_staff_are_signed_out_after_twelve_hours_however_busy(given: Given) -> None:
    karen = given.coordinator()
    for minutes in range(25, 12 * 60, 25):
        at(minutes=minutes)
        assert is_in(karen)
    at(hours=12)
    assert not is_in(karen)


def test_a_volunteer_may_leave_her_browser_for_most_of_a_day(given: Given) -> None:
    browser = given.as_person(given.volunteer().person)
    at(hours=23)
    assert is_in(browser, "/my/sign-ins")
    at(hours=48)
    assert not is_in(browser, "/my/sign-ins")


def test_a_sitting_is_ended_from_another_browser(given: Given) -> None:
    account = given.staff()
    here, there = given.signed_in(account), given.signed_in(account)
    page = here.get("/my/sign-ins")
    assert len(page.soup.select("main tbody tr")) == 2
    page.press("Log ud alle steder")
    assert not is_in(here) and not is_in(there)


def test_one_sitting_is_ended_and_the_other_stays(given: Given) -> None:
    account = given.staff()
    here = given.signed_in(account)
    at(minutes=5)
    there = given.signed_in(account)
    latest = db.session.query(Sitting).order_by(Sitting.id.desc()).first()
    assert latest is not None
    page = here.get("/my/sign-ins")
    assert page.soup.find("input", {"name": "ref", "value": latest.ref})
    page.form("Log ud her").fill(ref=latest.ref).submit()
    assert is_in(here) and not is_in(there)


def test_nobody_ends_somebody_elses_sitting(given: Given) -> None:
    karen, bodil = given.coordinator(), given.coordinator()
    bodils = db.session.query(Sitting).order_by(Sitting.id.desc()).first()
    assert bodils is not None
    karen.get("/my/sign-ins").form("Log ud her").fill(ref=bodils.ref).submit()
    assert is_in(bodil)


@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", "/%5Cevil.example", "javascript:alert(1)",
               "/\tevil", "\\\\evil.example", "///evil.example", "/x\r\nLocation: https://evil.example"],
)  # fmt: skip
def test_after_signing_in_nobody_is_sent_to_another_site(given: Given, target: str) -> None:
    from mentors.accounts.commands import set_password

    account = given.staff()
    set_password(given.by(), account, "fire glade grise danser")
    visitor = given.new_visitor()
    page = visitor.get("/sign-in/staff", query_string={"next": target})
    db.session.commit()
    form = page.form("Log ind").fill(email=account.email, password="fire glade grise danser")
    answer = visitor.client.post(page.path, data=dict(form.values))
    assert answer.status_code == 303
    assert answer.location.startswith("/") and not answer.location.startswith(("//", "/\\")), answer.location


def test_after_signing_in_one_is_where_one_wanted_to_go(given: Given) -> None:
    from mentors.accounts.commands import set_password

    account = given.staff()
    set_password(given.by(), account, "fire glade grise danser")
    page = given.new_visitor().get("/desk/search?q=anna")
    page = page.click("Arbejder du i kommunen")
    assert page.press("Log ind", email=account.email, password="fire glade grise danser").path == "/desk/search?q=anna"
