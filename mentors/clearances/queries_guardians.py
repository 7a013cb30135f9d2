"""Whether a child's or young person's parent has said yes, and to what."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from mentors.clearances.models_guardians import Guardian, GuardianConsent
from mentors.clearances.rules import GuardianPurpose
from mentors.core.refusal import NotThere
from mentors.kit.db import db


def guardians_of(person_id: int) -> list[Guardian]:
    return list(db.session.scalars(select(Guardian).where(Guardian.person_id == person_id).order_by(Guardian.id)))


def the_guardian(ref: str, municipality_id: int) -> Guardian:
    """The guardian a personal link is for. Raises NotThere."""
    found = db.session.scalar(select(Guardian).where(Guardian.ref == ref))
    if found is None or found.person.municipality_id != municipality_id:
        raise NotThere
    return found


def has_guardian_consent(person_id: int, purpose: GuardianPurpose) -> bool:
    """Whether a guardian's yes to that holds for somebody now."""
    return person_id in consented([person_id], purpose)


def consented(person_ids: Iterable[int], purpose: GuardianPurpose) -> frozenset[int]:
    """Those of several people for whom a guardian's yes to that holds now, in one question."""
    rows = (
        select(Guardian.person_id)
        .join(GuardianConsent, GuardianConsent.guardian_id == Guardian.id)
        .where(
            Guardian.person_id.in_(list(person_ids)),
            Guardian.purpose == purpose,
            GuardianConsent.withdrawn_at.is_(None),
        )
    )
    return frozenset(db.session.scalars(rows))
