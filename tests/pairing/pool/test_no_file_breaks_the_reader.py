"""Whatever stands in a file, the reader answers with people or with sentences, never with a traceback."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from mentors.pairing.pool import cells, command, reading, sheets
from mentors.pairing.pool.reading import Heard
from mentors.pairing.pool.settings import settings_from
from tests.pairing.pool import pools

TODAY = date(2026, 3, 1)
COLUMNS = [*reading.newcomer_columns(TODAY), *reading.volunteer_columns(TODAY), "note", ""]
TEXTS = some.one_of(
    some.text(max_size=12),
    some.sampled_from(
        ("da;ar:2", "mon-evening", "5000", "=1+1", "1990", "0", "yes", "2026-03-01", "x\x00y", "\u202eabc")
    ),
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(some.binary(max_size=300))
def test_any_bytes_are_a_table_or_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    try:
        table = sheets.read_table(path)
    except sheets.Unreadable as refused:
        assert str(refused)
        return
    for columns in (reading.newcomers_of, reading.volunteers_of):
        columns(table, TODAY, Heard())


@QUICK
@given(some.lists(some.sampled_from(COLUMNS), max_size=8), some.lists(some.lists(TEXTS, max_size=9), max_size=5))
def test_any_cells_are_people_or_complaints(header: list[str], rows: list[list[str]]) -> None:
    numbered = [(at, row) for at, row in enumerate([header, *rows], start=1)]
    try:
        table = sheets.table_of("any.csv", numbered)
    except sheets.Unreadable:
        return
    for side in (reading.newcomers_of, reading.volunteers_of):
        heard = Heard()
        found = side(table, TODAY, heard)
        assert len(found) == len(table.rows) or heard.complaints


@QUICK
@given(some.text(max_size=40))
@pytest.mark.parametrize("read", [column[1] for column in reading.newcomer_columns(TODAY).values()])
def test_any_text_in_a_cell_is_a_value_or_what_to_write(read: reading.Reader, text: str) -> None:
    try:
        read(cells.clean(text))
    except cells.BadCell as problem:
        assert str(problem)


JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats() | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@QUICK
@given(some.dictionaries(some.sampled_from(tuple(pools.settings().as_json())), JSON, max_size=4) | JSON)
def test_any_json_is_settings_or_complaints(raw: object) -> None:
    chosen, complaints = settings_from(raw, TODAY)
    assert complaints or chosen.worth(0) == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(max_size=60), some.text(max_size=60), some.text(max_size=30))
def test_the_command_never_shows_a_traceback(tmp_path: Path, newcomers: str, volunteers: str, pins: str) -> None:
    for name, text, header in (
        ("n", newcomers, "ref,languages,free\n"),
        ("v", volunteers, "ref,free\n"),
        ("p", pins, ""),
    ):
        (tmp_path / name).write_bytes((header + text).encode("utf-8", "surrogatepass"))
    with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(io.StringIO()):
        code = command.main(
            [str(tmp_path / "n"), str(tmp_path / "v"), "--out", str(tmp_path / "o"), "--pins", str(tmp_path / "p")]
        )
    assert code in (0, 2)
    assert code == 0 or said.getvalue()
