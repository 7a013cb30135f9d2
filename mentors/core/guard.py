"""What may not be written down: a free text is looked at before it is kept."""

from __future__ import annotations

import re

# A CPR number is a date and four digits (ddmmyy-xxxx), written together, with a hyphen, a dash or
# blanks. Since 2007 the check digit need not fit, so the date alone decides.
# Danish phone numbers written in pairs have eight digits and never match.
_CPR = re.compile(r"(?<!\d)(?:0[1-9]|[12]\d|3[01])[ .]?(?:0[1-9]|1[0-2])[ .]?\d{2}[\s\-\u2010-\u2015.]{0,3}\d{4}(?!\d)")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def looks_like_cpr(text: str) -> bool:
    """Whether a Danish personal number seems to stand in the text, in any script's digits."""
    return bool(_CPR.search(text.translate(_DIGITS)))


_CONTROL = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}


def printable(text: str) -> str:
    """The text without control characters (a NUL would end in the database's refusal) or lone surrogates."""
    return text.replace("\r\n", "\n").translate(_CONTROL).encode("utf-8", "ignore").decode("utf-8")
