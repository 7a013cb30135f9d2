from __future__ import annotations

from sqlalchemy import select

from mentors.kit.db import db
from mentors.wordings.models import OwnWording
from mentors.wordings.rules import BY_KEY


def own_words(municipality_id: int, code: str) -> dict[str, str]:
    """What a municipality says in its own words in a language, by the house's Danish text."""
    rows = db.session.execute(
        select(OwnWording.key, OwnWording.said).where(
            OwnWording.municipality_id == municipality_id, OwnWording.language == code
        )
    )
    return {BY_KEY[key].msgid: said for key, said in rows if key in BY_KEY}


def all_own(municipality_id: int) -> dict[tuple[str, str], OwnWording]:
    """Every text a municipality has of its own, by key and language."""
    rows = db.session.scalars(select(OwnWording).where(OwnWording.municipality_id == municipality_id))
    return {(row.key, row.language): row for row in rows}


def own_wording(municipality_id: int, key: str, code: str) -> OwnWording | None:
    return db.session.scalar(
        select(OwnWording).where(
            OwnWording.municipality_id == municipality_id, OwnWording.key == key, OwnWording.language == code
        )
    )
