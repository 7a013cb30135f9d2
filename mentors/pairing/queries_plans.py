"""Asking about plans: which there are, what one holds, whose names stand behind the references."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload, undefer

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.pairing import queries_plans_engine as engine
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PlanRound, PlanSending, PlanTrial, PoolPlan
from mentors.pairing.pool.facts import Pairing
from mentors.pairing.pool.settings import Settings
from mentors.pairing.queries_pool import Pool as TownPool
from mentors.pairing.queries_pool import pool_of
from mentors.pairing.queries_settings import choices_now, settings_of
from mentors.pairing.rules import PairState
from mentors.pairing.rules_plans import (
    OPEN_PLANS,
    UNFINISHED,
    Changes,
    PlanState,
    SendingState,
    changes_between,
    is_small,
)
from mentors.people.models import Person
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, Side

PAGE_SIZE = 50
_AT_ONCE = 500  # values in one question, below what a database takes


@dataclass(frozen=True, slots=True)
class Today:
    """A programme's pool as it is, with the settings it is paired by and the number of their version."""

    town: TownPool
    settings: Settings
    number: int

    @property
    def is_small(self) -> bool:
        return is_small(len(self.town.newcomers), len(self.town.volunteers))


def pool_today(programme: Programme, on: date, previous: Collection[Pairing] = ()) -> Today:
    """Who waits and who offers in a programme now, for relations that begin on a day. A fixed number of questions.

    The seed of the lottery is the programme and the day, so nobody can run again until the lots suit.
    """
    choices, number = choices_now(programme)
    settings = settings_of(programme, choices, on)
    return Today(pool_of(programme, on, settings, choices=choices, previous=previous), settings, number)


def size_of(programme: Programme) -> tuple[int, int]:
    """How many newcomers and volunteers a pool has at most, in one question."""
    rows = db.session.execute(
        select(Participation.side, func.count())
        .where(Participation.programme_id == programme.id, Participation.state == ParticipationState.approved)
        .group_by(Participation.side)
    )
    found = {row[0]: row[1] for row in rows}
    return found.get(Side.newcomer, 0), found.get(Side.volunteer, 0)


# --- plans ------------------------------------------------------------------------------------------


def the_plan(by: Actor, ref: str) -> PoolPlan:
    """The plan with a public reference, for this member of staff. Raises NotThere."""
    found = db.session.scalar(
        select(PoolPlan).where(PoolPlan.ref == ref, PoolPlan.municipality_id == by.municipality_id)
    )
    if found is None or not by.is_staff:
        raise NotThere
    return found


def unfinished_plan(programme: Programme) -> PoolPlan | None:
    """The run that somebody has asked for and that is not done."""
    return db.session.scalar(
        select(PoolPlan).where(PoolPlan.programme_id == programme.id, PoolPlan.state.in_(UNFINISHED))
    )


def newest_plan(programme: Programme) -> PoolPlan | None:
    return db.session.scalar(
        select(PoolPlan).where(PoolPlan.programme_id == programme.id).order_by(PoolPlan.id.desc()).limit(1)
    )


def last_pairs(programme: Programme) -> list[Pairing]:
    """The pairs of the newest plan that is still open: a new plan lets them stand where it costs next to nothing."""
    newest = newest_plan(programme)
    if newest is None or newest.state not in OPEN_PLANS:
        return []
    return list(opened(newest, head_of(newest)).pairs.items())


@dataclass(frozen=True, slots=True)
class Listed:
    rows: list[PoolPlan]
    page: int
    pages: int


