"""Several workers: one leads, all send; on SQLite there is one, and a second says why it does not start."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from datetime import timedelta

import pytest
from flask import Flask

from mentors.core import clock
from mentors.kit import logs, workers
from mentors.kit.db import db
from mentors.kit.room import Job
from mentors.worker import Worker


def test_one_leads_until_its_lease_ends(app: Flask) -> None:
    assert workers.lead("one") and workers.lead("one") and not workers.lead("two")
    with clock.stopped(clock.now() + workers.LEADS + timedelta(seconds=1)):
        assert workers.lead("two") and not workers.lead("one")
        workers.say_goodbye("two")
        assert workers.lead("one"), "who leaves lets go at once"


@pytest.mark.parametrize("schedulers", [2, 8])
def test_of_several_schedulers_one_plans_and_all_send(app: Flask, schedulers: int) -> None:
    planned: list[str] = []
    sent: list[str] = []
    crew = []
    for number in range(schedulers):
        jobs = [
            Job("test.plan", lambda n=number: planned.append(str(n)), 1),  # type: ignore[misc]
            Job("test.send", lambda n=number: sent.append(str(n)), 1, everywhere=True),  # type: ignore[misc]
        ]
        crew.append(Worker(app, jobs))
    for one in crew:
        one.beat()
    for one in crew:
        for job in one.jobs:
            one.run_once(job)
    assert len(planned) == 1 and len(sent) == schedulers


def test_a_leader_that_froze_does_not_lead_on(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen, other = Worker(app, []), Worker(app, [])
    frozen.beat()
    assert frozen.leads()
    monkeypatch.setattr("mentors.worker.time.monotonic", lambda: frozen.leads_until + 1)
    assert not frozen.leads(), "it knows by its own clock, before it has asked anybody"
    with clock.stopped(clock.now() + workers.LEADS + timedelta(seconds=1)):
        other.beat()
    assert other.leads()


def test_a_second_sender_on_sqlite_is_refused_with_a_sentence(app: Flask) -> None:
    if not workers.is_sqlite():
        assert workers.take_the_only_place() is None, "PostgreSQL takes as many as one likes"
        return
    place = workers.take_the_only_place()
    assert place is not None
    with pytest.raises(workers.Occupied, match="already sends from this SQLite database"):
        workers.take_the_only_place()
    place.close()
    again = workers.take_the_only_place()
    assert again is not None
    again.close()


def test_a_second_host_on_sqlite_is_refused_with_a_sentence(app: Flask) -> None:
    db.session.add(
        workers.Worker(name="x", host="another-machine", version="0", started_at=clock.now(), beaten_at=clock.now())
    )
    db.session.commit()
    if not workers.is_sqlite():
        return
    with pytest.raises(workers.Occupied, match="another-machine uses this SQLite database"):
        workers.take_the_only_place()
    with clock.stopped(clock.now() + timedelta(minutes=2)):
        place = workers.take_the_only_place()
        assert place is not None, "it has not beaten for a minute"
        place.close()


def test_the_place_is_free_after_a_kill(app: Flask) -> None:
    if not workers.is_sqlite():
        return
    path = db.engine.url.database
    code = f"import fcntl,os,signal; f=open({path + '.worker'!r},'a'); fcntl.flock(f,2); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    place = workers.take_the_only_place()
    assert place is not None
    place.close()


def test_a_worker_whose_scheduler_dies_beats_no_more(app: Flask) -> None:
    worker = Worker(app, [])
    threading.Timer(0.3, worker.stop).start()
    worker.run()
    assert workers.latest_beat() is None, "it said goodbye"
    db.session.rollback()
    worker.beat()
    assert workers.latest_beat() == clock.now()


def test_log_lines_are_json_and_hold_nobody() -> None:
    personal = "Amina\namina@example.org +45 20 30 40 50, 010190-1234 /w/abcdefghijklmnopqrstuv"
    record = logging.LogRecord("mentors", logging.ERROR, "x.py", 1, "lost %s", (personal,), None)
    said = json.loads(logs.JsonLines().format(record))
    assert said["message"] == "lost Amina [...] [...], [...] [...]" and said["level"] == "error"
    assert set(said) == {"at", "level", "logger", "message"}
    assert "\n" not in logs.TextLines().format(record) and "20 30" not in logs.TextLines().format(record)
