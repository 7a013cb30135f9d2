"""A person with something of hers in every table of the house: made from the tables themselves, so that a table
of tomorrow is planted too. What is planted is a text that stands nowhere else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Float,
    Integer,
    LargeBinary,
    Table,
    Time,
    delete,
    insert,
    select,
)

from mentors.kit.db import Base, Codes, UtcDateTime, db
from mentors.kit.keeping import Keeper
from mentors.kit.vault import SealedBytes, SealedJson
from mentors.people.models import Person
from mentors.rooms import ROOMS

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
KEEPERS: dict[str, Keeper] = {room.name: room.keeper for room in ROOMS if room.keeper is not None}
# These two know people by a first name and a number alone; the test plants them itself.
KEPT = {table for keeper in KEEPERS.values() for table in keeper.tables} - {"advice_slot", "speaker"}

# Only what a check or another row's key asks for; the rest is made up from the column's type.
SOUND: dict[str, dict[str, Any]] = {
    # Its place in the chain is given when its transaction commits.
    "journal_entry": dict.fromkeys(("salt", "person_digest", "reason_digest", "chain", "seq", "previous", "hash")),
    "sign_up": {"series_id": None, "state": "taken", "adults": 1, "children": 0},
    "attendance": {"adults": 1, "children": 0, "undone_at": None},
    "pair": {
        "state": "active", "closed_at": None, "contact_id": None, "meets_children": False,
        "volunteer_fit": "good", "newcomer_fit": "good",
    },
    "programme": {"meets_children": False},
    "clearance": {"kind": "child_certificate", "state": "clean", "valid_until": date(2028, 1, 1)},
    "child_contact": {
        "clearance_kind": "child_certificate", "clearance_state": "clean", "valid_until": date(2028, 1, 1),
        "begins_on": TODAY, "ends_on": None, "ended_on": None,
    },
    "youth_activity": {"age_from": 15, "age_to": 17, "meets_under_15": False},
    "youth_helper": {"meets_under_15": False, "contact_id": None, "left_on": None},
    "youth_member": {"left_on": None},
    "association_volunteer": {"with_children": False, "contact_id": None, "left_on": None},
    "association_contact": {"left_at": None},
    "absence": {"substitute_id": None},
    "job_check": {"ended_as": None, "moved_to": None},
    "ladder_version": {"municipality_id": None},
    "job": {"hours": 20},
    "busy_time": {"from_time": time(9), "to_time": time(12)},
    "hotline_shift": {"starts": 480, "ends": 960},
    "account": {"closed_at": None},
    "referral_consent": {"withdrawn_at": None},
    "guardian_consent": {"withdrawn_at": None},
    "question_stop": {"taken_back_at": None},
    "longer_keep": {"ended_at": None},
    "retention_notice": {"taken_back_at": None},
    "erasure": {"withdrawn_at": None, "done_at": None, "due_at": NOW - timedelta(days=1), "stays": []},
    "message": {"state": "sent", "account_id": None},
    "personal_link": {"account_id": None},
    "person": {"forgotten_at": None, "household_id": None, "responsible_id": None},
    "participation": {"state": "approved"},
    "import_row": {"stands": True},
}  # fmt: skip
# Labels of who acted lead to an account, which goes; refs and hashes are random; the rest are codes.
_NO_WORDS = (
    "ref",
    "_ref",
    "_hash",
    "by",
    "_by",
    "through",
    "language",
    "thing",
    "about",
    "provider",
    "_token",
    "period",
    "act",
    "what",
    "why",
)
_FIXED = {"language": "da", "thing": "thing:", "about": "thing:", "purpose": "my_contact",
          "key": "own", "kind": "guide/welcome"}  # fmt: skip


class Planter:
    """Plants rows about one person; `mark` tells her texts from another's."""

    def __init__(self, person: Person, other: Person, mark: str = "zq") -> None:
        self.person, self.other, self.mark = person, other, mark
        self.made: dict[str, dict[str, Any]] = {
            "person": {"id": person.id}, "municipality": {"id": person.municipality_id},
        }  # fmt: skip
        self.texts: set[str] = set()
        self.count = 0

    def plant(self) -> Planter:
        week = Base.metadata.tables["week"]
        db.session.execute(delete(week).where(week.c.person_id == self.person.id))
        for table in Base.metadata.sorted_tables:
            if table.name != "journal_head":  # the house's own, written as the journal is
                self.row(table)
        db.session.flush()
        return self

    def row(self, table: Table) -> dict[str, Any]:
        if table.name in self.made:
            return self.made[table.name]
        self.made[table.name] = {}
        own = SOUND.get(table.name, {})
        values = {c.name: own[c.name] if c.name in own else self.value(table, c) for c in table.columns
                  if not (c.primary_key and c.name == "id")}  # fmt: skip
        if table.name == "pair":
            values["volunteer_id"] = self.other.id
        done = db.session.execute(insert(table).values(values))
        key = dict(zip((c.name for c in table.primary_key), done.inserted_primary_key or (), strict=True))
        self.made[table.name] = {**values, **key}
        return self.made[table.name]

    def value(self, table: Table, column: Column[Any]) -> Any:
        for key in column.foreign_keys:
            if len(key.constraint.elements) == 1 or key.column.name in ("id",):
                there = self.row(key.column.table)
                return there.get(key.column.name)
        self.count += 1
        kind = column.type
        if isinstance(kind, Enum):
            return kind.enums[0]
        if isinstance(kind, Codes):
            return ()
        if isinstance(kind, (UtcDateTime, DateTime)):
            return NOW
        simple: tuple[tuple[Any, Any], ...] = (
            (Boolean, False), (Date, TODAY), (Time, time(10)), (Integer, 1), (Float, 1.0), (LargeBinary, b""),
            (SealedBytes, b""),
        )  # fmt: skip
        for sort, made in simple:
            if isinstance(kind, sort):
                return self.count if column.unique or column.name == "number" else made
        text = self.text(table, column)
        return {"said": text} if isinstance(kind, JSON | SealedJson) else text

    def text(self, table: Table, column: Column[Any]) -> str:
        name = column.name
        if name in _FIXED and not (name == "kind" and table.name != "message"):
            return f"{_FIXED[name]}{self.mark}{self.count}" if name in ("key", "thing") else _FIXED[name]
        if name.endswith(_NO_WORDS):
            return f"r{self.count}{self.mark[::-1]}"
        if table.name not in KEPT:
            return f"plain{self.count}{self.mark[::-1]}"
        text = f"{self.mark}{table.name}{name}{self.mark}"
        self.texts.add(text)
        return text


def dump() -> Iterator[tuple[str, str]]:
    """Every value in every table, as text."""
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for value in row.values():
                if value is not None:
                    yield (
                        table.name,
                        value.decode("latin-1")
                        if isinstance(value, bytes)
                        else (json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else str(value)),
                    )


def traces(texts: set[str]) -> dict[str, list[str]]:
    """Where any of these texts still stands."""
    found: dict[str, list[str]] = {}
    for table, value in dump():
        for text in texts:
            if text.casefold() in value.casefold():
                found.setdefault(table, []).append(text)
    return found
