"""Two spreadsheets, pins and forbids become a pool; everything that cannot is said at once, with row and column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from mentors.core.place import find_place
from mentors.pairing.pool import cells
from mentors.pairing.pool.cells import BadCell
from mentors.pairing.pool.facts import Newcomer, Pairing, Side, Volunteer
from mentors.pairing.pool.sheets import Table
from mentors.pairing.pool.week import WHOLE_WEEK
from mentors.pairing.pool.words import MISSING, SAY

Reader = Callable[[str], Any]

_BOTH: Mapping[str, tuple[str, Reader]] = {
    "languages": ("languages", cells.languages),
    "postcode": ("postcode", cells.postcode),
    "gender": ("gender", cells.gender),
    "wants_gender": ("wants_gender", cells.wanted_gender),
    "free": ("free", cells.week),
    "interests": ("interests", cells.words),
    "trade": ("trade", cells.word),
    "max_km": ("max_km", cells.km),
}


def _columns(today: date, **own: tuple[str, Reader]) -> dict[str, tuple[str, Reader]]:
    born = partial(cells.whole, low=cells.EARLIEST_BIRTH, high=today.year)
    return {"ref": ("ref", cells.ref), **_BOTH, "birth_year": ("birth_year", born), **own}


def newcomer_columns(today: date) -> dict[str, tuple[str, Reader]]:
    """Each column's field and reader."""
    return _columns(
        today,
        programme=("programme", cells.word),
        busy=("busy", cells.week),
        meets_children=("meets_children", cells.yes_no),
        waiting_since=("waiting_since", cells.day),
        not_with=("not_with", cells.ref_list),
        **{"class": ("urgency", partial(cells.whole, low=0, high=99))},
    )


def volunteer_columns(today: date) -> dict[str, tuple[str, Reader]]:
    return _columns(
        today,
        programmes=("programmes", cells.words),
        capacity=("capacity", lambda text: 1 if not text else cells.whole(text, 0, 999)),
        clearance_until=("clearance_until", cells.day),
        interpreter_ok=("interpreter_ok", cells.yes_no),
    )


@dataclass(slots=True)
class Heard:
    """What reading found out: complaints stop the run, warnings do not."""

    complaints: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def bad(self, table: Table, row: int, column: str, value: str, what: object) -> None:
        self.complaints.append(SAY["cell"].format(file=table.file, row=row, column=column, value=value[:80], what=what))


def newcomers_of(table: Table, today: date, heard: Heard) -> dict[str, tuple[int, Newcomer]]:
    """The newcomers by reference, each with her row number."""
    people = _people(table, newcomer_columns(today), heard)
    return {ref: (row, Newcomer(**values)) for ref, (row, values) in people.items()}


def volunteers_of(table: Table, today: date, heard: Heard) -> dict[str, tuple[int, Volunteer]]:
    """The volunteers by reference, each with the row number."""
    people = _people(table, volunteer_columns(today), heard)
    return {ref: (row, Volunteer(**values)) for ref, (row, values) in people.items()}


def _people(
    table: Table, columns: Mapping[str, tuple[str, Reader]], heard: Heard
) -> dict[str, tuple[int, dict[str, Any]]]:
    _look_at_columns(table, columns, heard)
    used = [name for name in columns if name in table.columns]
    people: dict[str, tuple[int, dict[str, Any]]] = {}
    seen: dict[str, int] = {}
    for row, texts in table.rows if "ref" in used else ():
        values: dict[str, Any] = {} if "free" in used else {"free": WHOLE_WEEK}
        for name in used:
            into, read = columns[name]
            try:
                values[into] = read(cells.worked_out(texts[name]))
            except BadCell as problem:
                heard.bad(table, row, name, texts[name], problem)
        ref = values.get("ref")
        if ref in seen:
            heard.bad(table, row, "ref", str(ref), SAY["twice"].format(value=ref, row=seen[str(ref)]))
        elif ref is not None:
            seen[ref] = row
            if len(values) >= len(used):
                people[ref] = row, values
                _look_at_postcode(table, row, values.get("postcode"), heard)
    return people


def _look_at_postcode(table: Table, row: int, postcode: str | None, heard: Heard) -> None:
    if postcode and not find_place(postcode):
        heard.warnings.append(SAY["unknown_postcode"].format(file=table.file, row=row, value=postcode))


def _look_at_columns(table: Table, columns: Mapping[str, Any], heard: Heard) -> None:
    if "ref" not in table.columns:  # then every row would look wrong: one sentence says more
        heard.complaints.append(SAY["no_column"].format(file=table.file, column="ref"))
    else:
        heard.complaints += table.complaints
    unknown = [name for name in table.columns if name not in columns]
    if unknown:
        heard.warnings.append(SAY["unknown_columns"].format(file=table.file, columns=", ".join(unknown)))
    for name, meaning in MISSING.items():
        if name not in table.columns:
            heard.warnings.append(SAY["missing_column"].format(file=table.file, column=name, meaning=meaning))


def look_at_refs(
    table: Table, newcomers: Mapping[str, tuple[int, Newcomer]], volunteers: Mapping[str, Any], other: str, heard: Heard
) -> None:
    """Warn of volunteers in `not_with` who are not in the other file: gone, or mistyped."""
    for row, newcomer in newcomers.values():
        for ref in sorted(newcomer.not_with - volunteers.keys()):
            heard.warnings.append(
                SAY["unknown_ref_warning"].format(file=table.file, row=row, column="not_with", value=ref, other=other)
            )


def pairs_of(
    table: Table, newcomers: Mapping[str, Any], volunteers: Mapping[str, Any], files: tuple[str, str], heard: Heard,
    *, strict: bool = True,
) -> dict[Pairing, tuple[int, str]]:  # fmt: skip
    """Pairs of references with row number and reason, from columns newcomer, volunteer and (optional) reason.

    With `strict` an unknown reference is a complaint; without, rows with one or without a volunteer are passed over.
    """
    heard.complaints += table.complaints
    for column in ("newcomer", "volunteer"):
        if column not in table.columns:
            heard.complaints.append(SAY["no_column"].format(file=table.file, column=column))
            return {}
    found: dict[Pairing, tuple[int, str]] = {}
    for row, texts in table.rows:
        pair = []
        for column, people, file in (("newcomer", newcomers, files[0]), ("volunteer", volunteers, files[1])):
            try:
                ref = cells.ref(texts[column])
                if ref not in people:
                    raise BadCell("unknown_ref", file=file)
                pair.append(ref)
            except BadCell as problem:
                if strict:
                    heard.bad(table, row, column, texts[column], problem)
        if len(pair) == 2:
            found.setdefault((pair[0], pair[1]), (row, texts.get("reason", "")[: cells.LONGEST]))
    return found


def people_only(people: Mapping[str, tuple[int, Side]]) -> tuple[Any, ...]:
    """The people without their row numbers, in file order."""
    return tuple(person for _row, person in people.values())
