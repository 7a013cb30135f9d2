"""Reading the chain again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, select, text

from mentors.journal import rules
from mentors.journal.models import Entry, JournalHead
from mentors.journal.rules import Head, Line
from mentors.journal.rules_guards import MOVED, NAMES

_ENTRY = Entry.__table__
COLUMNS = tuple(_ENTRY.c[name] for name in Line.__dataclass_fields__)


def line_of(row: Row[Any]) -> Line:
    return Line(**row._mapping)


def heads(connection: Connection) -> dict[int, Head]:
    """How far each chain has come, as the database says."""
    rows = connection.execute(select(JournalHead.chain, JournalHead.seq, JournalHead.hash).order_by(JournalHead.chain))
    return {row.chain: Head(row.chain, row.seq, row.hash) for row in rows}


def faults(connection: Connection, keys: Iterable[str], anchors: Iterable[Head] = ()) -> Iterator[str]:
    """One sentence per fault of the journal in a database; reads it line by line, in little memory.

    On PostgreSQL the connection must be in a REPEATABLE READ transaction, or lines come in while heads are compared.
    """
    missing = NAMES[connection.dialect.name] - _guards(connection)
    if missing:
        yield f"the database lets the journal be changed: it lacks {', '.join(sorted(missing))}"
    kept = list(anchors)
    put_away, found = {(anchor.chain, anchor.seq) for anchor in kept}, {}

    def lines() -> Iterator[Line]:
        wanted = select(*COLUMNS).order_by(_ENTRY.c.chain, _ENTRY.c.seq, _ENTRY.c.id)
        for row in connection.execute(wanted.execution_options(yield_per=2000)):
            line = line_of(row)
            if (line.chain, line.seq) in put_away:
                found[line.chain, line.seq] = line.hash or ""
            yield line

    said = connection.scalars(select(_ENTRY.c.thing).where(_ENTRY.c.act == MOVED).order_by(_ENTRY.c.id)).all()
    former = rules.formerly(thing for thing in said if thing)
    yield from rules.faults(lines(), heads(connection), keys, former)
    yield from rules.anchor_faults(kept, found)  # type: ignore[arg-type]


def _guards(connection: Connection) -> frozenset[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
        "AND tgrelid IN (to_regclass('journal_entry'), to_regclass('journal_head'))",
    }[connection.dialect.name]
    return frozenset(connection.execute(text(asked)).scalars())
