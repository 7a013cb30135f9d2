"""All rows of a database, in a form that belongs to neither kind: read from one, written to another, compared.

What stands in the columns is carried over as it is, whatever the house means by it: from the tables as the database
describes them, so that a backup of an older version can be read by a newer one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, MetaData, Table, Text, bindparam, cast, insert, select, type_coerce
from sqlalchemy.exc import DBAPIError

from mentors.moves.places import Refusal, revision_of
from mentors.moves.sealed import NotSound

BATCH = 500
_VERSIONS = "alembic_version"


@dataclass(frozen=True, slots=True)
class Sum:
    """What a table holds, shortly: how many rows, and a digest that no order of theirs changes."""

    rows: int
    digest: str


class Counting:
    """Adds up a table row by row."""

    def __init__(self) -> None:
        self.rows = self.total = 0

    def add(self, columns: list[str], row: list[Any]) -> None:
        line = json.dumps(sorted(zip(columns, row, strict=True), key=lambda pair: pair[0]))
        self.rows += 1
        self.total = (self.total + int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")) % (1 << 256)

    @property
    def sum(self) -> Sum:
        return Sum(self.rows, f"{self.total:064x}")


def tables(connection: Connection) -> list[Table]:
    """The house's tables as the database itself describes them."""
    found = MetaData()
    with warnings.catch_warnings():
        # SQLite cannot describe an index over the start of a sealed column. Here columns are what matters.
        warnings.filterwarnings("ignore", ".*expression-based index.*")
        found.reflect(connection)
    return [found.tables[name] for name in sorted(found.tables) if name != _VERSIONS]


def rows(connection: Connection, source: Table) -> Iterator[list[Any]]:
    """A table's rows, each value as JSON can hold it."""
    columns = [_raw(connection, column) for column in source.columns]
    for row in connection.execute(select(*columns).execution_options(yield_per=BATCH)):
        yield [_plain(value) for value in row]


def _raw(connection: Connection, column: Any) -> Any:
    """JSON is carried as the text it is written in: read and written anew, `null` and nothing would become one."""
    if not isinstance(column.type, JSON):
        return column
    return (type_coerce if connection.dialect.name == "sqlite" else cast)(column, Text).label(column.name)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        utc = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"at": utc.replace(tzinfo=None).isoformat(timespec="microseconds")}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat(timespec="microseconds")}
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    raise TypeError(f"no way is known to carry {type(value).__name__}")


def _value(plain: Any, column: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    [(kind, said)] = plain.items()
    if kind == "at":
        found = datetime.fromisoformat(said)
        return found.replace(tzinfo=UTC) if isinstance(column.type, DateTime) and column.type.timezone else found
    if kind == "on":
        return date.fromisoformat(said)
    if kind == "time":
        return time.fromisoformat(said)
    return base64.b64decode(said)


def sums(connection: Connection) -> dict[str, Sum]:
    """What every table of a database holds, shortly."""
    found = {}
    for source in tables(connection):
        counting, columns = Counting(), [column.name for column in source.columns]
        for row in rows(connection, source):
            counting.add(columns, row)
        found[source.name] = counting.sum
    return found


# --- all of them, as lines ------------------------------------------------------------------------


def lines(connection: Connection) -> Iterator[Any]:
    """Everything in a database: a beginning, each table with its rows, and an end that says what there was."""
    yield {"house": "mentors", "form": 1, "revision": revision_of(connection), "kind": connection.dialect.name}
    found: dict[str, Sum] = {}
    for source in tables(connection):
        counting, columns = Counting(), [column.name for column in source.columns]
        yield {"table": source.name, "columns": columns}
        for row in rows(connection, source):
            counting.add(columns, row)
            yield row
        found[source.name] = counting.sum
    yield {"end": {name: [one.rows, one.digest] for name, one in found.items()}}


def beginning(said: Any) -> str:
    """The migration that lines were written at. Raises NotSound for lines of another form."""
    if not isinstance(said, dict) or said.get("house") != "mentors" or said.get("form") != 1:
        raise NotSound("this is no backup that this version of the house can read")
    return str(said["revision"])


def load(connection: Connection, said: Iterable[Any]) -> dict[str, Sum]:
    """Write lines into empty tables; what there should be according to them. Raises NotSound, Refusal."""
    there = {one.name: one for one in tables(connection)}
    target: Table | None = None
    columns: list[str] = []
    waiting: list[list[Any]] = []
    for line in said:
        if isinstance(line, list):
            waiting.append(line)
            if len(waiting) < BATCH:
                continue
        if target is not None:
            _insert(connection, target, columns, waiting)
        waiting = []
        if isinstance(line, dict) and "end" in line:
            return {name: Sum(rows, digest) for name, (rows, digest) in line["end"].items()}
        if isinstance(line, dict):
            columns, target = line["columns"], there.get(line["table"])
            if target is None or set(columns) != set(target.columns.keys()):
                raise Refusal(f"the table {line['table']} looks different there; nothing was changed")
    raise NotSound("the rows have no end: something is missing")


def _insert(connection: Connection, target: Table, columns: list[str], found: list[list[Any]]) -> None:
    if not found:
        return
    kept = [target.columns[name] for name in columns]
    values: dict[str, Any] = {}
    for place, column in enumerate(kept):
        is_json = isinstance(column.type, JSON)
        given = bindparam(f"v{place}", type_=Text() if is_json else column.type)
        values[column.name] = cast(given, column.type) if is_json and connection.dialect.name != "sqlite" else given
    many = [{f"v{place}": _value(value, kept[place]) for place, value in enumerate(row)} for row in found]
    try:
        connection.execute(insert(target).values(values), many)
    except DBAPIError as problem:
        # The error's own text quotes the row, and the row may be about a person.
        raise Refusal(f"a row of {target.name} does not fit there ({type(problem.orig).__name__})") from None


def differences(wanted: dict[str, Sum], found: dict[str, Sum]) -> list[str]:
    """One sentence per table that does not hold what it should."""
    said = []
    for name in sorted(wanted.keys() | found.keys()):
        should, does = wanted.get(name), found.get(name)
        if should == does:
            continue
        if should is None or does is None:
            said.append(f"the table {name} is on one side alone")
        elif should.rows != does.rows:
            said.append(f"{name} holds {does.rows} rows instead of {should.rows}")
        else:
            said.append(f"{name} holds as many rows as it should, but not the same")
    return said
