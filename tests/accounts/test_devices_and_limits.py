"""Where one is signed in, for how long, and that strangers lock nobody out (issue 6.2; ASVS 6.3.1, 7.2-7.5)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from mentors.accounts import commands, queries
from mentors.accounts.models import KnownDevice, Sitting, UsedOnce
from mentors.accounts.rules import SignInPolicy, SittingStage, device_of, in_force, next_step, stage_of
from mentors.accounts.words import device_word
from mentors.app import create_app
from mentors.core import clock
from mentors.core.actor import Role
from mentors.kit import throttle
from mentors.kit.db import db
from mentors.kit.throttle import TooMany
from tests.accounts.builders import GOOD, sign_in, with_password
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.page import Page, Visitor

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)


@pytest.fixture
def throttled(given: Given) -> Iterator[None]:
    given.app.config["THROTTLE"] = True
    yield
    given.app.config["THROTTLE"] = False


def at(**after: int) -> None:
    clock.stop(MONDAY_MORNING + timedelta(**after))


@pytest.mark.parametrize(
    ("said", "device"),
    [
        (PHONE, "Chrome, Android-telefon"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130 Safari/537.36 Edg/130", "Edge, Windows-computer"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Gecko Firefox/131", "Firefox, Mac"),
        ("", "Ukendt browser, ukendt telefon eller computer"),
        ("<script>alert(1)</script>\0" * 99, "Ukendt browser, ukendt telefon eller computer"),
    ],
)
def test_a_device_is_said_in_words_of_ours(given: Given, said: str, device: str) -> None:
    assert device_word(device_of(said)) == device


@pytest.mark.parametrize(
    ("is_staff", "factors", "needed", "strong", "stage"),
    [(True, 0, False, False, SittingStage.whole), (True, 0, True, False, SittingStage.setup),
     (True, 1, False, False, SittingStage.half), (True, 2, True, False, SittingStage.half),
     (True, 1, True, True, SittingStage.whole), (False, 0, True, False, SittingStage.whole)],
)  # fmt: skip
def test_how_far_one_way_leads(is_staff: bool, factors: int, needed: bool, strong: bool, stage: SittingStage) -> None:
    assert stage_of(is_staff=is_staff, factors=factors, needed=needed, strong=strong) is stage


def test_the_latest_decision_that_has_begun_holds() -> None:
    old, new, default = (SignInPolicy(True, staff_idle=n) for n in (10, 20, 30))
    rows = [(date(2026, 11, 1), old), (date(2026, 12, 1), new)]
    assert [in_force(rows, on, default) for on in (date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 1))] == [
        default, old, new
    ]  # fmt: skip
    assert next_step([5, 6], 5) == 6 and next_step([5], 5) is None and next_step([], None) is None


def test_every_role_sees_its_own_logins_and_ends_them(given: Given) -> None:
    for role in (Role.coordinator, Role.administrator, Role.hotline):
        account = given.staff(role)
        here, there = given.signed_in(account), given.signed_in(account)
        page = here.get("/my/sign-ins")
        assert page.status == 200 and len(page.soup.select("main tbody tr")) == 2, role
        page.press("Log ud alle steder")
        assert there.get("/my/sign-ins").path.startswith("/sign-in")
    for person in (given.volunteer().person, given.newcomer(language="da").person):
        visitor = given.as_person(person)
        assert visitor.get("/my/sign-ins").press("Log ud her").path.startswith("/sign-in")


def test_the_list_says_device_and_time_and_which_is_this_one_but_no_place(given: Given) -> None:
    account = with_password(given)
    visitor = given.new_visitor()
    page = visitor.get("/sign-in/staff").form("Log ind").fill(email=account.email, password=GOOD)
    visitor.post(page.page.path, data=dict(page.values), headers={"User-Agent": PHONE})
    given.signed_in(account)
    shown = visitor.get("/my/sign-ins")
    rows = [" ".join(row.get_text(" ").split()) for row in shown.soup.select("main tbody tr")]
    assert len([one for one in rows if "Chrome, Android-telefon Her" in one]) == 1
    assert not shown.says("127.0.0.1") and "Pixel" not in db.session.query(Sitting).first().device  # type: ignore[union-attr]


def test_a_login_that_has_gone_to_sleep_is_not_shown_as_open(given: Given) -> None:
    account = given.staff()
    given.signed_in(account)
    at(minutes=31)
    assert len(queries.sittings_of(account.id)) == 0


def policy_page(given: Given) -> Page:
    return given.signed_in(given.staff(Role.administrator)).get("/desk/sign-in-policy")


def test_an_administrator_decides_how_long_and_from_when(given: Given) -> None:
    page = policy_page(given)
    saved = page.press("Gem", from_on="2026-11-24", staff_idle=10, staff_life=4, second_factor=True)
    assert saved.says("Reglerne er gemt") and saved.says("10 minutter, 4 timer")
    account = given.staff()
    today = given.signed_in(account)
    at(minutes=29)
    assert today.get("/desk/").path == "/desk/", "the old rules hold until the day"
    at(days=1)
    assert given.signed_in(account).get("/desk/").heading == "Lav dit andet trin"


@pytest.mark.parametrize(
    ("values", "words"),
    [({"staff_idle": 61}, "60"), ({"staff_life": 13}, "12"), ({"others_life": 0}, "1"), ({"from_on": "2026-11-22"}, "i dag"),
     ({"from_on": "snart"}, "dato"), ({"staff_idle": "𝟙𝟘𝟘"}, "")],
)  # fmt: skip
def test_limits_beyond_the_standard_are_refused_and_nothing_typed_is_lost(
    given: Given, values: dict[str, object], words: str
) -> None:
    answer = policy_page(given).press("Gem", **values)
    assert answer.status == 422 and any(words in one for one in answer.errors)


def test_one_day_has_one_decision(given: Given) -> None:
    page = policy_page(given)
    page.press("Gem")
    assert page.press("Gem").status == 422


def test_a_coordinator_does_not_decide(given: Given) -> None:
    assert given.coordinator().get("/desk/sign-in-policy").status == 403


def test_signing_in_takes_a_new_session_and_drops_what_was_planted(given: Given) -> None:
    account, visitor = with_password(given), given.new_visitor()
    with visitor.client.session_transaction() as planted:
        planted["halfway"], planted["next"], planted["planted"] = "x", "/desk/search", True
        planted["_user_id"] = "chosen by a stranger"
    sign_in(visitor, account)
    with visitor.client.session_transaction() as after:
        assert not {"planted", "halfway", "next"} & set(after) and after["_user_id"] != "chosen by a stranger"


@pytest.mark.parametrize(("secure", "name"), [(True, "__Host-mentors-device"), (False, "mentors-device")])
def test_the_browsers_mark_is_kept_as_strictly_as_the_session(given: Given, secure: bool, name: str) -> None:
    given.app.config["SESSION_COOKIE_SECURE"] = secure
    try:
        account, visitor = with_password(given), given.new_visitor()
        form = visitor.get("/sign-in/staff", base_url="https://town.example").form("Log ind")
        form.fill(email=account.email, password=GOOD)
        db.session.commit()
        answer = visitor.client.post("/sign-in/staff", data=dict(form.values), base_url="https://town.example",
                                     headers={"Referer": "https://town.example/"})  # fmt: skip
        (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith(f"{name}=")]
        assert all(word in cookie for word in ("HttpOnly", "SameSite=Lax", "Path=/")) and "Domain" not in cookie
        assert ("Secure" in cookie) is secure
    finally:
        given.app.config["SESSION_COOKIE_SECURE"] = False


def guess(visitor: Visitor, email: str, times: int, address: str = "127.0.0.1") -> list[int]:
    page = visitor.get("/sign-in/staff")
    form = page.form("Log ind").fill(email=email, password="forkert gæt her")
    return [
        visitor.post(page.path, data=dict(form.values), environ_base={"REMOTE_ADDR": address}).status
        for _ in range(times)
    ]


def test_a_stranger_at_her_own_office_does_not_lock_her_out(given: Given, throttled: None) -> None:
    account, own = with_password(given), given.new_visitor()
    sign_in(own, account).form("Log ud").submit()
    assert guess(given.new_visitor(), account.email or "", 11)[-1] == 429
    assert sign_in(own, account).path == "/desk/", "her own browser is known"
    assert sign_in(given.new_visitor(), account).status == 429, "a new one has to wait"


def test_guessing_from_a_thousand_addresses_ends_too_but_not_for_her(given: Given, throttled: None) -> None:
    account, own = with_password(given), given.new_visitor()
    sign_in(own, account).form("Log ud").submit()
    email = account.email
    db.session.rollback()
    for _ in range(99):  # her own sign-in was the first
        throttle.count(f"password-to:{email}", limit=100, seconds=3600)
    assert guess(given.new_visitor(), account.email or "", 1, "203.0.113.9") == [429]
    assert sign_in(own, account).path == "/desk/"


def test_a_known_browser_is_known_for_its_own_account_alone(given: Given, throttled: None) -> None:
    account, other = with_password(given), with_password(given, name="Bodil")
    own = given.new_visitor()
    sign_in(own, account).form("Log ud").submit()
    assert guess(own, other.email or "", 11)[-1] == 429


def test_limits_hold_with_two_web_processes_on_one_database(given: Given, throttled: None) -> None:
    """Two applications as two workers have them; forty threads, ten tries: exactly ten are let through."""
    url = given.app.config["SQLALCHEMY_DATABASE_URI"]
    secret = given.app.config["SECRET_KEY"]
    apps = [create_app(SECRET_KEY=secret, SQLALCHEMY_DATABASE_URI=url, STAFF_SECOND_FACTOR=False) for _ in range(2)]
    passed: list[int] = []

    def knock(number: int) -> None:
        with apps[number % 2].app_context(), clock.stopped(MONDAY_MORNING):
            try:
                throttle.count("one bucket", limit=10, seconds=900)
                passed.append(number)
            except TooMany:
                pass

    threads = [threading.Thread(target=knock, args=(number,)) for number in range(40)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    for app in apps:
        with app.app_context():
            db.engine.dispose()
    assert len(passed) == 10


def test_a_changed_password_forgets_known_browsers_and_a_closed_account_everything(given: Given) -> None:
    account = with_password(given)
    sign_in(given.new_visitor(), account)
    assert db.session.query(KnownDevice).count() == 1
    commands.set_password(given.by(), account, "tolv grønne æbler hopper")
    assert db.session.query(KnownDevice).count() == 0


def test_what_nobody_asks_for_any_more_is_dropped(given: Given) -> None:
    sign_in(given.new_visitor(), with_password(given))
    assert commands.use_once("x") and not commands.use_once("x")
    db.session.commit()
    at(days=181)
    commands.forget_old()
    assert db.session.query(KnownDevice).count() == db.session.query(UsedOnce).count() == 0


def test_a_page_says_how_long_it_may_be_left_and_the_button_keeps_it_alive(given: Given) -> None:
    karen = given.coordinator()
    page = karen.get("/desk/")
    box = page.soup.select_one('[data-does="stay"]')
    assert box is not None and box["data-minutes"] == "30" and box.has_attr("hidden")
    at(minutes=26)
    assert karen.post(str(box["data-url"]), data={"csrf_token": box["data-token"]}).status == 204
    at(minutes=50)
    assert karen.get("/desk/").path == "/desk/"
    assert given.new_visitor().get("/sign-in").soup.select_one('[data-does="stay"]') is None
