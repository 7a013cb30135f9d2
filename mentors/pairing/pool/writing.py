"""Plans as files. A cell that a spreadsheet would take for a formula gets an apostrophe, which `cells.ref` reads."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

PLAN_COLUMNS = ("newcomer", "volunteer", "points", "reasons", "hurdle", "remedy")
EDGE_COLUMNS = ("newcomer", "volunteer", "points", "value")


def safe(cell: object) -> str:
    """The cell as text that no spreadsheet calculates."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def table_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV: UTF-8 without a mark, commas, one line feed per row; the same bytes on every system."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue()


def edges_text(edges: Iterable[tuple[str, str, int, int]]) -> str:
    """The same for millions of pairs: each reference is quoted once."""
    quoted: dict[str, str] = {}

    def quote(ref: str) -> str:
        if ref not in quoted:
            quoted[ref] = table_text((safe(ref),), ()).rstrip("\n")
        return quoted[ref]

    lines = [f"{quote(a)},{quote(b)},{points},{value}\n" for a, b, points, value in edges]
    return "".join([",".join(EDGE_COLUMNS), "\n", *lines])


def certificate_text(certificate: Mapping[str, Any]) -> str:
    return json.dumps(certificate, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_all(files: Mapping[Path, str]) -> None:
    """Write every file or none: each beside its place first, then all put there. Raises OSError."""
    waiting: dict[Path, str] = {}
    try:
        for path, text in files.items():
            if path.exists() and not path.is_file():  # a pipe or /dev/null: written to, never replaced
                path.write_text(text, encoding="utf-8", newline="")
                continue
            handle, name = tempfile.mkstemp(prefix=".pairing-", dir=path.parent)
            waiting[path] = name
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
        for path in list(waiting):
            os.chmod(waiting[path], 0o644)
            os.replace(waiting[path], path)
            del waiting[path]
    finally:
        for name in waiting.values():
            os.unlink(name)
