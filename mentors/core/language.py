"""Languages: their tags, their own names, their direction, and what to read when one is missing."""

from __future__ import annotations

from dataclasses import dataclass


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


def find_readable(tag: str | None) -> Language | None:
    """The readable language for a tag such as `uk-UA` or `ar`; None where there is none."""
    if not tag:
        return None
    folded = tag.replace("_", "-").lower()
    code = ALIASES.get(folded, folded)
    return READABLE.get(code) or READABLE.get(code.split("-")[0])


def fallback_chain(code: str) -> tuple[str, ...]:
    """The catalogues to ask, in order; Danish is last because it is the text itself."""
    return tuple(dict.fromkeys((code, "en", "da"))) if code != "da" else ("da",)
