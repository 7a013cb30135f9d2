"""What this room keeps about a person, for her own copy and for whoever answers her."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mentors.kit.db import db
from mentors.youth.models import SpareJobAnswer, YouthHelper, YouthMember, YouthProfile


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Her month of birth and school, what she said about a job, and the activities she is in or helps with."""
    kept: dict[str, list[dict[str, Any]]] = {}
    for model in (YouthProfile, SpareJobAnswer, YouthMember, YouthHelper):
        table = model.__table__
        rows = db.session.execute(select(table).where(table.c.person_id == person_id)).mappings()
        kept[model.__tablename__] = [dict(row) for row in rows]
    return kept
