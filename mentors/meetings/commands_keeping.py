"""What this room keeps about a person: the meetings of her pairs."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, or_, select

from mentors.kit.keeping import Keeper, Kept
from mentors.meetings.models import Meeting
from mentors.pairing.models import Pair


def _of_her_pairs(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.pair_id.in_(
        select(Pair.id).where(or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id))
    )


def _logged_by_her(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.logged_by_id == person_id


# The other's hours and the municipality's figures stay: that two met, and how long. Never where.
KEEPER = Keeper(
    (
        Kept(Meeting, by=(), whose=_of_her_pairs, blanks={"place": None}),
        Kept(
            Meeting, by=("logged_by_id",), whose=_logged_by_her,
            blanks={"logged_by": "forgotten", "log_key": None, "face": None, "logged_by_id": None},
            shown=False,
        ),
    )
)  # fmt: skip
