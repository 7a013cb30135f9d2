"""A language that puts every text of the house in «marks»: what stands outside them was never translated."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup

_WORD = re.compile(r"[^\W\d_]{2,}")


class Pseudo(gettext.NullTranslations):
    """Danish in quotation marks."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


def outside_marks(texts: Iterable[str]) -> Iterator[str]:
    """What of each text stands in no «marks». Marks may stand in each other, and span several texts."""
    depth = 0
    for text in texts:
        out = []
        for c in text:
            depth += (c == "«") - (c == "»")
            if depth <= 0 and c != "»":
                out.append(c)
        yield "".join(out)


def _bare(texts: list[str], data: frozenset[str]) -> list[str]:
    """The texts with words outside marks that are no data either."""
    return [
        text.strip()
        for text, rest in zip(texts, outside_marks(texts), strict=True)
        if any(word.casefold() not in data for word in _WORD.findall(rest))
    ]


def bare_text(html: str, data: frozenset[str]) -> list[str]:
    """Every piece of text on a page that is neither translated nor data. Names stand in <bdi>, and what is
    in another language says so by `lang`."""
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.select("bdi, script, style, svg, [data-sample], html [lang]"):
        tag.decompose()
    body = soup.body or soup
    found = _bare([str(node) for node in body.find_all(string=True)], data)
    for name in ("alt", "title", "aria-label", "placeholder"):
        found += [text for tag in body.find_all(attrs={name: True}) for text in _bare([str(tag[name])], data)]
    return found + (_bare([soup.title.get_text()], data) if soup.title else [])


def words_in(values: Iterable[object]) -> frozenset[str]:
    return frozenset(word.casefold() for value in values for word in _WORD.findall(str(value)))
