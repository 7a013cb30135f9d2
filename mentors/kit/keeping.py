"""What a room keeps about a person, table by table: to show it, to forget it, to move it to another record.

A room says in one line per table which rows are a person's, and whether they go or stay without her. The rest,
from what stands in the file she takes along to two records becoming one, follows from the tables themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Table, UniqueConstraint, delete, false, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import LargeBinary

from mentors.core.actor import Actor
from mentors.kit.db import Base, change_rows, db
from mentors.kit.vault import SealedBytes

Whose = Callable[[Table, int], ColumnElement[bool]]
# Never shown and never taken along: numbers inside the database, and secrets.
_INSIDE = frozenset({"id", "version", "token_hash", "password_hash", "lease_token", "log_key", "first_folded", "clues"})


@dataclass(frozen=True, slots=True)
class Stay:
    """Rows that the law keeps after somebody is forgotten, without her name: why, and until when."""

    table: str
    why: Any
    until: date


@dataclass(frozen=True, slots=True)
class Kept:
    """One table's part. `by` are its columns with a person's number; `whose` finds her rows another way.

    `blanks` None: her rows are deleted. Else they stay, others' or the statistics', with these columns set; a
    value may be made anew for each row.
    """

    model: type[Base]
    by: tuple[str, ...] = ("person_id",)
    whose: Whose | None = None
    blanks: Mapping[str, Any] | None = None
    hides: frozenset[str] = frozenset()
    shown: bool = True  # False: another line for the same table shows the rows

    @property
    def table(self) -> Table:
        found = self.model.__table__
        assert isinstance(found, Table)
        return found

    def rows(self, person_id: int) -> ColumnElement[bool]:
        if self.whose is not None:
            return self.whose(self.table, person_id)
        return or_(false(), *(self.table.c[name] == person_id for name in self.by))


@dataclass(frozen=True, slots=True)
class Keeper:
    """A room's whole answer. `also_*` do what rows alone cannot, before the rows are dealt with."""

    kept: Sequence[Kept]
    held_as: Callable[[int], dict[str, list[dict[str, Any]]]] | None = None  # a room's own words for what it holds
    also_forget: Callable[[Actor, int], None] | None = None
    also_merge: Callable[[int, int], None] | None = None
    stays: Callable[[int], list[Stay]] = field(default=lambda _person_id: [])

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(one.table.name for one in self.kept)

    def held(self, person_id: int) -> dict[str, list[dict[str, Any]]]:
        """What the room holds about a person, by table; tables without a row of hers are there and empty."""
        found: dict[str, list[dict[str, Any]]] = {}
        for one in self.kept:
            found.setdefault(one.table.name, []).extend(_shown(one, person_id))
        return {**found, **(self.held_as(person_id) if self.held_as else {})}

    def forget(self, person_id: int, by: Actor) -> list[Stay]:
        """Erase what the room holds, or take her out of what stays. What the law keeps is named."""
        staying = self.stays(person_id)
        if self.also_forget:
            self.also_forget(by, person_id)
        db.session.flush()
        for one in self.kept:
            _forget(one, person_id)
        db.session.expire_all()
        return staying

    def merge(self, keep_id: int, gone_id: int) -> int:
        """Move everything of one record to another; how many rows were moved. Where both may not stand side by
        side (a unique key), what hangs on the second moves to the first, and the second goes."""
        if self.also_merge:
            self.also_merge(keep_id, gone_id)
        db.session.flush()
        moved = sum(
            _move(one.table, name, keep_id, gone_id)
            for one in reversed(self.kept)  # what others point at comes last when forgetting, and first here
            for name in one.by
            if name in one.table.c and one.table.c[name].references(Base.metadata.tables["person"].c.id)
        )
        db.session.expire_all()
        return moved


