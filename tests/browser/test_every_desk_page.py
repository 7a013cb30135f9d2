"""Every page of the desk, in Danish and English: axe on three screens in Danish and on a phone in English; over the edge
at every width and at 400 %, spaced-out text, every stop of the Tab key (tests/browser/test_every_page.py)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import PHONE, Reader
from tests.browser.looks import Look, faults_met
from tests.seeded import Town

LOOKS = [
    Look(walker, ("da", "en"), others=(PHONE,), fingers=False)
    for walker in ("coordinator", "administrator", "hotline", "caseworker")
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.walker)
def test_nothing_stands_in_the_way(seeded: Town, reader: Callable[..., Reader], look: Look) -> None:
    faults = faults_met(seeded, reader, look)
    assert not faults, "\n" + "\n".join(faults)
