"""From rows to the facts that rules understand; a fixed number of questions, whatever the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import func, select

from mentors.clearances.queries import facts_of
from mentors.clearances.rules import ClearanceFacts, ClearanceKind
from mentors.core.calendar import add_months
from mentors.kit.db import db
from mentors.pairing import rules
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, NeedFacts, OfferFacts, PairState
from mentors.people.models import Consent
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, Side, StepKind, missing_steps
from mentors.timetables.queries import free_times

_CONSIDERED = (ParticipationState.applied, ParticipationState.approved, ParticipationState.paused)


def volunteers_in(programme_id: int) -> list[Participation]:
    """Everybody who is, or may soon be, a volunteer in a programme."""
    return list(
        db.session.scalars(
            select(Participation)
            .where(
                Participation.programme_id == programme_id,
                Participation.side == Side.volunteer,
                Participation.state.in_(_CONSIDERED),
            )
            .order_by(Participation.id)
        )
    )


def need_facts(newcomer: Participation, on: date) -> NeedFacts:
    programme, person_id = newcomer.programme, newcomer.person_id
    months = rules.months_of_one_agreement(programme.months, programme.months_at_most)
    earlier = db.session.scalars(select(Pair).where(Pair.newcomer_id == person_id)).all()
    return NeedFacts(
        **_side_facts(newcomer, free_times([person_id]), consents_of([person_id])),
        is_paired=any(pair.is_open and pair.programme_id == programme.id for pair in earlier),
        failed_with=frozenset(pair.volunteer_id for pair in earlier if _has_failed(pair)),
        meets_children=programme.meets_children,
        planned_end_on=add_months(on, months),
    )


def _has_failed(pair: Pair) -> bool:
    return pair.state is PairState.declined or (not pair.is_open and Fit.bad in (pair.volunteer_fit, pair.newcomer_fit))


def offer_facts(programme: Programme, volunteers: Collection[Participation], on: date) -> list[OfferFacts]:
    """The facts of several volunteers in one programme: five questions, whatever their number."""
    ids = [volunteer.person_id for volunteer in volunteers]
    free, consents, clearances, taken = free_times(ids), consents_of(ids), facts_of(ids), places_taken(ids)
    none: dict[ClearanceKind, ClearanceFacts] = {}
    return [
        OfferFacts(
            **_side_facts(volunteer, free, consents),
            capacity_left=volunteer.capacity - taken[volunteer.person_id],
            steps_missing=_lacks_steps(programme, volunteer, clearances.get(volunteer.person_id, none), on),
            child_certificate=clearances.get(volunteer.person_id, none).get(ClearanceKind.child_certificate),
        )
        for volunteer in volunteers
    ]


def _lacks_steps(
    programme: Programme, volunteer: Participation, known: dict[ClearanceKind, ClearanceFacts], on: date
) -> bool:
    """Whether a step is missing; the child certificate has a hurdle of its own, with its end date."""
    own = {StepKind.child_certificate} if programme.meets_children else set()
    wanted = [step for step in map(StepKind, programme.steps) if step not in own]
    return bool(missing_steps(wanted, [done.step for done in volunteer.steps_done], known, on))


def places_taken(person_ids: Iterable[int]) -> Counter[int]:
    """How many open pairs volunteers have, in all programmes together."""
    rows = db.session.execute(
        select(Pair.volunteer_id, func.count())
        .where(Pair.volunteer_id.in_(list(person_ids)), Pair.closed_at.is_(None))
        .group_by(Pair.volunteer_id)
    )
    return Counter({row[0]: row[1] for row in rows})


_NEEDED = {ConsentKind.sign_up, ConsentKind.share_with_contact}


def consents_of(person_ids: Iterable[int]) -> dict[int, set[ConsentKind]]:
    """The consents that stand, of several people in one question."""
    rows = db.session.execute(
        select(Consent.person_id, Consent.kind).where(
            Consent.person_id.in_(list(person_ids)), Consent.withdrawn_at.is_(None)
        )
    )
    found: defaultdict[int, set[ConsentKind]] = defaultdict(set)
    for person_id, kind in rows:
        found[person_id].add(kind)
    return found


def _side_facts(
    one: Participation, free: dict[int, tuple[str, ...]], consents: dict[int, set[ConsentKind]]
) -> dict[str, Any]:
    person = one.person
    return {
        "ref": one.ref,
        "person_id": person.id,
        "state": one.state,
        "language": person.language,
        "speaks": frozenset(person.speaks),
        "free": frozenset(free.get(person.id, ())),
        "gender": person.gender,
        "wants_gender": one.wants_gender,
        "postcode": person.postcode,
        "max_km": one.max_km,
        "interests": frozenset(person.interests),
        "trade": person.trade,
        "birth_year": person.birth_year,
        "waiting_since": one.applied_at.date(),
        "interpreter_ok": one.interpreter_ok,
        # A proposal shows a first name to a stranger: nobody is proposed who has not agreed to that.
        "has_consent": consents.get(person.id, set()) >= _NEEDED,
        "is_protected": person.is_protected,
    }
