"""What this room keeps about a person, for her own copy and for whoever answers her."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mentors.clearances.models import ChildContact, Clearance, ClearanceNeed
from mentors.clearances.models_guardians import Guardian, GuardianConsent
from mentors.kit.db import db


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Her checks, what she needs them for, her contacts with children, and her parents' answers."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for model in (Clearance, ClearanceNeed, ChildContact, Guardian):
        table = model.__table__
        rows = db.session.execute(select(table).where(table.c.person_id == person_id)).mappings()
        kept[model.__tablename__] = [dict(row) for row in rows]
    answers = (
        select(GuardianConsent.__table__).join(Guardian, Guardian.id == GuardianConsent.guardian_id)
        .where(Guardian.person_id == person_id)
    )  # fmt: skip
    kept[GuardianConsent.__tablename__] = [dict(row) for row in db.session.execute(answers).mappings()]
    return kept
