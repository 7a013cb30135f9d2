"""A name somebody typed must not turn the words around it: it stands in <bdi>, under a `dir` of its own, or between
isolates where there can be no markup. Found by planting a sign in every such name, and looking where it comes out."""

from __future__ import annotations

from bs4 import BeautifulSoup, NavigableString, Tag

SIGN = "¤"
_OPEN, _CLOSE = "\u2066\u2067\u2068", "\u2069"
_PLAIN = ("option",)  # no markup inside: isolates
_OWN = ("textarea", "title", "script")  # whole by itself: a field with dir=auto, a tab's name
_LTR_TYPES = ("tel", "email", "url")


def faults_of_direction(html: str) -> list[str]:
    soup = BeautifulSoup(html, "html.parser")
    found = [_about(text) for text in soup.find_all(string=lambda text: SIGN in text)]
    for tag in soup.find_all("input"):
        number = tag.get("type") in _LTR_TYPES or tag.get("autocomplete") in ("postal-code", "one-time-code")
        if number and tag.get("dir") != "ltr":
            found.append(f"the field {tag.get('name')} is not dir=ltr")
    return sorted({fault for fault in found if fault})


def _about(text: NavigableString) -> str | None:
    parents = [parent for parent in text.parents if isinstance(parent, Tag)]
    if any(parent.name in _OWN for parent in parents):
        return None
    if any(parent.name in _PLAIN for parent in parents):
        own = parents[0].has_attr("dir") or all(isolated(text))
        return None if own else f"an option without dir or isolates: {_short(text)}"
    own = any(
        parent.name == "bdi" or (parent.has_attr("dir") and parent.name not in ("html", "body")) for parent in parents
    )
    if own or all(isolated(text)):
        return None
    return f"<{parents[0].name} class={' '.join(parents[0].get('class') or [])!r}> {_short(text)}"


def isolated(text: str) -> list[bool]:
    """For each sign in a text, whether it stands between isolates."""
    depth, found = 0, []
    for c in text:
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth -= 1
        elif c == SIGN:
            found.append(depth > 0)
    return found


def _short(text: str) -> str:
    return " ".join(text.split())[:70]
