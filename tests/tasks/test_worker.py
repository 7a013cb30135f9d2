"""The worker process: jobs run, failures stay small, a signal stops it soon."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from flask import Flask

from mentors.kit.room import Job
from mentors.worker import Worker


def run_for(worker: Worker, seconds: float) -> None:
    threading.Timer(seconds, worker.stop).start()
    worker.run()


def test_every_job_runs_at_once_and_a_failing_one_stops_nobody(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    ran: list[str] = []

    def fail() -> None:
        ran.append("bad")
        raise RuntimeError("Amina, +4520304050")

    jobs = [Job("test.bad", fail, 1), Job("test.good", lambda: ran.append("good"), 1)]
    with caplog.at_level(logging.ERROR, logger="mentors.worker"):
        run_for(Worker(app, jobs), 1.6)
    assert ran.count("good") >= 2 and ran.count("bad") >= 2
    assert "test.bad failed: RuntimeError at" in caplog.text and "Amina" not in caplog.text


def test_a_job_that_hangs_does_not_hold_up_the_end(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mentors.worker.STOP_SECONDS", 0.3)
    release = threading.Event()
    worker = Worker(app, [Job("test.hangs", lambda: release.wait(20), 1)])
    began = time.monotonic()
    run_for(worker, 0.3)
    assert worker.busy == {"test.hangs"} and time.monotonic() - began < 3
    release.set()


def test_the_worker_runs_the_rooms_jobs(app: Flask) -> None:
    names = {job.name for job in Worker(app).jobs}
    assert {"messages.deliver_due", "followups.sweep", "tasks.notice_unreachable"} <= names


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_stops_within_seconds_when_told(tmp_path: Path, root: Path, number: signal.Signals) -> None:
    env = {
        **os.environ, "SECRET_KEY": "not-a-secret-only-for-this-test-0123456789", "DATABASE_URL": f"sqlite:///{tmp_path / 'w.db'}", "DEMO_TOWN": "0",
        "MAIL_TRANSPORT": "mailbox", "SMS_TRANSPORT": "mailbox",
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "mentors.worker"], cwd=root, env=env, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:  # the tables are missing: every job fails, and the worker stands
        if "failed" in line:
            break
    began = time.monotonic()
    process.send_signal(number)
    rest = process.communicate(timeout=20)[1]
    assert process.returncode == 0 and time.monotonic() - began < 8
    assert "the worker has stopped" in rest
