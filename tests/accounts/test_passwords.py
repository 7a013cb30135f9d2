from __future__ import annotations

import pytest

from mentors.accounts import commands
from mentors.accounts.models import Account, Sitting
from mentors.accounts.rules_passwords import password_problem
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.kit.links import token_for
from tests.given import Given
from tests.page import Page, Visitor

GOOD = "fire glade grise danser"
SENTENCE = "E-mail eller adgangskode passer ikke. Prøv igen."


def with_password(given: Given, **values: str) -> Account:
    account = given.staff(**values)  # type: ignore[arg-type]
    commands.set_password(given.by(), account, GOOD)
    db.session.commit()
    return account


def try_in(visitor: Visitor, email: str, password: str, path: str = "/sign-in/staff") -> Page:
    return visitor.get(path).press("Log ind", email=email, password=password)


def test_staff_sign_in_with_their_password(given: Given) -> None:
    account = with_password(given)
    visitor = given.new_visitor()
    assert try_in(visitor, (account.email or "").upper(), GOOD).path == "/desk/"


def test_a_wrong_password_and_an_unknown_account_get_the_very_same_answer(given: Given) -> None:
    account = with_password(given)
    never_chosen = given.staff(name="Nina Ny")
    answers = [
        try_in(given.new_visitor(), email, "ikke den rigtige") for email in
        (account.email or "", never_chosen.email or "", "nobody@demoby.example", "not even an address")
    ]  # fmt: skip
    for answer in answers:
        assert answer.status == 422 and answer.says(SENTENCE)
    assert len({answer.soup.select_one(".error-summary").text for answer in answers}) == 1


def test_an_account_without_a_password_is_not_opened_by_an_empty_one(given: Given) -> None:
    account = given.staff()
    assert commands.check_password(account.email or "", "") is None


def test_the_password_is_kept_as_argon2id_and_never_as_text(given: Given) -> None:
    account = with_password(given)
    assert (account.password_hash or "").startswith("$argon2id$") and GOOD not in (account.password_hash or "")


def test_a_participants_mail_address_opens_no_staff_page(given: Given) -> None:
    someone = given.volunteer().person
    commands.account_for(someone)
    assert try_in(given.new_visitor(), someone.email or "", GOOD).status == 422


def test_a_new_password_signs_every_other_browser_out(given: Given) -> None:
    account = with_password(given)
    visitor = given.new_visitor()
    try_in(visitor, account.email or "", GOOD)
    commands.set_password(given.by(), account, "en anden lang adgangskode")
    assert visitor.get("/desk/").path.startswith("/sign-in")


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("elleve tegn", "short"),
        ("x" * 129, "long"),
        ("aaaaaaaaaaaaaaaa", "common"),
        ("Password1234", "common"),
        ("karens katte danser", "personal"),
        (GOOD, None),
        ("æøå ж ع 😀 æøå", None),
    ],
)
def test_what_makes_a_password_weak(password: str, problem: str | None) -> None:
    assert password_problem(password, about=("Karen", "kk")) == problem


def test_a_weak_password_is_refused_with_a_sentence_and_the_link_still_works(given: Given) -> None:
    account = given.staff()
    link = commands.invite(given.by(), account)
    page = given.new_visitor().get(f"/w/{token_for(link.ref)}")
    refused = page.form().fill(password="kort").submit()
    assert refused.status == 422 and "mindst 12 tegn" in refused.errors[0]
    assert refused.form().fill(password=GOOD).submit().path == "/desk/"


def test_an_invitation_is_used_up_by_choosing(given: Given) -> None:
    link = commands.invite(given.by(), given.staff())
    address = f"/w/{token_for(link.ref)}"
    given.new_visitor().get(address).form().fill(password=GOOD).submit()
    assert given.new_visitor().get(address).status == 410


def test_a_refused_password_changes_nothing(given: Given) -> None:
    account = with_password(given)
    before = account.password_hash
    with pytest.raises(Refused):
        commands.set_password(given.by(), account, "kort")
    assert account.password_hash == before and db.session.query(Sitting).count() == 0
