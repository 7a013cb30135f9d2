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

from mentors.pairing.pool.cells import NOT_WORKED_OUT, clean
from mentors.pairing.pool.words import Sentence, say

MOST_BYTES = 50_000_000
MOST_UNPACKED = 400_000_000  # a small XLSX can hold a mountain
MOST_CELLS = 20_000_000  # one stray cell in the far corner makes a sheet of 17,000 million
_DELIMITERS = (";", ",", "\t")


class Unreadable(Exception):
    """The file is no table; a sentence that says what to do."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows. `rows` holds (row number as the spreadsheet shows it, cells by column name)."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    complaints: tuple[Sentence, ...] = field(default=())


def read_table(path: Path) -> Table:
    """The first sheet of an XLSX, else a CSV in UTF-8 (or Excel's Windows-1252). Raises Unreadable."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(say("unreadable", file=path.name, why="> 50 MB"))
        content = path.read_bytes()
    except OSError as problem:
        raise Unreadable(say("no_file", file=path.name, why=problem.strerror or problem)) from None
    return table_in(path.name, content)


def table_in(file: str, content: bytes, *, most_unpacked: int = MOST_UNPACKED) -> Table:
    """The same from the file's content. An XLSX that holds more than so many bytes is not opened. Raises Unreadable."""
    complaints: list[Sentence] = []
    read = _xlsx_rows if content[:4] == b"PK\x03\x04" else _csv_rows
    return table_of(file, read(file, content, complaints, most_unpacked), complaints)


def table_of(file: str, rows: Iterable[tuple[int, list[str]]], complaints: Iterable[Sentence] = ()) -> Table:
    """A table from numbered rows of text: the first one that is not empty names the columns. Raises Unreadable."""
    numbered = ((number, [clean(cell) for cell in row]) for number, row in rows)
    filled = [(number, row) for number, row in numbered if any(row)]
    if not filled:
        raise Unreadable(say("empty", file=file))
    _first, header = filled[0]
    columns = [name.casefold().replace(" ", "_") for name in header]
    named = [name for name in columns if name]
    complaints = [*complaints] + [
        say("same_column", file=file, column=name) for name in dict.fromkeys(named) if named.count(name) > 1
    ]
    body = []
    for number, row in filled[1:]:
        if any(row[len(columns) :]):
            complaints.append(say("too_many_cells", file=file, row=number))
        cells = dict.fromkeys(named, "")
        cells.update((name, cell) for name, cell in zip(columns, row, strict=False) if name)
        body.append((number, cells))
    return Table(file, tuple(dict.fromkeys(named)), tuple(body), tuple(complaints))


def _csv_rows(file: str, content: bytes, complaints: list[Sentence], _most: int = 0) -> list[tuple[int, list[str]]]:
    text = _decoded(file, content)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    marked = head.lower().startswith("sep=") and len(head.strip()) == 5  # Excel's own hint, a line of its own
    delimiter = head.strip()[4] if marked else max(_DELIMITERS, key=head.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        # A quoted cell may hold line breaks: a spreadsheet counts rows, not lines.
        rows = [(number, row) for number, row in enumerate(reader, start=1)]
    except csv.Error as problem:
        raise Unreadable(say("unreadable", file=file, why=problem)) from None
    if rows and _ends_in_a_quote(text, delimiter):  # what stands behind an open quote would vanish unseen
        complaints.append(say("open_quote", file=file, row=rows[-1][0]))
    return [row for row in rows if not (marked and row[0] == 1)]


def _ends_in_a_quote(text: str, delimiter: str) -> bool:
    try:
        for _row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as problem:
        return "end of data" in str(problem)
    return False


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
    raise Unreadable(say("unreadable", file=file, why="tegnsættet kendes ikke"))


def _xlsx_rows(file: str, content: bytes, _complaints: list[Sentence], most: int) -> list[tuple[int, list[str]]]:
    try:
        import openpyxl  # only where somebody brings an XLSX
    except ImportError:
        raise Unreadable(say("unreadable", file=file, why="openpyxl er ikke installeret")) from None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > most:
                raise Unreadable(say("unreadable", file=file, why="for stor"))
            formulas = any(_holds(packed, one, b"<f") for one in packed.namelist() if "/worksheets/" in one)
        rows = _first_sheet(openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True))
        texts = [(number, [_text(value) for value in row]) for number, row in _bounded(file, rows)]
        if formulas:
            written = _first_sheet(openpyxl.load_workbook(io.BytesIO(content), read_only=True))
            _mark_formulas(texts, _bounded(file, written))
        return texts
    except Unreadable:
        raise
    except Exception as problem:  # openpyxl raises whatever a broken file makes it stumble over
        raise Unreadable(say("unreadable", file=file, why=type(problem).__name__)) from None


def _first_sheet(book: Any) -> Any:
    """The rows of the first sheet that can be seen. How large a sheet says it is counts for nothing: many programs
    write it wrong, and rows behind it would vanish without a word."""
    sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None) or book.worksheets[0]
    sheet.reset_dimensions()
    return sheet.iter_rows(values_only=True)


def _bounded(file: str, rows: Iterable[tuple[Any, ...]]) -> Iterable[tuple[int, tuple[Any, ...]]]:
    cells = 0
    for number, row in enumerate(rows, start=1):
        cells += len(row) + 1
        if cells > MOST_CELLS:
            raise Unreadable(say("unreadable", file=file, why="for stor"))
        yield number, row


def _holds(packed: zipfile.ZipFile, name: str, mark: bytes) -> bool:
    with packed.open(name) as part:
        before = b""
        while chunk := part.read(1 << 20):
            if mark in before + chunk:
                return True
            before = chunk[-8:]
    return False


def _mark_formulas(texts: list[tuple[int, list[str]]], written: Iterable[tuple[int, tuple[Any, ...]]]) -> None:
    """Say so where no spreadsheet has kept a formula's outcome in the file: it would be read as an empty cell."""
    for (_number, row), (_same, formulas) in zip(texts, written, strict=False):
        for at, (text, formula) in enumerate(zip(row, formulas, strict=False)):
            if not text and isinstance(formula, str) and formula.startswith("="):
                row[at] = NOT_WORKED_OUT


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
