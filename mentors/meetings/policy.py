from __future__ import annotations

from sqlalchemy import Select, select

from mentors.core.actor import Actor
from mentors.meetings.models import Meeting
from mentors.pairing.models import Pair
from mentors.pairing.policy import visible_pairs


def visible_meetings(by: Actor) -> Select[Meeting]:
    """Meetings of the pairs the actor may see."""
    return select(Meeting).where(Meeting.pair_id.in_(visible_pairs(by).with_only_columns(Pair.id).scalar_subquery()))
