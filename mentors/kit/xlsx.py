"""The one place that writes spreadsheets: rows in, an XLSX file out in which no cell can be a formula."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet takes for the start of a formula, also in full width (OWASP, CSV injection; ASVS 1.2.10).
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def harmless(text: str) -> str:
    """A text that no spreadsheet reads as a formula: an apostrophe goes before what looks like one."""
    first = unicodedata.normalize("NFKC", text.lstrip(" \u00a0")[:1])
    clean = _UNWRITABLE.sub("", text)
    return f"'{clean}" if first.startswith(_STARTS) or clean.startswith(_STARTS) else clean


def _value(value: Any) -> Any:
    if value is None or (isinstance(value, (int, float, date)) and not isinstance(value, (bool, datetime))):
        return value
    return harmless(str(value))[:32_000]


def make_csv(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as Danish Excel opens them: a mark, semicolons, every cell in quotes and none a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([_value(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def make_xlsx(sheets: Sequence[tuple[str, Sequence[str], Sequence[Sequence[Any]]]]) -> bytes:
    """A workbook of sheets: title, headers, rows. Texts stay texts; numbers and days stay what they are."""
    from openpyxl import Workbook  # only where somebody asks for a spreadsheet
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for title, headers, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        heads = [WriteOnlyCell(sheet, harmless(header)) for header in headers]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        for row in rows:
            cells = [WriteOnlyCell(sheet, _value(value)) for value in row]
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
