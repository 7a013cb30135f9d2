"""What a municipality may choose: its address, colour and languages."""

from __future__ import annotations

import re

# First words of addresses that belong to the house itself.
RESERVED_SLUGS = frozenset(
    ["desk", "my", "w", "hooks", "static", "healthz", "readyz", "sign-in", "sign-out", "language", "was", "privacy", "favicon", "robots"]
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
