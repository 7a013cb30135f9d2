"""Who is kept apart from whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Select, or_, select

from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.pairing.models_apart import KeptApart


def apart_from(people: Select[tuple[int]] | Collection[int]) -> dict[int, set[int]]:
    """For some people, whom each of them must not be paired with; both ways, in one question."""
    rows = db.session.execute(
        select(KeptApart.one_id, KeptApart.other_id).where(
            KeptApart.other_id.is_not(None), or_(KeptApart.one_id.in_(people), KeptApart.other_id.in_(people))
        )
    )
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one_id, other_id in rows:
        assert other_id is not None  # asked for so
        found[one_id].add(other_id)
        found[other_id].add(one_id)
    return dict(found)


def kept_apart_of(person_id: int) -> list[KeptApart]:
    """Everything written down about whom somebody is kept apart from, oldest first."""
    rows = select(KeptApart).where(or_(KeptApart.one_id == person_id, KeptApart.other_id == person_id))
    return list(db.session.scalars(rows.order_by(KeptApart.id)))


def the_rule(by: Actor, ref: str) -> KeptApart:
    """The rule with a public reference, for this member of staff. Raises NotThere."""
    found = db.session.scalar(select(KeptApart).where(KeptApart.ref == ref))
    if found is None or not by.is_staff or found.municipality_id != by.municipality_id:
        raise NotThere
    return found
