"""A database as a place that rows come from or go to, whichever of the two kinds it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select, table, text
from sqlalchemy.pool import NullPool

from mentors.migrations import alembic_config, migrate_in

_VERSIONS = "alembic_version"


class Refusal(Exception):
    """It is not done; the message is a sentence that says why and what to do."""


def engine_of(url: str) -> Engine:
    """A database by its address; no connection is kept. On SQLite keys are not enforced while rows come in."""
    engine = create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
            connection.isolation_level = None
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "busy_timeout=10000"):
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def on_begin(connection: Connection) -> None:
            snapshot = connection.get_execution_options().get("snapshot")
            connection.exec_driver_sql("BEGIN" if snapshot else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One unmoving view of a database that others go on writing to."""
    with engine.connect() as plain:
        if engine.dialect.name == "sqlite":
            connection = plain.execution_options(snapshot=True)
        else:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        connection.execute(text("SELECT 1"))
        yield connection
        connection.rollback()


def revision_of(connection: Connection) -> str:
    """The migration a database stands at. Raises Refusal where it is no database of this house."""
    if not inspect(connection).has_table(_VERSIONS):
        raise Refusal("there is no database of this house: run `flask migrate` first")
    found = connection.scalars(text(f"SELECT version_num FROM {_VERSIONS}")).all()  # nosec B608
    if len(found) != 1:
        raise Refusal("the database does not say which migration it stands at: run `flask migrate` first")
    return str(found[0])


def newest_revision() -> str:
    return str(ScriptDirectory.from_config(alembic_config()).get_current_head())


def make_ready(engine: Engine, revision: str) -> None:
    """Bring an empty place to a migration. Raises Refusal where it is not empty, or where the migration is unknown."""
    if revision not in {one.revision for one in ScriptDirectory.from_config(alembic_config()).walk_revisions()}:
        raise Refusal(f"it stands at migration {revision}, which this version of the house does not know: take a newer")
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names())
        if names and _VERSIONS not in names:
            raise Refusal("the place is not empty: it holds tables that are not this house's")
        for name in sorted(names - {_VERSIONS}):
            if connection.scalar(select(func.count()).select_from(table(name))):
                raise Refusal(f"the place is not empty: {name} has rows. Give an empty database; nothing was changed")
    if names:
        migrate_in(engine, "base", down=True)
    migrate_in(engine, revision)


# --- while rows come in ---------------------------------------------------------------------------


@contextmanager
def filling(engine: Engine) -> Iterator[Connection]:
    """A transaction in which rows may come in any order, though they point at each other in circles. At its end
    every key is checked, and the counters stand behind the highest number."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            yield connection
            wrong = connection.execute(text("PRAGMA foreign_key_check")).all()
            if wrong:
                raise Refusal(f"rows of {wrong[0][0]} point at rows of {wrong[0][2]} that are not there")
            return
        keys = connection.execute(text(
            "SELECT conrelid::regclass::text AS owner, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS said "
            "FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )).all()  # fmt: skip
        for key in keys:
            connection.execute(text(f"ALTER TABLE {key.owner} DROP CONSTRAINT {key.name}"))
        yield connection
        for key in keys:  # adding it anew looks at every row
            connection.execute(text(f"ALTER TABLE {key.owner} ADD CONSTRAINT {key.name} {key.said}"))
        _set_counters(connection)


def _set_counters(connection: Connection) -> None:
    counted = connection.execute(text(
        "SELECT c.table_name AS owner, c.column_name AS name FROM information_schema.columns c "
        "WHERE c.table_schema = current_schema() "
        "AND pg_get_serial_sequence(quote_ident(c.table_name), c.column_name) IS NOT NULL"
    )).all()  # fmt: skip
    for row in counted:
        connection.execute(
            text(
                # The names come from the database's own list of its columns.
                f'SELECT setval(pg_get_serial_sequence(:owner, :name), coalesce(max("{row.name}"), 1), '  # nosec B608
                f'max("{row.name}") IS NOT NULL) FROM "{row.owner}"'
            ),
            {"owner": f'"{row.owner}"', "name": row.name},
        )
