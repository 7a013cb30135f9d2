"""Staff sign in by their municipality's own provider, a real process on loopback (issue 6.2; ASVS 10.5)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

import config
from mentors.accounts import commands
from mentors.accounts.models import Account, OutsideIdentity, Sitting
from mentors.core import clock
from mentors.core.actor import Role
from mentors.kit.db import db
from mentors.kit.links import token_for
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.page import Page, Visitor

HOUSE = "http://town.example"
START = "/sign-in/provider/demoby"
FAILED = "Du blev ikke logget ind"


@pytest.fixture(scope="module")
def issuer(root: Path) -> Iterator[str]:
    """The provider, as a process of its own whose clock shows the tests' Monday."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    now = str(int(MONDAY_MORNING.timestamp()))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.accounts.provider", str(port)], cwd=root, env={**os.environ, "NOW": now},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            requests.get(f"{address}/jwks", timeout=1)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield address
    process.send_signal(signal.SIGTERM)
    process.wait(10)


@pytest.fixture(autouse=True)
def configured(given: Given, issuer: str) -> Iterator[None]:
    from tests.accounts.provider import SECRET

    one = {"issuer": issuer, "client_id": "mentors", "client_secret": SECRET, "name": "", "amr": ""}
    given.app.config["OIDC"] = {"demoby": one}
    yield
    given.app.config["OIDC"] = {}


def there(visitor: Visitor, who: str, start: str = START) -> str:
    """Sign in at the provider as its browser page would; the path it sends the browser back to."""
    db.session.commit()
    asked = visitor.client.get(start)
    assert asked.status_code == 303 and "code_challenge_method=S256" in asked.location, asked.status
    back = requests.get(asked.location, params={"who": who}, allow_redirects=False, timeout=10)
    assert back.status_code == 302, back.text
    return back.headers["Location"].removeprefix(HOUSE)


def through(visitor: Visitor, who: str, start: str = START) -> Page:
    page = visitor.get(there(visitor, who, start))
    return page.press("Fortsæt") if page.status == 200 else page


def who(account: Account, fault: str = "", sub: str = "s-1") -> str:
    return f"{fault}:{sub}:{account.email}"


def test_a_colleague_signs_in_and_comes_to_where_she_wanted(given: Given) -> None:
    karen = given.staff()
    page = given.new_visitor().get("/desk/search?q=anna").click("Arbejder du")
    start = page.links()["Log ind med login fra Demoby Kommune"]
    assert through(page.visitor, who(karen), start).path == "/desk/search?q=anna"
    bound = db.session.query(OutsideIdentity).one()
    assert (bound.account_id, bound.subject) == (karen.id, "s-1")


def test_once_bound_the_number_counts_and_the_address_no_more(given: Given) -> None:
    karen = given.staff()
    through(given.new_visitor(), who(karen))
    assert through(given.new_visitor(), ":s-1:new.name@demoby.example").path == "/desk/"
    # Somebody else has got her old address: the number is another, so it is not she.
    assert through(given.new_visitor(), who(karen, sub="s-2")).heading == FAILED


def test_twenty_ways_in_which_a_token_is_wrong_open_nothing(given: Given) -> None:
    karen = given.staff()
    for fault in ("nonce", "audience", "expired", "issuer", "signature", "unsigned", "shared", "unverified", "nosub",
                  "future", "several", "refuses"):  # fmt: skip
        page = through(given.new_visitor(), who(karen, fault))
        assert page.status == 403 and page.heading == FAILED, fault
    assert db.session.query(Sitting).count() == db.session.query(OutsideIdentity).count() == 0


def test_honest_clocks_may_differ_by_a_minute(given: Given) -> None:
    assert through(given.new_visitor(), who(given.staff(), "late")).path == "/desk/"


def test_what_came_back_is_good_once(given: Given) -> None:
    visitor, karen = given.new_visitor(), given.staff()
    back = there(visitor, who(karen))
    page = visitor.get(back)
    cookie = visitor.client.get_cookie("mentors")
    assert page.press("Fortsæt").path == "/desk/" and cookie is not None
    visitor.client.set_cookie("mentors", cookie.value)
    assert page.form("Fortsæt").submit().heading == FAILED


def test_a_code_belongs_to_the_browser_that_asked(given: Given) -> None:
    karen, victim = given.staff(), given.new_visitor()
    attackers = there(given.new_visitor(), who(karen))
    assert victim.get(attackers).press("Fortsæt").heading == FAILED, "never asked"
    there(victim, who(karen))
    assert victim.get(attackers).press("Fortsæt").heading == FAILED, "asked, but this is another's answer"


