"""A municipality says some of the house's texts in its own words."""

from __future__ import annotations

import pytest

from mentors.core.actor import Role
from mentors.i18n.sources import find_texts
from mentors.kit.db import db
from mentors.messages.commands import post, reader_of
from mentors.wordings.queries import own_wording
from mentors.wordings.rules import BY_KEY, WORDINGS, WordingProblem, problems, to_text, to_typed
from mentors.wordings.words_desk import HOLES, WHERE
from tests.given import Given
from tests.page import Page

LINK = "https://mentor.demoby.dk/w/" + "x" * 22


def _page(given: Given, key: str, code: str = "da") -> Page:
    return given.signed_in(given.staff(Role.administrator)).get(f"/desk/texts/{key}/{code}")


def test_every_text_on_the_list_is_said_by_the_house_and_has_words() -> None:
    said = find_texts()
    assert not [wording.key for wording in WORDINGS if wording.msgid not in said]
    assert set(WHERE) == set(BY_KEY) and {name for wording in WORDINGS for name in wording.names} == set(HOLES)


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.key)
def test_the_houses_own_words_would_be_allowed(wording) -> None:  # type: ignore[no-untyped-def]
    assert not problems(wording, wording.msgid, LINK)
    assert to_text(wording, to_typed(wording, wording.msgid)) == wording.msgid


@pytest.mark.parametrize(
    ("key", "typed", "problem"),
    [
        ("welcome-sms", "Her er din side", WordingProblem.missing_name),
        ("welcome-sms", "[link] til [navn]", WordingProblem.unknown_name),
        ("welcome-sms", "Her er den side, vi har lavet til dig, " * 3 + "[link]", WordingProblem.too_many_sms),
        ("welcome-sms", "الصفحة التي أعددناها لك هنا: [link]", WordingProblem.too_many_sms),
        ("front", "x" * 161, WordingProblem.too_long),
        ("front", "\u2068Vi", WordingProblem.open_direction),
    ],
)  # fmt: skip
def test_what_will_not_do(key: str, typed: str, problem: WordingProblem) -> None:
    assert problem in [found for found, _what in problems(BY_KEY[key], to_text(BY_KEY[key], typed), LINK)]


def test_a_lone_per_cent_is_just_a_sign() -> None:
    wording = BY_KEY["welcome"]
    text = to_text(wording, "Hej [name]. 100 % til dig, %(name)s")
    assert text % {"name": "Omar"} == "Hej Omar. 100 % til dig, %(name)s"
    assert to_typed(wording, text) == "Hej [name]. 100 % til dig, %(name)s"


def test_own_words_stand_in_messages_and_only_there_and_in_that_language(given: Given) -> None:
    page = _page(given, "welcome-sms").press("Gem", said="Velkommen hjem: [link]")
    assert page.says("Gemt")
    arab = given.person(language="ar")
    dane = given.person(language="da", mobile="+4520304051")
    said = {p.language: post(reader_of(p), "guide/welcome", key=p.ref, link="L", name="Omar") for p in (arab, dane)}
    assert said["da"].body == "Velkommen hjem: L" and "Velkommen" not in said["ar"].body
    other = given.person(language="da", mobile="+4520304052", town=given.town("nyby", name="Nyby Kommune"))
    assert post(reader_of(other), "guide/welcome", key="n", link="L", name="Omar").body == "Din side: L"


def test_own_words_on_the_front_page_are_text_and_not_markup(given: Given) -> None:
    _page(given, "front").press("Gem", said="<b>Kom</b> & vær med")
    page = given.new_visitor().get("/demoby/")
    assert page.says("<b>Kom</b> & vær med") and "<b>Kom" not in page.html


def test_looking_first_saves_nothing_and_loses_nothing(given: Given) -> None:
    page = _page(given, "welcome-sms").press("Se først", said="Kære du: [link]")
    assert page.says("Kære du: http") and page.says("1 SMS") and "Kære du: [link]" in page.html
    assert own_wording(given.town().id, "welcome-sms", "da") is None


def test_what_does_not_fit_is_said_and_what_was_typed_stays(given: Given) -> None:
    page = _page(given, "welcome-sms").press("Gem", said="Uden noget")
    assert page.says("Skriv [link] dér") and "Uden noget" in page.html
    assert _page(given, "welcome-sms").press("Se først", said="[link] [sted]").says("[sted] kender vi ikke her")


def test_one_step_back_and_then_the_houses_words(given: Given) -> None:
    for said in ("Første: [link]", "Anden: [link]"):
        _page(given, "welcome-sms").press("Gem", said=said)
    page = _page(given, "welcome-sms").press("Tag den forrige tekst tilbage")
    assert "Første: [link]" in page.html
    page = page.press("Brug husets tekst igen")
    assert "Din side: [link]" in page.html and own_wording(given.town().id, "welcome-sms", "da") is None


def test_only_the_administrator_and_only_known_texts(given: Given) -> None:
    coordinator = given.signed_in(given.staff())
    assert coordinator.get("/desk/texts").status == 403
    administrator = given.signed_in(given.staff(Role.administrator))
    for address in ("/desk/texts/nothing/da", "/desk/texts/front/xx"):
        assert administrator.get(address).status == 404
    assert administrator.get("/desk/texts").says("Ikke læst endnu")
    db.session.rollback()
