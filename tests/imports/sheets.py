"""Lists as coordinators bring them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

import openpyxl

from mentors.imports import commands_work
from mentors.imports.models import ImportList, ImportRow
from mentors.kit.db import db
from tests.page import Page, Visitor

NEWCOMER = {
    "ref": "N1", "first_name": "Amal", "last_name": "Eksempel", "mobile": "20 30 40 50", "email": "amal@example.org",
    "programme": "host", "languages": "ar;da:2", "postcode": "5000", "gender": "woman",
    "free": "mon-evening;sat-morning", "busy": "mon-morning", "interests": "cooking", "trade": "care",
    "birth_year": "1984", "waiting_since": "2026-10-05", "class": "0", "max_km": "10",
}  # fmt: skip
VOLUNTEER = {
    "ref": "V1", "first_name": "Karla", "last_name": "Eksempel", "mobile": "20 30 40 51", "email": "karla@example.org",
    "programmes": "host", "languages": "da;ar", "postcode": "5000", "gender": "woman", "free": "mon-evening",
    "capacity": "2", "clearance_until": "", "interpreter_ok": "no",
}  # fmt: skip


def newcomer(number: int = 1, **cells: Any) -> dict[str, Any]:
    return {
        **NEWCOMER, "ref": f"N{number}", "first_name": f"Amal{number}", "mobile": f"+452030{5000 + number}",
        "email": f"amal{number}@example.org", **cells,
    }  # fmt: skip


def volunteer(number: int = 1, **cells: Any) -> dict[str, Any]:
    return {
        **VOLUNTEER, "ref": f"V{number}", "first_name": f"Karla{number}", "mobile": f"+452030{7000 + number}",
        "email": f"karla{number}@example.org", **cells,
    }  # fmt: skip


def as_csv(rows: Iterable[dict[str, Any]], *, delimiter: str = ";", encoding: str = "utf-8-sig") -> bytes:
    rows = list(rows)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue().encode(encoding)


def as_xlsx(rows: Iterable[dict[str, Any]]) -> bytes:
    rows = list(rows)
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(
    desk: Visitor, content: bytes, *, side: str = "newcomer", name: str = "liste.csv", fallback: str = ""
) -> Page:
    """Send a file as the form on the page does; the page that follows."""
    token = desk.get("/desk/imports").soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    return desk.post(
        "/desk/imports",
        data={"csrf_token": token["value"], "side": side, "fallback": fallback, "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


def confirm(preview: Page, **values: Any) -> Page:
    said = {"through": "paper", "source": "Mappe 3", "shares": True, "agreed": True, **values}
    return preview.form("Læg ").fill(**said).submit()


def worked() -> int:
    """What the worker does: everything there is."""
    return commands_work.work()


def the_list() -> ImportList:
    return db.session.query(ImportList).order_by(ImportList.id.desc()).first()  # type: ignore[return-value]


def rows() -> dict[str, str]:
    """The newest list's rows by reference, with where they stand."""
    found = db.session.query(ImportRow).filter_by(list_id=the_list().id).order_by(ImportRow.number)
    return {row.row_ref: str(row.state) for row in found}
