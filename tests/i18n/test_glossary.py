"""One term for one thing, in every language: the glossary, and that the translations keep to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentors.core.language import READABLE
from mentors.i18n import catalogues
from mentors.i18n.glossary import (
    Glossary,
    faults_in_glossary,
    faults_in_terms,
    read_glossary,
    terms_nobody_says,
)

AGREED = catalogues.TRANSLATIONS / "glossary.toml"

SMALL = """
[term.association]
da = '\\bforening(?:en|er)?\\b'
so = ["urur"]
ar = ["جمعي"]
except = [{ text = "Foreningsliv for alle i en forening", languages = ["so"], why = "about life in clubs" }]
[phrases]
"Kvinde" = { so = "Haween", ar = "امرأة" }
"Kvinder" = { so = "Haween", ar = "نساء" }
"""


@pytest.fixture
def small(tmp_path: Path) -> Glossary:
    path = tmp_path / "glossary.toml"
    path.write_text(SMALL, encoding="utf-8")
    return read_glossary(path)


def test_the_words_agreed_upon_are_whole() -> None:
    glossary = read_glossary(AGREED)
    assert len(glossary.terms) + len(glossary.phrases) >= 250
    faults = faults_in_glossary(glossary, catalogues.RELEASED)
    assert not faults, "\n".join(faults)


def test_every_term_is_said_somewhere() -> None:
    faults = terms_nobody_says(read_glossary(AGREED), catalogues.all_said("en"))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("code", sorted(set(READABLE) - {"da"}))
def test_a_language_has_one_term_for_one_thing(code: str) -> None:
    faults = faults_in_terms(read_glossary(AGREED), code, catalogues.all_said(code))
    assert not faults, "\n".join(faults)


def test_another_word_for_the_same_thing_is_seen(small: Glossary) -> None:
    said = {"Min forening": ["Naadigayga"], "Foreningen": ["Ururka"], "Foreningsliv": ["Nolol"]}
    assert [fault.split(" does")[0] for fault in faults_in_terms(small, "so", said)] == ["'Min forening'"]


def test_capitals_vowel_marks_and_placeholders_do_not_matter(small: Glossary) -> None:
    assert not faults_in_terms(small, "ar", {"En forening": ["جَمعيّة"], "Hej %(forening)s": ["مرحبا %(forening)s"]})
    assert not faults_in_terms(small, "so", {"FORENINGEN": ["URURKA"]})


def test_an_exception_holds_for_its_languages_alone(small: Glossary) -> None:
    text = "Foreningsliv for alle i en forening"
    assert not faults_in_terms(small, "so", {text: ["Nolol"]})
    assert faults_in_terms(small, "ar", {text: ["حياة"]})
    assert any("is for no text" in fault for fault in terms_nobody_says(small, ["Foreningen"]))


def test_an_sms_may_leave_a_word_out(small: Glossary) -> None:
    assert not faults_in_terms(small, "so", {"Din forening: %(link)s": ["Halkan: %(link)s"]})


def test_a_phrase_is_said_as_agreed(small: Glossary) -> None:
    assert faults_in_terms(small, "ar", {"Kvinde": ["سيدة"]}) and not faults_in_terms(
        small, "ar", {"Kvinde": ["امرأة"]}
    )


def test_two_things_with_one_name_are_seen(small: Glossary) -> None:
    assert faults_in_glossary(small, ["ar"]) == []
    assert any("so says" in fault and "Kvinde and Kvinder" in fault for fault in faults_in_glossary(small, ["so"]))
    assert any("has no word in ti" in fault for fault in faults_in_glossary(small, ["ti"]))


def test_a_term_found_nowhere_is_seen(small: Glossary) -> None:
    assert "no text says 'association'" in terms_nobody_says(small, ["Kommunen"])
