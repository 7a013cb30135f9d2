"""The worker's door: `python -m mentors.worker` runs the rooms' jobs, each so often, until it is told to stop.

One process of its own; on PostgreSQL as many as one likes, on as many machines; on SQLite one. Nothing is stored in
the scheduler: what is due stands in the database, so a missed tick is made up by the next one. Of several workers
one leads and runs what one is enough for; all of them send. A worker that does not beat any more turns /readyz red.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import sys
import threading
import time
from datetime import UTC, datetime
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from mentors import VERSION
from mentors.app import create_app
from mentors.kit import logs, warming, workers
from mentors.kit.db import db, transaction
from mentors.kit.room import Job

log = logging.getLogger("mentors.worker")

DEAD_SECONDS = 120  # without a beat, however slow the database
STOP_SECONDS = 25  # how long what is in flight may take to be answered; what is cut off is rescued later


class Worker:
    """A scheduler and the jobs it runs for one application."""

    def __init__(self, app: Flask, jobs: list[Job] | None = None) -> None:
        self.app = app
        self.jobs = jobs if jobs is not None else [job for room in app.extensions["rooms"] for job in room.jobs]
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        self.stopping = threading.Event()
        self.busy: set[str] = set()
        self.beaten_at = self.leads_until = 0.0  # on this process's own steady clock
        self.scheduler = BackgroundScheduler(timezone=UTC)

    def run(self) -> None:
        """Run every job now and then at its rhythm; returns after `stop`."""
        self.beat()
        self._every(workers.BEAT_SECONDS, self.beat, "worker.beat")
        for job in self.jobs:
            self._every(job.seconds, lambda job=job: self.run_once(job), job.name)
        log.info("the worker runs %s", ", ".join(job.name for job in self.jobs))
        self.app.extensions["stopping"] = self.stopping.is_set  # long jobs look here between two units of work
        self.scheduler.start()
        warming.warm_beside(self.app.extensions["rooms"])
        while not self.stopping.is_set():
            time.sleep(0.1)
            if time.monotonic() - self.beaten_at > DEAD_SECONDS:
                log.error("the scheduler has died; the worker ends, so that it is started anew")
                self.stopping.set()
        self.scheduler.shutdown(wait=False)
        waited_until = time.monotonic() + STOP_SECONDS
        while self.busy and time.monotonic() < waited_until:
            time.sleep(0.05)
        del self.app.extensions["stopping"]
        self._leave()

    def _every(self, seconds: int, run: object, name: str) -> None:
        self.scheduler.add_job(
            run, "interval", seconds=seconds, id=name,
            next_run_time=datetime.now(UTC), coalesce=True, max_instances=1, misfire_grace_time=None,
        )  # fmt: skip

    def stop(self, *_signal: int | FrameType | None) -> None:
        """Only a word to the main thread: what a signal interrupts may hold any lock."""
        self.stopping.set()

    def beat(self) -> None:
        """Say that this worker lives, and take or keep the lead. Without a database nobody leads."""
        self.beaten_at = began = time.monotonic()
        with self.app.app_context():
            try:
                workers.beat(self.name, VERSION)
                if workers.lead(self.name):
                    self.leads_until = began + workers.LEADS.total_seconds()
            except SQLAlchemyError as problem:
                log.error("the worker cannot beat: %s", type(problem).__name__)
            finally:
                db.session.remove()

    def leads(self) -> bool:
        return time.monotonic() < self.leads_until

    def run_once(self, job: Job) -> None:
        """One run of one job, in a session of its own. A failure is logged, and the next tick tries again."""
        if self.stopping.is_set() or not (job.everywhere or self.leads()):
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
            log.error("job %s failed: %s at %s", job.name, type(problem).__name__, logs.where(problem))
        finally:
            self.busy.discard(job.name)

    def _leave(self) -> None:
        with self.app.app_context():
            try:
                workers.say_goodbye(self.name)
            except SQLAlchemyError as problem:
                log.error("the worker could not say goodbye: %s", type(problem).__name__)
            finally:
                db.session.remove()


def main(app: Flask | None = None) -> None:
    app = app or create_app()
    logs.install(app.config["LOG_FORMAT"])
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    with app.app_context():
        place = workers.take_the_only_place()
    worker = Worker(app)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()
    log.info("the worker has stopped")
    if worker.busy:  # a provider that does not answer must not hold the machine up
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)
    if place is not None:
        place.close()


if __name__ == "__main__":
    main()
