"""What other settings would do to today's pool: the plan as it is against the plan as it would be. Nothing is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from mentors.kit.db import db
from mentors.pairing.pool.planning import Plan, make_plan
from mentors.pairing.queries_pool import Pool, pool_of
from mentors.pairing.queries_settings import settings_of
from mentors.pairing.rules_settings import Choices
from mentors.people.models import Person
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, Side

# Up to here two plans and their pools take well under a second of the thread that answers; above, a run in the
# worker shows it (10,000 x 10,000 takes some four seconds with the database read).
MOST_PEOPLE, MOST_PAIRS = 2_000, 500_000


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who would have another contact, or none, or one at last. A household stands with all its members."""

    newcomer: tuple[Person, ...]
    before: Person | None
    after: Person | None


@dataclass(frozen=True, slots=True)
class Effect:
    """Two plans side by side."""

    waiting: int
    paired_before: int
    paired_after: int
    gained: tuple[Moved, ...]  # paired only afterwards
    lost: tuple[Moved, ...]  # paired only before
    changed: tuple[Moved, ...]


def is_too_big(programme: Programme) -> bool:
    """Whether the pool is more than a request may work through. One question."""
    rows = db.session.execute(
        select(Participation.side, func.count())
        .where(Participation.programme_id == programme.id, Participation.state == ParticipationState.approved)
        .group_by(Participation.side)
    )
    sizes = {row[0]: row[1] for row in rows}
    some, other = sizes.get(Side.newcomer, 0), sizes.get(Side.volunteer, 0)
    return some + other > MOST_PEOPLE or some * other > MOST_PAIRS


def effect_of(programme: Programme, before: Choices, after: Choices, on: date) -> Effect | None:
    """Today's pool paired with two sets of choices; None where the pool is too big to do while somebody waits."""
    if is_too_big(programme):
        return None
    pools = [pool_of(programme, on, settings_of(programme, one, on), choices=one) for one in (before, after)]
    plans = [make_plan(pool.engine(), pool.settings, check=False) for pool in pools]
    return _compared(pools, plans)


def _compared(pools: list[Pool], plans: list[Plan]) -> Effect:
    people = _people(pools)
    found: dict[str, list[Moved]] = {"gained": [], "lost": [], "changed": []}
    for ref in sorted(set(plans[0].pairs) | set(plans[1].pairs)):
        first, second = plans[0].pairs.get(ref), plans[1].pairs.get(ref)
        if first != second:
            kind = "gained" if first is None else "lost" if second is None else "changed"
            found[kind].append(Moved(people[ref], *(people[one][0] if one else None for one in (first, second))))
    return Effect(
        waiting=len(pools[1].newcomers),
        paired_before=len(plans[0].pairs),
        paired_after=len(plans[1].pairs),
        **{kind: tuple(moved) for kind, moved in found.items()},
    )


def _people(pools: list[Pool]) -> Mapping[str, tuple[Person, ...]]:
    who = {ref: members for pool in pools for ref, members in pool.who.items()}
    ids = {one.person_id for members in who.values() for one in members}
    persons = {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}
    return {ref: tuple(persons[one.person_id] for one in members) for ref, members in who.items()}
