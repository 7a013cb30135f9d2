"""The files translators fill in: `translations/<language>/LC_MESSAGES/{public,desk}.po`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polib

from mentors.core.language import COMING, READABLE, SOURCE, STAFF_LANGUAGES
from mentors.core.text import placeholders
from mentors.i18n.faults import faults_in, plural_forms
from mentors.i18n.sources import DESK, PARTS, PUBLIC, ROOT, Text
from mentors.kit.speech import reviews

TRANSLATIONS = ROOT / "translations"
RELEASED = tuple(code for code in READABLE if code != SOURCE.code)
TRANSLATED = (*RELEASED, *COMING)
Said = str | Sequence[str]


def parts_of(code: str) -> tuple[str, ...]:
    """The parts a language must be whole in: everyone's texts, and the desk's where staff read it."""
    return PARTS if code in STAFF_LANGUAGES else (PUBLIC,)


def po_path(code: str, part: str, folder: Path = TRANSLATIONS) -> Path:
    return folder / code / "LC_MESSAGES" / f"{part}.po"


def read(code: str, part: str, folder: Path = TRANSLATIONS) -> polib.POFile:
    path = po_path(code, part, folder)
    return polib.pofile(str(path), wrapwidth=100) if path.exists() else polib.POFile(wrapwidth=100)


def update(texts: Mapping[str, Text], code: str, folder: Path = TRANSLATIONS) -> None:
    """Bring a language's files in step with the sources: keep what is translated, drop what is gone.

    A text that moves between the parts takes its translation along.
    """
    known = {entry.msgid: entry for part in PARTS for entry in read(code, part, folder) if not entry.obsolete}
    for part in parts_of(code):
        _write(_catalogue(texts, part, code, known), po_path(code, part, folder))
    if DESK not in parts_of(code):
        po_path(code, DESK, folder).unlink(missing_ok=True)


def write_templates(texts: Mapping[str, Text], folder: Path = TRANSLATIONS) -> None:
    for part in PARTS:
        _write(_catalogue(texts, part, None, {}), folder / f"{part}.pot")


def _catalogue(
    texts: Mapping[str, Text], part: str, code: str | None, known: Mapping[str, polib.POEntry]
) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "MIME-Version": "1.0",
        "Language": code or "",
        **({"Plural-Forms": plural_forms(code)[1]} if code else {}),
    }
    forms = plural_forms(code)[0] if code else 2
    for text in texts.values():
        if text.part == part:
            catalogue.append(_entry(text, known.get(text.msgid), forms))
    return catalogue


def _entry(text: Text, known: polib.POEntry | None, forms: int) -> polib.POEntry:
    entry = polib.POEntry(
        msgid=text.msgid,
        msgid_plural=text.plural or "",
        comment="\n".join(note.removeprefix("i18n:").strip() for note in text.notes),
        flags=["python-format"] if placeholders(text.msgid + (text.plural or "")) else [],
    )
    if known is not None and "fuzzy" in known.flags:
        entry.flags.append("fuzzy")
    if text.plural:
        said = known.msgstr_plural if known is not None and known.msgid_plural == text.plural else {}
        entry.msgstr_plural = {form: said.get(form, "") for form in range(forms)}
    elif known is not None and not known.msgid_plural:
        entry.msgstr = known.msgstr
    return entry


def _write(catalogue: polib.POFile, path: Path) -> None:
    """Write a file if it changes, in one step, so that several translators may work side by side."""
    content = f"{catalogue}\n"
    if path.exists() and path.read_text(encoding="utf-8") == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.write_text(content, encoding="utf-8")
    beside.replace(path)


def said_in(entry: polib.POEntry) -> Said:
    return [entry.msgstr_plural[form] for form in sorted(entry.msgstr_plural)] if entry.msgid_plural else entry.msgstr


def all_said(code: str, folder: Path = TRANSLATIONS) -> dict[str, list[str]]:
    """What a language says to everybody for each Danish text, in all its forms; untranslated ones left out."""
    entries = [entry for entry in read(code, PUBLIC, folder) if not is_untranslated(entry)]
    return {entry.msgid: [said] if isinstance(said := said_in(entry), str) else list(said) for entry in entries}


def is_untranslated(entry: polib.POEntry) -> bool:
    """Nothing is said yet, or not all forms are."""
    return not all(entry.msgstr_plural.values()) if entry.msgid_plural else not entry.msgstr


def missing(code: str, folder: Path = TRANSLATIONS) -> list[polib.POEntry]:
    """What a language still lacks in its parts, as its files stand."""
    entries = [entry for part in parts_of(code) for entry in read(code, part, folder)]
    return [entry for entry in entries if is_untranslated(entry) or "fuzzy" in entry.flags]


def fill(code: str, said: Mapping[str, Any], folder: Path = TRANSLATIONS) -> tuple[int, list[str]]:
    """Put translations in: how many fitted, and a sentence for each that did not. Those stay as they were."""
    done, faults, unknown = 0, [], dict(said)
    for part in parts_of(code):
        catalogue = read(code, part, folder)
        for entry in catalogue:
            if entry.msgid not in unknown:
                continue
            given = unknown.pop(entry.msgid)
            wrong = _faults_in_given(entry, given, code)
            faults += [f"{entry.msgid!r} {fault}" for fault in wrong]
            if not wrong:
                _say(entry, given)
                done += 1
        _write(catalogue, po_path(code, part, folder))
    return done, faults + [f"{msgid!r} is no text of the house" for msgid in unknown]


def _faults_in_given(entry: polib.POEntry, given: Any, code: str) -> list[str]:
    forms = given if isinstance(given, list) else [given]
    if not all(isinstance(form, str) for form in forms):
        return ["must be a text, or a list of texts where it counts"]
    return faults_in(entry.msgid, entry.msgid_plural or None, given, code)


def _say(entry: polib.POEntry, said: Said) -> None:
    if isinstance(said, str):
        entry.msgstr = said
    else:
        entry.msgstr_plural = dict(enumerate(said))
    entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]


def faults_of(code: str, texts: Mapping[str, Text], folder: Path = TRANSLATIONS) -> list[str]:
    """Everything wrong with a released language, one sentence each."""
    faults = [] if code in reviews(folder) else [f"{code}: reviewed.toml does not say whether anybody has read it"]
    for part in parts_of(code):
        catalogue, wanted = read(code, part, folder), {m for m, text in texts.items() if text.part == part}
        has = {entry.msgid for entry in catalogue}
        where = f"{code}/{part}"
        if catalogue.metadata.get("Plural-Forms") != plural_forms(code)[1]:
            faults.append(f"{where}: the header's plural rule is not Babel's; run `flask i18n update`")
        faults += [
            f"{where}: {m!r} is said in the house and not in the file; run `flask i18n update`"
            for m in sorted(wanted - has)
        ]
        faults += [f"{where}: {m!r} is no longer said; run `flask i18n update`" for m in sorted(has - wanted)]
        for entry in catalogue:
            if "fuzzy" in entry.flags:
                faults.append(f"{where}: {entry.msgid!r} is a guess (fuzzy) nobody has confirmed")
            if is_untranslated(entry):
                faults.append(f"{where}: {entry.msgid!r} is not translated")
            else:
                wrong = faults_in(entry.msgid, entry.msgid_plural or None, said_in(entry), code)
                faults += [f"{where}: {entry.msgid!r} {fault}" for fault in wrong]
    return faults


def faults_in_sources(texts: Mapping[str, Text]) -> list[str]:
    """Texts that cannot be translated as they stand."""
    return [
        f"{text.msgid!r} is said both with and without a number ({', '.join(text.places[:3])}): reword one"
        for text in texts.values()
        if text.counts_sometimes
    ]


_REVIEWS_HEAD = """\
# Whether a native speaker has read a language as people meet it. Until then it is marked as unreviewed.
# `flask i18n reviewed LANGUAGE --by ROLE --on DAY --what PAGES` writes here: a role or initials, no private data.
"""


def note_review(code: str, by: str, on: date | None, what: str = "", folder: Path = TRANSLATIONS) -> None:
    """Write down who has read what of a language and on which day; without a day it counts as unread again."""
    unread = {"reviewed": False, "by": "", "on": "", "what": ""}
    known: dict[str, dict[str, Any]] = dict.fromkeys(TRANSLATED, unread) | reviews(folder)
    known[code] = {"reviewed": True, "by": by, "on": on.isoformat(), "what": what} if on else unread
    blocks = [
        f"\n[{one}]\n" + "".join(f"{key} = {json.dumps(said.get(key, ''), ensure_ascii=False)}\n" for key in unread)
        for one, said in known.items()
    ]
    (folder / "reviewed.toml").write_text(_REVIEWS_HEAD + "".join(blocks), encoding="utf-8")


def compile_all(folder: Path = TRANSLATIONS) -> list[Path]:
    """Write the machine's form beside each file. polib leaves out what is not translated, so that the
    fallback language is asked; Babel's own compiler would put the Danish text there."""
    made = []
    for path in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
        made.append(path.with_suffix(".mo"))
    return made
