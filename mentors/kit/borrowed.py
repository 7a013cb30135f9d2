"""A text that is missing in the page's language is shown in another, and says in which: `<span lang="da" dir="ltr">`.

Whoever asks for a text does not know whether it lands between tags or inside one. So it is put between signs that
nobody can type (`core.guard.printable` takes them out), and when the page is whole the signs become spans, or nothing
where no span can stand: in attributes, titles, options, pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from markupsafe import Markup

from mentors.core.language import READABLE

_OPEN, _SAID, _CLOSE = "\x0e", "\x0f", "\x10"
_OPENED = re.compile(f"{_OPEN}([a-z_]+){_SAID}")
_SIGNS = re.compile(f"{_OPEN}[a-z_]+{_SAID}|{_CLOSE}")
_BARE = re.compile(r"<(title|textarea|option|script|svg)\b.*?</\1>|<!--.*?-->|<[^>]*>", re.DOTALL | re.IGNORECASE)

_showing: ContextVar[bool] = ContextVar("showing", default=False)


@contextmanager
def showing() -> Iterator[None]:
    """A page is being put together: borrowed texts are marked until `told` has seen them."""
    token = _showing.set(True)
    try:
        yield
    finally:
        _showing.reset(token)


def is_showing() -> bool:
    return _showing.get()


def marked(text: str, code: str) -> str:
    """A text that stands in another language than its page. Markup stays markup."""
    first, last = f"{_OPEN}{code}{_SAID}", _CLOSE
    return Markup(first) + text + Markup(last) if isinstance(text, Markup) else f"{first}{text}{last}"


def told(html: str) -> str:
    """The page with its signs turned into what a screen reader understands."""
    if _OPEN not in html:
        return html
    html = _BARE.sub(lambda found: _SIGNS.sub("", found[0]), html)
    html = _OPENED.sub(_span, html)
    return html.replace(_CLOSE, "</span>")


def _span(found: re.Match[str]) -> str:
    language = READABLE.get(found[1])
    direction = language.dir if language else "auto"
    return f'<span lang="{found[1].replace("_", "-")}" dir="{direction}">'
