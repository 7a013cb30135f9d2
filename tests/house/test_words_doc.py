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


def test_the_glossary_knows_every_thing(root: Path) -> None:
    lines = (root / "docs" / "words.md").read_text(encoding="utf-8").lower().splitlines()
    known = {word.strip(" `") for line in lines if line.startswith("|") for word in line.split("|")[1].split(",")}
    things = {said(name) for name in Base.metadata.tables} | {said(kind) for room in ROOMS for kind in kinds(room.name)}
    missing = sorted(things - known)
    assert not missing, f"docs/words.md does not explain {', '.join(missing)}"
