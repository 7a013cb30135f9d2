"""Every table that leads to a person has a room that answers for it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table

from mentors.kit.db import Base
from mentors.rooms import ROOMS

# Tables that lead to a person only through an account of somebody employed here: participants have none of these.
OF_STAFF = {
    "absence": "a colleague's days away",
    "handover": "whose portfolio was moved",
    "hotline_shift": "who has the phone",
    "leader_period": "which colleague leads a group",
    "series_owner": "which colleague runs a series",
}


def leading_to(tables: Iterable[Table], goal: str = "person") -> set[str]:
    """The goal's table, and every table with a foreign key to it, direct or through others."""
    tables, found = list(tables), {goal}
    while more := {
        t.name for t in tables if t.name not in found and {k.column.table.name for k in t.foreign_keys} & found
    }:
        found |= more
    return found


def test_every_table_that_leads_to_a_person_has_a_keeper() -> None:
    kept = {table for room in ROOMS if room.keeper for table in room.keeper.tables}
    missing = sorted(leading_to(Base.metadata.sorted_tables) - kept - set(OF_STAFF))
    assert not missing, f"no room answers for {', '.join(missing)}: add it to that room's commands_keeping.py"


def test_no_exception_is_out_of_date() -> None:
    assert set(OF_STAFF) <= leading_to(Base.metadata.sorted_tables)
    for table in OF_STAFF:
        straight = {key.column.table.name for key in Base.metadata.tables[table].foreign_keys}
        assert "person" not in straight, f"{table} has a person's number: it needs a keeper"


def test_every_column_with_a_persons_number_is_moved_when_records_become_one() -> None:
    moved = {(one.table.name, name) for room in ROOMS if room.keeper for one in room.keeper.kept for name in one.by}
    there = {(table.name, key.parent.name) for table in Base.metadata.sorted_tables for key in table.foreign_keys
             if key.column.table.name == "person" and key.column.name == "id"}  # fmt: skip
    assert not there - moved, f"no keeper moves {sorted(there - moved)}"


def test_a_table_without_a_keeper_is_found() -> None:
    found = MetaData()
    person = Table("person", found, Column("id", Integer, primary_key=True))
    note = Table("note", found, Column("id", Integer, primary_key=True), Column("p", ForeignKey(person.c.id)))
    word = Table("word", found, Column("id", Integer, primary_key=True), Column("n", ForeignKey(note.c.id)))
    Table("colour", found, Column("id", Integer, primary_key=True))
    assert leading_to([person, note, word, found.tables["colour"]]) == {"person", "note", "word"}
