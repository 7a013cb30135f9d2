from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import exists, func, select

from mentors.accounts.models import Account
from mentors.accounts.queries import employees_of
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.desk import rules
from mentors.followups import queries as followups
from mentors.followups.rules_share import FollowUpShare, last_days
from mentors.kit.db import db
from mentors.kit.room import Event, Room, Todo
from mentors.pairing.models import Pair
from mentors.pairing.rules import RUNNING_STATES
from mentors.people.models import Person
from mentors.people.queries import search_people
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, Side


@dataclass(frozen=True, slots=True)
class TodoList:
    """The whole list of a member of staff, in order, with how many there are in each group."""

    lines: list[Todo]
    counts: dict[str, int]

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)

    def in_group(self, group: str) -> list[Todo]:
        """The lines of one group, or all of them for no group."""
        return [line for line in self.lines if not group or rules.group_of(line.kind) == group]


def todo_list(by: Actor, rooms: Iterable[Room]) -> TodoList:
    """What every room wants done, late first. Costs what the rooms' own questions cost, whatever the rows."""
    lines = [line for room in rooms if room.todos for line in room.todos(by)]
    lines.sort(key=rules.place_on_list)
    return TodoList(lines, dict(Counter(rules.group_of(line.kind) for line in lines).most_common()))


def history(by: Actor, person_id: int, rooms: Iterable[Room]) -> list[Event]:
    """What happened to a person, from every room, newest first."""
    events = [event for room in rooms if room.history for event in room.history(by, person_id)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def share_without_follow_up(by: Actor) -> FollowUpShare:
    """The active pairs of the last ninety days that nobody has heard from."""
    return followups.share_without_follow_up(by.municipality_id or 0, *last_days(clock.today()))


def running_pairs_count(by: Actor) -> int:
    """How many pairs run now: agreed, active or paused."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Pair)
            .where(Pair.municipality_id == by.municipality_id, Pair.state.in_(RUNNING_STATES))
        )
        or 0
    )


def waiting_newcomers_count(by: Actor) -> int:
    """How many approved newcomers have no open pair in the programme they are in."""
    has_pair = exists().where(
        Pair.newcomer_id == Participation.person_id,
        Pair.programme_id == Participation.programme_id,
        Pair.closed_at.is_(None),
    )
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Participation)
            .join(Programme, Programme.id == Participation.programme_id)
            .where(
                Programme.municipality_id == by.municipality_id,
                Participation.side == Side.newcomer,
                Participation.state == ParticipationState.approved,
                ~has_pair,
            )
        )
        or 0
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A person as the search shows her."""

    person: Person
    sides: tuple[Side, ...]


def search(by: Actor, words: str) -> list[Found]:
    """People found by name, number or e-mail, with the sides they are on. Three questions, whatever is found."""
    people = search_people(by, words)
    sides = sides_of(person.id for person in people)
    return [Found(person, sides.get(person.id, ())) for person in people]


def sides_of(person_ids: Iterable[int]) -> dict[int, tuple[Side, ...]]:
    """Which sides several people are on, in one question."""
    rows = db.session.execute(
        select(Participation.person_id, Participation.side)
        .where(Participation.person_id.in_(list(person_ids)))
        .distinct()
        .order_by(Participation.side)
    )
    found: defaultdict[int, tuple[Side, ...]] = defaultdict(tuple)
    for person_id, side in rows:
        found[person_id] += (side,)
    return dict(found)


def team(by: Actor) -> list[Account]:
    """Everybody who works in the municipality and can sign in, by name."""
    return employees_of(by.municipality_id or 0)


def the_colleague(by: Actor, ref: str) -> Account:
    """A staff account of the actor's own municipality. Raises NotThere."""
    found = next((account for account in team(by) if account.ref == ref), None)
    if found is None:
        raise NotThere
    return found
