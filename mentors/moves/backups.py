"""A backup of everything in one sealed file; put back into an empty place; tried there; and the move to another database."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from mentors.journal.queries import faults as journal_faults
from mentors.journal.queries import heads
from mentors.migrations import migrate_in
from mentors.moves import rows, sealed
from mentors.moves.places import Refusal, engine_of, filling, make_ready, newest_revision, snapshot
from mentors.moves.resealing import keys_missing
from mentors.moves.rows import Sum
from mentors.moves.sealed import NotSound

_CHAINED_SINCE = "journal_head"  # a backup from before the chain has no such table


@dataclass(frozen=True, slots=True)
class Moved:
    """What was carried over and compared."""

    tables: int
    rows: int
    journal_lines: int

    def __str__(self) -> str:
        return f"{self.rows} rows in {self.tables} tables are equal; the journal's chain of {self.journal_lines} lines is whole"


def back_up(url: str, file: Path, key: str) -> int:
    """Write everything in a database to a sealed file, as it is at one moment, while others go on writing; how many rows.

    Raises FileExistsError, Refusal.
    """
    counted = 0

    def content() -> Generator[Any]:
        nonlocal counted
        with opened(url) as engine, snapshot(engine) as connection:
            for line in rows.lines(connection):
                counted += isinstance(line, list)
                yield line

    with closing(content()) as lines:
        sealed.write(file, key, _packed(lines))
    return counted


def restore(file: Path, url: str, key: str, journal_keys: Sequence[str]) -> Moved:
    """Fill an empty place from a backup, compare it with what was backed up, and bring it to this version's migration.

    The file is read to its end before anything is changed. Raises NotSound, Refusal.
    """
    for _line in _unpacked(file, key):
        pass
    with closing(_unpacked(file, key)) as lines, opened(url) as engine:
        revision = rows.beginning(next(lines))
        make_ready(engine, revision)
        moved = _fill(engine, lines, journal_keys)
        if revision != newest_revision():
            migrate_in(engine, newest_revision())
    return moved


def try_out(file: Path, key: str, journal_keys: Sequence[str], into: str | None = None) -> Moved:
    """Restore a backup into an empty place, for nothing but to see that it can be. Raises NotSound, Refusal."""
    if into is not None:
        return restore(file, into, key, journal_keys)
    with tempfile.TemporaryDirectory(prefix="mentors-backup-") as folder:
        return restore(file, f"sqlite:///{folder}/tried.db", key, journal_keys)


def copy(source: str, target: str, journal_keys: Sequence[str]) -> Moved:
    """Everything in one database into another, empty one, which stands at this version's migration. Raises Refusal."""
    with opened(source) as here, opened(target) as there, snapshot(here) as connection:
        lines = rows.lines(connection)
        revision = rows.beginning(next(lines))
        if revision != newest_revision():
            raise Refusal(f"the database stands at migration {revision}: run `flask migrate` first")
        make_ready(there, revision)
        return _fill(there, lines, journal_keys)


def _fill(engine: Engine, lines: Iterable[Any], journal_keys: Sequence[str]) -> Moved:
    with filling(engine) as connection:
        wanted = rows.load(connection, lines)
        found = rows.sums(connection)
        wrong = [*rows.differences(wanted, found), *_wrong_in_journal(connection, found, journal_keys)]
        closed = keys_missing(connection, {one.name: set(one.columns.keys()) for one in rows.tables(connection)})
        if closed:
            wrong.append(f"{', '.join(closed[:3])} are sealed with a key that VAULT_KEYS does not hold: put it there")
        if wrong:
            raise Refusal("; ".join(wrong[:5]))
        chained = sum(head.seq for head in heads(connection).values()) if _CHAINED_SINCE in found else 0
    return Moved(len(found), sum(one.rows for one in found.values()), chained)


def _wrong_in_journal(connection: Connection, found: dict[str, Sum], keys: Sequence[str]) -> list[str]:
    return list(journal_faults(connection, keys)) if _CHAINED_SINCE in found else []


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = engine_of(url)
    try:
        yield engine
    finally:
        engine.dispose()


# --- lines and bytes ------------------------------------------------------------------------------


def _packed(lines: Iterable[Any]) -> Iterator[bytes]:
    packing = zlib.compressobj(6)
    for line in lines:
        part = packing.compress(json.dumps(line, separators=(",", ":")).encode() + b"\n")
        if part:
            yield part
    yield packing.flush()


def _unpacked(file: Path, key: str) -> Generator[Any]:
    unpacking, kept = zlib.decompressobj(), b""
    for piece in sealed.read(file, key):
        *whole, kept = (kept + unpacking.decompress(piece)).split(b"\n")
        for line in whole:
            yield json.loads(line)
    if not unpacking.eof or kept:
        raise NotSound(f"{file} is cut off: its end is missing")
