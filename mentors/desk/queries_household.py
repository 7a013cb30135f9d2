"""A person's household as the desk shows it: who belongs together, and what each could be offered (systems.md row 51)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.people.queries import household_of, is_paired_as_one
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState, Side

_IN = (ParticipationState.applied, ParticipationState.approved, ParticipationState.paused)


@dataclass(frozen=True, slots=True)
class Member:
    """One of a household: her contacts, what she waits for, and whether nothing has been offered to her yet."""

    person: Person
    pairs: tuple[Pair, ...]
    waiting: tuple[Participation, ...]
    is_volunteer: bool

    @property
    def has_no_offer(self) -> bool:
        return not (self.pairs or self.waiting or self.is_volunteer)


def members_of(person: Person) -> list[Member]:
    """The household with what each member has: two questions more than the names."""
    people = household_of(person)
    ids = [one.id for one in people]
    pairs = db.session.scalars(select(Pair).where(Pair.newcomer_id.in_(ids), Pair.closed_at.is_(None))).all()
    taking_part = db.session.scalars(
        select(Participation).where(Participation.person_id.in_(ids), Participation.state.in_(_IN))
    ).all()
    has = {(pair.newcomer_id, pair.programme_id) for pair in pairs}
    return [
        Member(
            one,
            tuple(pair for pair in pairs if pair.newcomer_id == one.id),
            tuple(
                part
                for part in taking_part
                if part.person_id == one.id and part.side is Side.newcomer and (one.id, part.programme_id) not in has
            ),
            any(part.person_id == one.id and part.side is Side.volunteer for part in taking_part),
        )
        for one in people
    ]


def household_panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    person = db.session.get(Person, person_id)
    if person is None or not by.is_staff or person.municipality_id != by.municipality_id:
        return None
    return {"members": household_of(person), "as_one": is_paired_as_one(person)}
