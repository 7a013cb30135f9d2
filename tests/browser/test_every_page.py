"""Every page, in Danish and Arabic, on a phone and a desk: nothing in the way, nothing over the edge."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import DESK, NARROW, PHONE, Reader
from tests.browser.inspection import barriers, overflow
from tests.house.walk import SIGNED_IN, walk
from tests.seeded import TOWN, Town

# Who looks in which language. The desk is in Danish and English; an endpoint is looked at by the first who meets it.
LOOKS = (("public", "da"), ("public", "ar"), ("links", "da"), ("links", "ar"), ("newcomer-ar", "ar"), ("host", "da"),
         ("association", "da"), ("association", "ar"), ("coordinator", "da"), ("administrator", "da"))  # fmt: skip
# Pages nobody is led to.
ELSEWHERE = {"public": ["/nowhere-at-all", "/w/" + "x" * 22, "/sign-in/sent"]}
_looked: set[tuple[str, str]] = set()


def addresses(town: Town, walker: str, language: str) -> dict[str, str]:
    """One address per endpoint with a page, without those somebody has looked at in this language."""
    found = {path: path for path in ELSEWHERE.get(walker, [])}
    for seen in walk(town, walker, language, most=1):
        if seen.is_html and (seen.endpoint, language) not in _looked:
            _looked.add((seen.endpoint, language))
            found.setdefault(seen.endpoint, seen.url)
    return found


@pytest.mark.parametrize(("walker", "language"), LOOKS)
def test_nothing_stands_in_the_way(seeded: Town, reader: Callable[..., Reader], walker: str, language: str) -> None:
    someone = reader(size=PHONE)
    if walker in SIGNED_IN:
        someone.sign_in(seeded.sign_in_path(walker))
    faults: list[str] = []
    for endpoint, url in addresses(seeded, walker, language).items():
        faults += [f"{endpoint} ({url}) {fault}" for fault in looked_over(someone, url, language)]
    assert not faults, "\n" + "\n".join(faults)


def looked_over(someone: Reader, url: str, language: str) -> list[str]:
    """One page at three widths."""
    someone.resize(PHONE)
    page = someone.go(f"{url}{'&' if '?' in url else '?'}lang={language}")
    if url.startswith("/w/") and f"lang={language}" not in page.url:  # a link sends on to its page
        page = someone.go(f"{page.url}?lang={language}")
    if page.evaluate("document.contentType") != "text/html":
        return []
    faults = [f"at 390: {fault}" for fault in barriers(page) + overflow(page)]
    someone.resize(NARROW)
    faults += [f"at 320: {fault}" for fault in overflow(page)]
    someone.resize(DESK)
    faults += [f"at 1280: {fault}" for fault in barriers(page) + overflow(page)]
    faults += someone.complaints
    someone.complaints.clear()
    return faults


@pytest.mark.parametrize("language", ["da", "ar"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/staff", f"/{TOWN}/join/volunteer"])
def test_a_form_with_errors_stays_open_to_all(
    seeded: Town, reader: Callable[..., Reader], language: str, path: str
) -> None:
    """A form sent empty comes back with its errors, and stands as well as before."""
    someone = reader(size=PHONE)
    page = someone.go(f"{path}?lang={language}")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert page.locator(".form-error-message, .error-summary").count() > 0
    assert not barriers(page) + overflow(page) + someone.complaints


def test_the_way_to_the_content_is_one_press(seeded: Town, reader: Callable[..., Reader]) -> None:
    """By keyboard: the first stop is the way past the menu, and it leads to the main part."""
    page = reader().go(f"/{TOWN}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")
