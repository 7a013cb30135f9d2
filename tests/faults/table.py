"""The table a run of faults prints: to the terminal, and as it goes to a file, so that runs in portions can be summed."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.killing import Verdict

HEAD = f"{'':<44}{'messages':>9}{'kills':>7}{'lost':>6}{'endless':>9}{'unclear':>9}{'copies':>8}{'per kill':>9}{'s':>8}"


class Table:
    """What is said is also kept: lines in `path`, and every row as JSON beside it (`path` + `.rows`)."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.broken: list[str] = []

    def say(self, line: str = "") -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()
        if self.path is not None:
            with self.path.open("a") as file:
                file.write(line + "\n")

    def begin(self, asked: str) -> None:
        """Date, commit and what was asked for: a table without them says nothing."""
        ask = ("git", "describe", "--always", "--dirty", "--exclude=*")
        commit = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()
        self.say(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit or 'unknown'}, {asked}")

    def row(self, kind: str, name: str, seed: int, found: Verdict, seconds: float, promise: str) -> None:
        self.say(_line(name, found, seconds, promise))
        self._keep(kind=kind, name=name, seed=seed, seconds=seconds, promise=promise, **asdict(found))

    def claims(self, kind: str, name: str, seed: int, made: int, double: int, seconds: float) -> None:
        self.say(_claims_line(name, made, double, seconds))
        self._keep(kind=kind, name=name, seed=seed, seconds=seconds, made=made, double=double)

    def demand(self, good: bool, what: str) -> None:
        if not good:
            self.broken.append(what)
            self.say(f"  BROKEN: {what}")
            self._keep(broken=what)

    def _keep(self, **row: object) -> None:
        if self.path is not None:
            with self.path.with_name(self.path.name + ".rows").open("a") as file:
                file.write(json.dumps(row) + "\n")


def _line(name: str, found: Verdict, seconds: float, promise: str) -> str:
    return (
        f"{name:<44}{found.messages:>9}{found.kills:>7}{found.lost:>6}{found.endless:>9}{found.unclear:>9}"
        f"{found.copies:>8}{found.copies_per_kill:>9.2f}{seconds:>8.0f}  {promise}"
    )


def _claims_line(name: str, made: int, double: int, seconds: float) -> str:
    return f"{name:<44}{made:>9} claims, {double} twice, {made / max(seconds, 0.001):,.0f} a second"


def summed(path: Path) -> str:
    """The portions of a file added up, row by row."""
    rows = [json.loads(line) for line in path.with_name(path.name + ".rows").read_text().splitlines()]
    lines: list[str] = []
    for kind in dict.fromkeys(row["kind"] for row in rows if "kind" in row):
        lines += ["", f"{kind}, portions added up", HEAD]
        for name in dict.fromkeys(row["name"] for row in rows if row.get("kind") == kind):
            mine = [row for row in rows if row.get("kind") == kind and row["name"] == name]
            seconds = sum(row["seconds"] for row in mine)
            if "made" in mine[0]:
                lines.append(
                    _claims_line(name, *(sum(row[what] for row in mine) for what in ("made", "double")), seconds)
                )
                continue
            numbers = {what: sum(row[what] for row in mine) for what in Verdict.__dataclass_fields__}
            seeds = sorted({row["seed"] for row in mine})
            told = f"{mine[0]['promise']}; {len(mine)} portions, seeds {seeds[0]}-{seeds[-1]}"
            lines.append(_line(name, Verdict(**numbers), seconds, told))
    broken = [row["broken"] for row in rows if "broken" in row]
    return "\n".join([*lines, "", "BROKEN: " + "; ".join(broken) if broken else "Every promise held."])
