"""No stylesheet of ours knows left from right."""

from __future__ import annotations

from pathlib import Path

from tests.house.checks.css import faults_in_css


def test_our_stylesheets_are_logical(root: Path) -> None:
    files = sorted((root / "static" / "css").glob("*.css"))
    assert files
    faults = [fault for path in files for fault in faults_in_css(path.name, path.read_text(encoding="utf-8"))]
    assert not faults, "\n" + "\n".join(faults)
