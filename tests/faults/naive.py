"""Designs that must never be built (reliability.md 4.7), each as small as it goes, run through the same kills and
the same sink: a harness that saw nothing wrong with them would be blind."""

from __future__ import annotations

import http.client
import logging
import os
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.faults.sinks import Sink
from tests.faults.workshop import end, fork


def _send(port: int, key: str) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("POST", "/", b"{}", {"Idempotency-Key": key})
    connection.getresponse().read()
    connection.close()


def marked_before_sending(folder: Path, sink: Sink, messages: int, kills: int) -> int:
    """A row is marked sent, and then sent. How many were never accepted."""
    path = folder / "marked.db"
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, sent INTEGER DEFAULT 0)")
        made.executemany("INSERT INTO outbox (id) VALUES (?)", [(number,) for number in range(messages)])
    made.close()

    def work() -> None:
        rows = sqlite3.connect(path, isolation_level=None, timeout=10)
        while row := rows.execute("SELECT id FROM outbox WHERE sent = 0 LIMIT 1").fetchone():
            rows.execute("UPDATE outbox SET sent = 1 WHERE id = ?", row)
            time.sleep(0.005)  # the text is written
            _send(sink.port, f"marked-{row[0]}")

    _kill_and_restart(work, kills, sink)
    accepted = sink.accepted()
    return sum(1 for number in range(messages) if not accepted[f"marked-{number}"])


def a_job_per_reminder(sink: Sink, messages: int, kills: int) -> int:
    """APScheduler with its memory store and a date job for each reminder. How many were never accepted."""
    due = datetime.now(UTC) + timedelta(seconds=0.3)

    def work() -> None:
        from apscheduler.schedulers.background import BackgroundScheduler

        logging.disable(logging.CRITICAL)
        scheduler = BackgroundScheduler(timezone=UTC)
        for number in range(messages):
            if (at := due + timedelta(milliseconds=5 * number)) > datetime.now(UTC):
                scheduler.add_job(_send, "date", run_date=at, args=[sink.port, f"job-{number}"])
        scheduler.start()
        time.sleep(0.3 + 0.005 * messages + 1)

    _kill_and_restart(work, kills, sink)
    accepted = sink.accepted()
    return sum(1 for number in range(messages) if not accepted[f"job-{number}"])


def _kill_and_restart(work: Callable[[], None], kills: int, sink: Sink) -> None:
    """Each victim dies in the middle of its work: on a busy machine it may take its time to come to it."""
    for number in range(kills):
        before = sink.accepted().total()
        child = fork(work)
        until = time.monotonic() + 1.5
        while sink.accepted().total() == before and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.003 * (number % 8))
        end(child)
    child = fork(work)
    os.waitpid(child, 0)
