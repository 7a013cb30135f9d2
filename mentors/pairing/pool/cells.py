"""What may stand in a cell, and what to write instead: every reader returns a value or raises `BadCell`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from mentors.core.language import ALIASES
from mentors.pairing.pool.facts import FLUENT, Gender
from mentors.pairing.pool.week import BIT, DAYS, PARTS
from mentors.pairing.pool.words import LANGUAGE, SAY

LONGEST = 200  # characters in one value; longer is a slip of the mouse
MOST_VALUES = 200
EARLIEST_BIRTH = 1900


class BadCell(ValueError):
    """What to write in the cell: a key of `words.SAY` and its values, and the sentence they make."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(SAY[key].format(**values))
        self.key, self.values = key, values


def clean(text: str) -> str:
    """The text without control characters, zero-width marks and blanks around; blanks inside become one."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (" " if one.isspace() else one for one in unicodedata.normalize("NFC", text))
    return " ".join("".join(one for one in kept if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co")).split())


def values(text: str) -> list[str]:
    """The values of a list cell: parted by `;`, `,` or `|`."""
    found = [one.strip() for one in re.split(r"[;,|]", text) if one.strip()]
    if len(found) > MOST_VALUES:
        raise BadCell("too_many", most=MOST_VALUES)
    return found


def short(text: str) -> str:
    if len(text) > LONGEST:
        raise BadCell("too_long", most=LONGEST)
    return text


# An apostrophe before these is how a spreadsheet is told that a text is no formula; we write it, so we read it.
_FORMULA = ("=", "+", "-", "@")
# What a spreadsheet shows where it could not work a cell out, in English and Danish; nobody means that.
NOT_WORKED_OUT = "#N/A"
_ERRORS = frozenset(
    (NOT_WORKED_OUT, "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#I/T", "#REFERENCE!", "#VÆRDI!",
     "#NAVN?", "#DIVISION/0!", "#NUL!")
)  # fmt: skip


def worked_out(text: str) -> str:
    """The text, unless it is a spreadsheet's word for a formula without an outcome. Raises BadCell."""
    if text.upper() in _ERRORS:
        raise BadCell("formula")
    return text


def ref(text: str) -> str:
    """A reference: any short text. The apostrophe that keeps a spreadsheet from calculating is no part of it."""
    text = text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
    if not text:
        raise BadCell("ref")
    return short(worked_out(text))


def ref_list(text: str) -> frozenset[str]:
    return frozenset(ref(one) for one in values(text))


def word(text: str) -> str | None:
    """A name or code, compared without regard to case; empty: none."""
    return short(text).casefold() or None


def words(text: str) -> frozenset[str]:
    return frozenset(short(one).casefold() for one in values(text))


_LANGUAGE = re.compile(r"[a-z]{2,3}([_-][a-z0-9]{2,8})?", re.ASCII)
_NAMED = {name.casefold(): code for code, name in LANGUAGE.items()}
_CEFR = {"a1": 1, "a2": 2, "b1": 3, "b2": 4, "c1": 5, "c2": 6}


def languages(text: str) -> dict[str, int]:
    """`da:2;ar` as {"da": 2, "ar": 6}: levels 1..6 (or A1..C2), fluent without one. Twice: the higher level."""
    spoken: dict[str, int] = {}
    for one in values(text):
        name, colon, level = (part.strip() for part in one.partition(":"))
        code = _code(name)
        spoken[code] = max(spoken.get(code, 0), _level(level) if colon else FLUENT)
    return spoken


def _code(name: str) -> str:
    folded = name.casefold()
    if folded in _NAMED:
        return _NAMED[folded]
    if not _LANGUAGE.fullmatch(folded):
        raise BadCell("language", value=name[:LONGEST])
    return ALIASES.get(folded.replace("_", "-"), folded.replace("-", "_"))


def _level(text: str) -> int:
    folded = text.casefold()
    if folded in _CEFR:
        return _CEFR[folded]
    if folded.isascii() and folded.isdigit() and len(folded) < 3 and 1 <= int(folded) <= FLUENT:
        return int(folded)
    raise BadCell("level", most=FLUENT)


