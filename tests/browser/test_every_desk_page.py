"""Every page of the desk, in Danish on a phone and a desk, and in English on a desk (tests/browser/test_every_page.py)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import DESK, PHONE, Reader
from tests.browser.looks import Look, faults_met
from tests.seeded import Town

LOOKS = [
    Look("coordinator", ("da",), (PHONE, DESK), fingers=False),
    Look("administrator", ("da",), (PHONE, DESK), fingers=False),
    Look("hotline", ("da",), (PHONE, DESK), fingers=False),
    Look("caseworker", ("da",), (PHONE, DESK), fingers=False),
]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.walker)
def test_nothing_stands_in_the_way(seeded: Town, reader: Callable[..., Reader], look: Look) -> None:
    faults = faults_met(seeded, reader, look)
    assert not faults, "\n" + "\n".join(faults)
