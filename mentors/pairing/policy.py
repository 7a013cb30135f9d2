from __future__ import annotations

from sqlalchemy import Select, or_, select

from mentors.core.actor import Actor
from mentors.pairing.models import Pair
from mentors.programmes.rules import Side


def visible_pairs(by: Actor) -> Select[Pair]:
    """Pairs the actor may see: staff all of their municipality's, others only their own."""
    here = select(Pair).where(Pair.municipality_id == by.municipality_id)
    if by.is_staff:
        return here
    return here.where(or_(Pair.newcomer_id == by.person_id, Pair.volunteer_id == by.person_id))


def may_answer(by: Actor, pair: Pair, side: Side) -> bool:
    """Whoever is asked answers; staff may write down what they were told on the phone."""
    if by.person_id is not None and not by.is_staff:
        return by.municipality_id == pair.municipality_id and by.person_id == pair.person_of(side).id
    return _answers_for_the_town(by, pair)


def may_change(by: Actor, pair: Pair) -> bool:
    """Either of the two, and staff, may pause a pair or plan its meetings; nobody from elsewhere."""
    return _answers_for_the_town(by, pair) or (
        by.municipality_id == pair.municipality_id and pair.side_of(by.person_id) is not None
    )


def may_lead(by: Actor, pair: Pair) -> bool:
    """Agreements, extensions and endings are the coordinator's."""
    return _answers_for_the_town(by, pair)


def _answers_for_the_town(by: Actor, pair: Pair) -> bool:
    """Staff, or the house itself as in a job."""
    return by.municipality_id == pair.municipality_id and (by.is_staff or by.label == "system")
