from __future__ import annotations

from sqlalchemy import select

from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.municipalities.models import Municipality


def all_municipalities() -> list[Municipality]:
    return list(db.session.scalars(select(Municipality).order_by(Municipality.name)))


def the_municipality(slug: str) -> Municipality:
    """The municipality at a public address. Raises NotThere."""
    found = db.session.scalar(select(Municipality).where(Municipality.slug == slug))
    if found is None:
        raise NotThere
    return found


def municipality(municipality_id: int) -> Municipality:
    return db.session.get_one(Municipality, municipality_id)
