"""What translators do to a catalogue, and what the house does to it meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from mentors.i18n import catalogues, commands
from mentors.i18n.sources import DESK, Text

HELLO, DAYS, TASK = Text("Hej %(name)s"), Text("%(num)d dag", "%(num)d dage"), Text("Opgave", None, DESK)
TEXTS = {text.msgid: text for text in (HELLO, DAYS, TASK)}


def entry(code: str, part: str, msgid: str, folder: Path):  # type: ignore[no-untyped-def]
    return catalogues.read(code, part, folder).find(msgid)


def test_a_translation_survives_an_update_and_leaves_with_its_text(tmp_path: Path) -> None:
    catalogues.update(TEXTS, "uk", tmp_path)
    catalogues.fill("uk", {HELLO.msgid: "Привіт, %(name)s"}, tmp_path)
    catalogues.update(TEXTS, "uk", tmp_path)
    assert entry("uk", "public", HELLO.msgid, tmp_path).msgstr == "Привіт, %(name)s"
    catalogues.update({DAYS.msgid: DAYS}, "uk", tmp_path)
    assert [e.msgid for e in catalogues.read("uk", "public", tmp_path)] == [DAYS.msgid]


def test_a_text_that_moves_to_the_public_keeps_its_translation(tmp_path: Path) -> None:
    catalogues.update(TEXTS, "en", tmp_path)
    catalogues.fill("en", {"Opgave": "Task"}, tmp_path)
    catalogues.update({"Opgave": Text("Opgave")}, "en", tmp_path)
    assert entry("en", "public", "Opgave", tmp_path).msgstr == "Task"
    assert len(catalogues.read("en", "desk", tmp_path)) == 0


def test_only_staff_languages_have_a_desk(tmp_path: Path) -> None:
    for code in ("en", "ar"):
        catalogues.update(TEXTS, code, tmp_path)
    assert catalogues.po_path("en", "desk", tmp_path).exists()
    assert not catalogues.po_path("ar", "desk", tmp_path).exists()
    assert len(catalogues.missing("en", tmp_path)) == 3 and len(catalogues.missing("ar", tmp_path)) == 2


def test_what_does_not_fit_is_refused_and_the_rest_is_kept(tmp_path: Path) -> None:
    catalogues.update(TEXTS, "uk", tmp_path)
    done, faults = catalogues.fill(
        "uk",
        {HELLO.msgid: "Привіт, %(nam)s", DAYS.msgid: ["%(num)d день", "%(num)d дні", "%(num)d днів"], "Ukendt": "x"},
        tmp_path,
    )
    assert done == 1 and len(faults) == 3
    assert entry("uk", "public", HELLO.msgid, tmp_path).msgstr == ""
    assert catalogues.missing("uk", tmp_path)[0].msgid == HELLO.msgid


@pytest.mark.parametrize("given", [1, None, {}, ["a", 2], ["a"]])
def test_nonsense_is_refused(tmp_path: Path, given: object) -> None:
    catalogues.update(TEXTS, "uk", tmp_path)
    done, faults = catalogues.fill("uk", {DAYS.msgid: given}, tmp_path)
    assert done == 0 and faults


def test_a_second_update_changes_no_byte(tmp_path: Path) -> None:
    catalogues.update(TEXTS, "ar", tmp_path)
    path = catalogues.po_path("ar", "public", tmp_path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    catalogues.update(TEXTS, "ar", tmp_path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert "Plural-Forms: nplurals=6" in path.read_text() and "#:" not in path.read_text()


def test_translators_get_a_list_and_give_it_back(house: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "find_texts", lambda: TEXTS)
    real = {name: getattr(catalogues, name) for name in ("update", "missing", "fill")}
    monkeypatch.setattr(catalogues, "update", lambda texts, code: real["update"](texts, code, tmp_path))
    monkeypatch.setattr(catalogues, "missing", lambda code: real["missing"](code, tmp_path))
    monkeypatch.setattr(catalogues, "fill", lambda code, said: real["fill"](code, said, tmp_path))
    run = house.test_cli_runner().invoke
    asked = json.loads(run(args=["i18n", "missing", "uk"]).stdout)
    assert asked == {HELLO.msgid: "", DAYS.msgid: ["", "", ""]}
    asked[HELLO.msgid] = "Привіт, %(name)s"
    file = tmp_path / "uk.json"
    file.write_text(json.dumps(asked), encoding="utf-8")
    answer = run(args=["i18n", "fill", "uk", str(file)])
    assert answer.exit_code == 0 and "1 filled in, 0 refused, 1 still missing" in answer.output
    file.write_text('{"Hej %(name)s": "Привіт"}', encoding="utf-8")
    refused = run(args=["i18n", "fill", "uk", str(file)])
    assert refused.exit_code == 1 and "lacks the placeholders" in refused.output
    file.write_text("{", encoding="utf-8")
    assert "is not JSON" in run(args=["i18n", "fill", "uk", str(file)]).output
