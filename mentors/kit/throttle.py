"""Sliding-window limits kept in the database, so that they count right with several web workers."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Index, Text, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from mentors.core import clock
from mentors.kit.db import Base, UtcDateTime, db
from mentors.kit.secrets import keyed


class Hit(Base):
    """One counted attempt. The bucket is a keyed hash: no address can be read from it."""

    __tablename__ = "throttle_hit"
    __table_args__ = (Index("ix_throttle_hit_bucket_at", "bucket", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TooMany(Exception):
    """The limit is reached; `seconds` says how long to wait at most (429)."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def count(key: str, *, limit: int, seconds: int) -> None:
    """Count one attempt under a key. Raises TooMany beyond `limit` within `seconds`.

    Runs in a transaction of its own, before the request has opened one: an attempt counts also when
    the request it belongs to is undone.
    """
    if not current_app.config["THROTTLE"]:
        return
    bucket = keyed(key).hex()[:32]
    now = clock.now()
    since = now - timedelta(seconds=seconds)
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Two workers that count one bucket at once wait for each other; SQLite has one writer anyway.
            connection.execute(select(func.pg_advisory_xact_lock(int(bucket[:15], 16))))
        used = connection.scalar(select(func.count()).select_from(Hit).where(Hit.bucket == bucket, Hit.at > since))
        if (used or 0) < limit:
            connection.execute(insert(Hit).values(bucket=bucket, at=now))
            return
    raise TooMany(seconds)


def forget_old() -> None:
    """Drop what no window looks at any more (a day is longer than any)."""
    db.session.execute(delete(Hit).where(Hit.at < clock.now() - timedelta(days=1)))