def test_after_ten_minutes_the_attempt_is_over(given: Given) -> None:
    visitor = given.new_visitor()
    page = visitor.get(there(visitor, who(given.staff())))
    clock.stop(MONDAY_MORNING.replace(minute=10, second=1))
    assert page.press("Fortsæt").heading == FAILED


def test_nobody_gets_an_account_by_signing_in_there(given: Given) -> None:
    given.town()
    before = db.session.query(Account).count()
    assert through(given.new_visitor(), ":s-9:stranger@demoby.example").heading == FAILED
    assert db.session.query(Account).count() == before


@pytest.mark.parametrize("bound", [False, True])
def test_a_closed_account_stays_closed(given: Given, bound: bool) -> None:
    karen = given.staff()
    given.staff(Role.administrator)
    said = who(karen)
    if bound:
        through(given.new_visitor(), said)
    commands.close_account(given.by(), karen)
    assert through(given.new_visitor(), said).heading == FAILED


def test_a_provider_vouches_for_nobody_in_another_municipality(given: Given) -> None:
    given.town()
    far = given.staff(town=given.town("nabo"))
    assert through(given.new_visitor(), who(far)).heading == FAILED


def test_a_participant_does_not_come_in_by_the_staffs_door(given: Given) -> None:
    person = given.volunteer().person
    commands.account_for(person)
    assert through(given.new_visitor(), f":s-1:{person.email}").heading == FAILED


def test_an_invitation_binds_whoever_holds_it_whatever_her_address_there(given: Given) -> None:
    karen = given.staff()
    link = commands.invite(given.by(), karen)
    page = given.new_visitor().get(f"/w/{token_for(link.ref)}")
    start = page.links()["Brug kommunens eget login i stedet"]
    assert through(page.visitor, "unverified:s-7:b51234@ad.example", start).path == "/desk/"
    assert db.session.query(OutsideIdentity).one().account_id == karen.id
    assert given.new_visitor().get(f"/w/{token_for(link.ref)}").status == 410


def test_the_roles_stay_ours_and_the_second_step_is_theirs(given: Given) -> None:
    given.app.config["STAFF_SECOND_FACTOR"] = True
    try:
        visitor = given.new_visitor()
        assert through(visitor, who(given.staff())).path == "/desk/"
        assert visitor.get("/desk/sign-in-policy").status == 403
    finally:
        given.app.config["STAFF_SECOND_FACTOR"] = False


@pytest.mark.parametrize(("fault", "is_in"), [("", False), ("mfa", True)])
def test_a_municipality_may_demand_that_the_provider_has_asked_for_two_factors(
    given: Given, fault: str, is_in: bool
) -> None:
    given.app.config["OIDC"]["demoby"]["amr"] = "mfa"
    assert (through(given.new_visitor(), who(given.staff(), fault)).path == "/desk/") is is_in


def test_a_provider_that_is_down_is_said_kindly(given: Given) -> None:
    given.town()
    given.app.config["OIDC"]["demoby"]["issuer"] = "http://127.0.0.1:9"
    page = given.new_visitor().get(START)
    assert page.status == 503 and page.heading == FAILED


@pytest.mark.parametrize("path", ["/sign-in/provider/nabo", "/sign-in/provider/nabo/back?code=x&state=y"])
def test_a_municipality_without_one_has_no_such_page(given: Given, path: str) -> None:
    given.town("nabo")
    assert given.new_visitor().get(path).status == 404


@pytest.mark.parametrize(
    ("issuer", "is_good"),
    [("https://login.demoby.dk", True), ("http://127.0.0.1:9000", True), ("http://login.demoby.dk", False),
     ("http://127.0.0.1.evil.example", False), ("file:///etc/passwd", False)],
)  # fmt: skip
def test_only_safe_addresses_are_configured(issuer: str, is_good: bool) -> None:
    env = {
        "SECRET_KEY": "not-a-secret-only-for-this-test-0123456789",
        "OIDC_NY_BY_ISSUER": issuer,
        "OIDC_NY_BY_CLIENT_ID": "a",
        "OIDC_NY_BY_CLIENT_SECRET": "b",
    }
    if is_good:
        assert config.load(env)["OIDC"]["ny-by"]["issuer"] == issuer
    else:
        with pytest.raises(config.Unset):
            config.load(env)


def test_a_provider_without_its_secret_stops_the_house() -> None:
    with pytest.raises(config.Unset, match="CLIENT_SECRET"):
        config.load(
            {
                "SECRET_KEY": "not-a-secret-only-for-this-test-0123456789",
                "OIDC_BY_ISSUER": "https://a.example",
                "OIDC_BY_CLIENT_ID": "a",
            }
        )
