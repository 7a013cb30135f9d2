"""Every newcomer and public page in Arabic and Persian beside the Danish one, and in both, as pictures. Not a test:

SHOTS=/tmp/shots .venv/bin/python -m pytest -q tests/browser/shots_rtl.py
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import PHONE, Reader
from tests.browser.looks import addresses, opened
from tests.house.walk import SIGNED_IN
from tests.seeded import Town

LANGUAGES = ("da", "ar", "fa")


@pytest.mark.parametrize("walker", ["public", "links", "newcomer-ar"])
def test_pictures_are_taken(seeded: Town, reader: Callable[..., Reader], walker: str) -> None:
    folder = Path(os.environ["SHOTS"])
    folder.mkdir(parents=True, exist_ok=True)
    someone = reader(size=PHONE)
    if walker in SIGNED_IN:
        someone.sign_in(seeded.sign_in_path(walker))
    taken = 0
    for endpoint, url in addresses(seeded, walker, "da"):
        pictures = []
        for language in LANGUAGES:
            page = opened(someone, url, language)
            pictures.append(Image.open(io.BytesIO(page.screenshot(full_page=True))))
        page = someone.go(f"{page.url.split('?')[0]}?lang=ar&both=1")  # the Danish under each line
        pictures.append(Image.open(io.BytesIO(page.screenshot(full_page=True))))
        someone.go("/was?both=0")
        side_by_side(pictures).save(folder / f"{walker}-{re.sub(r'[^a-z0-9]+', '-', endpoint.lower())}.png")
        taken += 1
    assert taken


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    whole = Image.new("RGB", (sum(one.width for one in pictures), max(one.height for one in pictures)), "grey")
    left = 0
    for one in pictures:
        whole.paste(one, (left, 0))
        left += one.width
    return whole
