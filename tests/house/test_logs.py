"""No person in any log: the worker's jobs, the sweeps and every `flask` command, whole and failing, with twenty people
whose details are unique strings standing in every room (issue 6 item 6)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest
from flask import Flask
from sqlalchemy import text

from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.logs import JsonLines, TextLines
from mentors.messages import commands_delivery
from mentors.messages.models import Message
from mentors.messages.transports import Ready, Undelivered
from mentors.moves.places import newest_revision
from mentors.worker import Worker
from tests.house.hidden import Hidden
from tests.house.test_hidden import hidden, kept

__all__ = ["hidden", "kept"]


class Ear(logging.Handler):
    """Everything any logger says, at every level: as it was said and as each format writes it, tracebacks too."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines += [record.getMessage(), JsonLines().format(record), TextLines().format(record)]


@pytest.fixture
def ear() -> Iterator[Ear]:
    found, root = Ear(), logging.getLogger()
    before = root.level
    root.addHandler(found)
    root.setLevel(logging.DEBUG)
    yield found
    root.removeHandler(found)
    root.setLevel(before)


def details_of(hidden: Hidden) -> list[str]:
    """Their names, numbers and addresses, read before a job may forget one of them."""
    return [*hidden.secrets(), *(person.first_name for person in hidden.people)]


def told(words: list[str], lines: list[str]) -> list[str]:
    said = "\n".join(lines).casefold()
    return sorted({word for word in words if word.casefold() in said})


@contextmanager
def stamped() -> Iterator[None]:
    """The suite builds its tables from the models; an operator's come from migrations and say which."""
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": newest_revision()})
    yield
    db.session.remove()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


class Broken:
    """A provider that quotes what it was given, as some do."""

    name, knows_copies = "broken", True

    def __init__(self) -> None:
        self.tries = 0

    def send(self, message: Ready) -> str | None:
        self.tries += 1
        quoted = f"{message.address}: {message.text}"
        if self.tries % 3 == 0:
            raise RuntimeError(quoted)
        raise Undelivered("http_500", permanent=self.tries % 3 == 1)

    def close(self) -> None:
        return None


def worker_of(app: Flask) -> Worker:
    worker = Worker(app)
    worker.leads_until = float("inf")
    return worker


def test_a_week_of_the_worker_says_nobodys_name(
    app: Flask, hidden: Hidden, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every job, on some days of a fortnight, with providers that fail and quote."""
    broken, words = Broken(), details_of(hidden)
    monkeypatch.setattr(commands_delivery, "transport_for", lambda _channel, _config: broken)
    db.session.commit()
    worker = worker_of(app)
    start = clock.now()
    for days in (0, 1, 9):
        with clock.stopped(start + timedelta(days=days, hours=1)):
            for job in worker.jobs:
                worker.run_once(job)
    assert broken.tries > 10 and db.session.query(Message).filter(Message.state == "failed").count() > 3
    failed = [line for line in ear.lines if "failed:" in line and line.startswith("job ")]
    assert not failed, failed
    assert ear.lines and told(words, ear.lines) == []


def test_a_job_that_fails_over_a_row_quotes_nothing(app: Flask, hidden: Hidden, ear: Ear) -> None:
    person = hidden.people[0]
    name, mobile, words = person.last_name, person.mobile, details_of(hidden)
    db.session.commit()

    def fail() -> None:
        db.session.execute(
            text("INSERT INTO person (id, first_name, mobile) VALUES (1, :name, :mobile)"),
            {"name": name, "mobile": mobile},
        )

    def quote() -> None:
        raise RuntimeError(f"{name} {mobile}")

    worker = worker_of(app)
    for run in (fail, quote):
        for job in worker.jobs[:3]:
            worker.run_once(replace(job, run=run))
    assert len([line for line in ear.lines if line.startswith("job ")]) == 6
    assert told(words, ear.lines) == []


# --- commands -----------------------------------------------------------------------------------------

# What each command is asked; those without a line touch no person.
ASKED: dict[str, list[list[str]]] = {
    "backup": [["backup", "{tmp}/b.sealed"], ["backup", "verify", "{tmp}/b.sealed"], ["backup", "{tmp}/b.sealed"]],
    "restore": [["restore", "{tmp}/b.sealed"], ["restore", "{tmp}/none"]],
    "copy-to": [["copy-to", "sqlite:///{tmp}/copy.db"], ["copy-to", "nonsense"]],
    "journal verify": [["journal", "verify"]],
    "journal heads": [["journal", "heads"]],
    "vault check": [["vault", "check"]],
    "vault rotate": [["vault", "rotate"]],
    "followups check": [["followups", "check"], ["followups", "check", "--mend"]],
    "run-job": [["run-job", "followups.sweep"], ["run-job", "nothing"], ["run-job", "messages.deliver_due"]],
    "persona": [["persona", "host"], ["persona", "Zqname00xk"]],
    "demo": [["demo"]],
    "move-clock": [["move-clock", "7d"]],
}
WITHOUT_PEOPLE = {
    "migrate": "changes tables; tests/moves/test_migrations_with_data.py",
    "worker": "the worker above, in a process of its own",
    "i18n": "catalogues of texts; opens no database",
}


def names(command: click.Command, before: str = "") -> Iterator[str]:
    inner = getattr(command, "commands", None)
    if inner is None or command.name in WITHOUT_PEOPLE:
        yield f"{before}{command.name}"
        return
    for one in inner.values():
        yield from names(one, f"{command.name} ")


def test_every_command_is_asked(app: Flask) -> None:
    there = {name for command in app.cli.commands.values() for name in names(command)}
    assert there == set(ASKED) | set(WITHOUT_PEOPLE), "a new command is asked here, or says why it knows nobody"


def test_no_command_says_anybodys_name(
    app: Flask, hidden: Hidden, ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands_delivery, "transport_for", lambda _channel, _config: Broken())
    monkeypatch.setitem(app.config, "BACKUP_KEY", "a key for backups, thirty-two letters long")
    words, said = details_of(hidden), []
    db.session.commit()
    with stamped():
        for asked in (one for lines in ASKED.values() for one in lines):
            done = app.test_cli_runner().invoke(args=[word.format(tmp=tmp_path) for word in asked])
            assert done.exception is None or isinstance(done.exception, SystemExit), (asked, done.exception)
            said.append(done.output)
    assert (tmp_path / "b.sealed").exists()
    assert told(words, [*said, *ear.lines]) == []


def test_a_command_that_fails_unforeseen_says_where_and_nothing_else(
    app: Flask, hidden: Hidden, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = details_of(hidden)
    quoted = f"{hidden.people[0].last_name} {hidden.people[0].mobile}"

    def quote() -> Any:
        raise RuntimeError(quoted)

    room = next(room for room in app.extensions["rooms"] if room.name == "followups")
    loud = replace(room, jobs=tuple(replace(job, run=quote) for job in room.jobs))
    monkeypatch.setitem(
        app.extensions, "rooms", [loud if one.name == "followups" else one for one in app.extensions["rooms"]]
    )
    done = app.test_cli_runner().invoke(args=["run-job", "followups.sweep"])
    assert done.exit_code == 1 and "RuntimeError at" in done.output
    assert told(words, [done.output, str(done.exception)]) == []


def test_a_name_in_a_log_is_heard(hidden: Hidden, ear: Ear) -> None:
    logging.getLogger("mentors.planted").debug("sent to %s", hidden.people[3].first_name)
    logging.getLogger("mentors.planted").error("not sent: %s", hidden.people[4].email)
    assert told(details_of(hidden), ear.lines) == sorted([hidden.people[3].first_name, str(hidden.people[4].email)])
