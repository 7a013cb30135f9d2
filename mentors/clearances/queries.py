from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from mentors.clearances.models import Clearance
from mentors.clearances.rules import ClearanceFacts, ClearanceKind, ClearanceState
from mentors.kit.db import db


def clearances_of(person_id: int) -> dict[ClearanceKind, Clearance]:
    rows = db.session.scalars(select(Clearance).where(Clearance.person_id == person_id))
    return {row.kind: row for row in rows}


def facts_of(person_ids: Iterable[int]) -> dict[int, dict[ClearanceKind, ClearanceFacts]]:
    """What is known of several people's checks, in one question."""
    rows = db.session.scalars(select(Clearance).where(Clearance.person_id.in_(list(person_ids))))
    found: defaultdict[int, dict[ClearanceKind, ClearanceFacts]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][row.kind] = row.facts()
    return dict(found)


def is_overdue(on: date) -> ColumnElement[bool]:
    """The clause for checks whose days to consent have passed (14 for a child certificate, facts.md 5.2)."""
    return and_(Clearance.state == ClearanceState.consent_pending, Clearance.consent_by < on)
