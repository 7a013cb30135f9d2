"""Every table that leads to a person has a room that answers for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import JSON, Column, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

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


# --- what may hold a person without leading to her --------------------------------------------------------

# Words such a column has in its name, and kinds that may hold anything.
_TELLING = re.compile(
    r"^(?:\w+_)?(?:name|caller|mobile|phone|email|address|words|body|subject|answers|said|content|contact)$"
)
NOT_OF_PEOPLE = {
    "municipality": "the town's own", "provider": "a gateway", "association": "its own, public", "closing_day": "a holiday",
    "hotline_number": "the town's own", "own_wording": "the town's own words", "programme": "a programme",
    "worker": "a process", "youth_activity": "an activity", "job_posting": "a company's", "ladder_version": "weights", "series": "a series",
    "pairing_settings": "weights, and the colleague who chose them", "pool_plan": "facts by reference, no name",
    "pool_report": "counts, no name", "plan_round": "references, no name", "plan_trial": "references, no name",
    "draft": "found by its number: tests/own_data/test_everything_goes.py",
    "import_list": "the file goes when it is read: tests/own_data/test_everything_goes.py",
    "agreement": "a contact's name becomes her association's: associations/commands_keeping.py",
}  # fmt: skip


def telling(table: Table) -> list[str]:
    """Columns that may hold words about somebody."""
    return [c.name for c in table.columns if _TELLING.match(c.name) or isinstance(c.type, (JSON, LargeBinary))]


def unplanted(tables: Iterable[Table], kept: set[str]) -> list[str]:
    return sorted(table.name for table in tables if table.name not in kept and telling(table))


def test_every_table_that_may_tell_of_somebody_is_planted_or_says_why_not() -> None:
    """The planter of tests/own_data fills every kept table from its columns; these are the others."""
    kept = {table for room in ROOMS if room.keeper for table in room.keeper.tables}
    assert unplanted(Base.metadata.sorted_tables, kept) == sorted(NOT_OF_PEOPLE)


def test_a_table_with_names_in_it_is_found() -> None:
    visit = Table("visit", MetaData(), Column("id", Integer, primary_key=True), Column("contact_email", Text))
    assert unplanted([visit], set()) == ["visit"] and unplanted([visit], {"visit"}) == []
