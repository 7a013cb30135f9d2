"""What in a person's time collides with her week: everything that other rooms have agreed with her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import or_, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.room import Engagement
from mentors.pairing.models import Pair
from mentors.pairing.rules import RUNNING_STATES
from mentors.people.models import Person
from mentors.timetables.queries import busy_hours, weeks_of
from mentors.timetables.rules import Busy, clashes


@dataclass(frozen=True, slots=True)
class Collision:
    """Something agreed, and what in the week stands in its way."""

    engagement: Engagement
    busy: tuple[Busy, ...]


def collisions(person_id: int) -> list[Collision]:
    """What a person has before her that her week does not allow, soonest first."""
    week = busy_hours([person_id]).get(person_id, ())
    if not week:
        return []
    rooms = current_app.extensions["rooms"]
    agreed = [one for room in rooms if room.engagements is not None for one in room.engagements(person_id)]
    found = [
        Collision(one, clashes(week, one.starts_at, one.starts_at + timedelta(minutes=one.minutes))) for one in agreed
    ]
    return sorted((one for one in found if one.busy), key=lambda one: (one.engagement.starts_at, one.engagement.thing))


def pairs_without_time(person_id: int) -> list[Pair]:
    """The person's running pairs whose two have told when they are free, and have no time in common (any more)."""
    pairs = list(
        db.session.scalars(
            select(Pair)
            .where(or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id), Pair.state.in_(RUNNING_STATES))
            .order_by(Pair.id)
        )
    )
    weeks = weeks_of({one for pair in pairs for one in (pair.newcomer_id, pair.volunteer_id)}, clock.today())
    told = [pair for pair in pairs if pair.newcomer_id in weeks and pair.volunteer_id in weeks]
    return [pair for pair in told if not weeks[pair.newcomer_id].times & weeks[pair.volunteer_id].times]


def week_panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    """What now collides, for the page of a person's week."""
    person = db.session.get(Person, person_id)
    if person is None or not by.is_staff or person.municipality_id != by.municipality_id:
        return None
    return {"collisions": collisions(person_id), "timeless": pairs_without_time(person_id)}
