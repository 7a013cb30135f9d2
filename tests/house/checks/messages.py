"""What an SMS and a subject line may not give away: they show on a locked phone."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Names of programmes and words about health, faith or the law, in each language we write. Shown to whoever picks the
# phone up, they would say what its owner never told.
SECRET_WORDS = {
    "da": ("mentor", "kulturvært", "kulturvaert", "flygtning", "indvandrer", "integration", "asyl", "sygdom", "sundhed",
           "læge", "helbred", "religion", "graviditet"),
    "en": ("mentor", "refugee", "immigrant", "asylum", "health", "illness", "doctor", "religion", "pregnan"),
    "uk": ("ментор", "наставник", "біжен", "притул", "здоров", "хвороб", "лікар", "релігі", "мігрант", "вагітн"),
    "ar": ("مرشد", "إرشاد", "مضيف", "لاجئ", "لجوء", "صحة", "مرض", "طبيب", "مهاجر", "ديان", "حمل "),
    "fa": ("راهنما", "میزبان", "پناه", "مهاجر", "سلامت", "بیمار", "پزشک", "مذهب", "بارداری"),
    "ti": ("መካሪ", "ኣአንጋዲ", "ስደተኛ", "ዑቕባ", "ሕማም", "ጥዕና", "ሓኪም", "ሃይማኖት", "ጥንሲ"),
    "so": ("hagaha", "martigeliye", "qaxooti", "magangelyo", "magangalyo", "soo-galooti", "caafimaad", "cudur", "xanuun",
           "dhakhtar", "diinta", "uurka"),
    "ku": ("mêvandar", "penaber", "koçber", "tenduristî", "nexweş", "bijîşk", "oldar", "ducanî"),
}  # fmt: skip
_SECRET = re.compile("|".join(word for words in SECRET_WORDS.values() for word in words), re.IGNORECASE)
_LEFTOVER = re.compile(r"%\(\w+\)|\{\{|\}\}|&(?:amp|lt|gt|#\d+);|\bNone\b|<\w+")
_OPEN, _CLOSE = "\u2066\u2067\u2068", "\u2069"


def faults_in_message(texts: Mapping[str, str], *, to_staff: bool = False) -> list[str]:
    faults = []
    for part, text in texts.items():
        if not text.strip():
            faults.append(f"the {part} is empty")
        if found := _LEFTOVER.search(text):
            faults.append(f"the {part} shows {found.group(0)!r}")
        if part in ("sms", "subject") and not to_staff and (found := _SECRET.search(text)):
            faults.append(f"the {part} says {found.group(0)!r} on a locked phone")
        if sum(text.count(c) for c in _OPEN) != text.count(_CLOSE):
            faults.append(f"the {part} opens a direction and does not close it")
        if part == "subject" and "\n" in text.strip():
            faults.append("the subject has more than one line")
        if part == "subject" and len(text) > 70:
            faults.append(f"the subject has {len(text)} characters; 70 can be read on a phone")
    if "body" in texts and "\u27e6" not in texts["body"] and "\u27e6" in texts.get("sms", ""):
        faults.append("the sms has a link and the body has none")
    if "body" in texts and any("\u27e6" in line and line.strip()[0] != "\u27e6" for line in texts["body"].splitlines()):
        faults.append("the link in the body does not stand on a line of its own")
    return faults
