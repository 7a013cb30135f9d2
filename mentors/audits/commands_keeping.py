"""What this room keeps about a person: which samples her pairs were in, and that she was told how to complain."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, or_, select

from mentors.audits import queries
from mentors.audits.models import AuditPair, ComplaintNotice
from mentors.kit.keeping import Keeper, Kept
from mentors.pairing.models import Pair


def _of_her_pairs(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.pair_id.in_(
        select(Pair.id).where(or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id))
    )


KEEPER = Keeper(
    (
        Kept(AuditPair, by=(), whose=_of_her_pairs, blanks={}),
        Kept(ComplaintNotice, by=(), whose=_of_her_pairs, blanks={}),
    ),
    held_as=queries.held,
)
