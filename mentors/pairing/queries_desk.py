"""What the desk asks about pairs: the list, the to-dos, a person's history and panel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import lazyload

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.filters import isolate
from mentors.kit.room import Event, Todo
from mentors.kit.speech import say_date
from mentors.pairing import queries, words_desk
from mentors.pairing.models import Pair
from mentors.pairing.policy import visible_pairs
from mentors.pairing.queries_apart import kept_apart_of
from mentors.pairing.rules import ASKING_STATES, OPEN_STATES, REMIND_AFTER_DAYS, RUNNING_STATES, PairState
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, Side

PAGE_SIZE = 50
# What a coordinator filters by: a word in the address, and the states behind it.
GROUPS: dict[str, frozenset[PairState]] = {
    "open": OPEN_STATES,
    "asking": ASKING_STATES,
    "agreed": frozenset({PairState.agreed}),
    "active": frozenset({PairState.active}),
    "paused": frozenset({PairState.paused}),
    "over": frozenset(PairState) - OPEN_STATES,
}


@dataclass(frozen=True, slots=True)
class Listed:
    rows: list[Pair]
    count: int
    page: int
    pages: int


def listed(by: Actor, group: str, programme_ref: str | None, page: int) -> Listed:
    """One page of the pairs in a group of states, longest in their state first. Two questions."""
    wanted = visible_pairs(by).where(Pair.state.in_(GROUPS[group]))
    if programme_ref:
        wanted = wanted.where(
            Pair.programme_id == select(Programme.id).where(Programme.ref == programme_ref).scalar_subquery()
        )
    ids = wanted.with_only_columns(func.count()).options(lazyload("*")).order_by(None)
    count = db.session.scalar(ids) or 0
    pages = max(1, -(-count // PAGE_SIZE))
    page = min(page, pages)
    newest_first = group == "over"
    ordered = wanted.order_by(Pair.closed_at.desc() if newest_first else Pair.proposed_at, Pair.id)
    rows = db.session.scalars(ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return Listed(list(rows), count, page, pages)


# --- to do ------------------------------------------------------------------------------------------

FIT_DAYS, MEET_DAYS, END_DAYS, WAIT_DAYS = 7, 14, 14, 30


def todos(by: Actor) -> list[Todo]:
    """What pairs need of a coordinator. Two questions, whatever the rows."""
    if not by.is_staff:
        return []
    found = [line for pair in _wanting(by) if (line := _pair_todo(pair)) is not None]
    return found + [_waiting_todo(newcomer) for newcomer in waiting_newcomers(by)]


def _wanting(by: Actor) -> list[Pair]:
    now, today = clock.now(), clock.today()
    asked_at = func.coalesce(Pair.volunteer_said_yes_at, Pair.proposed_at)
    no_answer = and_(Pair.state.in_(ASKING_STATES), asked_at <= now - timedelta(days=REMIND_AFTER_DAYS))
    not_met = and_(
        Pair.state == PairState.agreed, Pair.first_met_on.is_(None),
        Pair.newcomer_said_yes_at <= now - timedelta(days=MEET_DAYS),
    )  # fmt: skip
    no_fit = and_(
        Pair.state == PairState.agreed, Pair.first_met_on <= today - timedelta(days=FIT_DAYS),
        or_(Pair.volunteer_fit.is_(None), Pair.newcomer_fit.is_(None)),
    )  # fmt: skip
    ending = and_(Pair.state.in_(RUNNING_STATES), Pair.planned_end_on <= today + timedelta(days=END_DAYS))
    return list(db.session.scalars(visible_pairs(by).where(or_(no_answer, not_met, no_fit, ending)).order_by(Pair.id)))


def _pair_todo(pair: Pair) -> Todo | None:
    kind, since, late, title, detail = _why_todo(pair)
    return Todo(
        kind=f"pairing.{kind}",
        title=title,
        url=url_for("pairing.pair", ref=pair.ref),
        since=since,
        person=f"{pair.newcomer.name} + {pair.volunteer.name}",
        detail=detail,
        late=late,
    )


def _why_todo(pair: Pair) -> tuple[str, datetime, bool, str, str | None]:
    today = clock.today()
    if pair.asked is not None:
        who = pair.person_of(pair.asked).first_name
        return "unanswered", pair.asked_at, True, _("Forslaget er ikke besvaret"), _("Venter på %(who)s", who=who)
    if pair.planned_end_on is not None and pair.planned_end_on <= today + timedelta(days=END_DAYS):
        ends = pair.planned_end_on
        since = min(clock.now(), datetime.combine(ends - timedelta(days=END_DAYS), time(8), tzinfo=UTC))
        passed = ends < today
        title = _("Slutdatoen er passeret") if passed else _("Slutter snart")
        return "ending", since, passed, title, say_date(ends)
    if pair.first_met_on is None:
        return "not_met", pair.newcomer_said_yes_at or pair.proposed_at, True, _("Har ikke mødtes endnu"), None
    met = datetime.combine(pair.first_met_on, time(12), tzinfo=UTC)
    return "no_fit", met, False, _("Har ikke svaret på, om de passer sammen"), None


def waiting_newcomers(by: Actor, limit: int = 200) -> list[Participation]:
    """Approved newcomers without an open pair in that programme, longest waiting first."""
    has_pair = exists().where(
        Pair.newcomer_id == Participation.person_id,
        Pair.programme_id == Participation.programme_id,
        Pair.closed_at.is_(None),
    )
    return list(
        db.session.scalars(
            select(Participation)
            .join(Participation.programme)
            .where(
                Programme.municipality_id == by.municipality_id,
                Participation.side == Side.newcomer,
                Participation.state == ParticipationState.approved,
                ~has_pair,
            )
            .options(lazyload(Participation.steps_done))
            .order_by(Participation.applied_at, Participation.id)
            .limit(limit)
        )
    )


def _waiting_todo(newcomer: Participation) -> Todo:
    return Todo(
        kind="pairing.waiting",
        title=_("Venter på en kontakt"),
        url=url_for("pairing.suggestions", ref=newcomer.ref),
        since=newcomer.applied_at,
        person=newcomer.person.name,
        detail=newcomer.programme.name,
        late=clock.now() - newcomer.applied_at > timedelta(days=WAIT_DAYS),
    )


# --- one person -------------------------------------------------------------------------------------


def history(by: Actor, person_id: int) -> list[Event]:
    """Every step of every pair a person was in."""
    if not by.is_staff:
        return []
    mine = [pair for pair in queries.pairs_of(person_id) if pair.municipality_id == by.municipality_id]
    return [
        Event(
            at=change.at,
            title=words_desk.CHANGE.get(change.what, change.what),
            text=_("%(newcomer)s og %(volunteer)s, %(programme)s", newcomer=isolate(pair.newcomer.first_name),
                   volunteer=isolate(pair.volunteer.first_name), programme=pair.programme.name),
            tone=words_desk.TONE.get(PairState(change.what), "neutral") if change.what in set(PairState) else "info",
            url=url_for("pairing.pair", ref=pair.ref),
        )
        for pair in mine
        for change in pair.changes
    ]  # fmt: skip


def person_panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    """A person's pairs, and where she still waits for one."""
    pairs = [pair for pair in queries.pairs_of(person_id) if pair.municipality_id == by.municipality_id]
    waiting = [
        one
        for one in db.session.scalars(
            select(Participation)
            .join(Participation.programme)
            .where(
                Participation.person_id == person_id,
                Programme.municipality_id == by.municipality_id,
                Participation.side == Side.newcomer,
                Participation.state == ParticipationState.approved,
            )
            .order_by(Participation.id)
        )
        if not any(p.is_open and p.newcomer_id == person_id and p.programme_id == one.programme_id for p in pairs)
    ]
    if not pairs and not waiting:
        return None
    return {
        "pairs": pairs,
        "waiting_in": waiting,
        "person_id": person_id,
        "state_word": words_desk.STATE,
        "state_tone": words_desk.TONE,
    }


def apart_panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    """Whom somebody in a programme is never suggested to."""
    rules = [rule for rule in kept_apart_of(person_id) if rule.municipality_id == by.municipality_id]
    takes_part = db.session.scalar(select(Participation.id).where(Participation.person_id == person_id).limit(1))
    if not by.is_staff or (takes_part is None and not rules):
        return None
    return {"apart": [(rule, rule.beside(person_id)) for rule in rules]}
