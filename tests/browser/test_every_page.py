"""Every page of newcomers, volunteers, associations and the public, in Danish, Arabic and Tigrinya, on three screens:
nothing in the way, nothing over the edge, everything by keyboard and by finger. The desk: test_every_desk_page.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Reader
from tests.browser.inspection import barriers, overflow
from tests.browser.looks import Look, faults_met
from tests.seeded import TOWN, Town

TONGUES = ("da", "ar", "ti")
LOOKS = [
    Look(walker, TONGUES) for walker in ("public", "links", "newcomer-ar", "host", "business-mentor", "association")
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.walker)
def test_nothing_stands_in_the_way(seeded: Town, reader: Callable[..., Reader], look: Look) -> None:
    faults = faults_met(seeded, reader, look)
    assert not faults, "\n" + "\n".join(faults)


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
