"""Asking for a report on a pool, and the job that makes it: no request works that long."""

from __future__ import annotations

import logging

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db, reading, transaction
from mentors.pairing import queries_reports
from mentors.pairing.models_reports import PoolReport
from mentors.pairing.rules_reports import ReportState
from mentors.programmes.models import Programme
from mentors.programmes.policy import may_decide

log = logging.getLogger("mentors.pairing")


def ask_for_report(by: Actor, programme: Programme) -> None:
    """Let the worker make the report anew; whoever presses twice asks once. The old one stands until then."""
    if not may_decide(by, programme):
        raise NotThere
    values = {"state": ReportState.asked, "asked_at": clock.now(), "asked_by": by.label}
    known = queries_reports.find_report(programme)
    if known is None:
        try:
            with db.session.begin_nested():
                db.session.execute(insert(PoolReport).values(programme_id=programme.id, **values))
        except IntegrityError:
            return  # somebody asked this very moment
    else:
        waits = PoolReport.state == ReportState.asked
        row = update(PoolReport).where(PoolReport.programme_id == programme.id, ~waits)
        if change_rows(row.values(**values)) != 1:
            return
        db.session.refresh(known)
    note(by, "pairing.report_asked", thing=f"programme:{programme.ref}")


def make_reports() -> int:
    """The job that makes the reports somebody waits for; how many.

    Nothing is held while the engine works: the pool is read, the database let go, and the outcome written down.
    """
    db.session.commit()
    with reading():
        waiting = queries_reports.asked_for()
        db.session.rollback()
    for programme_id in waiting:
        with transaction():
            _make(programme_id)
    return len(waiting)


def _make(programme_id: int) -> None:
    with reading():
        programme = db.session.get(Programme, programme_id)
        pool = queries_reports.pool_on(programme, clock.today()) if programme is not None else None
        db.session.rollback()
    if pool is None:
        return
    try:
        state, body = ReportState.ready, queries_reports.report_on(pool)
    except Exception as problem:  # the page says that it failed; the next press tries again
        log.error("the report on programme %s failed: %s", programme_id, type(problem).__name__)
        state, body = ReportState.failed, None
    row = update(PoolReport).where(PoolReport.programme_id == programme_id)
    change_rows(row.values(state=state, body=body, made_at=clock.now()))
