"""Tables out of CSV and XLSX files: column names and rows of text, whatever program wrote them."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mentors.pairing.pool.cells import clean
from mentors.pairing.pool.words import SAY

MOST_BYTES = 50_000_000
MOST_UNPACKED = 400_000_000  # a small XLSX can hold a mountain
_DELIMITERS = (";", ",", "\t")


class Unreadable(Exception):
    """The file is no table; a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows. `rows` holds (row number as the spreadsheet shows it, cells by column name)."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    complaints: tuple[str, ...] = field(default=())


def read_table(path: Path) -> Table:
    """The first sheet of an XLSX, else a CSV in UTF-8 (or Excel's Windows-1252). Raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(SAY["unreadable"].format(file=path.name, why="> 50 MB"))
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable(SAY["no_file"].format(file=path.name, why=problem.strerror or problem)) from None
    rows = _xlsx_rows(path.name, content) if content[:4] == b"PK\x03\x04" else _csv_rows(path.name, content)
    return table_of(path.name, rows)


def table_of(file: str, rows: Iterable[tuple[int, list[str]]]) -> Table:
    """A table from numbered rows of text: the first one that is not empty names the columns. Raises Unreadable."""
    numbered = ((number, [clean(cell) for cell in row]) for number, row in rows)
    filled = [(number, row) for number, row in numbered if any(row)]
    if not filled:
        raise Unreadable(SAY["empty"].format(file=file))
    _first, header = filled[0]
    columns = [name.casefold().replace(" ", "_") for name in header]
    named = [name for name in columns if name]
    complaints = [
        SAY["same_column"].format(file=file, column=name) for name in dict.fromkeys(named) if named.count(name) > 1
    ]
    body = []
    for number, row in filled[1:]:
        if any(row[len(columns) :]):
            complaints.append(SAY["too_many_cells"].format(file=file, row=number))
        cells = dict.fromkeys(named, "")
        cells.update((name, cell) for name, cell in zip(columns, row, strict=False) if name)
        body.append((number, cells))
    return Table(file, tuple(dict.fromkeys(named)), tuple(body), tuple(complaints))


def _csv_rows(file: str, content: bytes) -> list[tuple[int, list[str]]]:
    text = _decoded(file, content)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    marked = head.lower().startswith("sep=") and len(head.strip()) == 5  # Excel's own hint, a line of its own
    delimiter = head.strip()[4] if marked else max(_DELIMITERS, key=head.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        # A quoted cell may hold line breaks: a spreadsheet counts rows, not lines.
        rows = [(number, row) for number, row in enumerate(reader, start=1)]
    except csv.Error as problem:
        raise Unreadable(SAY["unreadable"].format(file=file, why=problem)) from None
    return [row for row in rows if not (marked and row[0] == 1)]


def _decoded(file: str, content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable(SAY["unreadable"].format(file=file, why="tegnsættet kendes ikke"))


def _xlsx_rows(file: str, content: bytes) -> list[tuple[int, list[str]]]:
    try:
        import openpyxl  # only where somebody brings an XLSX
    except ImportError:
        raise Unreadable(SAY["unreadable"].format(file=file, why="openpyxl er ikke installeret")) from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise Unreadable(SAY["unreadable"].format(file=file, why="for stor"))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(values_only=True)
        return [(number, [_text(value) for value in row]) for number, row in enumerate(rows, start=1)]
    except Unreadable:
        raise
    except Exception as problem:  # openpyxl raises whatever a broken file makes it stumble over
        raise Unreadable(SAY["unreadable"].format(file=file, why=type(problem).__name__)) from None


def _text(value: Any) -> str:
    """A cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
