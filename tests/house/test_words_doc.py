"""docs/words.md knows every thing the house keeps and every kind it tells apart."""

from __future__ import annotations

import importlib
import re
from enum import StrEnum
from pathlib import Path

from mentors.kit.db import Base
from mentors.rooms import ROOMS


def kinds(room: str) -> list[str]:
    """The names of the enums in a room's rules."""
    try:
        rules = importlib.import_module(f"mentors.{room}.rules")
    except ModuleNotFoundError:
        return []
    mine = [value for value in vars(rules).values() if isinstance(value, type) and issubclass(value, StrEnum)]
    return [kind.__name__ for kind in mine if kind.__module__.startswith(f"mentors.{room}.")]


def said(name: str) -> str:
    """`ParticipationState` and `step_done` as the glossary says them: participation, step done."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").lower()
    return re.sub(r" (kind|state)$", "", words)


def unexplained(glossary: str, things: set[str]) -> list[str]:
    """The things that have no row of their own in a glossary."""
    rows = (line for line in glossary.lower().splitlines() if line.startswith("|"))
    known = {word.strip(" `") for row in rows for word in row.split("|")[1].split(",")}
    return sorted(things - known)


def test_the_glossary_knows_every_thing(root: Path) -> None:
    glossary = (root / "docs" / "words.md").read_text(encoding="utf-8")
    things = {said(name) for name in Base.metadata.tables} | {said(kind) for room in ROOMS for kind in kinds(room.name)}
    missing = unexplained(glossary, things)
    assert not missing, f"docs/words.md does not explain {', '.join(missing)}"


def test_a_thing_without_a_row_is_missed() -> None:
    glossary = "| English | Danish |\n|---|---|\n| check-in, check in | opfølgning | one question |"
    assert unexplained(glossary, {"check in", "step done"}) == ["step done"]