def listed_plans(by: Actor, page: int) -> Listed:
    """One page of the town's plans, newest first. Two questions."""
    here = PoolPlan.municipality_id == by.municipality_id
    count = db.session.scalar(select(func.count()).select_from(PoolPlan).where(here)) or 0
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(page, pages)
    rows = db.session.scalars(
        select(PoolPlan).where(here).order_by(PoolPlan.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    return Listed(list(rows), page, pages)


def rounds_of(plan: PoolPlan) -> list[PlanRound]:
    """The versions that stand, first one first, without what they hold."""
    return list(
        db.session.scalars(
            select(PlanRound)
            .where(PlanRound.plan_id == plan.id, PlanRound.undone_at.is_(None))
            .order_by(PlanRound.number)
        )
    )


def head_of(plan: PoolPlan) -> PlanRound:
    """The version that is shown, with its result. Raises NotThere for a plan without one."""
    found = db.session.scalar(
        select(PlanRound)
        .where(PlanRound.plan_id == plan.id, PlanRound.number == plan.head, PlanRound.undone_at.is_(None))
        .options(undefer(PlanRound.result))
    )
    if found is None:
        raise NotThere
    return found


def opened(plan: PoolPlan, round_: PlanRound) -> engine.Opened:
    """What a version holds."""
    facts = db.session.scalar(select(PoolPlan.facts).where(PoolPlan.id == plan.id))
    if facts is None:
        raise NotThere
    return engine.opened(facts, round_.result)


def is_proven(plan: PoolPlan, round_: PlanRound, found: engine.Opened) -> bool | None:
    """Whether the independent checker agrees with exactly these bytes; None: the worker has yet to look.

    A small plan is checked here, once per process; a big one by the worker, who writes down what he looked at.
    """
    if is_small(plan.newcomers, plan.volunteers):
        return not found.complaints
    if round_.checked_hash is None:
        return None
    return round_.checked_hash == found.digest


def trial_of(plan: PoolPlan) -> PlanTrial | None:
    return db.session.scalar(select(PlanTrial).where(PlanTrial.plan_id == plan.id).options(undefer(PlanTrial.told)))


# --- the people behind the references ---------------------------------------------------------------


def people_behind(refs: Collection[str], programme_id: int) -> dict[str, Participation]:
    """The participations behind references, with their people; whoever is erased is missing."""
    wanted = sorted(set(refs))
    found: dict[str, Participation] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        rows = db.session.scalars(
            select(Participation)
            .where(Participation.ref.in_(wanted[first : first + _AT_ONCE]), Participation.programme_id == programme_id)
            .options(lazyload(Participation.steps_done), lazyload(Participation.programme))
        )
        found.update({one.ref: one for one in rows})
    return found


def names_found(programme_id: int, words: str) -> set[str]:
    """The participations of a programme whose person's name holds the words."""
    rows = db.session.execute(
        select(Participation.ref, Person.is_protected, Person.first_name, Person.last_name)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.programme_id == programme_id)
    )
    wanted = words.lower()
    # Of a protected person the surname finds nothing: guessing would spell it out.
    return {
        ref
        for ref, is_protected, first, last in rows
        if wanted in (first if is_protected else f"{first} {last}").lower()
    }


# --- sending ----------------------------------------------------------------------------------------


def sendings_of(plan: PoolPlan, *, held: bool = False) -> dict[str, PlanSending]:
    """What was sent of a plan, by newcomer; `held` until the transaction ends, and read anew."""
    wanted = select(PlanSending).where(PlanSending.plan_id == plan.id).order_by(PlanSending.id)
    if held:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return {one.newcomer_ref: one for one in db.session.scalars(wanted)}


def how_sendings_stand(plan: PoolPlan) -> dict[SendingState, int]:
    """How many of a plan's pairs are in which state of sending."""
    rows = db.session.execute(
        select(PlanSending.state, func.count()).where(PlanSending.plan_id == plan.id).group_by(PlanSending.state)
    )
    return {row[0]: row[1] for row in rows}


def pairs_behind(plan: PoolPlan) -> dict[int, tuple[str, PairState]]:
    """Reference and state of the pairs that a plan led to, by their row numbers."""
    rows = db.session.execute(
        select(Pair.id, Pair.ref, Pair.state)
        .join(PlanSending, PlanSending.pair_id == Pair.id)
        .where(PlanSending.plan_id == plan.id)
    )
    return {id_: (ref, state) for id_, ref, state in rows}


def changes_since(plan: PoolPlan, found: engine.Opened) -> Changes | None:
    """What happened to the pool since; None for a big plan, which the worker looks at, and for one put away."""
    if plan.state not in OPEN_PLANS or not is_small(plan.newcomers, plan.volunteers):
        return None
    if not is_small(*size_of(plan.programme)):
        return None
    return changes_now(plan, found)


def changes_now(plan: PoolPlan, found: engine.Opened) -> Changes:
    """What happened to the pool since the plan was made, whatever it takes."""
    sent = [
        (one.newcomer_ref, one.volunteer_ref) for one in sendings_of(plan).values() if one.state is SendingState.sent
    ]
    return changes_between(found.pool, pool_today(plan.programme, clock.today()).town.engine(), sent)


def waiting_runs() -> list[int]:
    return list(db.session.scalars(select(PoolPlan.id).where(PoolPlan.state == PlanState.draft).order_by(PoolPlan.id)))
