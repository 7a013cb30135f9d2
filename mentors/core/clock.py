"""The one source of time. Everything else takes time as an argument or asks here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")

_stopped: datetime | None = None
_offset_file: Path | None = None


def now() -> datetime:
    """The present instant, aware, in UTC."""
    if _stopped is not None:
        return _stopped
    return datetime.now(UTC) + offset()


def today(zone: ZoneInfo = COPENHAGEN) -> date:
    """The present day as the calendar on the wall of that zone shows it."""
    return now().astimezone(zone).date()


def local_day(instant: datetime) -> date:
    """The day on the wall in Denmark at an aware instant."""
    return instant.astimezone(COPENHAGEN).date()


def at_local(day: date, hour: int, minute: int = 0, zone: ZoneInfo = COPENHAGEN) -> datetime:
    """The instant (UTC) at which the zone's wall clock shows that hour on that day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Let the clock stand still at an aware instant, in tests."""
    previous = _stopped
    stop(at)
    try:
        yield
    finally:
        stop(previous)


def stop(at: datetime | None) -> None:
    """Stop the clock at an aware instant, or let it run again (None)."""
    global _stopped
    if at is not None and at.tzinfo is None:
        raise ValueError("the clock takes aware instants only")
    _stopped = at.astimezone(UTC) if at is not None else None


def is_stopped() -> bool:
    return _stopped is not None


def follow(offset_file: Path) -> None:
    """Add the whole seconds found in a file to every answer: how the demo town travels in time."""
    global _offset_file
    _offset_file = offset_file


def offset() -> timedelta:
    """How far the demo town has travelled from the real present."""
    if _offset_file is None:
        return timedelta()
    try:
        return timedelta(seconds=int(_offset_file.read_text().strip() or "0"))
    except (FileNotFoundError, ValueError):
        return timedelta()
