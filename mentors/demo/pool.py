"""A spring in which far more people sign up than two coordinators can pair by hand: a pool worth a plan."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from mentors.core import clock
from mentors.demo import life
from mentors.demo.life import Town
from mentors.kit.db import db
from mentors.programmes.rules import ProgrammeKind

NEWCOMERS, VOLUNTEERS = 42, 32
LONGEST_DAYS, SHORTEST_DAYS = 150, 10  # some have waited over the twelve weeks after which they come first


def fill_up(town: Town, present: datetime, seed: int) -> None:
    """Let many people wait at once, on both sides of the largest programme. The rest of the town is not touched."""
    programme = next(one for one in town.programmes if one.kind is ProgrammeKind.contact_person)
    random, town.random = town.random, Random(seed)
    try:
        for number in range(max(NEWCOMERS, VOLUNTEERS)):
            ago = LONGEST_DAYS - number * (LONGEST_DAYS - SHORTEST_DAYS) // NEWCOMERS
            clock.stop(present - timedelta(days=ago))
            if number < NEWCOMERS:
                life.newcomer_joins(town, programme)
            if number < VOLUNTEERS:
                joined = life.volunteer_joins(town, programme)
                town.waiting.remove(joined)
                life.approve_volunteer(town, joined)
        db.session.commit()
    finally:
        town.random = random
        clock.stop(present)
