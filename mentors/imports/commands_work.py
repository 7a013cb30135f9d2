"""The work on a list, piece by piece: reading it, putting its rows in, taking them back.

Each piece is one transaction that holds the list, so two workers do no harm and one that is cut off goes on where
it stopped. A short list is worked off while the browser waits.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import insert, select

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.imports import commands_rows, commands_undo, queries, rules
from mentors.imports.models import ImportList, ImportRow
from mentors.imports.rules import ImportListState, ImportRowState, Problem, ReadRow
from mentors.journal.commands import note
from mentors.kit.db import db, transaction
from mentors.municipalities.models import Municipality
from mentors.pairing.rules_sheets import Sentence, Table, Unreadable, table_in
from mentors.people.rules import folded_name
from mentors.programmes.rules import Side

PIECE = 50  # rows in one transaction: SQLite has one writer, and people press buttons meanwhile
BREATH = 0.05  # seconds between two pieces, so that whoever waits for the database gets it
TO_PUT_IN = (ImportRowState.new, ImportRowState.known)


def work() -> int:
    """The job: work off every list, a piece at a time; how many pieces. The session is emptied after each."""
    db.session.commit()
    pieces, stopping = 0, current_app.extensions.get("stopping", lambda: False)
    for list_id in queries.working():
        more = True
        while more and not stopping():
            with transaction():
                more = step(list_id)
            db.session.expunge_all()
            pieces += 1
            if more:
                time.sleep(BREATH)
    return pieces


def step(list_id: int) -> bool:
    """One piece of work on a list; whether there is more to do."""
    listed = queries.locked(list_id)
    if listed is None or listed.state not in queries.WORKING:
        return False
    if listed.state is ImportListState.uploaded:
        read_list(listed)
        return False
    _one_at_a_time(listed.municipality_id)
    if listed.state is ImportListState.confirmed:
        by = Actor(listed.confirmed_by or "system", listed.municipality_id, frozenset({Role.coordinator}))
        rows = queries.next_rows(listed.id, TO_PUT_IN, PIECE)
        commands_rows.put_in(by, listed, rows)
        if len(rows) == PIECE:
            return True
        listed.state, listed.done_at = ImportListState.done, clock.now()
        note(by, "imports.done", thing=f"import_list:{listed.ref}")
    else:
        by = Actor(listed.undone_by or "system", listed.municipality_id, frozenset({Role.coordinator}))
        rows = queries.next_rows(listed.id, (ImportRowState.imported,), PIECE)
        commands_undo.take_back(listed, rows)
        if len(rows) == PIECE:
            return True
        listed.state, listed.undone_at = ImportListState.undone, clock.now()
        note(by, "imports.taken_back", thing=f"import_list:{listed.ref}")
    db.session.flush()
    return False


def _one_at_a_time(municipality_id: int) -> None:
    """Two lists of one town are put in one after the other: each must see whom the other brings."""
    db.session.execute(
        select(Municipality.id).where(Municipality.id == municipality_id).with_for_update(key_share=True)
    )


# --- reading --------------------------------------------------------------------------------------


def read_list(listed: ImportList) -> None:
    """Read the file and write down what each row would do. Nothing else is saved."""
    try:
        table = table_in(listed.file_name, listed.content or b"", most_unpacked=rules.MOST_UNPACKED)
        whole = _about_the_whole(table)
    except Unreadable as problem:
        whole = [_said(problem.why)]
    if whole:
        listed.state, listed.complaints, listed.content = ImportListState.unreadable, whole, None
        db.session.flush()
        return
    today = clock.today()
    programmes = queries.programmes_of(listed.municipality_id)
    rows = [
        rules.read_row(number, texts, listed.side, today, programmes, listed.fallback) for number, texts in table.rows
    ]
    _see_rows_together(rows, table)
    recognised = commands_rows.recognise(listed.municipality_id, listed.side, rows)
    _see_who_is_to_come(listed, rows)
    found = [_row(listed, row, *recognised.get(row.number, (ImportRowState.wrong, None))) for row in rows]
    if found:
        db.session.execute(insert(ImportRow), found)
    listed.complaints = _notes(table, listed, rows)
    # The rows hold what will be needed; the file would hold a person who is forgotten meanwhile.
    listed.state, listed.content = ImportListState.read, None
    db.session.flush()


def _row(listed: ImportList, row: ReadRow, state: ImportRowState, person_id: int | None) -> dict[str, Any]:
    keeps = state in TO_PUT_IN
    return {
        "list_id": listed.id,
        "municipality_id": listed.municipality_id,
        "side": listed.side,
        "number": row.number,
        "row_ref": row.ref or "",
        "digest": rules.row_digest(listed.side, row.values),
        "state": state,
        "is_known": person_id is not None,
        "stands": False,
        "said": row.values if keeps else None,
        "problems": row.said(),
        "made": {},
        "person_id": person_id,
    }


def _about_the_whole(table: Table) -> list[dict[str, Any]]:
    """What keeps the whole file from being read."""
    if "ref" not in table.columns:
        return [{"key": "no_column", "values": {"column": "ref"}}]
    if len(table.rows) > rules.MOST_ROWS:
        return [{"key": "too_many_rows", "values": {"most": rules.MOST_ROWS, "count": len(table.rows)}}]
    if len(table.columns) > rules.MOST_COLUMNS:
        return [{"key": "too_many_columns", "values": {"most": rules.MOST_COLUMNS}}]
    return [_said(one) for one in table.complaints if one.key != "too_many_cells"]


def _said(sentence: Sentence) -> dict[str, Any]:
    return {"key": sentence.key, "values": {name: str(value) for name, value in sentence.values.items()}}


def _see_rows_together(rows: Sequence[ReadRow], table: Table) -> None:
    """What is wrong with a row because of the others: the same reference, the same person, cells to the side."""
    shifted = {one.values["row"] for one in table.complaints if one.key == "too_many_cells"}
    refs: dict[str, int] = {}
    people: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.number in shifted:
            row.problems.append(Problem("", "", "too_many_cells"))
        first = refs.setdefault(row.ref or "", row.number)
        if row.ref and first != row.number:
            row.problems.append(Problem("ref", row.ref, "twice", {"value": row.ref, "row": first}))
        name = folded_name(row.name)
        for way in filter(None, (row.values.get("mobile"), row.values.get("email"))):
            other = people.setdefault((name, way), row.number)
            if other != row.number:
                row.problems.append(Problem("name", row.name[:80], "same_person", {"row": other}))
                break


def _see_who_is_to_come(listed: ImportList, rows: Sequence[ReadRow]) -> None:
    """Whoever a row must not be paired with and who is not here yet: said at the row; the rule waits for her."""
    named = {ref for row in rows for ref in row.values.get("not_with", ())}
    here = queries.standing_rows(listed.municipality_id, Side.volunteer, named) if named else {}
    for row in rows:
        missing = [ref for ref in row.values.get("not_with", ()) if ref not in here]
        if missing:
            row.notes.append(Problem("not_with", ";".join(missing)[:80], "not_with_later"))


_WORDS = ("interests_unknown", "trade_unknown")


def _notes(table: Table, listed: ImportList, rows: Sequence[ReadRow]) -> list[dict[str, Any]]:
    """What the coordinator should know though nothing is wrong."""
    known = rules.columns_of(listed.side, clock.today())
    unknown = [name[:40] for name in table.columns if name not in known][:20]
    words = dict.fromkeys(
        word for row in rows for one in row.notes if one.key in _WORDS for word in one.value.split(";")
    )
    said = []
    if unknown:
        said.append({"key": "unknown_columns", "values": {"columns": ", ".join(unknown)}})
    if words:
        said.append({"key": "words_unknown", "values": {"words": ", ".join(list(words)[:20])}})
    if rows and "free" not in table.columns:
        said.append({"key": "no_free", "values": {}})
    return said
