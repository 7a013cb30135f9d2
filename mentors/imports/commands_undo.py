"""Taking rows back, where nothing has been built upon them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import SQLAlchemyError

from mentors.clearances.models import Clearance
from mentors.clearances.rules import ClearanceState
from mentors.imports import queries
from mentors.imports.models import ImportList, ImportRow
from mentors.imports.rules import ImportRowState, Problem
from mentors.kit.db import db
from mentors.pairing.models_apart import KeptApart
from mentors.people.models import Person
from mentors.programmes.models import Participation
from mentors.programmes.queries import participations_with_refs
from mentors.timetables.models import Week


def take_back(listed: ImportList, rows: Sequence[ImportRow]) -> None:
    """Take some rows back. What stands in the way is written down at its row, and the others go on."""
    refs = [ref for row in rows for ref in row.made.get("participations", {})]
    joined = {one.ref: one for one in participations_with_refs(listed.municipality_id, refs)}
    people = queries.people_with(row.person_id for row in rows if row.person_id is not None)
    on_people = queries.hanging_on("person", list(people))
    on_joined = queries.hanging_on("participation", [one.id for one in joined.values()])
    for row in rows:
        person = people.get(row.person_id or 0)
        mine = {ref: joined[ref] for ref in row.made.get("participations", {}) if ref in joined}
        built = _built_upon(row, person, mine, on_people, on_joined)
        if not built:
            try:
                with db.session.begin_nested():
                    _undo(row, person, list(mine.values()))
            except SQLAlchemyError:  # something came to hang on it this very moment
                built = ["other"]
        row.state = ImportRowState.kept if built else ImportRowState.undone
        row.problems = [Problem("", "", "built_upon", {"tables": built}).as_json()] if built else []
        if not built:
            row.stands, row.person_id = False, None
    db.session.flush()


def _built_upon(
    row: ImportRow,
    person: Person | None,
    mine: dict[str, Participation],
    on_people: dict[int, dict[str, int]],
    on_joined: dict[int, dict[str, int]],
) -> list[str]:
    """The tables in which something new hangs on the row, or `changed` where it is no more as it came."""
    if person is None:
        return []  # she has been deleted since: there is nothing left to take back
    found: set[str] = set()
    came = row.made.get("person")
    if came is not None:
        found |= _grown(came["on"], on_people[person.id])
        if person.version != came["version"]:
            found.add("changed")
    for ref, then in row.made.get("participations", {}).items():
        if ref in mine:
            found |= _grown(then["on"], on_joined[mine[ref].id])
            if mine[ref].version != then["version"]:
                found.add("changed")
    return sorted(found)


def _grown(before: dict[str, int], now: dict[str, int]) -> set[str]:
    return {column.split(".")[0] for column, count in now.items() if count > before.get(column, 0)}


def _undo(row: ImportRow, person: Person | None, mine: list[Participation]) -> None:
    if person is None:
        return
    if row.made.get("person") is not None:
        row.person_id = None
        db.session.flush()
        _delete(Person, person.id, person)
        return
    for one in mine:
        _delete(Participation, one.id, one)
    for ref in row.made.get("apart", ()):
        db.session.execute(delete(KeptApart).where(KeptApart.one_id == person.id, KeptApart.awaits == ref))
    week = db.session.get(Week, person.id) if row.made.get("week") else None
    if week is not None and list(week.free) == row.made["week"]:
        db.session.delete(week)
    clearance = db.session.get(Clearance, row.made["clearance"]) if row.made.get("clearance") else None
    if clearance is not None and clearance.state is ClearanceState.asked:
        db.session.delete(clearance)
    db.session.flush()


def _delete(model: type[Any], row_id: int, held: Any) -> None:
    """Delete in the database itself, whose own keys take along what came with the row."""
    db.session.expunge(held)
    db.session.execute(delete(model).where(model.id == row_id))
