from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor
from mentors.followups.models import CheckIn
from mentors.pairing.models import Pair


def visible_check_ins(by: Actor) -> Select[CheckIn]:
    """Questions of the actor's municipality: staff see all, others those put to themselves."""
    mine = select(CheckIn).join(Pair, Pair.id == CheckIn.pair_id).where(Pair.municipality_id == by.municipality_id)
    if by.is_staff:
        return mine
    return mine.where(CheckIn.person_id == by.person_id) if by.person_id else mine.where(false())
