"""Phone numbers and e-mail addresses as normalised values."""

from __future__ import annotations

import phonenumbers
from email_validator import EmailNotValidError, validate_email


class NotAContact(ValueError):
    """What was typed is no number or address that can be reached."""


def mobile(text: str, region: str = "DK") -> str:
    """An E.164 number (`+4520304050`) from what a person types, Danish unless it says otherwise.

    Raises NotAContact where no such number can be assigned.
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as problem:
        raise NotAContact(text) from problem
    if not phonenumbers.is_valid_number(number):
        raise NotAContact(text)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(e164: str) -> str:
    """A number as people write it: `20 30 40 50` for Danish, `+380 44 ...` for others."""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    style = phonenumbers.PhoneNumberFormat
    danish = number.country_code == 45
    return phonenumbers.format_number(number, style.NATIONAL if danish else style.INTERNATIONAL)


def email(text: str) -> str:
    """A normalised e-mail address. Raises NotAContact."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as problem:
        raise NotAContact(text) from problem
