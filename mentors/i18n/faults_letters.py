"""What the letters of a translation give away: still Danish, another script, another ending, other numbers."""

from __future__ import annotations

import re

# What stands in a translation as it stands in the Danish: placeholders (with full hours), tags, a lone percent sign.
_HOLE = re.compile(r"%\(\w+\)[sd](?::00)?|</?[a-z][^>]*>|%%")
# A Danish word in brackets or quotation marks, as it will be met on a letter or a door.
_ASIDE = re.compile(r"\([^()]*\)|«[^»]*»|“[^”]*”|\"[^\"]*\"")
# Names that are the same in every language.
_NAMES = re.compile(r"Børns Vilkår|Digital Post|BørneTelefonen")

_SCRIPTS = {
    "uk": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "fa": re.compile(r"[\u0600-\u06ff]"),
    "ti": re.compile(r"[\u1200-\u137f]"),
}
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ@./-]*")
_NOT_LATIN = re.compile(r"[\u0370-\u139f\u3040-\uffef]")
_DANISH = re.compile(r"[æøå]|\b(?:og|ikke|jeg|eller|hvis|kommunen|skal|hvor|noget)\b", re.IGNORECASE)

_KINDS = {
    "?": "?", "؟": "?", "፧": "?", "!": ".", ".": ".", "።": ".", "۔": ".", "…": "…", ",": ",", "،": ",", "፣": ",",
    ":": ":", "፡": ":", "፦": ":", "፥": ":", ";": ";", "؛": ";", "፤": ";",
}  # fmt: skip
_OPENERS = frozenset("(–-+…?!:;,.")
_ABBREVIATED = re.compile(r"\b(?:kr|kl|nr|ca|tlf)\.$")
_CLOSERS = ')]»”"\u200e\u200f'
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def faults_in_letters(msgid: str, said: str, code: str, *, counts: bool = False) -> list[str]:
    """Everything the letters of one translation give away. A text that counts may say its number in words."""
    faults = []
    if (strange := _strange_words(msgid, said, code)) is not None:
        faults.append(strange)
    if (wanted := _ending(msgid)) != (has := _ending(said)):
        faults.append(f"ends with {has or 'no mark'} where the source ends with {wanted or 'no mark'}")
    if (wanted := _opening(msgid)) != (has := _opening(said)):
        faults.append(f"begins with {has or 'no mark'} where the source begins with {wanted or 'no mark'}")
    if not counts and _numbers(msgid) != _numbers(said):
        faults.append(f"has the numbers {_numbers(said)} where the source has {_numbers(msgid)}")
    return faults


def _strange_words(msgid: str, said: str, code: str) -> str | None:
    if said == msgid and len(_HOLE.sub(" ", said).split()) >= 3:
        return "is still the Danish text"
    bare = _ASIDE.sub(" ", _HOLE.sub(" ", _NAMES.sub(" ", said)))
    if code not in _SCRIPTS:
        if found := _NOT_LATIN.search(bare):
            return f"has the letter {found.group(0)!r} of another script"
        found = _DANISH.search(bare)
        return f"still says {found.group(0)!r} in Danish; put it in brackets" if found else None
    latin = [word.rstrip(".-") for word in _LATIN_WORD.findall(bare) if not _is_the_same_anywhere(word, msgid)]
    if latin:
        return f"says {latin[0]!r} in Latin letters; put it in brackets"
    words = [word for word in re.findall(r"[^\W\d_]{2,}", bare) if not _is_the_same_anywhere(word, msgid)]
    return f"has no letter of the script of {code}" if words and not _SCRIPTS[code].search(bare) else None


def _is_the_same_anywhere(word: str, msgid: str) -> bool:
    """An abbreviation or address that stands in the Danish as well: `SMS`, `MitID`, `virk.dk`, `a-z`."""
    word = word.rstrip(".-")
    is_sign = sum(c.isupper() for c in word) > 1 or any(c in word for c in "@./-") or word in ("https", "kB")
    return is_sign and word in msgid


def _ending(text: str) -> str:
    """The kind of mark a text ends with; the point of `kr.` is none."""
    bare = text.rstrip().rstrip(_CLOSERS)
    return "" if _ABBREVIATED.search(bare) else _KINDS.get(bare[-1:], "")


def _opening(text: str) -> str:
    first = text.lstrip()[:1]
    return _KINDS.get(first, first) if first in _OPENERS or first in _KINDS else ""


def _numbers(text: str) -> list[str]:
    """The numbers a text writes, in order of size; `20 30 40 50` is one, `16:00` is 16."""
    plain = re.sub(r"(?<=\d) (?=\d)|:00\b", "", _HOLE.sub(" ", text).translate(_WESTERN))
    return sorted(re.findall(r"\d+", plain))
