"""Thinking about imported lists: what a row says, who she is, and what a file may be."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from mentors.core import contact
from mentors.core.guard import looks_like_cpr
from mentors.core.language import READABLE, SPOKEN
from mentors.core.place import find_place
from mentors.pairing.rules_sheets import (
    BadCell,
    Reader,
    languages,
    newcomer_columns,
    parts_of,
    volunteer_columns,
    worked_out,
)
from mentors.people.rules import INTERESTS, TRADES
from mentors.programmes.rules import CAPACITIES, ProgrammeKind, Side, ages, birth_year_problem, split_name


class ImportListState(StrEnum):
    uploaded = "uploaded"  # kept, not read yet
    unreadable = "unreadable"
    read = "read"  # the preview stands; nothing has been saved
    confirmed = "confirmed"  # is being put in
    done = "done"
    undoing = "undoing"
    undone = "undone"


class ImportRowState(StrEnum):
    new = "new"
    known = "known"  # somebody who is here already
    again = "again"  # this very row was imported before
    wrong = "wrong"
    imported = "imported"
    refused = "refused"  # right to read, but the house said no when it was put in
    undone = "undone"
    kept = "kept"  # could not be taken back: something has been built upon it


MOST_BYTES = 5_000_000
MOST_UNPACKED = 60_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 500
KEPT = timedelta(days=30)  # how long an uploaded list waits for its confirmation

# What is read or put in while the browser waits: a fraction of a second. More goes to the worker.
BYTES_AT_ONCE, UNPACKED_AT_ONCE = 30_000, 300_000
ROWS_AT_ONCE = 10


def at_once(content: bytes) -> bool:
    """Whether a file can be read while the browser waits; an XLSX is as large as what it unpacks to."""
    if content[:4] != b"PK\x03\x04":
        return len(content) <= BYTES_AT_ONCE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(one.file_size for one in packed.infolist()) <= UNPACKED_AT_ONCE
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return True  # said at once: it cannot be read


# --- what a row says ------------------------------------------------------------------------------

LONGEST_NAME = 80
FLUENT = 6  # what a language without a level means (docs/import.md)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell. `key` names the sentence in words_desk, `values` fill it in."""

    column: str
    value: str
    key: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {"column": self.column, "value": self.value, "key": self.key, "values": dict(self.values)}


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """A programme as a list may name it."""

    ref: str
    name: str
    kind: ProgrammeKind
    needs_company: bool


@dataclass(slots=True)
class ReadRow:
    """A row: what it says, in values that JSON can keep, and what is wrong with it."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)  # nothing is wrong, and somebody should know

    def said(self) -> list[dict[str, Any]]:
        """Problems and notes as a row keeps them."""
        return [one.as_json() for one in self.problems] + [one.as_json() | {"note": True} for one in self.notes]

    @property
    def ref(self) -> str | None:
        return self.values.get("ref")

    @property
    def name(self) -> str:
        """Her name; where the list has none, the list's own reference for her."""
        return f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip() or str(self.ref)


def columns_of(side: Side, today: date) -> dict[str, tuple[str, Reader]]:
    """Each column's field and reader: those of docs/import.md and the desk's own."""
    engine = newcomer_columns(today) if side is Side.newcomer else volunteer_columns(today)
    name = partial(_name)
    return engine | {
        "name": ("name", name),
        "first_name": ("first_name", name),
        "last_name": ("last_name", name),
        "mobile": ("mobile", _mobile),
        "email": ("email", _email),
        "write_in": ("write_in", _write_in),
    }


def read_row(
    number: int, texts: Mapping[str, str], side: Side, today: date, programmes: Sequence[ProgrammeFacts],
    fallback: str | None,
) -> ReadRow:  # fmt: skip
    """One row. `fallback` is the reference of the programme for rows that name none."""
    row = ReadRow(number)
    found: dict[str, Any] = {}
    for column, (into, read) in columns_of(side, today).items():
        text = texts.get(column, "")
        if column in texts:
            try:
                if column not in ("mobile", "waiting_since", "clearance_until") and looks_like_cpr(text):
                    raise BadCell("cpr")
                found[into] = read(worked_out(text))
            except BadCell as problem:
                shown = "" if problem.key == "cpr" else text[:80]
                row.problems.append(Problem(column, shown, problem.key, problem.values))
    _see_to_the_house(row, found, side, today)
    _see_to_programmes(row, found, side, programmes, fallback)
    year, joined = found.get("birth_year"), [one for one in programmes if one.ref in found["joins"]]
    if year is not None and any(
        birth_year_problem(year, today.year, ages(one.kind, side, herself=False)) for one in joined
    ):
        row.problems.append(Problem("birth_year", str(year), "age"))
    _see_to_words(row, found)
    row.values = _kept(found, side) | {"programmes": found.get("joins", [])}
    return row


