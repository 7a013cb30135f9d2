"""The newcomer's page over a real server: what comes over the wire, counted in a browser, and what she can do while the
rest of it is still on its way. (Also tests/guide/test_weight.)"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Response

from tests.browser.conftest import PHONE, Reader
from tests.given import Given
from tests.guide.newcomers import address_of, agreed

MOST = 50_000  # bytes of HTML, CSS and JS as they are sent


@pytest.mark.parametrize("language", ["da", "ar", "ti"])
def test_my_contact_is_light_on_the_wire(given: Given, reader: Callable[..., Reader], language: str) -> None:
    newcomer = given.newcomer(language=language)
    pair = agreed(given, newcomer, first_name="Hanne", mobile="+4520304050")
    pair.goal, pair.tasks = "Finde et job " * 20, "Gå ture " * 20
    someone = reader(size=PHONE, language=language)
    answers: list[Response] = []
    someone.page.on("response", lambda answer: answers.append(answer))
    page = someone.go(address_of(newcomer.person))
    page.wait_for_load_state("networkidle")
    assert "Hanne" in page.content() and page.evaluate("document.documentElement.lang") == language
    kinds = [answer.request.resource_type for answer in answers]
    texts = [one for one in answers if one.request.resource_type in ("document", "stylesheet", "script")]
    sent = sum(one.request.sizes()["responseBodySize"] for one in texts if one.status == 200)
    assert 0 < sent <= MOST, f"{sent} bytes: {[one.url for one in texts]}"
    assert all(
        one.headers.get("content-encoding") == "gzip" for one in texts if one.status == 200 and "theme" not in one.url
    )
    assert kinds.count("font") <= 1, f"{kinds.count('font')} font subsets"
    assert kinds.count("script") <= 1 and not someone.complaints  # reading aloud, when all else is there


# Slow 3G as browsers play it: 400 kilobits a second, 400 ms there and back.
BYTES_A_SECOND, ROUND_TRIP = 50_000, 0.4


@pytest.mark.parametrize("language", ["da", "ar"])
def test_on_slow_3g_her_contact_is_there_before_anything_nice_is(
    given: Given, reader: Callable[..., Reader], language: str
) -> None:
    """Fonts, pictures and scripts never arrive: the page reads and works. What she waits for is small enough."""
    newcomer = given.newcomer(language=language)
    agreed(given, newcomer, first_name="Hanne", mobile="+4520304050")
    someone = reader(size=PHONE, language=language)
    answers: list[Response] = []
    someone.page.on("response", lambda answer: answers.append(answer))
    someone.page.route(
        "**/*", lambda on: on.abort() if on.request.resource_type in ("font", "image", "script") else on.continue_()
    )
    page = someone.go(address_of(newcomer.person))
    assert page.locator("a[href='tel:+4520304050']").is_visible() and page.locator("h1").is_visible()
    waited_for = [one for one in answers if one.request.resource_type in ("document", "stylesheet")]
    sent = sum(one.request.sizes()["responseBodySize"] for one in waited_for if one.status == 200)
    assert 0 < sent / BYTES_A_SECOND + len(waited_for) * ROUND_TRIP < 3, f"{sent} bytes in {len(waited_for)} answers"
    page.locator("form:has(input[name=kind][value=call_me]) button").first.click()
    page.wait_for_load_state()
    assert page.locator("h1").is_visible() and "/wishes/call_me" in page.url
