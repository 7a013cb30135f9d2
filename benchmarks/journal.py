"""What the journal's chain costs: transactions that write two lines, with it and without, turn about in one run.

    python -m benchmarks.journal [DATABASE_URL]

Without an address: a file of SQLite. The database must be empty, and is filled.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from flask import Flask
from sqlalchemy import event

from config import database
from mentors.app import create_app
from mentors.core.actor import Actor, system
from mentors.journal import commands, queries
from mentors.kit.db import Base, db, transaction
from mentors.municipalities.models import Municipality

ROUNDS, TIMES = 7, 150
SECRET = "a secret of the benchmark, long enough to be taken"


def main(url: str) -> None:
    app = create_app(SECRET_KEY=SECRET, SQLALCHEMY_DATABASE_URI=url, TESTING=True, CLOCK_FILE=None)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        towns = [_town(f"town{number}") for number in range(4)]
        say(f"{db.engine.dialect.name}: {ROUNDS} rounds of {TIMES} transactions of two lines, medians")
        plain, chained = _turn_about(lambda: _write(towns[0], TIMES))
        say(
            f"  one writer      without {plain:7.0f}/s   with {chained:7.0f}/s   {1 - chained / plain:5.0%} of the rate"
        )
        plain, chained = _turn_about(lambda: _at_once(app, [towns[0]] * 4))
        say(f"  4 in one town   without {plain:7.0f}/s   with {chained:7.0f}/s   {1 - chained / plain:5.0%}")
        plain, chained = _turn_about(lambda: _at_once(app, towns))
        say(f"  4 in 4 towns    without {plain:7.0f}/s   with {chained:7.0f}/s   {1 - chained / plain:5.0%}")
        with transaction():
            commands.seal(db.session.connection(), [town.municipality_id or 0 for town in towns], SECRET)
        began = time.perf_counter()
        found = list(queries.faults(db.session.connection(), app.config["JOURNAL_KEYS"]))
        lines = sum(head.seq for head in queries.heads(db.session.connection()).values())
        say(f"  verified {lines} lines, {len(found)} faults, {lines / (time.perf_counter() - began):.0f} lines/s")


def _town(slug: str) -> Actor:
    town = Municipality(
        slug=slug, name=slug, phone="+4563112233", email=f"v@{slug}.example", sms_sender="Town", languages=("da",)
    )
    with transaction():
        db.session.add(town)
    return system(town.id)


def _turn_about(run: Callable[[], float]) -> tuple[float, float]:
    """The rate without the chain and with it, each the median of its rounds."""
    rates: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(ROUNDS):
        for chained in (False, True):
            if not chained:
                event.remove(db.session, "before_commit", commands._seal_what_was_written)
            try:
                rates[chained].append(run())
            finally:
                if not chained:
                    event.listen(db.session, "before_commit", commands._seal_what_was_written)
            with transaction():  # what was written without is not left for the next round to take in
                commands.note(system(None), "house.opened")
                for town in db.session.query(Municipality.id):
                    commands.seal(db.session.connection(), [town.id], SECRET)
    return median(rates[False]), median(rates[True])


def _write(by: Actor, times: int) -> float:
    began = time.perf_counter()
    for _ in range(times):
        with transaction():
            commands.note(by, "people.looked_at", reason="samtale")
            commands.note(by, "people.details_changed")
    return times / (time.perf_counter() - began)


def _at_once(app: Flask, towns: list[Actor]) -> float:
    def one(by: Actor) -> None:
        with app.app_context():
            _write(by, TIMES // 4)
            db.session.remove()

    began = time.perf_counter()
    with ThreadPoolExecutor(len(towns)) as pool:
        list(pool.map(one, towns))
    return len(towns) * (TIMES // 4) / (time.perf_counter() - began)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(database(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(f"sqlite:///{folder}/journal.db")
