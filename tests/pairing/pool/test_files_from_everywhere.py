"""Spreadsheets as other programs and hurried people make them: read right, or refused in a sentence."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from mentors.pairing.pool import command, sheets

HEAD = ["ref", "languages", "free", "postcode"]
N1, N2 = ["N1", "da", "mon-evening", 5000], ["N2", "ar", "mon-evening", 5000]
VOLUNTEERS = "ref,languages,free,postcode,capacity\nv,da;ar,mon,5000,9\n".replace("da;ar", '"da;ar"')


def book(*rows: list[Any], before: Callable[[Any], None] = lambda _book: None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    before(made)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def repacked(content: bytes, old: bytes, new: bytes) -> bytes:
    """The XLSX with something in its first sheet written otherwise."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, part.replace(old, new) if name.endswith("sheet1.xml") else part)
    return file.getvalue()


@pytest.fixture
def pair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Pair these newcomers with one volunteer for everybody: exit code, who is paired, what was said."""

    def go(newcomers: bytes, volunteers: str = VOLUNTEERS) -> tuple[int, dict[str, str], str]:
        (tmp_path / "n.xlsx").write_bytes(newcomers)
        (tmp_path / "v.csv").write_text(volunteers, encoding="utf-8")
        plan = tmp_path / "plan.csv"
        plan.unlink(missing_ok=True)
        code = command.main([str(tmp_path / "n.xlsx"), str(tmp_path / "v.csv"), "--out", str(plan)])
        said = capsys.readouterr()
        rows = list(csv.DictReader(plan.open(encoding="utf-8", newline=""))) if plan.exists() else []
        return code, {row["newcomer"]: row["volunteer"] for row in rows}, said.err

    return go


@pytest.mark.parametrize("size", [b"A1", b"A1:B2", b"A1:XFD1048576"])
def test_the_size_a_sheet_says_it_has_is_not_believed(pair: Any, size: bytes) -> None:
    written = repacked(book(HEAD, N1, N2), b'ref="A1:D3"', b'ref="' + size + b'"')
    assert pair(written)[:2] == (0, {"N1": "v", "N2": "v"})


def test_the_first_sheet_that_can_be_seen_is_read(pair: Any) -> None:
    def hide(made: Any) -> None:
        made.create_sheet("Noter", 0).append(["intern liste"])
        made.worksheets[0].sheet_state = "hidden"

    assert pair(book(HEAD, N1, before=hide))[:2] == (0, {"N1": "v"})


def test_a_formula_nobody_has_worked_out_is_named_with_its_cell(pair: Any) -> None:
    code, plan, said = pair(book([*HEAD, "birth_year"], [*N1, "=1980+4"], [*N2, 1984]))
    assert (code, plan) == (2, {})
    assert "n.xlsx, række 2, kolonne birth_year" in said
    assert "formlen er ikke regnet ud" in said
    assert "række 3" not in said


def test_a_formula_in_a_column_that_is_not_used_changes_nothing(pair: Any) -> None:
    assert pair(book([*HEAD, "sum"], [*N1, "=1+1"]))[:2] == (0, {"N1": "v"})


def test_a_spreadsheets_error_is_nobodys_reference(pair: Any) -> None:
    code, _plan, said = pair(b"ref;languages;free\n#N/A;da;mon\n#I/T;da;mon\nN1;#REF!;mon\n")
    assert code == 2
    assert [line.split(":")[0] for line in said.splitlines() if "n.xlsx, række" in line] == [
        "n.xlsx, række 2, kolonne ref",
        "n.xlsx, række 3, kolonne ref",
        "n.xlsx, række 4, kolonne languages",
    ]


def test_merged_cells_leave_the_others_empty_and_a_merged_reference_is_named(pair: Any) -> None:
    def merge(made: Any) -> None:
        made.active.merge_cells("A2:A3")

    code, _plan, said = pair(book(HEAD, N1, N2, before=merge))
    assert code == 2
    assert "n.xlsx, række 3, kolonne ref" in said


def test_a_title_above_the_columns_is_said_once_and_not_row_by_row(pair: Any) -> None:
    code, _plan, said = pair(book(["Nyankomne i uge 47"], HEAD, N1, N2))
    assert code == 2
    assert [line for line in said.splitlines() if "kolonnen ref mangler; skriv den i første række" in line]
    assert "flere celler" not in said


def test_excels_own_dates_numbers_and_truths_are_read_as_typed(pair: Any) -> None:
    head = [*HEAD, "waiting_since", "birth_year", "meets_children", "max_km", "class"]
    row = [12.0, "da:2", "mon-evening", 5000.0, datetime.fromisoformat("2026-01-05"), 1984.0, True, 7.5, 0.0]
    volunteers = "ref,languages,free,postcode,clearance_until\nv,da,mon,5000,2199-01-01\n"
    assert pair(book(head, row), volunteers)[:2] == (0, {"12": "v"})


def test_a_file_of_another_kind_under_this_name_is_refused(pair: Any) -> None:
    odd = {
        "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200),
        "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)),
        "empty zip": b"PK\x03\x04" + bytes(40),
        "NUL bytes": b"ref,free\nN1\x00,mon\n",
        "nothing": b"",
        "only blanks": b" \r\n;;;\r\n",
    }
    for name, content in odd.items():
        code, plan, said = pair(content)
        assert (code, plan) == (2, {}), name
        assert said.startswith("n.xlsx: "), name
        assert "Traceback" not in said


def test_a_small_file_that_unpacks_to_a_mountain_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = repacked(book(HEAD, N1), b"</sheetData>", b"</sheetData>" + b" " * 5_000_000)
    assert len(bomb) < 50_000
    monkeypatch.setattr(sheets, "_first_sheet", lambda _book: pytest.fail("it was opened"))
    with pytest.raises(sheets.Unreadable, match="for stor"):
        sheets.table_in("bomb.xlsx", bomb, most_unpacked=1_000_000)


def test_a_quote_that_is_never_closed_does_not_swallow_people(pair: Any) -> None:
    code, plan, said = pair(b'ref;free;trade\nN1;mon;"care\nN2;mon;shop\n')
    assert (code, plan) == (2, {})
    assert "n.xlsx, række 2: et anførselstegn bliver aldrig lukket" in said


def test_a_quoted_word_inside_a_cell_is_no_open_quote(pair: Any) -> None:
    assert pair(b'ref;languages;free;trade\nN1;da;mon;the "quick" one\n')[:2] == (0, {"N1": "v"})


def test_danish_excels_file_with_semicolons_marks_and_crlf(pair: Any) -> None:
    text = (
        '\ufeffref;languages;free;waiting_since;max_km\r\n\r\nN1;"da;ar";"man-aften;lør-formiddag";05-01-2026;7,5\r\n'
    )
    assert pair((text + ";;;;\r\n\r\n").encode())[:2] == (0, {"N1": ""})  # a limit, and no postcode


def test_two_hundred_columns_are_read_and_those_without_meaning_named_once(pair: Any) -> None:
    more = [f"kolonne{number}" for number in range(200)]
    code, plan, said = pair(book([*HEAD, *more], [*N1, *range(200)]))
    assert (code, plan) == (0, {"N1": "v"})
    assert said.count("kolonne199") == 1


def test_a_list_with_only_its_heading_pairs_nobody_and_is_no_error(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "n.csv").write_text("ref,languages,free\n")
    (tmp_path / "v.csv").write_text(VOLUNTEERS)
    out = tmp_path / "p.csv"
    assert command.main([str(tmp_path / "n.csv"), str(tmp_path / "v.csv"), "--out", str(out)]) == 0
    summary = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (summary["paired"], summary["by_class"], summary["gap"]) == (0, {}, 0)
    assert set(summary) == {"paired", "by_class", "value", "gap", "certificate", "seconds"}
    assert out.read_text().splitlines() == ["newcomer,volunteer,points,reasons,hurdle,remedy"]


def test_dates_in_all_of_excels_types_are_the_same_day(tmp_path: Path) -> None:
    rows = sheets.table_in(
        "d.xlsx", book(["ref", "a", "b"], ["x", date(2026, 3, 1), datetime.fromisoformat("2026-03-01")])
    ).rows
    assert rows[0][1] == {"ref": "x", "a": "2026-03-01", "b": "2026-03-01"}
