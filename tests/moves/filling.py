"""A row in every table, made from the tables themselves, so that a table of tomorrow is filled too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Enum, Float, Integer, LargeBinary, Table, Time
from sqlalchemy import insert as into

from mentors.kit.db import Base, Codes, UtcDateTime
from mentors.kit.vault import SealedBytes, SealedJson

NOW, TODAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC), date(2026, 11, 20)

# What a check or a key of several columns asks for; everything else follows from the column's type.
SOUND: dict[str, dict[str, Any]] = {
    "absence": {"substitute_id": None},
    "association_volunteer": {"with_children": False, "contact_id": None},
    "attendance": {"adults": 1, "children": 0},
    "busy_time": {"from_time": time(9), "to_time": time(12)},
    "child_contact": {
        "clearance_kind": "child_certificate", "clearance_state": "clean", "valid_until": date(2028, 1, 1),
        "begins_on": TODAY, "ends_on": None, "ended_on": None,
    },
    "clearance": {"kind": "child_certificate", "state": "clean", "valid_until": date(2028, 1, 1)},
    "hotline_shift": {"starts": 480, "ends": 960},
    "job": {"hours": 20},
    "job_check": {"ended_as": None, "moved_to": None},
    "ladder_version": {"municipality_id": None},
    "pair": {"meets_children": False, "contact_id": None, "state": "active", "closed_at": None},
    "person": {"responsible_id": None, "household_id": None},
    "programme": {"meets_children": False},
    "sign_up": {"series_id": None, "adults": 1, "children": 0},
    "sitting": {"stage": "whole"},  # one that owes a second step means nothing to a house that knows none
    "youth_activity": {"age_from": 15, "age_to": 17, "meets_under_15": False},
    "youth_helper": {"meets_under_15": False, "contact_id": None},
}  # fmt: skip
# The journal is written by its own command, or it would be a chain that is broken.
LEFT_TO_THE_HOUSE = frozenset({"journal_entry", "journal_head"})


class Filler:
    """Fills every table with one row, those it points at first."""

    def __init__(self, connection: Connection) -> None:
        self.connection, self.made, self.count = connection, dict[str, dict[str, Any]](), 0

    def fill(self) -> None:
        for table in Base.metadata.sorted_tables:
            if table.name not in LEFT_TO_THE_HOUSE:
                self.row(table)

    def row(self, table: Table) -> dict[str, Any]:
        if table.name not in self.made:
            self.made[table.name] = {}  # whoever points back while this is being made points at nothing
            self.made[table.name] = self._insert(table, SOUND.get(table.name, {}))
            if table.name == "person":  # a second one, for what stands between two
                self.made["another person"] = self._insert(table, SOUND["person"])
        return self.made[table.name]

    def _insert(self, table: Table, sound: dict[str, Any]) -> dict[str, Any]:
        values = {
            column.name: sound[column.name] if column.name in sound else self._value(column)
            for column in table.columns
            if not (column.primary_key and column.name == "id")
        }
        if table.name == "pair":
            values["volunteer_id"] = self.made["another person"]["id"]
        done = self.connection.execute(into(table).values(values))
        key = dict(zip((c.name for c in table.primary_key), done.inserted_primary_key or (), strict=True))
        return {**values, **key}

    def _value(self, column: Column[Any]) -> Any:
        for key in column.foreign_keys:
            return self.row(key.column.table).get(key.column.name)
        self.count += 1
        kind = column.type
        if isinstance(kind, SealedBytes):
            return b"\x00\xff"
        if isinstance(kind, SealedJson):
            return {"æ": [1, None]}
        if isinstance(kind, Enum):
            return kind.enums[0]
        if isinstance(kind, Codes):
            return ("da", "ar")
        if isinstance(kind, UtcDateTime | DateTime):
            return NOW
        simple: tuple[tuple[Any, Any], ...] = (
            (Boolean, False), (Date, TODAY), (Time, time(10)), (Integer, 1), (Float, 1.5), (LargeBinary, b"\x00\xff"),
            (JSON, {"æ": [1, None]}),
        )  # fmt: skip
        return next((made for sort, made in simple if isinstance(kind, sort)), f"tekst {self.count}")
