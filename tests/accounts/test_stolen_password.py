"""Whoever has stolen a password makes no second step with it, and wrong ones are written down (issue 6.2; ASVS 6.3.1,
6.3.7, 6.4.1, 16.3.1)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from mentors.accounts import commands, commands_mailbox
from mentors.accounts.models import SecondFactor, Sitting
from mentors.core import clock
from mentors.core.actor import Role
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from tests.accounts.builders import (
    GOOD,
    code_now,
    figures,
    secret_on,
    sign_in,
    with_code_app,
    with_mail_code,
    with_password,
)
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.page import Visitor


@pytest.fixture(params=[True, False], ids=["two steps demanded", "not demanded"])
def demanded(given: Given, request: pytest.FixtureRequest) -> Iterator[bool]:
    given.app.config["STAFF_SECOND_FACTOR"] = request.param
    yield request.param
    given.app.config["STAFF_SECOND_FACTOR"] = False


def acts() -> list[tuple[str, str | None, str | None]]:
    rows = db.session.query(Entry).filter(Entry.act.contains("wrong")).order_by(Entry.id)
    return [(one.act, one.thing, one.reason) for one in rows]


def thief(given: Given) -> Visitor:
    visitor = given.new_visitor()
    sign_in(visitor, with_password(given))
    return visitor


def test_a_password_alone_makes_no_second_step(given: Given, demanded: bool) -> None:
    visitor = thief(given)
    for path in ("/desk/sign-in/code-app", "/desk/sign-in/passkeys"):
        page = visitor.get(path)
        assert page.path == "/desk/sign-in/mailbox" and "otpauth" not in page.html
        token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
        sent = visitor.post(path, data={"csrf_token": token, "code": "123456", "answer": "{}"})
        assert sent.path == "/desk/sign-in/mailbox"
    assert db.session.query(SecondFactor).count() == 0


def test_saying_the_password_again_is_no_more(given: Given) -> None:
    """Where two steps are not demanded, the page that asks "is it you?" takes the password; it opens no enrolment."""
    visitor = thief(given)
    visitor.get("/desk/sign-in/proofs").press("Fortsæt", proof=GOOD)
    assert visitor.get("/desk/sign-in/code-app").path == "/desk/sign-in/mailbox"


def test_the_figures_in_her_mail_open_it_and_she_is_told_of_the_new_step(given: Given, demanded: bool) -> None:
    visitor = thief(given)
    app = with_mail_code(visitor).click("Lav en kode-app")
    assert app.press("Gem", code=code_now(secret_on(app))).heading == "Ti koder på papir"
    kinds = [one.kind for one in db.session.query(Message).order_by(Message.id)]
    assert kinds[-2:] == ["accounts/mail_code", "accounts/changed"]
    told = db.session.query(Message).filter_by(kind="accounts/changed").one()
    assert "nyt andet trin" in told.body


def test_the_mail_holds_the_figures_and_the_database_does_not(given: Given) -> None:
    visitor = thief(given)
    visitor.get("/desk/sign-in/mailbox").press("Send koden til min mail")
    mail = db.session.query(Message).filter_by(kind="accounts/mail_code").one()
    assert figures() not in mail.body and mail.address.endswith("@demoby.example")
    link = db.session.query(PersonalLink).filter_by(purpose="factor_code").one()
    assert given.new_visitor().get(f"/w/{token_for(link.ref)}").status == 410, "it opens no page"


@pytest.mark.parametrize("typed", ["000000", "12345", "٠١٢٣٤٥", "abc", "😀😀😀", " "])
def test_wrong_figures_open_nothing_and_stand_in_the_journal_without_what_was_typed(given: Given, typed: str) -> None:
    visitor = thief(given)
    page = visitor.get("/desk/sign-in/mailbox").press("Send koden til min mail")
    if figures() == typed:
        page = page.press("Send koden til min mail")
    refused = page.press("Fortsæt", code=typed)
    assert refused.status == 422 and visitor.get("/desk/sign-in/code-app").path == "/desk/sign-in/mailbox"
    assert all(reason is None for _act, _thing, reason in acts())
    assert [act for act, _thing, _reason in acts()] == ([] if not typed.strip() else ["accounts.wrong_code"])


def test_figures_are_good_once_for_half_an_hour_and_the_newest_alone(given: Given) -> None:
    account = with_password(given)
    by = given.by()
    first = commands_mailbox.tell_code(by, account)
    second = commands_mailbox.tell_code(by, account)
    assert not commands_mailbox.use_code(by, account, first if first != second else "x")
    assert commands_mailbox.use_code(by, account, f" {second[:3]} {second[3:]} ")
    assert not commands_mailbox.use_code(by, account, second)
    third = commands_mailbox.tell_code(by, account)
    db.session.commit()
    clock.stop(MONDAY_MORNING + timedelta(minutes=31))
    assert not commands_mailbox.use_code(by, account, third)


def test_figures_proved_in_one_browser_open_nothing_in_another(given: Given) -> None:
    account = with_password(given)
    mine, his = given.new_visitor(), given.new_visitor()
    sign_in(mine, account), sign_in(his, account)
    with_mail_code(mine)
    assert his.get("/desk/sign-in/code-app").path == "/desk/sign-in/mailbox"


def test_an_administrator_says_the_figures_where_there_is_no_mail(given: Given) -> None:
    account = with_password(given, name="Bodil Berg")
    far = with_password(given, town=given.town("nabo"), name="Fjern")
    boss, own = with_code_app(given, Role.administrator, name="Anna Admin")
    clock.stop(MONDAY_MORNING + timedelta(seconds=30))
    anna = sign_in(given.new_visitor(), boss).press("Log ind", code=code_now(own)).visitor
    page = anna.get("/desk/sign-in-policy")
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    for ref in (far.ref, boss.ref):
        assert anna.post(f"/desk/sign-in/colleagues/{ref}/codes", data={"csrf_token": token}).status == 404
    shown = page.press("Vis en engangskode")
    assert shown.says("Engangskode til Bodil Berg") and shown.says(figures())
    visitor = given.new_visitor()
    sign_in(visitor, account)
    visitor.get("/desk/sign-in/mailbox").press("Fortsæt", code=figures())
    assert visitor.get("/desk/sign-in/code-app").path == "/desk/sign-in/code-app"
    assert db.session.query(Entry).filter_by(act="accounts.mail_code_told", by=f"account:{boss.ref}").count() == 1


def test_an_invitation_came_by_mail_and_asks_for_no_figures(given: Given) -> None:
    given.app.config["STAFF_SECOND_FACTOR"] = True
    account = given.staff()
    link = commands.invite(given.by(), account)
    page = given.new_visitor().get(f"/w/{token_for(link.ref)}").form().fill(password=GOOD).submit()
    assert page.click("Lav en kode-app").path == "/desk/sign-in/code-app"
    given.app.config["STAFF_SECOND_FACTOR"] = False


# --- wrong passwords --------------------------------------------------------------------------------


def test_wrong_passwords_stand_in_the_journal_and_tell_nobody_whether_there_is_an_account(given: Given) -> None:
    account = with_password(given)
    known = given.new_visitor().get("/sign-in/staff")
    first = known.press("Log ind", email=account.email, password="zq-forkert-zq")
    unknown = given.new_visitor().get("/sign-in/staff")
    second = unknown.press("Log ind", email="zq-ingen@example.org", password="zq-forkert-zq")
    assert first.status == second.status == 422 and first.errors == second.errors
    assert acts() == [
        ("accounts.wrong_password", f"account:{account.ref}", None),
        ("accounts.wrong_password", None, None),
    ]
    lines = db.session.query(Entry).filter_by(act="accounts.wrong_password").order_by(Entry.id).all()
    assert [line.by for line in lines] == ["public", "public"]
    assert [line.municipality_id for line in lines] == [account.municipality_id, None]
    assert all(line.hash for line in lines), "sealed like any other line"
    assert "zq" not in " ".join(str(vars(line)) for line in lines)


def test_a_right_password_leaves_no_such_line(given: Given) -> None:
    sign_in(given.new_visitor(), with_password(given))
    assert acts() == []


def test_a_wrong_second_code_and_a_wrong_proof_are_written_down_too(given: Given) -> None:
    account, secret = with_code_app(given)
    asked = sign_in(given.new_visitor(), account)
    assert asked.press("Log ind", code="000000").status == 422
    clock.stop(MONDAY_MORNING + timedelta(seconds=30))
    inside = asked.press("Log ind", code=code_now(secret)).visitor
    assert inside.get("/desk/sign-in/proofs").press("Fortsæt", proof="zq-forkert").status == 422
    thing = f"account:{account.ref}"
    assert acts() == [("accounts.wrong_code", thing, None), ("accounts.wrong_proof", thing, None)]


# --- a changed password -----------------------------------------------------------------------------


def test_a_changed_password_ends_everything(given: Given) -> None:
    """Every sitting, halfway ones too; mails on the way that could set another; and she is told."""
    account, secret = with_code_app(given)
    clock.stop(MONDAY_MORNING + timedelta(seconds=30))
    inside = sign_in(given.new_visitor(), account).press("Log ind", code=code_now(secret)).visitor
    halfway = sign_in(given.new_visitor(), account)
    invitation = commands.invite(given.by(), account)
    commands_mailbox.tell_code(given.by(), account)
    db.session.commit()
    commands.set_password(given.by(), account, "tolv grønne æbler hopper")
    db.session.commit()
    assert inside.get("/desk/").path.startswith("/sign-in")
    assert halfway.press("Log ind", code="000000").path == "/sign-in/staff"
    assert given.new_visitor().get(f"/w/{token_for(invitation.ref)}").status == 410
    assert db.session.query(Sitting).filter_by(ended_at=None).count() == 0
    live = db.session.query(PersonalLink).filter_by(account_id=account.id, withdrawn_at=None, used_at=None)
    assert live.filter(PersonalLink.purpose.in_(["choose_password", "factor_code"])).count() == 0
    assert db.session.query(Message).filter_by(kind="accounts/changed").count() == 2


def test_a_weak_password_does_not_use_the_invitation_up(given: Given) -> None:
    link = commands.invite(given.by(), given.staff())
    page = given.new_visitor().get(f"/w/{token_for(link.ref)}")
    assert page.form().fill(password="kort").submit().status == 422
    assert page.form().fill(password=GOOD).submit().path == "/desk/"
    assert given.new_visitor().get(f"/w/{token_for(link.ref)}").status == 410
