"""What a list of thousands takes: read, put in, taken back, by the job that does it; in seconds and statements per row.

    python -m benchmarks.imports [--rows 5000]

On SQLite, in one process, beside the same rows written by a bare INSERT of a person each with a commit per piece: what
is above that is sealing, consents, weeks, programmes, tasks and the journal.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import secrets
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from flask import Flask

from tests.databases import statements

Made = TypeVar("Made")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=5000)
    given = parser.parse_args()
    os.environ.update(SECRET_KEY=secrets.token_urlsafe(48), DEMO_TOWN="1", BASE_URL="http://127.0.0.1")
    with tempfile.TemporaryDirectory() as name:
        from mentors.app import create_app

        app = create_app(SQLALCHEMY_DATABASE_URI=f"sqlite:///{Path(name) / 'house.db'}", CLOCK_FILE=None)
        with app.app_context():
            _report(app, given.rows)
        print(f"{'bare rows':24}{_bare(Path(name) / 'bare.db', given.rows):8.1f} s")
    return 0


def _report(app: Flask, rows: int) -> None:
    from mentors import migrations
    from mentors.core.actor import Actor, Role
    from mentors.demo import town
    from mentors.imports import commands, commands_work
    from mentors.imports.commands import Confirmation
    from mentors.imports.models import ImportList, ImportRow
    from mentors.kit.db import db, transaction
    from mentors.programmes.rules import ConsentThrough, Side

    migrations.migrate()
    opened = town.open_town()
    by = Actor("account:bench", opened.id, frozenset({Role.coordinator}))
    town.open_programmes(by)
    db.session.commit()

    def take_in() -> int:
        with transaction():
            listed = commands.take_in(by, Side.newcomer, "list.csv", _list(rows))
            known = listed.id
        commands_work.work()
        return known

    def confirm() -> None:
        with transaction():
            said = Confirmation(through=ConsentThrough.paper, source="Mappe 3", shares=True)
            commands.confirm(by, db.session.get_one(ImportList, listed), said)
        commands_work.work()

    def undo() -> None:
        with transaction():
            commands.undo(by, db.session.get_one(ImportList, listed))
        commands_work.work()

    def say_states() -> None:
        counted = db.session.query(ImportRow.state, db.func.count()).group_by(ImportRow.state)
        print(f"{'':24}{dict(counted.all())}")

    listed = _timed("read", take_in, rows)
    _timed("put in", confirm, rows)
    say_states()
    _timed("taken back", undo, rows)
    say_states()


def _timed(name: str, work: Callable[[], Made], rows: int) -> Made:
    start, busy = time.perf_counter(), time.process_time()
    with statements() as asked:
        made = work()
    seconds, cpu = time.perf_counter() - start, time.process_time() - busy
    print(f"{name:24}{seconds:8.1f} s{cpu:8.1f} cpu s{len(asked) / rows:8.1f} statements a row", flush=True)
    return made


def _list(rows: int) -> bytes:
    columns = (
        "ref", "first_name", "last_name", "mobile", "email", "programme", "languages", "postcode", "gender", "free",
        "busy", "interests", "trade", "birth_year", "waiting_since", "class", "max_km",
    )  # fmt: skip
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(columns)
    for at in range(rows):
        sheet.writerow((
            f"N{at}", f"Navn{at}", f"Efternavn{at}", f"+4520{300_000 + at}", f"navn{at}@example.org", "host",
            "ar;da:2", "5000", "woman", "mon-evening;sat-morning", "mon-morning", "cooking;walking", "care", 1960 + at % 40,
            "2026-03-01", at % 3, 10,
        ))  # fmt: skip
    return out.getvalue().encode()


def _bare(file: Path, rows: int) -> float:
    """Seconds to insert a plain row each, committed in the same pieces."""
    from mentors.imports.commands_work import PIECE

    start = time.perf_counter()
    with closing(sqlite3.connect(file)) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=FULL")
        plain.execute(
            "CREATE TABLE person (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, mobile TEXT, email TEXT)"
        )
        for at in range(rows):
            values = (f"Navn{at}", f"Efternavn{at}", f"+4520{at:06}", f"navn{at}@example.org")
            plain.execute("INSERT INTO person (first_name, last_name, mobile, email) VALUES (?, ?, ?, ?)", values)
            if (at + 1) % PIECE == 0:
                plain.commit()
        plain.commit()
    return time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
