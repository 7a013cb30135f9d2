"""Migrations build exactly the models' tables, and take them down again; no table holds what must not be kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, Inspector, create_engine, inspect, text

from mentors.kit.db import Base
from mentors.migrations import alembic_config, migrate_in
from tests.databases import PostgresStore, Store
from tests.house.checks.schema import faults_in_tables

FLAVOURS = ("models", "migrations")


def test_no_table_holds_what_must_not_be_kept(house: Flask) -> None:
    faults = faults_in_tables(Base.metadata)
    assert not faults, "\n" + "\n".join(faults)


@pytest.fixture
def engines(store: Store, tmp_path: Path) -> Iterator[dict[str, Engine]]:
    """Two empty databases of the kind under test."""
    if isinstance(store, PostgresStore):
        urls = {name: _fresh_postgres(store, name) for name in FLAVOURS}
    else:
        urls = {name: f"sqlite:///{tmp_path / name}.db" for name in FLAVOURS}
    made = {name: create_engine(url) for name, url in urls.items()}
    yield made
    for engine in made.values():
        engine.dispose()


def _fresh_postgres(store: PostgresStore, name: str) -> str:
    database = f"schema_{name}_{secrets.token_hex(4)}"
    admin = create_engine(_driver(store.server.get_uri()), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{database}"'))
    admin.dispose()
    return _driver(store.server.get_uri(database=database))


def _driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def test_migrations_build_what_the_models_say(app: Flask, engines: dict[str, Engine]) -> None:
    Base.metadata.create_all(engines["models"])
    migrate_in(engines["migrations"], "head")
    with engines["migrations"].connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert not compare_metadata(context, Base.metadata)
    said, built = (_described(inspect(engines[name])) for name in FLAVOURS)
    faults = [f"{what}: the models say {said.get(what)}, the migrations build {built.get(what)}"
              for what in sorted(said.keys() | built.keys()) if said.get(what) != built.get(what)]  # fmt: skip
    assert not faults, "\n" + "\n".join(faults)


def _described(found: Inspector) -> dict[str, Any]:
    """Everything a database says about its tables, by name."""
    facts: dict[str, Any] = {}
    for table in sorted(set(found.get_table_names()) - {"alembic_version"}):
        for column in found.get_columns(table):
            facts[f"{table}.{column['name']}"] = (str(column["type"]), column["nullable"])
        for check in found.get_check_constraints(table):
            facts[f"{table} check {check['name']}"] = " ".join(str(check["sqltext"]).split())
        for key in found.get_foreign_keys(table):
            ways = key["constrained_columns"], key["referred_table"], key.get("options", {}).get("ondelete")
            facts[f"{table} key {key['name']}"] = ways
        for unique in found.get_unique_constraints(table):
            facts[f"{table} unique {unique['name']}"] = unique["column_names"]
        for index in found.get_indexes(table):
            options = {name: str(value) for name, value in (index.get("dialect_options") or {}).items()}
            facts[f"{table} index {index['name']}"] = (index["column_names"], bool(index["unique"]), options)
        facts[f"{table} primary key"] = found.get_pk_constraint(table)["constrained_columns"]
    return facts


def test_migrations_come_down_to_nothing(app: Flask, engines: dict[str, Engine]) -> None:
    engine = engines["migrations"]
    migrate_in(engine, "head")
    migrate_in(engine, "base", down=True)
    left = sorted(set(inspect(engine).get_table_names()) - {"alembic_version"})
    assert not left, f"left behind: {', '.join(left)}"
    migrate_in(engine, "head")


def test_there_is_one_line_of_migrations(app: Flask) -> None:
    heads = ScriptDirectory.from_config(alembic_config()).get_heads()
    assert len(heads) == 1, f"there must be one newest migration, not {len(heads)}"


def test_a_table_that_only_the_models_know_is_found(app: Flask, engines: dict[str, Engine]) -> None:
    migrate_in(engines["migrations"], "head")
    with engines["migrations"].connect() as connection:
        connection.execute(text("DROP TABLE answer"))
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert next(change[0] for change in compare_metadata(context, Base.metadata)) == "add_table"
