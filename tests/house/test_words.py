"""Every kind has a word, and every word on a page can be translated."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest
from babel import Locale
from sqlalchemy import Text, select

import mentors
from mentors.core.language import READABLE
from mentors.core.place import places
from mentors.kit import speech
from mentors.kit.db import Base, db, reading
from mentors.kit.vault import Sealed
from tests.house.checks.pseudo import Pseudo, bare_text, words_in
from tests.house.checks.words import faults_in_calls, faults_in_words
from tests.house.walk import walk
from tests.seeded import Town

# Words that are the same in every language.
UNIVERSAL = frozenset({"cvr", "sms", "km", "kb", "id", "qr", "kl", "ics"})

# Tables that need not be whole, each with its reason.
PARTIAL = {
    "mentors.desk.words.ROLE": "the team's page shows staff alone",
    "mentors.programmes.words_desk.HURDLE_AT_DESK": "says some hurdles otherwise than HURDLE, which is whole",
}


def words_modules() -> list[str]:
    found = pkgutil.walk_packages(mentors.__path__, "mentors.")
    return [module.name for module in found if module.name.rpartition(".")[2].startswith("words")]


def test_every_kind_has_a_word() -> None:
    names = words_modules()
    assert names
    faults = [fault for name in names for fault in faults_in_words(name, vars(importlib.import_module(name)))]
    faults = [fault for fault in faults if fault.split()[0] not in PARTIAL]
    assert not faults, "\n" + "\n".join(faults)


def test_only_whole_texts_are_translated(root: Path) -> None:
    files = [path for path in sorted((root / "mentors").rglob("*.py")) if path.name != "speech.py"]
    faults = [f for path in files for f in faults_in_calls(str(path.relative_to(root)), path.read_text())]
    assert not faults, "\n" + "\n".join(faults)


def data_words() -> frozenset[str]:
    """What stands on pages and is nobody's to translate: names, notes, places, and Babel's own words."""
    values: list[object] = [place.town for place in places().values()]
    with reading(), db.engine.connect() as connection:
        for table in Base.metadata.tables.values():
            columns = [column for column in table.c if isinstance(column.type, Text | Sealed)]
            for row in connection.execute(select(*columns)) if columns else ():
                values += row
        connection.rollback()
    danish = Locale.parse("da")
    values += [*danish.languages.values(), *danish.territories.values()]
    values += [language.own_name for language in READABLE.values()]
    values += [word for width in ("wide", "abbreviated") for word in danish.months["format"][width].values()]
    values += [word for width in ("wide", "abbreviated") for word in danish.days["format"][width].values()]
    return words_in(values) | UNIVERSAL


@pytest.mark.parametrize("walker", ["public", "links", "host", "coordinator"])
def test_no_word_on_a_page_is_bare(seeded: Town, monkeypatch: pytest.MonkeyPatch, walker: str) -> None:
    data = data_words()
    # Only the walk is read in the pseudo-language: before it, people sign in by the words on the buttons.
    monkeypatch.setattr(speech, "words_of", lambda *_codes: Pseudo())
    faults: dict[str, str] = {}
    for seen in walk(seeded, walker, "da", most=1):
        if seen.is_html and seen.page.status == 200 and seen.endpoint != "desk.specimens":
            for text in bare_text(seen.page.html, data):
                faults.setdefault(f"{seen.endpoint}: {text[:80]!r}", seen.url)
    assert not faults, "these texts cannot be translated:\n" + "\n".join(sorted(faults))
