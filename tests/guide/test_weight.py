"""The newcomer's page must open on an old phone and a thin connection, and needs no script."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.given import Given
from tests.guide.newcomers import agreed, page_of

MOST = 50_000  # bytes of HTML, CSS and scripts together, uncompressed, before fonts


@pytest.mark.parametrize("language", ["da", "ar", "uk"])
def test_the_page_and_its_styles_weigh_little_and_need_no_script(given: Given, root: Path, language: str) -> None:
    newcomer = given.newcomer(language=language)
    pair = agreed(given, newcomer, first_name="Hanne", mobile="+4520304050")
    pair.goal, pair.tasks = "Finde et job " * 20, "Gå ture " * 20
    page = page_of(given, newcomer.person)
    sheets = [str(link["href"]) for link in page.soup.find_all("link", rel="stylesheet")]
    scripts = page.soup.find_all("script")
    weight = len(page.html.encode())
    for sheet in [*sheets, *(str(script["src"]) for script in scripts)]:
        answer = page.visitor.client.get(sheet)
        assert answer.status_code == 200
        weight += len(answer.data)
    assert any("newcomer.css" in sheet for sheet in sheets) and weight <= MOST, weight
    assert all(script.has_attr("defer") and not script.get_text() for script in scripts) and "style=" not in page.html
    # What only a script can do is not shown before it can.
    assert all(button.has_attr("hidden") for button in page.soup.select('button[type="button"]'))