def _shown(one: Kept, person_id: int) -> list[dict[str, Any]]:
    if not one.shown:
        return []
    columns = [
        column
        for column in one.table.c
        if column.name not in _INSIDE | one.hides
        and not column.foreign_keys
        and not isinstance(column.type, LargeBinary | SealedBytes)
    ]
    if not columns:  # only that there is a row: a helper at a session
        count = db.session.scalar(select(func.count()).select_from(one.table).where(one.rows(person_id)))
        return [{} for _row in range(count or 0)]
    rows = db.session.execute(select(*columns).select_from(one.table).where(one.rows(person_id))).mappings()
    return [dict(row) for row in rows]


def plain(value: Any) -> Any:
    """A value as a machine-readable file keeps it."""
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (tuple, list, set, frozenset)):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    return value if value is None or isinstance(value, (bool, int, float)) else str(value)


# --- forgetting -----------------------------------------------------------------------------------


def _forget(one: Kept, person_id: int) -> None:
    mine = one.rows(person_id)
    if one.blanks is None:
        change_rows(delete(one.table).where(mine))
        return
    fixed = {name: value for name, value in one.blanks.items() if not callable(value)}
    made = {name: value for name, value in one.blanks.items() if callable(value)}
    if made:
        keys = list(one.table.primary_key)
        for row in db.session.execute(select(*keys).where(mine)).all():
            this = [key == value for key, value in zip(keys, row, strict=True)]
            db.session.execute(update(one.table).where(*this).values({name: make() for name, make in made.items()}))
    if fixed:
        change_rows(update(one.table).where(mine).values(fixed))


def still_leads_to(table: str, row_id: int) -> list[str]:
    """The tables that still have a row pointing at this one."""
    found = []
    for other, column in _pointing_at(Base.metadata.tables[table]):
        if db.session.scalar(select(func.count()).select_from(other).where(other.c[column] == row_id)):
            found.append(other.name)
    return found


# --- two records that are one ---------------------------------------------------------------------


def _pointing_at(table: Table) -> list[tuple[Table, str]]:
    """Every column in the house whose single foreign key leads to this table."""
    return [
        (other, key.parent.name)
        for other in Base.metadata.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table and key.constraint is not None and len(key.constraint.elements) == 1
    ]


def _move(table: Table, name: str, keep_id: int, gone_id: int) -> int:
    keys = list(table.primary_key)
    rows = db.session.execute(select(*keys).where(table.c[name] == gone_id)).all()
    for row in rows:
        _move_row(table, name, keep_id, dict(zip((key.name for key in keys), row, strict=True)))
    return len(rows)


def _move_row(table: Table, name: str, keep_id: int, row: Mapping[str, Any]) -> None:
    this = [table.c[key] == value for key, value in row.items()]
    try:
        with db.session.begin_nested():
            db.session.execute(update(table).where(*this).values({name: keep_id}))
    except IntegrityError:
        standing = _in_the_way(table, name, keep_id, row)
        if standing is None:
            raise
        if "id" in table.c:
            _hand_over(table, standing["id"], row["id"])
        db.session.execute(delete(table).where(*this))


def _in_the_way(table: Table, name: str, keep_id: int, row: Mapping[str, Any]) -> dict[str, Any] | None:
    """The row that a unique key does not let this one stand beside."""
    mine = db.session.execute(select(table).where(*(table.c[k] == v for k, v in row.items()))).mappings().one()
    keys: list[tuple[list[str], list[Any]]] = [([column.name for column in table.primary_key], [])]
    keys += [([c.name for c in one.columns], []) for one in table.constraints if isinstance(one, UniqueConstraint)]
    for index in table.indexes:
        only = index.dialect_options["sqlite"]["where"]
        keys += [([c.name for c in index.columns], [] if only is None else [only])] if index.unique else []
    for key, only in keys:
        if name not in key:
            continue
        same = [table.c[column] == (keep_id if column == name else mine[column]) for column in key]
        another = or_(*(table.c[k] != v for k, v in row.items()))
        found = db.session.execute(select(table).where(*same, another, *only).limit(1)).mappings().first()
        if found is not None:
            return dict(found)
    return None


def _hand_over(table: Table, keep_id: int, gone_id: int) -> None:
    """What hangs on a row that goes hangs on the one that stays."""
    for other, column in _pointing_at(table):
        _move(other, column, keep_id, gone_id)