def _see_to_the_house(row: ReadRow, found: dict[str, Any], side: Side, today: date) -> None:
    """What the engine takes and the house does not."""

    def wrong(column: str, value: object, key: str, **values: Any) -> None:
        row.problems.append(Problem(column, str(value)[:80], key, values))

    strange = [code for code in found.get("languages", {}) if code not in SPOKEN]
    if strange:
        wrong("languages", ";".join(strange), "language_unknown")
    if found.get("postcode") and not find_place(found["postcode"]):
        wrong("postcode", found["postcode"], "postcode_unknown")
    if side is Side.volunteer and found.get("capacity", 1) not in CAPACITIES:
        wrong("capacity", found["capacity"], "capacity", least=min(CAPACITIES), most=max(CAPACITIES))
    if found.get("waiting_since") and found["waiting_since"] > today:
        wrong("waiting_since", found["waiting_since"].isoformat(), "future")


def _see_to_words(row: ReadRow, found: Mapping[str, Any]) -> None:
    """Interests and trades are choices here: a word that is none of them is named, never silently dropped."""
    strange = sorted(set(found.get("interests") or ()) - set(INTERESTS))
    if strange:
        row.notes.append(
            Problem("interests", ";".join(strange)[:80], "interests_unknown", {"names": ", ".join(INTERESTS)})
        )
    trade = found.get("trade")
    if trade and trade not in TRADES:
        row.notes.append(Problem("trade", str(trade)[:80], "trade_unknown", {"names": ", ".join(TRADES)}))


def _see_to_programmes(
    row: ReadRow, found: dict[str, Any], side: Side, programmes: Sequence[ProgrammeFacts], fallback: str | None
) -> None:
    """The programmes of the row by their kind's code or the town's own name for them."""
    column = "programme" if side is Side.newcomer else "programmes"
    named = found.get(column)
    names = sorted([named] if isinstance(named, str) else named or ())
    joins: list[str] = [] if names else [fallback] if fallback else []
    for name in names:
        here = [one for one in programmes if name in (one.kind, one.name.casefold())]
        if len(here) == 1:
            joins.append(here[0].ref)
        else:
            key = "programme_twice" if here else "programme"
            row.problems.append(Problem(column, name[:80], key, {"names": _names(here or programmes)}))
    if not names and not fallback:
        row.problems.append(Problem(column, "", "programme_missing", {"names": _names(programmes)}))
    company = {one.ref for one in programmes if one.needs_company}
    if side is Side.volunteer and company & set(joins):
        row.problems.append(Problem(column, "", "company"))
    found["joins"] = list(dict.fromkeys(joins))


def _names(programmes: Sequence[ProgrammeFacts]) -> str:
    return ", ".join(one.name for one in programmes)


def _kept(found: Mapping[str, Any], side: Side) -> dict[str, Any]:
    """The values in the house's own words, as JSON keeps them."""
    first, last = found.get("first_name") or "", found.get("last_name") or ""
    if not first and not last and found.get("name"):
        first, last = split_name(found["name"])
    kept = {name: found.get(name) for name in ("ref", "postcode", "birth_year", "max_km", "mobile", "email")}
    trade = found.get("trade")
    return kept | {
        "first_name": first,
        "last_name": last,
        "language": found.get("write_in") or "da",
        "speaks": list(found.get("languages", {})),
        "levels": [f"{code}:{level}" for code, level in found.get("languages", {}).items() if level < FLUENT],
        "gender": _text(found.get("gender")),
        "wants_gender": _text(found.get("wants_gender")),
        "free": list(parts_of(found.get("free", 0))),
        "busy": list(parts_of(found.get("busy", 0))),
        "interests": [one for one in INTERESTS if one in found.get("interests", ())],
        "trade": trade if trade in TRADES else None,
        "urgent": found.get("urgency") == 0,  # the other classes follow from the wait
        "waiting_since": _text(found.get("waiting_since")),
        "capacity": found.get("capacity", 1) if side is Side.volunteer else 1,
        "interpreter_ok": bool(found.get("interpreter_ok")),
        "clearance_until": _text(found.get("clearance_until")),
        "meets_children": bool(found.get("meets_children")),
        "not_with": sorted(found.get("not_with") or ()),
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def row_digest(side: Side, values: Mapping[str, Any]) -> str:
    """The same for the same row, whatever file it stands in and wherever."""
    said = json.dumps([str(side), values], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode("utf-8")).hexdigest()


# --- the desk's own columns -----------------------------------------------------------------------


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise BadCell("too_long", most=LONGEST_NAME)
    return text


def _mobile(text: str) -> str | None:
    """E.164. A spreadsheet that takes a number for a figure drops the + of `+45 20 30 40 50`."""
    tries = [text, f"+{text}"] if text.isdigit() and len(text) > 8 else [text]
    for one in tries if text else ():
        try:
            return contact.mobile(one)
        except contact.NotAContact:
            continue
    if text:
        raise BadCell("mobile")
    return None


def _email(text: str) -> str | None:
    try:
        return contact.email(text) if text else None
    except contact.NotAContact:
        raise BadCell("email") from None


def _write_in(text: str) -> str | None:
    code = next(iter(languages(text)), None)
    if code is not None and code not in READABLE:
        raise BadCell("write_in", codes=", ".join(READABLE))
    return code
