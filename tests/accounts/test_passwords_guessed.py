"""Passwords that are guessed first are refused, without asking anybody (ASVS 6.2.1-6.2.12; NIST SP 800-63B 5.1.1.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from mentors.accounts import commands
from mentors.accounts.models import Account, Sitting
from mentors.accounts.rules_passwords import Strength, is_common, password_problem, strength
from mentors.core import clock
from mentors.kit.db import db
from mentors.messages.models import Message
from tests.accounts.builders import GOOD, code_now, sign_in, with_code_app, with_password
from tests.conftest import MONDAY_MORNING
from tests.given import Given

NEW = "tolv grønne æbler hopper"


@pytest.mark.parametrize(
    "password",
    ["password1234", "Passwordpassword", "qwertyuiop12", "123456789012", "administrator", "Adgangskode123!", "Velkommen2026!!",
     "V3lk0mm3n2026", "p@ssw0rdp@ssw0rd", "KommuneOdense1", "sommersommer26", "1q2w3e4r5t6y", "1qaz2wsx3edc", "abcabcabcabc",
     "qwerty-123456", "111111222222", "iloveyou1234", "LetMeIn!LetMeIn!", "asdfghjklæøå", "februar-2026!", "zxcvbnm,.-123",
     "ｐａｓｓｗｏｒｄ１２３４", "     password     1"],
)  # fmt: skip
def test_common_ones_dressed_up_are_refused(password: str) -> None:
    assert password_problem(password) == "common"


@pytest.mark.parametrize(
    "password", [GOOD, NEW, "correct horse battery staple", "en anden lang adgangskode", "xK9#vQ2!mZ7pLw", "hest danser i regn",
                 "مفتاح طويل جدا هنا", "😀🎈🐟🍋🚲🧊 vi ses"],
)  # fmt: skip
def test_sentences_and_chance_are_taken(password: str) -> None:
    assert password_problem(password) is None


@pytest.mark.parametrize("length", [12, 64, 128])
def test_there_are_no_rules_of_composition_and_no_low_ceiling(length: int) -> None:
    assert password_problem(("bjergvandring langs kysten " * 6)[:length].replace(" ", "-")) in (None, "common") and (
        password_problem("".join(chr(0x4E00 + n * 7) for n in range(length))) is None
    )


def test_the_words_grow_with_what_cannot_be_guessed() -> None:
    assert [strength(one) for one in ("velkommen hjemturx", "bjergvandring langs", "fire glade grise danser hjem")] == [
        Strength.fair, Strength.good, Strength.strong
    ]  # fmt: skip


def test_every_dressing_of_every_short_list_is_found() -> None:
    words = (
        "password",
        "adgangskode",
        "velkommen",
        "kommune",
        "sommer",
        "danmark",
        "welcome",
        "qwerty",
        "football",
        "hemmelig",
    )
    endings = ("123456", "2026!!", "!!!!!!", "1234567890", "12345678", "000000", "-2026-01", "@123456")
    made = {f"{w.title() if n % 2 else w}{e}" for n, w in enumerate(words) for e in endings if len(w + e) >= 12}
    missed = [one for one in made if not is_common(one)]
    assert len(made) > 60 and not missed


def test_a_hash_made_with_weaker_parameters_is_made_anew_at_sign_in(given: Given) -> None:
    account = with_password(given)
    account.password_hash = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(GOOD)
    db.session.commit()
    assert sign_in(given.new_visitor(), account).path == "/desk/"
    db.session.expire_all()
    assert "m=19456,t=2,p=1" in (account.password_hash or "")


def test_known_and_unknown_get_the_same_work(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by the clock: the costly step is counted (ASVS 6.3.8)."""
    account, never = with_password(given), given.staff(name="Nina Ny")
    closed = given.staff(name="Lukket")
    closed_mail = closed.email
    closed.closed_at, closed.email = clock.now(), None
    db.session.commit()
    commands._nobodys_hash()
    real, seen = commands._HASHER, []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            seen.append(stored.rsplit("$", 2)[0])
            return real.verify(stored, password)

    monkeypatch.setattr(commands, "_HASHER", Counting())
    for email in (account.email, never.email, closed_mail, "nobody@demoby.example"):
        assert sign_in_as(given, email or "").status == 422
    assert len(seen) == 4 and len(set(seen)) == 1, "as often, and with the same parameters"


def sign_in_as(given: Given, email: str):  # type: ignore[no-untyped-def]
    return given.new_visitor().get("/sign-in/staff").press("Log ind", email=email, password="forkert gæt her")


def changing(given: Given, account: Account):  # type: ignore[no-untyped-def]
    page = sign_in(given.new_visitor(), account)
    return page.visitor.get("/desk/sign-in").click("Skift adgangskode")


def test_changing_takes_the_old_one_ends_all_others_and_is_told_by_mail(given: Given) -> None:
    account = with_password(given)
    other = sign_in(given.new_visitor(), account).visitor
    page = changing(given, account)
    before = page.visitor.client.get_cookie("mentors")
    done = page.press("Gem", proof=GOOD, password=NEW)
    assert done.says("logget ud alle andre steder") and done.says("Den er stærk")
    after = page.visitor.client.get_cookie("mentors")
    assert before and after and before.value != after.value
    assert other.get("/desk/").path.startswith("/sign-in")
    assert [
        one for one in db.session.query(Sitting) if one.ended_at is None and one.account_id == account.id
    ].__len__() == 1
    assert db.session.query(Message).filter_by(kind="accounts/changed").count() == 1
    assert sign_in(given.new_visitor(), account).status == 422
    assert sign_in(given.new_visitor(), account, NEW).path == "/desk/"


@pytest.mark.parametrize("proof", ["", "ikke den gamle", "123456"])
def test_without_the_old_one_nothing_is_changed(given: Given, proof: str) -> None:
    account = with_password(given)
    page = changing(given, account)
    assert page.press("Gem", proof=proof, password=NEW).status == 422
    assert sign_in(given.new_visitor(), account).path == "/desk/"


def test_a_weak_new_one_is_refused_with_a_sentence(given: Given) -> None:
    page = changing(given, with_password(given))
    assert "for almindelig" in page.press("Gem", proof=GOOD, password="Velkommen2026!").errors[0]


def test_a_fresh_second_step_is_as_good_as_the_old_password(given: Given) -> None:
    account, secret = with_code_app(given)
    clock.stop(MONDAY_MORNING + timedelta(seconds=30))
    inside = sign_in(given.new_visitor(), account).press("Log ind", code=code_now(secret))
    page = inside.visitor.get("/desk/sign-in/password")
    assert "proof" not in page.form("Gem").names()
    assert page.press("Gem", password=NEW).path == "/desk/"


def test_a_password_may_be_pasted_and_kept_by_a_password_manager(given: Given) -> None:
    page = changing(given, with_password(given))
    fields = {one["name"]: one for one in page.soup.select("main input[type=password]")}
    assert (
        fields["password"]["autocomplete"] == "new-password" and fields["proof"]["autocomplete"] == "current-password"
    )
    assert not any(one.has_attr("onpaste") or one.has_attr("maxlength") for one in fields.values())
