"""The database: one base, a few column types, and the one place that commits."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    CursorResult,
    DateTime,
    Delete,
    Dialect,
    Engine,
    Index,
    MetaData,
    Text,
    Update,
    event,
    func,
    select,
    text,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from mentors.core import clock


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. SQLite forgets the zone; this puts it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive times are not kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Codes(TypeDecorator[tuple[str, ...]]):
    """A small set of codes from a fixed list, kept as words in one text; read as a tuple in order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        return None if value is None else " ".join(dict.fromkeys(value))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(value.split())


def text_enum(kind: type[StrEnum], name: str | None = None) -> SqlEnum:
    """An enum kept as its text, held to its members by a CHECK (named, where a table has two of a kind)."""
    return SqlEnum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_ref() -> str:
    """A random public reference without look-alike characters: 10 of 31, about 49 bits."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


class Referable:
    """A row with a counting number inside and a random reference outside."""

    id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Text, unique=True, default=new_ref)


class Versioned:
    """A row that two people must not edit over each other: the second one is told (409)."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def one_while(name: str, clause: str, *columns: str) -> Index:
    """At most one row per these columns while a clause holds, as `left_on IS NULL`; on both databases."""
    return Index(name, *columns, unique=True, sqlite_where=text(clause), postgresql_where=text(clause))


# --- transactions -------------------------------------------------------------------------------

# Whether the transaction about to begin may write. On SQLite a reader that turns writer can be
# refused at once (SQLITE_BUSY_SNAPSHOT) and two deferred writers lose updates without a word, so
# every writer says so from the start. Only a GET is known to be a reader.
_writes: ContextVar[bool] = ContextVar("writes", default=True)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read."""
    token = _writes.set(False)
    try:
        yield
    finally:
        _writes.reset(token)


def listen(engine: Engine) -> None:
    """Make SQLite behave: write-ahead log, full sync, foreign keys, honest transactions."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes.get() else "BEGIN")


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what happens inside, or nothing of it. For jobs and commands; requests have their own."""
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


def change_rows(statement: Update | Delete) -> int:
    """Run an UPDATE or DELETE; how many rows it met. How a worker knows that it, and no other, took one."""
    return cast("CursorResult[Any]", db.session.execute(statement)).rowcount


_instant: ContextVar[list[datetime] | None] = ContextVar("instant", default=None)


@contextmanager
def one_instant(known: datetime | None = None) -> Iterator[list[datetime]]:
    """Inside, `shared_now` asks the database once (or not at all, where the instant is known from a moment ago) and
    says the same until the end: for a short transaction. Gives what it was told, once it was."""
    told = [] if known is None else [known]
    token = _instant.set(told)
    try:
        yield told
    finally:
        _instant.reset(token)


def shared_now() -> datetime:
    """The present instant on the clock all workers share: the database server's on PostgreSQL, so that a
    host whose clock is wrong neither sends early nor takes what another still holds."""
    if clock.is_stopped() or db.engine.dialect.name == "sqlite":
        return clock.now()
    known = _instant.get()
    if known:
        return known[0]
    now = cast(datetime, db.session.connection().scalar(_SHARED_NOW)).astimezone(UTC) + clock.offset()
    if known is not None:
        known.append(now)
    return now


_SHARED_NOW = select(func.clock_timestamp())
