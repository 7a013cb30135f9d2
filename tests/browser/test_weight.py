"""The newcomer's page over a real server: what comes over the wire, counted in a browser. (Also tests/guide/test_weight.)"""

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
