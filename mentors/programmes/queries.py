from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select

from mentors.clearances import queries as clearances
from mentors.clearances.models import Clearance
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.kit import links as tokens
from mentors.kit.db import db
from mentors.programmes import rules
from mentors.programmes.models import Draft, Participation, Programme
from mentors.programmes.policy import visible_participations, visible_programmes
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side, StepKind

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of participations is narrowed to; None leaves a thing open."""

    programme_ref: str | None = None
    side: Side | None = None
    states: tuple[ParticipationState, ...] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    participation: Participation
    missing: tuple[StepKind, ...]
    is_late: bool


@dataclass(frozen=True, slots=True)
class Listed:
    rows: list[Row]
    total: int
    page: int
    pages: int


# --- programmes -----------------------------------------------------------------------------------


def open_programmes(municipality_id: int) -> list[Programme]:
    """The programmes that take sign-ups now, in the order of their kinds, then by name."""
    rows = db.session.scalars(
        select(Programme).where(Programme.municipality_id == municipality_id, Programme.is_open.is_(True))
    )
    return _in_order(rows)


def programmes_to_join(municipality_id: int, side: Side) -> list[Programme]:
    """The open programmes somebody can join alone on that side."""
    return [p for p in open_programmes(municipality_id) if rules.can_join_herself(p.kind, side)]


def all_programmes(by: Actor) -> list[Programme]:
    return _in_order(db.session.scalars(visible_programmes(by)))


def _in_order(rows: Iterable[Programme]) -> list[Programme]:
    kinds = list(ProgrammeKind)
    return sorted(rows, key=lambda p: (kinds.index(p.kind), p.name))


def the_programme(by: Actor, ref: str) -> Programme:
    """The programme with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_programmes(by).where(Programme.ref == ref))
    if found is None:
        raise NotThere
    return found


def how_many(by: Actor) -> dict[tuple[int, Side, ParticipationState], int]:
    """How many people stand where, by programme, side and state, in one question."""
    rows = db.session.execute(
        select(Participation.programme_id, Participation.side, Participation.state, func.count())
        .join(Programme, Participation.programme_id == Programme.id)
        .where(Programme.municipality_id == by.municipality_id)
        .group_by(Participation.programme_id, Participation.side, Participation.state)
    )
    return {(programme_id, side, state): count for programme_id, side, state, count in rows}


# --- participations -------------------------------------------------------------------------------


