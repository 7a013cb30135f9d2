"""Two people, one phone: the same words in Danish under each line, so that both can point at them.

A text that is said while a reader has asked for both remembers how it is said in Danish. It is a text like any other
wherever it goes (an attribute, a title, a row in the database); only the filter `both` shows the second line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape


class Said(str):
    """A text that knows its Danish."""

    danish: str | None = None

    @classmethod
    def of(cls, text: str, danish: str) -> Said:
        said = cls(text)
        said.danish = danish
        return said

    def __str__(self) -> str:
        return self  # a lazy text is asked for its `str`, and must not forget its Danish on the way


class SaidMarkup(Markup):
    """The same as HTML."""

    danish: str | None = None

    @classmethod
    def of(cls, text: str, danish: str) -> SaidMarkup:
        said = cls(text)
        said.danish = danish
        return said

    def __str__(self) -> str:
        return self


def with_danish(text: str, danish: str) -> str:
    """The text, knowing its Danish."""
    return SaidMarkup.of(text, danish) if isinstance(text, Markup) else Said.of(text, danish)


def danish_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is filled in, in Danish where it has some: a day, a language, an answer."""
    return {name: getattr(value, "danish", None) or value for name, value in values.items()}


def both(text: Any) -> Any:
    """A text on a page with its Danish under it, where the reader asked for both; else the text itself.

    For the text of a page only: in an attribute or a title the line would be markup, or read twice.
    """
    danish = getattr(text, "danish", None)
    if danish is None or danish == text:
        return text
    line = Markup(danish) if hasattr(text, "__html__") else escape(danish)  # as trusted as the text itself
    return escape(text) + Markup('<span class="danish" lang="da" dir="ltr">') + line + Markup("</span>")


def filled(text: Any, **values: Any) -> Markup:
    """A text of the house that was chosen before its values were known: `question|filled(name=name|bdi)`."""
    danish = getattr(text, "danish", None)
    done: Markup = Markup(escape(str(text))) % values
    return done if danish is None else SaidMarkup.of(done, Markup(escape(danish)) % danish_of(values))
