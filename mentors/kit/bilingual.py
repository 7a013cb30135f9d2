"""Two people, one phone: the same words in Danish under each line, so that both can point at them.

A text that is said while a reader has asked for both remembers how it is said in Danish. It is a text like any other
wherever it goes (an attribute, a title, a row in the database); only the filter `both` shows the second line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from mentors.kit import borrowed


class Said(str):
    """A text that knows its Danish, and its language where that is not its page's."""

    danish: str | None = None
    language: str | None = None

    @classmethod
    def of(cls, text: str, danish: str | None, language: str | None = None) -> Said:
        said = cls(text)
        said.danish, said.language = danish, language
        return said

    def __str__(self) -> str:
        return self  # a lazy text is asked for its `str`, and must not forget its Danish on the way


class SaidMarkup(Markup):
    """The same as HTML."""

    danish: str | None = None
    language: str | None = None

    @classmethod
    def of(cls, text: str, danish: str | None, language: str | None = None) -> SaidMarkup:
        said = cls(text)
        said.danish, said.language = danish, language
        return said

    def __str__(self) -> str:
        return self


def with_danish(text: str, danish: str) -> str:
    """The text, knowing its Danish."""
    return known(text, danish, getattr(text, "language", None))


def known(text: str, danish: str | None, language: str | None) -> str:
    """The text, knowing its Danish and the language it is in, as far as there is something to know."""
    if danish is None and language is None:
        return text
    return (SaidMarkup if isinstance(text, Markup) else Said).of(text, danish, language)


def danish_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is filled in, in Danish where it has some: a day, a language, an answer."""
    return {name: getattr(value, "danish", None) or value for name, value in values.items()}


def both(text: Any) -> Any:
    """A text on a page with its Danish under it, where the reader asked for both; else the text itself.

    For the text of a page only: in an attribute or a title the line would be markup, or read twice.
    """
    danish = getattr(text, "danish", None)
    if danish is None or danish == text:
        return _shown(text)
    line = Markup(danish) if hasattr(text, "__html__") else escape(danish)  # as trusted as the text itself
    return escape(_shown(text)) + Markup('<span class="danish" lang="da" dir="ltr">') + line + Markup("</span>")


def _shown(text: Any) -> Any:
    """A text on a page, marked where it stands in another language than the page."""
    language = getattr(text, "language", None)
    return borrowed.marked(text, language) if language and borrowed.is_showing() else text


def joined(texts: Iterable[Any], between: str = " ") -> Any:
    """Several texts in one line, which has one Danish line under it: `[label, error]|joined(': ')|both`."""
    parts = list(texts)
    line = Markup(between).join(_shown(part) for part in parts)
    if not any(getattr(part, "danish", None) for part in parts):
        return line
    return SaidMarkup.of(line, Markup(between).join(getattr(part, "danish", None) or part for part in parts))


def noted(text: Any, note: Any) -> Any:
    """A label with a word in brackets after it, and one Danish line under both."""
    soft = Markup('%s <span class="optional">(%s)</span>')
    line = soft % (_shown(text), _shown(note))
    danish = [getattr(part, "danish", None) for part in (text, note)]
    return SaidMarkup.of(line, Markup("%s (%s)") % tuple(danish)) if all(danish) else line


def filled(text: Any, **values: Any) -> Markup:
    """A text of the house that was chosen before its values were known: `question|filled(name=name|bdi)`."""
    danish = getattr(text, "danish", None)
    done: Markup = Markup(escape(str(text))) % values
    return done if danish is None else SaidMarkup.of(done, Markup(escape(danish)) % danish_of(values))
