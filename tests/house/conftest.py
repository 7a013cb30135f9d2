from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.house.walk import LANGUAGES, Seen, walk
from tests.seeded import Town, kept_town, seeded

__all__ = ["kept_town", "seeded"]
_DONE: dict[tuple[str, str], list[Seen]] = {}


@pytest.fixture
def walked(seeded: Town) -> Callable[[str, str], list[Seen]]:
    """What a kind of visitor sees in a language; walked once per test process."""

    def pages(walker: str, language: str) -> list[Seen]:
        if (walker, language) not in _DONE:
            most = 2 if language == LANGUAGES[walker][0] else 1
            _DONE[walker, language] = walk(seeded, walker, language, most=most)
        return _DONE[walker, language]

    return pages
