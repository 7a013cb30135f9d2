"""What keeps a programme's pool waiting, whom to recruit, and who waits where."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import select

from mentors.kit.db import db
from mentors.pairing.models_reports import PoolReport
from mentors.pairing.pool.blockers import blockers
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.recruiting import wanted_kinds
from mentors.pairing.queries_pool import Pool, pool_of
from mentors.pairing.queries_settings import choices_now, settings_of
from mentors.pairing.rules_reports import ReportState, blocker_as_json, crowd_of, merged, offering
from mentors.programmes.models import Programme
from mentors.programmes.queries import participations_with_refs

MOST_CHANGES, MOST_KINDS = 5, 400  # times of the week come together afterwards


def find_report(programme: Programme) -> PoolReport | None:
    return db.session.get(PoolReport, programme.id)


def reports_of(programmes: Iterable[Programme]) -> dict[int, PoolReport]:
    ids = [one.id for one in programmes]
    rows = db.session.scalars(select(PoolReport).where(PoolReport.programme_id.in_(ids)))
    return {row.programme_id: row for row in rows}


def asked_for() -> list[int]:
    """The programmes whose report somebody waits for, longest first."""
    rows = select(PoolReport.programme_id).where(PoolReport.state == ReportState.asked)
    return list(db.session.scalars(rows.order_by(PoolReport.asked_at, PoolReport.programme_id)))


def pool_on(programme: Programme, on: date) -> Pool:
    """The programme's pool for relations that begin on a day, with what holds in the programme today."""
    return pool_of(programme, on, settings_of(programme, choices_now(programme)[0], on))


def report_on(pool: Pool) -> dict[str, Any]:
    """The whole report on a pool, as it is kept. Asks the database nothing; raises what the engine raises.

    A change stands in it only as it was tried on the whole pool, after those before it.
    """
    plan = make_plan(pool.engine(), pool.settings)
    return {
        "on": pool.on.isoformat(),
        "newcomers": len(pool.newcomers),
        "volunteers": sum(1 for one in pool.volunteers if one.capacity),
        "places": sum(one.capacity for one in pool.volunteers),
        "paired": len(plan.pairs),
        "outside": len(pool.outside),
        "changes": [blocker_as_json(one) for one in blockers(plan, most=MOST_CHANGES)],
        "kinds": merged(wanted_kinds(plan, most=MOST_KINDS)),
        "waiting": crowd_of(pool.newcomers).as_json(),
        "offering": offering(pool.volunteers).as_json(),
    }


def names_of(programme: Programme, report: PoolReport) -> dict[str, tuple[str, str]]:
    """Name and reference of the people in a report's changes, as they are called today; whoever has gone is left out."""
    body = report.body or {}
    refs = {ref for change in body.get("changes", ()) for ref in (*change["people"], *change["newcomers"])}
    people = participations_with_refs(programme.municipality_id, sorted(refs))
    return {one.ref: (one.person.name, one.person.ref) for one in people}