_DAY = {day: day for day in DAYS} | dict(
    zip(("man", "tir", "ons", "tor", "fre", "lør", "søn", "lor", "son"), (*DAYS, "sat", "sun"), strict=True)
)
_PART = {part: part for part in PARTS} | {
    "formiddag": "morning", "morgen": "morning", "eftermiddag": "afternoon", "aften": "evening",
}  # fmt: skip


def week(text: str) -> int:
    """`mon-evening;sat` as bits: a part of a day, or all three parts where only the day stands."""
    bits = 0
    for one in values(text):
        day, dash, part = (piece.strip() for piece in one.casefold().partition("-"))
        if day not in _DAY or (dash and part not in _PART):
            raise BadCell("week")
        for wanted in (_PART[part],) if dash else PARTS:
            bits |= BIT[f"{_DAY[day]}-{wanted}"]
    return bits


_GENDERS: Mapping[str, Gender] = {
    "woman": Gender.woman, "female": Gender.woman, "f": Gender.woman, "kvinde": Gender.woman, "k": Gender.woman,
    "man": Gender.man, "male": Gender.man, "m": Gender.man, "mand": Gender.man,
    "other": Gender.other, "andet": Gender.other, "x": Gender.other,
}  # fmt: skip


def gender(text: str) -> Gender | None:
    if not text:
        return None
    if text.casefold() not in _GENDERS:
        raise BadCell("gender")
    return _GENDERS[text.casefold()]


def wanted_gender(text: str) -> Gender | None:
    return None if text.casefold() in ("any", "alle", "ligegyldigt") else gender(text)


_YES = frozenset({"yes", "ja", "y", "j", "true", "sand", "1", "x"})
_NO = frozenset({"", "no", "nej", "n", "false", "falsk", "0"})


def yes_no(text: str) -> bool:
    folded = text.casefold()
    if folded not in _YES | _NO:
        raise BadCell("yes_no")
    return folded in _YES


def postcode(text: str) -> str | None:
    """Four digits, with or without a town behind; None for none. Whether it exists is asked elsewhere."""
    if not text:
        return None
    found = re.fullmatch(r"(?:DK[- ]?)?([0-9]{3,4})(?:\.0)?(?:[ ,].*)?", text, re.IGNORECASE)
    if not found:
        raise BadCell("postcode")
    return found.group(1).zfill(4)  # a spreadsheet drops the leading 0 of 0800


def whole(text: str, low: int, high: int) -> int | None:
    """A whole number, None for an empty cell. `7.0` is how some spreadsheets write 7."""
    if not text:
        return None
    found = re.fullmatch(r"([0-9]{1,9})(?:[.,]0+)?", text, re.ASCII)
    if not found or not low <= int(found.group(1)) <= high:
        raise BadCell("whole", low=low, high=high)
    return int(found.group(1))


def km(text: str) -> int | None:
    """A limit in km. Distances are whole, so 7,5 km limits just as 7 does."""
    found = re.fullmatch(r"([0-9]{1,4})(?:[.,][0-9]+)?(?: ?km)?", text, re.ASCII | re.IGNORECASE)
    if text and (not found or int(found.group(1)) > 1000):
        raise BadCell("km")
    return int(found.group(1)) if found else None


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?", re.ASCII)
_DANISH = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", re.ASCII)


def day(text: str) -> date | None:
    """`2026-03-01`, or day first as in `1.3.2026`; None for an empty cell."""
    if not text:
        return None
    iso, danish = _ISO.fullmatch(text), _DANISH.fullmatch(text)
    parts = iso.groups() if iso else danish.groups()[::-1] if danish else None
    try:
        found = date(*map(int, parts)) if parts else None
    except ValueError:
        found = None
    if found is None or not EARLIEST_BIRTH <= found.year <= 2200:
        raise BadCell("day")
    return found
