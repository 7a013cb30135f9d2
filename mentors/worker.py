"""The worker's door: `python -m mentors.worker` runs the rooms' jobs, each so often, until it is told to stop.

One process of its own. Nothing is stored in the scheduler: what is due stands in the database, so a missed
tick is made up by the next one, and two workers at once do no harm.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
import traceback
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from mentors.app import create_app
from mentors.kit.db import db, transaction
from mentors.kit.room import Job

log = logging.getLogger("mentors.worker")

STOP_SECONDS = 5  # how long a running job may take to come to its end; a message cut off is sent again


class Worker:
    """A scheduler and the jobs it runs for one application."""

    def __init__(self, app: Flask, jobs: list[Job] | None = None) -> None:
        self.app = app
        self.jobs = jobs if jobs is not None else [job for room in app.extensions["rooms"] for job in room.jobs]
        self.stopping = threading.Event()
        self.busy: set[str] = set()
        self.scheduler = BlockingScheduler(timezone=UTC)

    def run(self) -> None:
        """Run every job now and then at its rhythm; returns after `stop`."""
        for job in self.jobs:
            self.scheduler.add_job(
                self.run_once, "interval", args=[job], seconds=job.seconds, id=job.name,
                next_run_time=datetime.now(UTC), coalesce=True, max_instances=1, misfire_grace_time=None,
            )  # fmt: skip
        log.info("the worker runs %s", ", ".join(job.name for job in self.jobs))
        self.app.extensions["stopping"] = self.stopping.is_set  # long jobs look here between two units of work
        self.scheduler.start()
        waited_until = time.monotonic() + STOP_SECONDS
        while self.busy and time.monotonic() < waited_until:
            time.sleep(0.05)
        del self.app.extensions["stopping"]

    def stop(self, *_signal: int | FrameType | None) -> None:
        if not self.stopping.is_set():
            self.stopping.set()
            self.scheduler.shutdown(wait=False)

    def run_once(self, job: Job) -> None:
        """One run of one job, in a session of its own. A failure is logged, and the next tick tries again."""
        if self.stopping.is_set():
            return
        self.busy.add(job.name)
        try:
            with self.app.app_context():
                try:
                    with transaction():
                        job.run()
                finally:
                    db.session.remove()
        except Exception as problem:
            log.error("job %s failed: %s at %s", job.name, type(problem).__name__, _where(problem))
        finally:
            self.busy.discard(job.name)


def _where(problem: BaseException) -> str:
    """The places in the code, innermost last. Never the error's own text: it may quote a person's data."""
    frames = traceback.extract_tb(problem.__traceback__)[-3:]
    return " > ".join(f"{os.path.basename(frame.filename)}:{frame.lineno}" for frame in frames)


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    worker = Worker(create_app())
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()
    log.info("the worker has stopped")
    if worker.busy:  # a provider that does not answer must not hold the machine up
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
