"""The command's files become a pool and settings, or a list of everything that must be put right first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mentors.pairing.pool import reading
from mentors.pairing.pool.checks import broken_pins
from mentors.pairing.pool.facts import Newcomer, Pairing, Pool, Volunteer
from mentors.pairing.pool.reading import Heard
from mentors.pairing.pool.settings import Settings, settings_from
from mentors.pairing.pool.sheets import Table, Unreadable, read_table
from mentors.pairing.pool.words import RULE, SAY


class Unusable(Exception):
    """The files cannot be used as they are. `complaints` are all that is wrong, in the files' order."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__(f"{len(complaints)} complaints")
        self.complaints = complaints


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """Where everything is."""

    newcomers: Path
    volunteers: Path
    pins: Path | None = None
    forbids: Path | None = None
    previous: Path | None = None
    settings: Path | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    pool: Pool
    settings: Settings
    warnings: tuple[str, ...]


def load(files: Files, today: date, *, settings: Settings | None = None) -> Loaded:
    """Read everything. `settings` given beats the file. Raises Unusable with every complaint at once."""
    heard = Heard()
    chosen = settings or _settings(files.settings, today, heard)
    tables = {path: _table(path, heard) for path in (files.newcomers, files.volunteers)}
    newcomers: dict[str, tuple[int, Newcomer]] = {}
    volunteers: dict[str, tuple[int, Volunteer]] = {}
    some, other = tables[files.newcomers], tables[files.volunteers]
    if some is not None:
        newcomers = reading.newcomers_of(some, today, heard)
    if other is not None:
        volunteers = reading.volunteers_of(other, today, heard)
    if some is not None and other is not None and not heard.complaints:
        reading.look_at_refs(some, newcomers, volunteers, other.file, heard)
        pool = _with_edits(files, newcomers, volunteers, chosen, heard)
        if not heard.complaints:
            return Loaded(pool, chosen, tuple(heard.warnings))
    else:
        _look_at_tables(files, heard)
    raise Unusable(heard.complaints)


def _table(path: Path, heard: Heard) -> Table | None:
    try:
        return read_table(path)
    except Unreadable as problem:
        heard.complaints.append(str(problem))
        return None


def _look_at_tables(files: Files, heard: Heard) -> None:
    """Where people cannot be read, pins and forbids are at least looked at as tables."""
    for path in (files.pins, files.forbids, files.previous):
        if path is not None:
            _table(path, heard)


def _settings(path: Path | None, today: date, heard: Heard) -> Settings:
    if path is None:
        return Settings(start_on=today)
    try:
        raw = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        heard.complaints.append(SAY["no_file"].format(file=path.name, why=problem.strerror or problem))
        return Settings(start_on=today)
    except (ValueError, RecursionError) as problem:
        heard.complaints.append(SAY["settings"].format(file=path.name, what=str(problem)[:200]))
        return Settings(start_on=today)
    settings, complaints = settings_from(raw, today)
    heard.complaints += [SAY["settings"].format(file=path.name, what=complaint) for complaint in complaints]
    return settings


def _with_edits(
    files: Files,
    newcomers: Mapping[str, tuple[int, Newcomer]],
    volunteers: Mapping[str, tuple[int, Volunteer]],
    settings: Settings,
    heard: Heard,
) -> Pool:
    names = (files.newcomers.name, files.volunteers.name)

    def pairs(path: Path | None, *, strict: bool = True) -> dict[Pairing, tuple[int, str]]:
        table = _table(path, heard) if path else None
        return reading.pairs_of(table, newcomers, volunteers, names, heard, strict=strict) if table else {}

    pins, forbids, previous = pairs(files.pins), pairs(files.forbids), pairs(files.previous, strict=False)
    pool = Pool(
        newcomers=reading.people_only(newcomers),
        volunteers=reading.people_only(volunteers),
        pins=frozenset(pins),
        forbids=frozenset(forbids),
        previous=frozenset(previous),
        reasons={pair: why for pair, (_row, why) in {**forbids, **pins}.items() if why},
    )
    if files.pins is not None and not heard.complaints:
        _look_at_pins(files.pins.name, pool, pins, settings, heard)
    return pool


def _look_at_pins(
    file: str, pool: Pool, rows: Mapping[Pairing, tuple[int, str]], settings: Settings, heard: Heard
) -> None:
    """A pin beats the optimum, not the rules: name the rule where it breaks one."""
    capacity = {one.ref: one.capacity for one in pool.volunteers}
    first: dict[str, int] = {}
    for pair, (row, _why) in rows.items():
        first.setdefault(pair[0], row)
    for broken in sorted(broken_pins(pool, settings), key=lambda one: rows[one.pair][0]):
        row, said = rows[broken.pair][0], []
        if broken.twice and row != first[broken.pair[0]]:
            said.append(SAY["pinned_twice"].format(row=first[broken.pair[0]]))
        for rule in broken.rules:
            if rule == "capacity" and capacity[broken.pair[1]]:
                said.append(SAY["pin_full"].format(ref=broken.pair[1], capacity=capacity[broken.pair[1]]))
            else:
                what = RULE[rule].format(until=settings.end_on.isoformat())
                said.append(SAY["pin_breaks"].format(rule=what))
        values: Any = f"{broken.pair[0]}, {broken.pair[1]}"
        for what in said:
            heard.complaints.append(
                SAY["cell"].format(file=file, row=row, column="newcomer, volunteer", value=values, what=what)
            )