def the_participation(by: Actor, ref: str) -> Participation:
    """The participation with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_participations(by).where(Participation.ref == ref))
    if found is None:
        raise NotThere
    return found


def find_participation(programme_id: int, person_id: int, side: Side) -> Participation | None:
    return db.session.scalar(
        select(Participation).where(
            Participation.programme_id == programme_id,
            Participation.person_id == person_id,
            Participation.side == side,
        )
    )


def participations_of(person_id: int) -> list[Participation]:
    """Everything somebody takes part in, newest first."""
    return list(
        db.session.scalars(
            select(Participation)
            .where(Participation.person_id == person_id)
            .order_by(Participation.applied_at.desc(), Participation.id.desc())
        )
    )


def participations_with_refs(municipality_id: int, refs: Sequence[str]) -> list[Participation]:
    return list(
        db.session.scalars(
            select(Participation)
            .join(Programme, Participation.programme_id == Programme.id)
            .where(Programme.municipality_id == municipality_id, Participation.ref.in_(list(refs)))
            .order_by(Participation.id)
        )
    )


def approved_in(programme_id: int, side: Side) -> list[Participation]:
    """Everybody approved on a side of a programme, longest waiting first; a fixed number of questions."""
    return list(
        db.session.scalars(
            select(Participation)
            .where(
                Participation.programme_id == programme_id,
                Participation.side == side,
                Participation.state == ParticipationState.approved,
            )
            .order_by(Participation.applied_at, Participation.id)
        )
    )


def missing_steps_of(participations: Sequence[Participation], on: date) -> dict[int, tuple[StepKind, ...]]:
    """The steps each volunteer still lacks on a day, by participation; newcomers lack none. One question."""
    volunteers = {p.person_id for p in participations if p.side is Side.volunteer}
    known = clearances.facts_of(volunteers) if volunteers else {}
    return {
        p.id: rules.missing_steps(
            [StepKind(step) for step in p.programme.steps],
            [done.step for done in p.steps_done],
            known.get(p.person_id, {}),
            on,
        )
        if p.side is Side.volunteer
        else ()
        for p in participations
    }


def applications(by: Actor, wanted: Wanted, page: int = 1) -> Listed:
    """One page of a list of participations, longest waiting first; a fixed number of questions."""
    narrowed = visible_participations(by).where(*_narrowing(wanted))
    total = db.session.scalar(select(func.count()).select_from(narrowed.with_only_columns(Participation.id).subquery()))
    total = total or 0
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    found = list(
        db.session.scalars(
            narrowed.order_by(_new_first(), Participation.applied_at, Participation.id)
            .limit(PAGE)
            .offset((page - 1) * PAGE)
        )
    )
    missing, now = missing_steps_of(found, clock.today()), clock.now()
    rows = [
        Row(p, missing[p.id], p.state is ParticipationState.applied and rules.is_late(p.applied_at, now)) for p in found
    ]
    return Listed(rows, total, page, pages)


def _new_first() -> ColumnElement[int]:
    return case((Participation.state == ParticipationState.applied, 0), else_=1)


def _narrowing(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.programme_ref:
        found.append(Programme.ref == wanted.programme_ref)
    if wanted.side:
        found.append(Participation.side == wanted.side)
    if wanted.states:
        found.append(Participation.state.in_(wanted.states))
    return found


def waiting_newcomers(by: Actor, page: int = 1) -> Listed:
    """Newcomers who have signed up or are approved, longest waiting first."""
    states = (ParticipationState.applied, ParticipationState.approved)
    return applications(by, Wanted(side=Side.newcomer, states=states), page)


def unhandled(by: Actor, limit: int = 100) -> list[Participation]:
    """Applications nobody has decided about, oldest first."""
    return list(
        db.session.scalars(
            visible_participations(by)
            .where(Participation.state == ParticipationState.applied)
            .order_by(Participation.applied_at, Participation.id)
            .limit(limit)
        )
    )


def overdue_consents(by: Actor, on: date, limit: int = 100) -> list[tuple[Participation, date]]:
    """Volunteers whose 14 days to consent to the child certificate have passed, with the last day."""
    rows = db.session.execute(
        visible_participations(by)
        .join(Clearance, Clearance.person_id == Participation.person_id)
        .where(
            Programme.meets_children.is_(True),
            Participation.side == Side.volunteer,
            Participation.state.in_((ParticipationState.applied, ParticipationState.approved)),
            Clearance.kind == ClearanceKind.child_certificate,
            clearances.is_overdue(on),
        )
        .order_by(Clearance.consent_by, Participation.id)
        .limit(limit)
        .add_columns(Clearance.consent_by)
    )
    return [(participation, consent_by) for participation, consent_by in rows]


def due_back(on: date) -> list[Participation]:
    """Pauses that are over on a day."""
    return list(
        db.session.scalars(
            select(Participation).where(
                Participation.state == ParticipationState.paused, Participation.paused_until <= on
            )
        )
    )


@dataclass(frozen=True, slots=True)
class StepLine:
    """One wanted step of a volunteer, as her application shows it."""

    step: StepKind
    is_done: bool
    done_on: date | None
    clearance: Clearance | None


def step_lines(participation: Participation, on: date) -> list[StepLine]:
    """The programme's steps with where each stands on a day."""
    missing = missing_steps_of([participation], on)[participation.id]
    known = clearances.clearances_of(participation.person_id)
    done = {row.step: row.done_on for row in participation.steps_done}
    lines = []
    for step in (StepKind(step) for step in participation.programme.steps):
        clearance = known.get(rules.CHECKED[step]) if step in rules.CHECKED else None
        day = clearance.assessed_on if clearance else done.get(step)
        lines.append(StepLine(step, step not in missing, day, clearance))
    return lines


# --- drafts ---------------------------------------------------------------------------------------


def find_draft(municipality_id: int, side: Side, token: str | None) -> Draft | None:
    """The sign-up begun in the browser that holds this token."""
    if not token:
        return None
    return db.session.scalar(
        select(Draft).where(
            Draft.municipality_id == municipality_id,
            Draft.side == side,
            Draft.token_hash == tokens.digest(token),
        )
    )
