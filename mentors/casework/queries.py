from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from mentors.accounts.queries_absence import answers_for, first_name
from mentors.casework import policy, rules
from mentors.casework.rules import CaseFacts, Standing
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.followups.queries_sweep import next_follow_ups_of
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.rules import OPEN_STATES, RUNNING_STATES
from mentors.programmes.models import Participation
from mentors.programmes.models_cases import NewcomerCase
from mentors.programmes.rules import Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind

UNDO_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class InProgramme:
    """Where a newcomer stands in one programme, the day that began where it is known, and the next follow-up."""

    programme: str
    standing: Standing
    since: datetime | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A newcomer as her caseworker sees her."""

    case: NewcomerCase
    name: str
    programmes: tuple[InProgramme, ...]
    wants_to_talk: bool

    @property
    def next_on(self) -> date | None:
        return min((one.next_on for one in self.programmes if one.next_on), default=None)

    @property
    def standings(self) -> tuple[Standing, ...]:
        return tuple(one.standing for one in self.programmes)


def the_case(by: Actor, ref: str) -> NewcomerCase:
    """A caseworker's own living case. Raises NotThere for a colleague's, another town's and one that is over."""
    found = db.session.scalar(policy.own_cases(by, answers_for(by)).where(NewcomerCase.ref == ref))
    if found is None:
        raise NotThere
    return found


def the_ended_case(by: Actor, ref: str) -> NewcomerCase:
    """One she has ended herself not long ago. Raises NotThere."""
    found = next((one for one in lately_ended(by) if one.ref == ref), None)
    if found is None:
        raise NotThere
    return found


def the_case_at_desk(by: Actor, ref: str) -> NewcomerCase:
    found = db.session.scalar(policy.cases_at_desk(by).where(NewcomerCase.ref == ref))
    if found is None:
        raise NotThere
    return found


def lately_ended(by: Actor) -> list[NewcomerCase]:
    """What a caseworker has ended herself in the last fortnight, so that a slip can be undone."""
    if by.account_id is None:
        return []
    rows = (
        select(NewcomerCase)
        .where(NewcomerCase.account_id == by.account_id, NewcomerCase.ended_by == by.label)
        .where(NewcomerCase.ended_at > clock.now() - UNDO_FOR, NewcomerCase.municipality_id == by.municipality_id)
        .order_by(NewcomerCase.ended_at.desc())
        .limit(10)
    )
    return [one for one in db.session.scalars(rows) if one.person.forgotten_at is None]


def my_lines(by: Actor) -> list[CaseLine]:
    """All of a caseworker's newcomers with where they stand; a fixed number of questions, however many."""
    cases = list(db.session.scalars(policy.own_cases(by, answers_for(by)).order_by(NewcomerCase.id)))
    lines = lines_of(cases)
    return sorted(
        lines, key=lambda one: rules.place(rules.Place(one.standings, one.wants_to_talk, one.next_on, one.name))
    )  # fmt: skip


def lines_of(cases: Sequence[NewcomerCase]) -> list[CaseLine]:
    """Until a case is confirmed, it says the same of everybody: a first name, and that the desk has it."""
    known = [case.person_id for case in cases if case.confirmed_at is not None]
    programmes, wishes = _programmes_of(known), _wish_to_talk(known)
    found = []
    for case in cases:
        if case.confirmed_at is None:
            found.append(CaseLine(case, case.person.first_name, (InProgramme("", Standing.at_desk),), False))
            continue
        mine = programmes.get(case.person_id, [])
        # Somebody new who waits for the desk reads like somebody known who waits for it.
        at_desk = all(one.standing is Standing.at_desk for one in mine)
        name = case.person.first_name if at_desk else case.person.name
        mine = [InProgramme("", Standing.at_desk)] if at_desk else mine
        found.append(CaseLine(case, name, tuple(mine), case.person_id in wishes))
    return found


def _programmes_of(person_ids: Collection[int]) -> dict[int, list[InProgramme]]:
    if not person_ids:
        return {}
    joined = db.session.scalars(
        select(Participation)
        .where(Participation.person_id.in_(person_ids), Participation.side == Side.newcomer)
        .options(joinedload(Participation.programme))
        .order_by(Participation.id)
    ).all()
    pairs = {
        (row.programme_id, row.newcomer_id): row
        for row in db.session.execute(
            select(Pair.id, Pair.programme_id, Pair.newcomer_id, Pair.state, Pair.newcomer_said_yes_at)
            .where(Pair.newcomer_id.in_(person_ids), Pair.state.in_(OPEN_STATES))
            .order_by(Pair.id)
        )
    }
    days = next_follow_ups_of([pair.id for pair in pairs.values() if pair.state in RUNNING_STATES])
    found: dict[int, list[InProgramme]] = defaultdict(list)
    for one in joined:
        pair = pairs.get((one.programme_id, one.person_id))
        where = rules.standing(CaseFacts(one.state, pair.state if pair else None))
        since = _since(where, one, pair)
        found[one.person_id].append(
            InProgramme(one.programme.name, where, since, days.get(pair.id) if pair else None)
        )  # fmt: skip
    return found


def _since(where: Standing, one: Participation, pair: Any) -> datetime | None:
    return {
        Standing.waiting: one.approved_at,
        Standing.has_contact: pair.newcomer_said_yes_at if pair else None,
        Standing.over: one.left_at,
    }.get(where)


def _wish_to_talk(person_ids: Collection[int]) -> set[int]:
    """Of whom the desk has said that she needs her caseworker; never about what."""
    rows = select(Task.person_id).where(
        Task.person_id.in_(person_ids), Task.kind == TaskKind.caseworker, Task.done_at.is_(None)
    )
    return set(db.session.scalars(rows)) if person_ids else set()


def wishes_to_talk(person_id: int) -> list[Task]:
    rows = select(Task).where(
        Task.person_id == person_id, Task.kind == TaskKind.caseworker, Task.done_at.is_(None)
    )  # fmt: skip
    return list(db.session.scalars(rows))


def is_newcomer(person_id: int) -> bool:
    wanted = select(Participation.id).where(Participation.person_id == person_id, Participation.side == Side.newcomer)
    return db.session.scalar(wanted.limit(1)) is not None


def unconfirmed(by: Actor) -> list[NewcomerCase]:
    """Referrals of somebody the house knew already, longest wait first."""
    rows = policy.cases_at_desk(by).where(NewcomerCase.confirmed_at.is_(None)).order_by(NewcomerCase.since)
    return list(db.session.scalars(rows))


def first_name_of_responsible(case: NewcomerCase) -> str | None:
    """Whom a caseworker may ask at the desk, by first name."""
    return first_name(case.person.responsible_id)
