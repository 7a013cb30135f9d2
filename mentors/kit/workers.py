"""Who works: a row per worker process, a lease on the ticking, and the one sender that SQLite can bear."""

from __future__ import annotations

import fcntl
import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import Text, delete, func, insert, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, UtcDateTime, change_rows, db, shared_now, transaction

BEAT_SECONDS = 10
ALIVE = timedelta(seconds=60)  # a worker that has not beaten for so long is dead
TICKS = "ticks"
LEADS = timedelta(seconds=30)  # three beats


class Worker(Base):
    """A worker process, and when it last said that it lives."""

    __tablename__ = "worker"

    name: Mapped[str] = mapped_column(Text, primary_key=True)  # host, process and when it started
    host: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    beaten_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Leadership(Base):
    """Which of several workers runs the jobs that one is enough for. A lease: it ends by itself."""

    __tablename__ = "leadership"

    what: Mapped[str] = mapped_column(Text, primary_key=True)
    holder: Mapped[str] = mapped_column(Text)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class Occupied(SystemExit):
    """Another worker has the place on SQLite; the message says which and what to do."""


def beat(name: str, version: str) -> None:
    """Say that this worker lives, and forget those that have not for a day."""
    now = shared_now()
    with transaction():
        if change_rows(update(Worker).where(Worker.name == name).values(beaten_at=now)) == 0:
            row = {"name": name, "host": socket.gethostname(), "version": version}
            db.session.execute(insert(Worker).values(**row, started_at=now, beaten_at=now))
        db.session.execute(delete(Worker).where(Worker.beaten_at < now - timedelta(days=1)))


def say_goodbye(name: str) -> None:
    """Leave at once, so that another need not wait for the lease to end."""
    with transaction():
        db.session.execute(delete(Worker).where(Worker.name == name))
        db.session.execute(delete(Leadership).where(Leadership.holder == name))


def lead(name: str, what: str = TICKS) -> bool:
    """Take or keep the lead; False where another holds it."""
    now = shared_now()
    with transaction():
        mine = {"holder": name, "until": now + LEADS}
        free = (Leadership.what == what, (Leadership.holder == name) | (Leadership.until < now))
        if change_rows(update(Leadership).where(*free).values(**mine)) == 1:
            return True
        if db.session.scalar(select(Leadership.holder).where(Leadership.what == what)) is not None:
            return False
        # Two may find nobody at once: the unique key lets one of them through, the other tries at its next beat.
        db.session.execute(insert(Leadership).values(what=what, **mine))
    return True


def latest_beat() -> datetime | None:
    """When any worker last said that it lives."""
    return db.session.scalar(select(func.max(Worker.beaten_at)))


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _another_host() -> str | None:
    """Another machine whose worker lives; None also where there are no tables yet to ask."""
    fresh = Worker.beaten_at > shared_now() - ALIVE
    try:
        return db.session.scalar(select(Worker.host).where(Worker.host != socket.gethostname(), fresh).limit(1))
    except SQLAlchemyError:
        return None
    finally:
        db.session.rollback()


def take_the_only_place() -> IO[str] | None:
    """On SQLite: hold the lock of the one sender until the returned file is closed. Raises Occupied.

    The lock file keeps a second process of this machine out. It says nothing to another machine that sees the
    same file over a network, where SQLite itself is not safe (sqlite.org/wal.html); its row gives it away.
    """
    path = make_url(str(db.engine.url)).database
    if not is_sqlite() or not path or path == ":memory:":
        return None
    if other := _another_host():
        raise Occupied(
            f"A worker on {other} uses this SQLite database. SQLite is for one machine: its file must not be "
            "shared over a network. Stop the other worker and wait a minute, or move to PostgreSQL (docs/operate.md)."
        )
    lock = Path(f"{path}.worker").open("a+", encoding="ascii")  # noqa: SIM115  (held for the process's life)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        other = lock.read(20).strip()
        lock.close()
        raise Occupied(
            f"A worker (process {other}) already sends from this SQLite database. One is enough, and a second would "
            "only wait for it. Stop that one first, or move to PostgreSQL for several (docs/operate.md)."
        ) from None
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return lock
