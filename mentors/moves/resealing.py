"""How the sealed columns stand, and sealing them anew with the newest key while the house runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    LargeBinary,
    TableClause,
    Text,
    bindparam,
    column,
    func,
    select,
    table,
    update,
)
from sqlalchemy.types import TypeEngine

from mentors.kit.db import Base, db, transaction
from mentors.kit.vault import FORM, NAME, SEALED, NotOpened, Ring, SealedBytes, ring

BATCH = 500
MOST_NAMED = 20


@dataclass(slots=True)
class Standing:
    """The values of one column, by what they are sealed with. `broken` are row numbers."""

    place: str
    newest: int = 0
    older: int = 0
    plain: int = 0
    broken: list[int] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.older or self.plain or self.broken)

    def __str__(self) -> str:
        said = f"{self.place}: {self.newest} newest key, {self.older} older key, {self.plain} plain"
        if self.broken:
            named = ", ".join(map(str, self.broken[:MOST_NAMED]))
            more = " ..." if len(self.broken) > MOST_NAMED else ""
            said += f", {len(self.broken)} DO NOT OPEN (changed, moved, or their key is missing): rows {named}{more}"
        return said


def sealed_columns() -> list[Column[Any]]:
    """Every sealed column of the house."""
    return [one for found in Base.metadata.sorted_tables for one in found.columns if isinstance(one.type, SEALED)]


def clue_columns() -> list[Column[Any]]:
    return [one for found in Base.metadata.sorted_tables for one in found.columns if "clues" in one.info]


def _raw(one: Column[Any]) -> tuple[TableClause, Any]:
    """The table with its number and the column as it lies there."""
    kind: TypeEngine[Any] = LargeBinary() if isinstance(one.type, SealedBytes) else Text()
    found = table(one.table.name, column("id"), column(one.name, kind))
    return found, found.c[one.name]


def _opens(keys: Ring, stored: Any, place: str) -> bool:
    try:
        keys.open_bytes(stored, place) if isinstance(stored, bytes) else keys.open(stored, place)
    except NotOpened:
        return False
    return True


def look(connection: Connection) -> Iterator[Standing]:
    """Each sealed column, every value of it opened; and the clues by which people are found."""
    keys = ring()
    for one in sealed_columns():
        found, raw = _raw(one)
        standing = Standing(f"{one.table.name}.{one.name}")
        wanted = select(found.c.id, raw).where(raw.is_not(None)).order_by(found.c.id)
        for number, stored in connection.execute(wanted.execution_options(yield_per=BATCH)):
            if stored[: len(FORM)] not in (FORM, FORM.encode()):
                standing.plain += 1
            elif not _opens(keys, stored, standing.place):
                standing.broken.append(number)
            elif keys.is_newest(stored):
                standing.newest += 1
            else:
                standing.older += 1
        yield standing
    for one in clue_columns():
        found, raw = _raw(one)
        newest = func.count().filter(raw.like(f" {keys.newest.name} %"))
        count, new = connection.execute(select(func.count(), newest).select_from(found)).one()
        yield Standing(f"{one.table.name}.{one.name}", new, count - new)


def keys_missing(connection: Connection, there: dict[str, set[str]]) -> list[str]:
    """The sealed columns that hold something this house has no key for; `there` are the tables and columns that are."""
    known, found = {key.name for key in ring().keys}, []
    for one in sealed_columns():
        if one.name not in there.get(one.table.name, ()):
            continue
        named, raw = _raw(one)
        form, length = (FORM.encode() if isinstance(one.type, SealedBytes) else FORM), len(FORM) + NAME
        starts = select(func.substr(raw, 1, length, type_=raw.type)).distinct().select_from(named)
        starts = starts.where(func.substr(raw, 1, len(FORM), type_=raw.type) == form)
        names = {bytes(start).decode("ascii", "replace") if not isinstance(start, str) else start
                 for start in connection.scalars(starts)}  # fmt: skip
        if {name.removeprefix(FORM) for name in names} - known:
            found.append(f"{one.table.name}.{one.name}")
    return found


def rotate() -> Iterator[tuple[str, int]]:
    """Seal with the newest key what is plain or sealed with an older one; how many values of each column.

    A batch is a transaction, and a value is replaced only where it is still the one that was opened: the house may
    run meanwhile, and whoever stops this and starts it again goes on. What does not open is left as it is.
    """
    for one in sealed_columns():
        yield f"{one.table.name}.{one.name}", _reseal(one)
    for one in clue_columns():
        yield f"{one.table.name}.{one.name}", _clues_anew(one)


def _reseal(one: Column[Any]) -> int:
    keys, (found, raw), place = ring(), _raw(one), f"{one.table.name}.{one.name}"
    start: Any = f"{FORM}{keys.newest.name}."
    start = start.encode() if isinstance(one.type, SealedBytes) else start
    done = last = 0
    while True:
        with transaction():
            rows = db.session.execute(
                select(found.c.id, raw)
                .where(raw.is_not(None), found.c.id > last, func.substr(raw, 1, len(start), type_=raw.type) != start)
                .order_by(found.c.id)
                .limit(BATCH)
            ).all()
            if not rows:
                return done
            last = rows[-1].id
            changed = []
            for number, stored in rows:
                try:
                    changed.append({"number": number, "was": stored, "new": _anew(keys, one, stored, place)})
                except NotOpened:
                    continue
            done += _replace(found, raw, changed)


def _anew(keys: Ring, one: Column[Any], stored: Any, place: str) -> Any:
    if isinstance(one.type, SealedBytes):
        return keys.seal_bytes(keys.open_bytes(stored, place), place)
    return keys.seal(keys.open(stored, place), place, getattr(one.type, "finds", None))


def _clues_anew(one: Column[Any]) -> int:
    keys, (found, raw) = ring(), _raw(one)
    needed, make = one.info["clues"]
    done = last = 0
    while True:
        with transaction():
            rows = db.session.execute(
                select(one.table.c.id, one, *(one.table.c[name] for name in needed))
                .where(one.table.c.id > last, one.not_like(f" {keys.newest.name} %"))
                .order_by(one.table.c.id)
                .limit(BATCH)
            ).all()
            if not rows:
                return done
            last = rows[-1].id
            done += _replace(found, raw, [{"number": row.id, "was": row[1], "new": make(row)} for row in rows])


def _replace(found: TableClause, raw: Any, changed: list[dict[str, Any]]) -> int:
    """Write new values where the old ones still stand; how many did."""
    if not changed:
        return 0
    statement = (
        update(found)
        .where(found.c.id == bindparam("number"), raw == bindparam("was", type_=raw.type))
        .values({raw.name: bindparam("new", type_=raw.type)})
    )
    return int(db.session.connection().execute(statement, changed).rowcount)
