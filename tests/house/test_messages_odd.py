"""Every message, in every language, told odd things: nothing breaks, nothing is given away on a locked phone (issue 7, item 6)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask

from mentors.core.language import READABLE, Language
from mentors.core.text import balanced
from mentors.messages.commands import _written
from mentors.messages.rules import sms_segments
from mentors.people.rules import Channel
from tests.house.checks.messages import SECRET_WORDS, faults_in_message
from tests.house.plausible import TOWN, VALUES
from tests.house.test_messages import KINDS, TEMPLATES, TO_STAFF

NAMES = (
    "Abdulrahman-Muhammad ibn Abdallah al-Hashimi", "فاطمة الزهراء", "Анна-Марія", "ኣስቴር", "2Pac 007", "100% %s %(name)s",
    "<b>Ida</b> &amp; {{ 7*7 }}", "Ida 👩‍👩‍👧", "Ida\nBcc: x@example.org", "Ida\u202eneH", "O'Neill \"Ida\"",
)  # fmt: skip
PEOPLE = (
    "name",
    "first_name",
    "other",
    "other_name",
    "contact",
    "newcomer",
    "volunteer",
    "person",
    "association",
    "company",
)


def told(name: str) -> dict[str, object]:
    values = {**VALUES, **dict.fromkeys(PEOPLE, name), "place": "Nørregade 12, 2. th", "programme": "Kulturvært"}
    for taken in ("code", "kind", "channel"):
        values.pop(taken, None)
    return {**values, "town": SimpleNamespace(**vars(TOWN), id=1)}


def said(kind: str, language: Language, name: str) -> dict[str, str]:
    texts = {}
    if (TEMPLATES / kind / "sms.txt").exists():
        _none, texts["sms"] = _written(Channel.sms, language.code, kind, **told(name))  # type: ignore[arg-type]
    texts["subject"], texts["body"] = _written(Channel.email, language.code, kind, **told(name))  # type: ignore[arg-type]
    return texts


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_bears_whatever_people_are_called(app: Flask, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setitem(app.extensions, "own_words", lambda _town, _code: {})
    with app.test_request_context("/"):
        for language in READABLE.values():
            for name in NAMES:
                for part, text in said(kind, language, name).items():
                    where = f"{kind} {language.code} {part} told {name!r}: {text!r}"
                    assert text and balanced(text.replace("\u202e", "")), where
                    assert "&lt;" not in text and "49" not in text.replace("4563112233", ""), where
                    assert part == "body" or ("\n" not in text and "\r" not in text), where
                    assert "None" not in text and "{{ " not in text.replace("{{ 7*7 }}", ""), where
                    if part != "body" and kind not in TO_STAFF:
                        assert "Nørregade" not in text and "Kulturvært" not in text, where
                    if part == "sms":
                        assert sms_segments(text) <= 4, where


@pytest.mark.parametrize(("code", "word"), [(code, word) for code, words in SECRET_WORDS.items() for word in words])
def test_a_word_that_gives_somebody_away_is_seen_in_each_language(code: str, word: str) -> None:
    assert faults_in_message({"sms": f"... {word}..."}) and not faults_in_message({"body": f"... {word}..."})


def test_each_language_has_its_words() -> None:
    assert set(SECRET_WORDS) == set(READABLE)
