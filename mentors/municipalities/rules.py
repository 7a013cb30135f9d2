"""What a municipality may choose: its address, colour and languages."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

# When the house's pages were last looked over against WCAG 2.1; the law asks the statement to say so
# (webtilgængelighedsloven, and its standard statement). `make audit` and tests/browser look; a person signs here.
LOOKED_OVER_ON = date(2026, 11, 22)

# First words of addresses that belong to the house itself.
RESERVED_SLUGS = frozenset(
    [
        "desk",
        "my",
        "w",
        "hooks",
        "static",
        "healthz",
        "readyz",
        "sign-in",
        "sign-out",
        "language",
        "was",
        "privacy",
        "favicon",
        "robots",
    ]
)
_COLOUR = re.compile(r"#[0-9a-f]{6}")


def contrast_on_white(colour: str) -> float:
    """The WCAG contrast ratio of a colour (`#rrggbb`) against white, 1.0 to 21.0."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def is_colour(text: str) -> bool:
    return bool(_COLOUR.fullmatch(text))


def is_readable_colour(colour: str) -> bool:
    """Whether white text on it can be read (WCAG 1.4.3: 4.5 to 1)."""
    return is_colour(colour) and contrast_on_white(colour) >= 4.5


def is_free_slug(slug: str) -> bool:
    return bool(re.fullmatch(r"[a-z][a-z0-9-]{1,40}", slug)) and slug not in RESERVED_SLUGS


# --- settings -------------------------------------------------------------------------------------

LOGO_BYTES = 60_000
_SENDER = re.compile(r"[A-Za-z0-9]{1,11}")
_PNG = b"\x89PNG\r\n\x1a\n"


def is_sender(text: str) -> bool:
    """Whether a telephone can show this as the sender of an SMS: 1 to 11 plain letters or digits (GSM 03.40)."""
    return bool(_SENDER.fullmatch(text))


def is_png(data: bytes) -> bool:
    """Whether a file is a PNG picture, by its first bytes and first chunk, whatever its name says."""
    return data.startswith(_PNG) and data[12:16] == b"IHDR"


def is_https(address: str) -> bool:
    """Whether a web address is a plain https one, without a user's name in it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username and " " not in address
