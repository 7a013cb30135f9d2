"""Migrations go down to the first and up again with something in every table, and what both ends know survives.

Both databases: SQLite by default, PostgreSQL with TEST_DATABASE (issue 6, 10).
"""

from __future__ import annotations

import base64
from collections import Counter
from typing import Any

from flask import Flask
from sqlalchemy import Connection, func, select, text

from mentors.core.actor import PUBLIC
from mentors.journal.commands import note
from mentors.journal.queries import faults
from mentors.kit.db import Base, db, transaction
from mentors.kit.vault import ring
from mentors.migrations import migrate_in
from mentors.moves import resealing, rows
from mentors.moves.backups import opened
from mentors.moves.places import snapshot
from mentors.people.queries import search_people
from tests.databases import Store
from tests.given import Given
from tests.kit.test_vault import a_coordinator, assert_marks_are_indexed
from tests.moves.filling import Filler
from tests.moves.test_copy_to import stamped

# What the first house had another way, so that a value comes back as its default: table, column.
CHANGED_ON_THE_WAY: frozenset[tuple[str, str]] = frozenset()


def test_every_table_is_filled(app: Flask) -> None:
    with db.engine.begin() as connection:
        Filler(connection).fill()
        empty = [
            name for name, table in Base.metadata.tables.items()
            if not connection.scalar(select(func.count()).select_from(table))
        ]  # fmt: skip
    assert sorted(empty) == ["journal_entry", "journal_head"]


def test_what_both_ends_know_survives_the_way_down_and_up(app: Flask, store: Store, given: Given) -> None:
    with db.engine.begin() as connection:
        Filler(connection).fill()
    person = given.person()
    with transaction():
        note(PUBLIC, "house.opened")
        note(given.by(), "people.looked_at", person_id=person.id, reason="samtale")
    stamped(store, app)
    db.engine.dispose()
    try:
        with opened(store.url) as engine:
            before = _held(engine)
            migrate_in(engine, "0001", down=True)
            with snapshot(engine) as connection:
                known = {table.name: set(table.columns.keys()) for table in rows.tables(connection)}
                counted = _counts(connection)
            migrate_in(engine, "head")
            after = _held(engine)
            with snapshot(engine) as connection:
                assert list(faults(connection, app.config["JOURNAL_KEYS"])) == []
                if engine.dialect.name == "sqlite":
                    assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert len(known) > 50
        lost = {name: counted[name] for name in known if counted[name] != sum(before.get(name, Counter()).values())}
        assert lost == {}, "rows were lost on the way down"
        for name, columns in sorted(known.items()):
            kept = columns - {column for table, column in CHANGED_ON_THE_WAY if table == name}
            assert _only(after[name], kept) == _only(before[name], kept), name
    finally:
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))


def said(place: str, value: Any) -> Any:
    """A value as it was before it was sealed: sealed twice it looks different each time."""
    if isinstance(value, dict) and "bytes" in value:
        return ring().open_bytes(base64.b64decode(value["bytes"]), place)
    return ring().open(value, place) if isinstance(value, str) else value


def test_the_vaults_migration_seals_what_was_plain_and_opens_it_again(app: Flask, store: Store, given: Given) -> None:
    with db.engine.begin() as connection:
        Filler(connection).fill()
    person = given.person(first_name="Ánna", last_name="Skovgaard", mobile="+4520304050")
    number, town = person.id, person.municipality_id
    stamped(store, app)
    db.engine.dispose()
    asked = text("SELECT last_name, mobile, name_folded FROM person WHERE id = :id")
    try:
        with opened(store.url) as engine:
            before = _held(engine)
            migrate_in(engine, "0014", down=True)
            with snapshot(engine) as connection:
                assert connection.execute(asked, {"id": number}).one() == ("Skovgaard", "+4520304050", "anna skovgaard")
                then = {table.name: set(table.columns.keys()) for table in rows.tables(connection)}
                plain = [str(row) for table in rows.tables(connection) for row in rows.rows(connection, table)]
                assert not [row for row in plain if "s1." in row], "something was left sealed"
            migrate_in(engine, "head")
            with snapshot(engine) as connection:
                assert [str(one) for one in resealing.look(connection) if not one.is_well] == []
            after = _held(engine)
        for name, columns in then.items():  # what came after it goes on the way down
            drawn = {"clues", "first_folded"} if name == "person" else set()  # filled in with anything
            kept = {column for row in after[name] for column, _value in row if column in columns} - drawn
            assert _only(after[name], kept) == _only(before[name], kept), name
        assert [one.id for one in search_people(a_coordinator(town), "skovg")] == [number]
        assert_marks_are_indexed()
    finally:
        db.session.remove()
        with db.engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))


def _held(engine: Any) -> dict[str, Counter[tuple[tuple[str, str], ...]]]:
    with snapshot(engine) as connection:
        return {
            table.name: Counter(
                tuple(
                    sorted(
                        (name, repr(said(f"{table.name}.{name}", value)))
                        for name, value in zip(table.columns.keys(), row, strict=True)
                    )
                )
                for row in rows.rows(connection, table)
            )
            for table in rows.tables(connection)
        }


def _counts(connection: Connection) -> dict[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in rows.tables(connection)
    }


def _only(found: Counter[tuple[tuple[str, str], ...]], columns: set[str]) -> Counter[tuple[tuple[str, str], ...]]:
    shown: Counter[tuple[tuple[str, str], ...]] = Counter()
    for row, times in found.items():
        shown[tuple(pair for pair in row if pair[0] in columns)] += times
    return shown
