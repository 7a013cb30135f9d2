"""Danish company numbers (CVR) as normalised values."""

from __future__ import annotations

from stdnum.dk import cvr as checked


class NotACompany(ValueError):
    """What was typed is no CVR number."""


def cvr(text: str) -> str:
    """Eight digits from what a person types. Raises NotACompany where the check digit does not fit."""
    digits = text.upper().removeprefix("DK").replace(" ", "").replace("-", "")
    if not (digits.isascii() and digits.isdigit() and checked.is_valid(digits)):
        raise NotACompany(text)
    return digits
