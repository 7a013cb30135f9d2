"""One term for one thing: `translations/glossary.toml`, and where a language says a thing otherwise."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_HOLE = re.compile(r"%\(\w+\)[sd]")
_VOWEL_MARKS = re.compile(r"[\u064b-\u0652]")  # Arabic marks that a text may write or leave out


@dataclass(frozen=True, slots=True)
class Term:
    """A thing: how Danish texts say it, and by which stems a translation is known to say it too."""

    name: str
    danish: re.Pattern[str]
    stems: Mapping[str, tuple[str, ...]]
    exceptions: frozenset[tuple[str, str]]  # (Danish text, language)

    def is_in(self, msgid: str) -> bool:
        return self.danish.search(_HOLE.sub(" ", msgid)) is not None

    def is_said(self, text: str, code: str) -> bool:
        folded = _folded(text)
        return any(_folded(stem) in folded for stem in self.stems.get(code, ()))


@dataclass(frozen=True, slots=True)
class Glossary:
    terms: tuple[Term, ...]
    phrases: Mapping[str, Mapping[str, str]]
    same: frozenset[tuple[str, frozenset[str]]]  # (language, Danish words it says with one)


def read_glossary(path: Path) -> Glossary:
    """The glossary as it is written down. Raises KeyError where a term lacks its Danish."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    terms = tuple(_term(name, row) for name, row in data.get("term", {}).items())
    same = frozenset((row["language"], frozenset(row["words"])) for row in data.get("same", ()))
    return Glossary(terms, data.get("phrases", {}), same)


def _term(name: str, row: Mapping[str, Any]) -> Term:
    exceptions = frozenset(
        (one["text"], code) for one in row.get("except", ()) if one["why"].strip() for code in one["languages"]
    )
    stems = {code: tuple(said) for code, said in row.items() if code not in ("da", "except")}
    return Term(name, re.compile(row["da"], re.IGNORECASE), stems, exceptions)


def faults_in_glossary(glossary: Glossary, languages: Iterable[str]) -> list[str]:
    """What is wrong with the glossary itself: a language without a column, two things with one name by mistake."""
    faults = []
    for code in languages:
        faults += [
            f"the term {term.name!r} has no word in {code}" for term in glossary.terms if not term.stems.get(code)
        ]
        faults += [f"the phrase {da!r} has no word in {code}" for da, by in glossary.phrases.items() if code not in by]
        names: dict[str, set[str]] = defaultdict(set)
        for danish, by in glossary.phrases.items():
            names[_folded(by.get(code, danish))].add(danish)
        for said, things in names.items():
            if len(things) > 1 and (code, frozenset(things)) not in glossary.same:
                faults.append(f"{code} says {said!r} for {' and '.join(sorted(things))}")
    return faults


def faults_in_terms(glossary: Glossary, code: str, said: Mapping[str, Iterable[str]]) -> list[str]:
    """Where a language says a thing otherwise than agreed: `said` holds each Danish text and how it is said."""
    faults = []
    for msgid, texts in said.items():
        forms = list(texts)
        agreed = glossary.phrases.get(msgid, {}).get(code)
        if agreed is not None and forms != [agreed]:
            faults.append(f"{msgid!r} is {agreed!r} in the glossary and {forms[0]!r} here")
        if "%(link)s" in msgid:  # an SMS: 70 letters leave no room for every word
            continue
        faults += [
            f"{msgid!r} does not say {term.name!r} as agreed ({', '.join(term.stems.get(code, ()))}): {forms[0]!r}"
            for term in glossary.terms
            if term.is_in(msgid)
            and (msgid, code) not in term.exceptions
            and not any(term.is_said(form, code) for form in forms)
        ]
    return faults


def terms_nobody_says(glossary: Glossary, msgids: Iterable[str]) -> list[str]:
    """Terms whose Danish is found in no text, and exceptions for texts that are gone or need none any more."""
    texts = set(msgids)
    faults = [f"no text says {term.name!r}" for term in glossary.terms if not any(map(term.is_in, texts))]
    return faults + [
        f"the exception for {text!r} under {term.name!r} is for no text of the house"
        for term in glossary.terms
        for text in sorted({text for text, _code in term.exceptions} - texts)
    ]


@cache
def _folded(text: str) -> str:
    return _VOWEL_MARKS.sub("", _HOLE.sub(" ", text)).casefold()
