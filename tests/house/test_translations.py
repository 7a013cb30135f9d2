"""The catalogues are in step with the house, whole in every released language, and fit."""

from __future__ import annotations

import pytest

from mentors.core.language import READABLE, SOURCE
from mentors.i18n import catalogues
from mentors.i18n.sources import PARTS, Text, find_texts


@pytest.fixture(scope="module")
def texts() -> dict[str, Text]:
    return find_texts()


def test_every_text_can_be_translated(texts: dict[str, Text]) -> None:
    faults = catalogues.faults_in_sources(texts)
    assert len(texts) > 100 and not faults, "\n" + "\n".join(faults)


@pytest.mark.parametrize("part", PARTS)
def test_the_templates_for_translators_are_in_step(texts: dict[str, Text], part: str) -> None:
    import polib

    listed = {entry.msgid for entry in polib.pofile(str(catalogues.TRANSLATIONS / f"{part}.pot"))}
    said = {msgid for msgid, text in texts.items() if text.part == part}
    assert listed == said, f"run `make translations`: {sorted(listed ^ said)[:5]} ..."


@pytest.mark.parametrize("code", sorted(set(READABLE) - {SOURCE.code}))
def test_a_released_language_is_whole_and_fits(texts: dict[str, Text], code: str) -> None:
    faults = catalogues.faults_of(code, texts)
    assert not faults, f"{len(faults)} faults\n" + "\n".join(faults[:40])
