"""Looking every page of the house over, one page per endpoint, in one browser window that is resized."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Page

from tests.browser.conftest import DESK, NARROW, PHONE, TABLET, Reader
from tests.browser.inspection import barriers, crowded, keyboard, moving, overflow, scrambled, small_targets
from tests.house.walk import SIGNED_IN, walk
from tests.seeded import Town

# Pages nobody is led to.
ELSEWHERE = {"public": ["/nowhere-at-all", "/w/" + "x" * 22, "/sign-in/sent"]}


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks, in which languages, and on how wide a screen axe looks along."""

    walker: str
    languages: tuple[str, ...]
    sizes: tuple[tuple[int, int], ...] = (PHONE, TABLET, DESK)
    others: tuple[tuple[int, int], ...] | None = None  # where axe looks along in the other languages; None as above
    fingers: bool = True  # a page for people with a phone: targets are measured


_looked: set[str] = set()


def addresses(town: Town, walker: str, language: str) -> Iterator[tuple[str, str]]:
    """One address per endpoint with a page, without those somebody has looked at before."""
    yield from ((path, path) for path in ELSEWHERE.get(walker, []))
    for seen in walk(town, walker, language, most=1):
        if seen.is_html and seen.endpoint not in _looked:
            _looked.add(seen.endpoint)
            yield seen.endpoint, seen.url


def faults_met(town: Town, reader: Callable[..., Reader], look: Look) -> list[str]:
    """Everything in the way of somebody on any of her pages."""
    someone = reader(size=look.sizes[0])
    if look.walker in SIGNED_IN:
        someone.sign_in(town.sign_in_path(look.walker))
    faults: list[str] = []
    for endpoint, url in addresses(town, look.walker, look.languages[0]):
        for number, language in zip(count(), look.languages, strict=False):
            found = looked_over(someone, url, language, look, first=number == 0)
            faults += [f"{endpoint} ({url}, {language}) {fault}" for fault in found]
    return faults


def looked_over(someone: Reader, url: str, language: str, look: Look, *, first: bool) -> list[str]:
    """One page in one language. What does not hang on the language is looked at the first time only."""
    someone.resize(look.sizes[0])
    page = opened(someone, url, language)
    if page.evaluate("document.contentType") != "text/html":
        return []
    faults = scrambled(page)
    if look.fingers:
        faults += small_targets(page)
    along = look.sizes if first or look.others is None else look.others
    for size in look.sizes:
        someone.resize(size)
        faults += [f"at {size[0]}: {fault}" for fault in (barriers(page) if size in along else []) + overflow(page)]
    if first:
        faults += keyboard(page) + moving(page)
    someone.resize(NARROW)  # 1280 px at 400 %
    faults += [f"at 320: {fault}" for fault in overflow(page) + crowded(page)]
    faults += someone.complaints
    someone.complaints.clear()
    return faults


def opened(someone: Reader, url: str, language: str) -> Page:
    page = someone.go(f"{url}{'&' if '?' in url else '?'}lang={language}")
    if url.startswith("/w/") and f"lang={language}" not in page.url:  # a link sends on to its page
        page = someone.go(f"{page.url}?lang={language}")
    return page
