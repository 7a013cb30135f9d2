"""Languages: their tags, their own names, their direction, and what to read when one is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    own_name: str
    dir: str = "ltr"


# Every language a page or message can be shown in. A language joins when its catalogue is whole (docs/languages.md).
READABLE = {
    language.code: language
    for language in (
        Language("da", "Dansk"),
        Language("en", "English"),
        Language("ar", "العربية", "rtl"),
        Language("uk", "Українська"),
        Language("fa", "فارسی", "rtl"),
        Language("ti", "ትግርኛ"),
        Language("so", "Soomaali"),
        Language("ku", "Kurmancî"),
    )
}
# Being translated: their catalogues are kept in step, and nobody is shown them yet.
COMING: dict[str, Language] = {}
SOURCE = READABLE["da"]
STAFF_LANGUAGES = ("da", "en")

# Languages people speak, offered at sign-up; ISO 639 codes as Babel knows them.
SPOKEN = (
    "da", "en", "ar", "uk", "fa", "fa_AF", "ti", "so", "ku", "ckb", "tr", "ru", "ps", "am", "ur",
    "pl", "ro", "de", "fr", "es", "sw", "vi", "th", "zh", "hi", "my", "bs", "sq",
)  # fmt: skip

# What browsers send, and the code this house uses for it.
ALIASES = {
    "prs": "fa_AF", "fa-af": "fa_AF", "kmr": "ku", "ku-latn": "ku", "ku-arab": "ckb", "sdh": "ckb",
}  # fmt: skip


# Languages whose speakers read another one without ado: Dari and Persian are one written language. Sorani and Kurmanji
# are not (other letters), so whoever speaks Sorani reads what she says that she reads.
READ_AS = {"fa_AF": "fa"}
READS_FROM = 3  # B1: from here somebody reads a short text in a language she speaks (levels 1-6 are A1-C2)


def find_readable(tag: str | None) -> Language | None:
    """The readable language for a tag such as `uk-UA` or `ar`; None where there is none."""
    if not tag:
        return None
    folded = tag.replace("_", "-").lower()
    code = ALIASES.get(folded, folded)
    code = READ_AS.get(code, code)
    return READABLE.get(code) or READABLE.get(code.split("-")[0])


def also_read(speaks: Iterable[str], levels: Iterable[str] = ()) -> tuple[str, ...]:
    """The languages somebody reads among those she speaks, in her order.

    `levels` says how well, where known (`da:2`); what nobody has asked about counts as read, since she named it herself.
    """
    told = dict(one.split(":", 1) for one in levels if ":" in one)
    well = (code for code in speaks if not told.get(code, "").isdigit() or int(told[code]) >= READS_FROM)
    return tuple(dict.fromkeys(found.code for code in well if (found := find_readable(code)) is not None))


def best_readable(own: str | None, speaks: Iterable[str] = ()) -> Language:
    """What to write to somebody in: her own language, else the first she also reads, else Danish."""
    found = find_readable(own)
    return found or next((READABLE[code] for code in also_read(speaks)), SOURCE)


@lru_cache(maxsize=1024)
def fallback_chain(code: str, also: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The languages to look for a text in: hers, those she also reads, English, Danish.

    Danish is last because it is the text itself, unless she has named it: then nothing comes after it.
    """
    chain = tuple(dict.fromkeys((code, *also, "en", "da")))
    return chain[: chain.index("da") + 1]


def first_said(texts: Mapping[str, str | None], chain: Iterable[str]) -> tuple[str, str]:
    """The first of somebody's languages in which a text is there, and which one it is; Danish where none is."""
    return next(((said, code) for code in chain if (said := texts.get(code))), (texts.get("da") or "", "da"))
