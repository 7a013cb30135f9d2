"""Speaking: the fallback to English and Danish, the net under broken translations, dates and plurals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polib
import pytest
from flask import Flask
from flask_babel import gettext, lazy_gettext, ngettext

from mentors.core import clock
from mentors.i18n import catalogues
from mentors.i18n.sources import Text
from mentors.kit import speech
from mentors.kit.speech import speaking

TEXTS = {
    text.msgid: text
    for text in (
        Text("Hej"), Text("Farvel"), Text("Goddag"), Text("Hej %(name)s"), Text("100 %% af %(n)s"), Text("%(num)d møde", "%(num)d møder"),
        Text("%(num)d uge", "%(num)d uger"),
    )
}  # fmt: skip
ARABIC = ["لا لقاء", "لقاء واحد", "لقاءان", "%(num)d لقاءات", "%(num)d لقاء عام", "%(num)d لقاءً"]


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, app: Flask) -> Iterator[Path]:
    """A house that knows seven texts."""
    for code in ("en", "ar", "uk"):
        catalogues.update(TEXTS, code, tmp_path)
    catalogues.fill(
        "en", {"Hej": "Hi", "Goddag": "Hello", "%(num)d møde": ["one meeting", "%(num)d meetings"]}, tmp_path
    )
    catalogues.fill("ar", {"Hej": "مرحبا", "%(num)d møde": ARABIC}, tmp_path)
    monkeypatch.setattr(speech, "TRANSLATIONS", tmp_path)
    _forget()
    with app.test_request_context("/"):
        yield tmp_path
    _forget()


def _forget() -> None:
    speech._catalogue.cache_clear()
    speech.words_of.cache_clear()


def _said(code: str, msgid: str, **values: object) -> str:
    with speaking(code):
        return gettext(msgid, **values)


def test_what_is_missing_is_said_in_english_and_then_in_danish(words: Path) -> None:
    assert [_said("ar", text) for text in ("Hej", "Goddag", "Farvel")] == ["مرحبا", "Hello", "Farvel"]
    assert _said("da", "Hej") == "Hej"


def test_a_label_made_early_speaks_the_reader_s_language(words: Path) -> None:
    label = lazy_gettext("Hej")
    with speaking("ar"):
        assert str(label) == "مرحبا"
    with speaking("en"):
        assert str(label) == "Hi"


@pytest.mark.parametrize(
    ("number", "form"), [(0, 0), (1, 1), (2, 2), (3, 3), (10, 3), (11, 5), (99, 5), (100, 4), (102, 4), (103, 3)]
)
def test_arabic_counts_in_six_forms(words: Path, number: int, form: int) -> None:
    with speaking("ar"):
        assert ngettext("%(num)d møde", "%(num)d møder", number) == ARABIC[form].replace("%(num)d", str(number))


def test_an_untranslated_plural_falls_back_whole(words: Path) -> None:
    with speaking("uk"):
        assert ngettext("%(num)d møde", "%(num)d møder", 5) == "5 meetings"
        assert ngettext("%(num)d uge", "%(num)d uger", 5) == "5 uger"
        assert ngettext("%(num)d uge", "%(num)d uger", 1) == "1 uge"


@pytest.mark.parametrize("broken", ["Hi %(nam)s", "Hi %(name)", "Hi %(name)d", "Hi %", "Hi %(name)s %s"])
def test_a_broken_translation_gives_way_to_the_danish(words: Path, broken: str) -> None:
    path = catalogues.po_path("en", "public", words)
    catalogue = polib.pofile(str(path))
    next(entry for entry in catalogue if entry.msgid == "Hej %(name)s").msgstr = broken
    catalogue.save()
    path.with_suffix(".mo").unlink(missing_ok=True)
    _forget()
    assert _said("en", "Hej %(name)s", name="Omar") == "Hej Omar"


def test_a_value_in_a_page_s_text_is_escaped(words: Path, app: Flask) -> None:
    template = app.jinja_env.from_string('{% autoescape true %}{{ _("Hej %(name)s", name=name) }}{% endautoescape %}')
    assert template.render(name="<b>") == "Hej &lt;b&gt;"


@pytest.mark.parametrize(
    ("code", "full", "day", "time"),
    [("da", "3. april 2026", "fredag 3. april", "16.30"), ("en", "3 April 2026", "Friday 3 April", "16:30")],
)
def test_days_and_hours_are_said_as_people_say_them(words: Path, code: str, full: str, day: str, time: str) -> None:
    moment = datetime(2026, 4, 3, 14, 30, tzinfo=UTC)
    with speaking(code):
        assert (speech.say_date(date(2026, 4, 3)), speech.say_day(moment), speech.say_time(moment)) == (full, day, time)


@pytest.mark.parametrize("code", ["ar", "uk"])
def test_hours_are_in_digits_everybody_can_read(words: Path, code: str) -> None:
    with speaking(code):
        assert speech.say_time(datetime(2026, 1, 5, 15, 5, tzinfo=UTC)) == "16:05"
        assert "2026" in speech.say_date(date(2026, 1, 5))


def test_a_wait_is_counted_in_days_on_the_wall(words: Path) -> None:
    with speaking("da"):
        now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # already Tuesday in Denmark
        assert speech.say_ago(now - timedelta(hours=1), now) == "1 dag"
        assert speech.say_ago(now, now) == "i dag" and speech.say_ago(now - timedelta(days=9), now) == "9 dage"


def test_an_unknown_language_is_danish(words: Path) -> None:
    with speaking("xx") as language:
        assert language.code == "da"
    assert clock.is_stopped()
