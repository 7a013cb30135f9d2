"""The build fails on each fault a translation can have: every one is planted here, and seen (issue 7, item 1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polib
import pytest
from flask import Flask

from mentors.core.language import READABLE
from mentors.i18n import catalogues, commands
from mentors.i18n.sources import Text
from mentors.kit.speech import reviews

HELLO, DAYS, BOLD = Text("Hej %(name)s"), Text("%(num)d dag", "%(num)d dage"), Text("Skriv <b>kun</b> dit navn.")
TEXTS = {text.msgid: text for text in (HELLO, DAYS, BOLD)}
GOOD = {
    HELLO.msgid: "Привіт %(name)s",
    DAYS.msgid: ["%(num)d день", "%(num)d дні", "%(num)d днів"],
    BOLD.msgid: "Напишіть <b>лише</b> своє ім’я.",
}
Plant = Callable[[polib.POFile], None]


def entry(catalogue: polib.POFile, text: Text) -> polib.POEntry:
    return next(one for one in catalogue if one.msgid == text.msgid)


def saying(text: Text, said: str) -> Plant:
    return lambda catalogue: setattr(entry(catalogue, text), "msgstr", said)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    catalogues.update(TEXTS, "uk", tmp_path)
    assert catalogues.fill("uk", GOOD, tmp_path) == (3, [])
    catalogues.note_review("uk", "", None, folder=tmp_path)
    assert catalogues.faults_of("uk", TEXTS, tmp_path) == []
    return tmp_path


PLANTED: dict[str, tuple[Plant, str]] = {
    "missing": (saying(HELLO, ""), "is not translated"),
    "one form missing": (lambda it: entry(it, DAYS).msgstr_plural.update({2: ""}), "is not translated"),
    "fuzzy": (lambda it: entry(it, HELLO).flags.append("fuzzy"), "is a guess (fuzzy)"),
    "placeholder": (saying(HELLO, "Привіт %(nam)s"), "has placeholders the source lacks"),
    "placeholder left out": (saying(HELLO, "Привіт"), "lacks the placeholders"),
    "tag": (saying(BOLD, "Напишіть <i>лише</i> своє ім’я."), "has other HTML tags"),
    "tag left out": (saying(BOLD, "Напишіть лише своє ім’я."), "has other HTML tags"),
    "plural count": (lambda it: entry(it, DAYS).msgstr_plural.pop(2), "needs 3 plural forms"),
    "plural rule": (
        lambda it: it.metadata.update({"Plural-Forms": "nplurals=2; plural=(n != 1);"}),
        "plural rule is not Babel's",
    ),
    "bidi mark": (saying(HELLO, "Привіт \u2068%(name)s"), "a direction mark that is not closed"),
    "length": (saying(BOLD, "Напишіть <b>лише</b> своє ім’я" + " і більше нічого" * 5 + "."), "say it shorter"),
    "another script": (saying(HELLO, "Hello %(name)s"), "Latin letters"),
    "still Danish": (saying(BOLD, BOLD.msgid), "is still the Danish text"),
    "text that is gone": (
        lambda it: it.append(polib.POEntry(msgid="Farvel", msgstr="Бувай")),
        "is no longer said",
    ),
    "text nobody wrote in": (lambda it: it.remove(entry(it, HELLO)), "is said in the house and not in the file"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_each_fault_is_seen(folder: Path, name: str) -> None:
    plant, complaint = PLANTED[name]
    catalogue = catalogues.read("uk", "public", folder)
    plant(catalogue)
    catalogue.save(str(catalogues.po_path("uk", "public", folder)))
    faults = catalogues.faults_of("uk", TEXTS, folder)
    assert any(complaint in fault for fault in faults), faults


def test_a_language_nobody_has_said_anything_about_is_seen(folder: Path) -> None:
    (folder / "reviewed.toml").unlink()
    assert any("whether anybody has read it" in fault for fault in catalogues.faults_of("uk", TEXTS, folder))


def test_the_build_fails(house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """`flask i18n check`, which `make check` runs, ends with 1 and says what is wrong."""
    monkeypatch.setattr(catalogues, "faults_of", lambda code, _texts: [f"{code}: planted"])
    ran = house.test_cli_runner().invoke(args=["i18n", "check"])
    assert ran.exit_code == 1 and "so: planted" in ran.output


def test_a_review_is_written_down_and_can_be_taken_back(
    house: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = catalogues.note_review
    monkeypatch.setattr(commands.catalogues, "note_review", lambda *said: real(*said, folder=tmp_path))
    run = house.test_cli_runner().invoke
    told = ["--by", 'tolk "N", Demoby', "--on", "2026-11-20", "--what", "SMS og Min kontakt"]
    assert run(args=["i18n", "reviewed", "so", *told]).exit_code == 0
    assert reviews(tmp_path)["so"] == {
        "reviewed": True, "by": 'tolk "N", Demoby', "on": "2026-11-20", "what": "SMS og Min kontakt",
    }  # fmt: skip
    assert set(reviews(tmp_path)) == set(READABLE) - {"da"} and not reviews(tmp_path)["ar"]["reviewed"]
    assert run(args=["i18n", "reviewed", "so", "--on", "2026-11-20"]).exit_code == 1, "nobody is named"
    assert run(args=["i18n", "reviewed", "so", "--by", "tolk", "--on", "2046-11-20"]).exit_code == 1, "not yet"
    assert run(args=["i18n", "reviewed", "so"]).exit_code == 0 and not reviews(tmp_path)["so"]["reviewed"]


def test_the_staffs_page_says_who_read_what_and_when(given, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    from mentors.core.actor import Role
    from mentors.wordings import views_desk

    read = {"so": {"reviewed": True, "by": "tolk, Demoby", "on": str(date(2026, 11, 20)), "what": "SMS"}}
    monkeypatch.setattr(views_desk.speech, "reviews", lambda: read)
    page = given.signed_in(given.staff(Role.administrator)).get("/desk/texts")
    row = next(row.get_text(" ", strip=True) for row in page.soup.select("tr") if "tolk, Demoby" in row.get_text())
    assert "Soomaali" in row and "SMS" in row and "2026-11-20" in row
    assert page.text.count("Ikke læst endnu") == len(READABLE) - 2
