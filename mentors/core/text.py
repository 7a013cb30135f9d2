"""What a text with holes in it must keep when it is said another way."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_OPENERS, _CLOSERS = (
    "\u2066\u2067\u2068\u202a\u202b\u202d\u202e",
    {"\u2069": "\u2066\u2067\u2068", "\u202c": "\u202a\u202b\u202d\u202e"},
)


def placeholders(text: str) -> set[str]:
    """The names of what is filled in: `{"name"}` for `Hej %(name)s`."""
    return set(_PLACEHOLDER.findall(text))


def balanced(text: str) -> bool:
    """Whether every invisible mark that turns the direction is closed again."""
    open_marks: list[str] = []
    for c in text:
        if c in _OPENERS:
            open_marks.append(c)
        elif c in _CLOSERS and (not open_marks or open_marks.pop() not in _CLOSERS[c]):
            return False
    return not open_marks
