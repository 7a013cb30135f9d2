"""Staff have a second step (issue 6.2; ASVS 6.3.3, 6.5.1, 6.5.2, 6.5.5, 7.2.4, 7.5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mentors.accounts import commands, commands_factors
from mentors.accounts.models import RecoveryCode, SecondFactor, Sitting
from mentors.core import clock
from mentors.core.actor import Role
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.kit.secrets import BrokenSeal, seal, unseal
from mentors.messages.models import Message
from tests.accounts.builders import GOOD, code_now, secret_on, sign_in, with_code_app, with_mail_code, with_password
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.page import Page


@pytest.fixture
def demanded(given: Given) -> Iterator[None]:
    given.app.config["STAFF_SECOND_FACTOR"] = True
    yield
    given.app.config["STAFF_SECOND_FACTOR"] = False


@pytest.fixture
def throttled(given: Given) -> Iterator[None]:
    given.app.config["THROTTLE"] = True
    yield
    given.app.config["THROTTLE"] = False


def later(seconds: int) -> None:
    clock.stop(MONDAY_MORNING + timedelta(seconds=seconds))


def test_the_password_alone_opens_nothing_for_who_has_a_code_app(given: Given) -> None:
    account, secret = with_code_app(given)
    visitor = given.new_visitor()
    asked = sign_in(visitor, account)
    assert asked.path == "/sign-in/second" and visitor.get("/desk/").path == "/sign-in/second"
    later(30)
    assert asked.press("Log ind", code=code_now(secret)).path == "/desk/"


def test_a_code_is_good_once_even_for_two_who_have_the_password(given: Given) -> None:
    account, secret = with_code_app(given)
    later(30)
    code = code_now(secret)
    first, second = sign_in(given.new_visitor(), account), sign_in(given.new_visitor(), account)
    assert first.press("Log ind", code=code).path == "/desk/"
    refused = second.press("Log ind", code=code)
    assert refused.status == 422 and "brugt" in refused.errors[0]


@pytest.mark.parametrize(("after", "is_in"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephones_clock_may_be_half_a_minute_off(given: Given, after: int, is_in: bool) -> None:
    account, secret = with_code_app(given)
    later(600)
    assert (
        sign_in(given.new_visitor(), account).press("Log ind", code=code_now(secret, after)).path == "/desk/"
    ) is is_in


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "٠١٢٣٤٥", "abcdef", " ", "😀😀😀😀😀😀", "x" * 39])
def test_a_wrong_code_is_answered_with_a_sentence(given: Given, code: str) -> None:
    account, _secret = with_code_app(given)
    later(600)
    assert sign_in(given.new_visitor(), account).press("Log ind", code=code).status == 422


def test_after_ten_minutes_the_password_is_asked_for_again(given: Given) -> None:
    account, secret = with_code_app(given)
    asked = sign_in(given.new_visitor(), account)
    later(600)
    assert asked.press("Log ind", code=code_now(secret)).path == "/sign-in/staff"


def test_guessing_codes_ends_after_five(given: Given, throttled: None) -> None:
    account, secret = with_code_app(given)
    asked = sign_in(given.new_visitor(), account)
    later(60)
    assert [asked.press("Log ind", code="000000").status for _ in range(5)] == [422] * 5
    assert asked.press("Log ind", code=code_now(secret)).status == 429


def test_without_a_second_step_one_is_led_to_make_it_and_can_do_nothing_else(given: Given, demanded: None) -> None:
    account = with_password(given)
    visitor = given.new_visitor()
    led = sign_in(visitor, account)
    assert led.path == "/desk/sign-in" and led.heading == "Lav dit andet trin"
    for closed in ("/desk/", "/desk/search", "/my/sign-ins", "/desk/absences", "/desk/sign-in/password"):
        page = visitor.get(closed)
        assert page.path.startswith("/desk/sign-in") and page.heading == "Lav dit andet trin", closed
    assert led.click("Lav en kode-app").heading == "Er det dig?", "the password alone makes no second step"
    app = with_mail_code(visitor).click("Lav en kode-app")
    shown = app.press("Gem", code=code_now(secret_on(app)))
    assert shown.heading == "Ti koder på papir" and len(shown.soup.select("main li")) == 10
    assert shown.click("Jeg har gemt dem").status == 200 and visitor.get("/desk/").path == "/desk/"


def test_one_who_only_looks_at_the_setting_up_is_signed_out_by_the_button(given: Given, demanded: None) -> None:
    visitor = given.new_visitor()
    sign_in(visitor, with_password(given)).form("Log ud").submit()
    assert visitor.get("/desk/").path.startswith("/sign-in") and visitor.get("/desk/").heading == "Log ind"


def test_the_demand_holds_for_an_invitation_and_the_telephones_staff_too(given: Given, demanded: None) -> None:
    account = given.staff(Role.hotline)
    link = commands.invite(given.by(), account)
    page = given.new_visitor().get(f"/w/{token_for(link.ref)}").form().fill(password=GOOD).submit()
    assert page.heading == "Lav dit andet trin" and page.visitor.get("/desk/hotline/").heading == "Lav dit andet trin"


def test_a_participant_needs_no_second_step(given: Given, demanded: None) -> None:
    assert given.as_person(given.volunteer().person).get("/my/sign-ins").status == 200


def test_a_new_session_takes_the_place_of_the_half_one(given: Given) -> None:
    account, secret = with_code_app(given)
    asked = sign_in(given.new_visitor(), account)
    later(30)
    asked.press("Log ind", code=code_now(secret))
    half, whole = db.session.query(Sitting).order_by(Sitting.id).all()
    assert half.ended_at and half.token_hash != whole.token_hash and whole.proved_at


def codes_of(given: Given) -> tuple[Page, list[str]]:
    account = with_password(given)
    given.app.config["STAFF_SECOND_FACTOR"] = False
    visitor = given.new_visitor()
    sign_in(visitor, account)
    app = with_mail_code(visitor).click("Lav en kode-app")
    shown = app.press("Gem", code=code_now(secret_on(app)))
    return shown, [one.text for one in shown.soup.select("main li")]


def test_a_code_from_the_paper_opens_once_and_she_is_told(given: Given) -> None:
    _shown, codes = codes_of(given)
    account = db.session.query(SecondFactor).one().account_id
    from mentors.accounts.queries import the_account

    assert (
        sign_in(given.new_visitor(), the_account(account)).press("Log ind", code=f" {codes[3].upper()} ").path
        == "/desk/"
    )
    assert sign_in(given.new_visitor(), the_account(account)).press("Log ind", code=codes[3]).status == 422
    told = [one.body for one in db.session.query(Message).filter_by(kind="accounts/changed")]
    assert any("koder på papir blev brugt" in body for body in told)


def test_the_database_holds_neither_the_apps_secret_nor_the_codes(given: Given) -> None:
    _shown, codes = codes_of(given)
    kept = [one.code_hash for one in db.session.query(RecoveryCode)]
    assert len(set(kept)) == 10 and not any(code.replace("-", "") in " ".join(kept) for code in codes)
    factor = db.session.query(SecondFactor).one()
    secret = unseal(factor.secret or "", f"totp:{factor.ref}")
    assert secret not in (factor.secret or "")
    with pytest.raises(BrokenSeal):
        unseal(seal(secret, "totp:another"), f"totp:{factor.ref}")


def test_new_codes_kill_the_old_ones(given: Given) -> None:
    shown, codes = codes_of(given)
    page = shown.visitor.get("/desk/sign-in").press("Lav ti nye koder")
    fresh = [one.text for one in page.soup.select("main li")]
    assert len(fresh) == 10 and not set(fresh) & set(codes) and db.session.query(RecoveryCode).count() == 10


def test_who_has_found_an_open_browser_cannot_change_how_she_signs_in(given: Given) -> None:
    account, secret = with_code_app(given)
    later(30)
    page = sign_in(given.new_visitor(), account).press("Log ind", code=code_now(secret))
    later(30 + 11 * 60)
    mine = page.visitor.get("/desk/sign-in")
    assert mine.press("Fjern").heading == "Er det dig?" and mine.press("Lav ti nye koder").heading == "Er det dig?"
    asked = mine.click("Lav en kode-app")
    assert asked.press("Fortsæt", proof="ikke det").status == 422
    asked.press("Fortsæt", proof=GOOD)
    assert page.visitor.get("/desk/sign-in").press("Fjern").says("Det er fjernet")
    assert db.session.query(SecondFactor).count() == 0


def test_the_last_one_stays_where_the_municipality_demands_two_steps(given: Given, demanded: None) -> None:
    account, secret = with_code_app(given)
    later(30)
    page = sign_in(given.new_visitor(), account).press("Log ind", code=code_now(secret))
    assert page.visitor.get("/desk/sign-in").press("Fjern").status == 422
    assert db.session.query(SecondFactor).count() == 1


def test_nobody_removes_a_colleagues(given: Given) -> None:
    with_code_app(given, name="Bodil")
    theirs = db.session.query(SecondFactor).one().ref
    account, secret = with_code_app(given)
    later(30)
    page = sign_in(given.new_visitor(), account).press("Log ind", code=code_now(secret)).visitor.get("/desk/sign-in")
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    answer = page.visitor.post(f"/desk/sign-in/factors/{theirs}/removals", data={"csrf_token": token})
    assert answer.status == 404 and db.session.query(SecondFactor).count() == 2


def test_an_administrator_starts_a_colleague_anew_but_not_another_towns(given: Given) -> None:
    account, secret = with_code_app(given, name="Bodil")
    far, _far = with_code_app(given, town=given.town("nabo"), name="Fjern")
    boss, own = with_code_app(given, Role.administrator, name="Anna Admin")
    later(30)
    page = sign_in(given.new_visitor(), boss).press("Log ind", code=code_now(own)).visitor.get("/desk/sign-in-policy")
    assert page.says("Bodil") and not page.says("Fjern ")
    assert page.press("Nulstil").says("nulstillet")
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    for ref in (far.ref, boss.ref):
        assert page.visitor.post(f"/desk/sign-in/colleagues/{ref}/resets", data={"csrf_token": token}).status == 404
    owners = {one.account_id for one in db.session.query(SecondFactor)}
    assert owners == {far.id, boss.id} and not commands_factors.check_second(account, code_now(secret))
