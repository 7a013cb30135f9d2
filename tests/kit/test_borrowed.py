"""A text that is missing in the page's language says which language it is shown in (WCAG 3.1.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from markupsafe import Markup

from mentors.kit import speech
from mentors.kit.borrowed import marked, told
from tests.page import Visitor

TEXT = "Arbejder du i kommunen? Log ind her"


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Take texts out of a language's catalogues."""

    def lose(code: str, *texts: str) -> None:
        for part in speech.PARTS:
            found = speech._catalogue(code, part)
            if found is not None:
                monkeypatch.setattr(found, "_catalog", {k: v for k, v in found._catalog.items() if k not in texts})
        speech.words_of.cache_clear()
        speech._language_of.cache_clear()

    yield lose
    monkeypatch.undo()
    speech.words_of.cache_clear()
    speech._language_of.cache_clear()


def test_a_borrowed_text_carries_its_language(visitor: Callable[[], Visitor], lost: Callable[..., None]) -> None:
    lost("ar", TEXT)
    page = visitor().get("/sign-in?lang=ar")
    span = page.soup.find("span", lang="en")
    assert span is not None and span["dir"] == "ltr" and span.parent.name == "a"
    lost("en", TEXT)
    page = visitor().get("/sign-in?lang=ar")
    assert page.soup.find("span", lang="da").get_text() == TEXT
    assert not any(sign in page.html for sign in "\x0e\x0f\x10")


@pytest.mark.parametrize("code", ["da", "ar"])
def test_what_stands_in_the_pages_own_language_says_nothing(visitor: Callable[[], Visitor], code: str) -> None:
    page = visitor().get(f"/sign-in?lang={code}")
    assert page.soup.html["lang"] == code
    assert not [tag for tag in page.soup.select("main span[lang]") if tag["lang"] != code and TEXT in tag.get_text()]


def test_where_no_span_can_stand_there_is_none() -> None:
    text = marked("Log ind", "da")
    html = f'<title>{text}</title><p title="{text}">{text}</p><option>{text}</option><svg><text>{text}</text></svg>'
    assert told(html) == (
        '<title>Log ind</title><p title="Log ind"><span lang="da" dir="ltr">Log ind</span></p>'
        "<option>Log ind</option><svg><text>Log ind</text></svg>"
    )
    assert told(f"<p>{marked(Markup('a <b>c</b> ') + marked('سلام', 'ar'), 'da')}</p>") == (
        '<p><span lang="da" dir="ltr">a <b>c</b> <span lang="ar" dir="rtl">سلام</span></span></p>'
    )


def test_messages_and_plain_texts_carry_no_signs(app: Flask, lost: Callable[..., None]) -> None:
    lost("ar", TEXT)
    with app.test_request_context("/"), speech.speaking("ar"):
        from flask_babel import gettext

        said = str(gettext(TEXT))
    assert "\x0e" not in said and said
