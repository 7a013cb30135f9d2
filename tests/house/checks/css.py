"""Our own stylesheets name directions by reading order, so that they are right in Arabic too."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)(?:-\w+)?"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def faults_in_css(name: str, source: str) -> list[str]:
    plain = _COMMENT.sub(lambda found: "\n" * found.group(0).count("\n"), source)
    return [
        f"{name}:{plain.count(chr(10), 0, found.start()) + 1} says {found.group(0).strip()!r}; use a logical property"
        for found in _PHYSICAL.finditer(plain)
    ]
