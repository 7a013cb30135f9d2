"""Imports run down the floors, and down the stair in every room."""

from __future__ import annotations

from pathlib import Path

from mentors.rooms import FLOORS
from tests.house.checks.floors import DOORS, faults_in_file

HEIGHTS = {room.name: height for height, floor in enumerate(FLOORS) for room in floor}


def test_imports_run_down(root: Path) -> None:
    files = [path for path in (root / "mentors").rglob("*.py") if "versions" not in path.parts]
    faults = [
        fault
        for path in sorted(files)
        for fault in faults_in_file(path.relative_to(root / "mentors").as_posix(), path.read_text(), HEIGHTS)
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_every_folder_is_a_room_or_a_door(root: Path) -> None:
    folders = {path.parent.name for path in (root / "mentors").glob("*/__init__.py")}
    strangers = sorted(folders - set(HEIGHTS) - DOORS - {"core", "kit"})
    assert not strangers, f"in mentors/ but not in mentors/rooms.py: {', '.join(strangers)}"
