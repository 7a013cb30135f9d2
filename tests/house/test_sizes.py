"""No file over 400 lines, no function over 60: what grows is split while it is cheap."""

from __future__ import annotations

from pathlib import Path

from tests.house.checks.sizes import faults_in_python


def test_files_and_functions_stay_small(root: Path) -> None:
    folders = ("mentors", "tests", "benchmarks")
    files = [path for folder in folders for path in (root / folder).rglob("*.py") if "versions" not in path.parts]
    faults = [f for path in sorted(files) for f in faults_in_python(str(path.relative_to(root)), path.read_text())]
    assert not faults, "\n" + "\n".join(faults)
