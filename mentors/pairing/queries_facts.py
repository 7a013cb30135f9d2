"""From rows to the facts that the pool's engine understands; a fixed number of questions, whatever the rows.

One way in for a coordinator's suggestions and for a whole plan, so that the two never disagree. Read by
columns: ten thousand people are no objects to build.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, case, distinct, func, select

from mentors.accounts.models import Account
from mentors.clearances.models import Clearance
from mentors.clearances.rules import ClearanceFacts, ClearanceKind
from mentors.kit.db import db
from mentors.pairing import rules
from mentors.pairing.models import Pair
from mentors.pairing.pool import facts as engine
from mentors.pairing.pool.week import week_of
from mentors.pairing.queries_apart import apart_from
from mentors.pairing.rules import Fit, Offering, PairState, Waiting
from mentors.pairing.rules_settings import Choices
from mentors.people.models import Consent, Household, Person
from mentors.people.rules import ConsentKind, language_levels
from mentors.programmes.models import Participation, Programme, StepDone
from mentors.programmes.rules import ParticipationState, Side, StepKind, missing_steps
from mentors.timetables.queries import weeks_of
from mentors.timetables.rules import FreeWeek

_CONSIDERED = (ParticipationState.applied, ParticipationState.approved, ParticipationState.paused)
_NEEDED = {ConsentKind.sign_up, ConsentKind.share_with_contact}
_COLUMNS = (
    Participation.id,
    Participation.ref,
    Participation.person_id,
    Participation.state,
    Participation.applied_at,
    Participation.capacity,
    Participation.wants_gender,
    Participation.interpreter_ok,
    Participation.is_urgent,
    Participation.meets_children,
    Participation.max_km,
    Person.household_id,
    Household.as_one,
    Person.responsible_id,
    Person.language,
    Person.speaks,
    Person.levels,
    Person.gender,
    Person.postcode,
    Person.interests,
    Person.trade,
    Person.birth_year,
    Person.is_protected,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one side of a programme on a day."""

    programme: Programme
    side: Side
    on: date
    choices: Choices
    only: frozenset[int] | None = None  # participations; None: everybody who is in the programme or may soon be

    def where(self, *columns: Any) -> Select[Any]:
        chosen = (
            select(*columns)
            .select_from(Participation)
            .where(Participation.programme_id == self.programme.id, Participation.side == self.side)
        )
        if self.only is not None:
            return chosen.where(Participation.id.in_(self.only))
        return chosen.where(Participation.state.in_(_CONSIDERED))

    @property
    def people(self) -> Select[Any]:
        """The question that finds the people's numbers."""
        return self.where(Participation.person_id)

    def rows(self) -> list[Row[Any]]:
        found = self.where(*_COLUMNS).join(Person, Person.id == Participation.person_id)
        found = found.outerjoin(Household, Household.id == Person.household_id).order_by(Participation.id)
        return list(db.session.execute(found))


@dataclass(frozen=True, slots=True)
class Tried:
    """What has been tried for newcomers: with whom it failed, and who is in an open pair in the programme."""

    failed: Mapping[int, set[int]] = field(default_factory=dict)  # newcomer -> volunteers, both people
    paired: Mapping[int, int] = field(default_factory=dict)  # newcomer -> the volunteer of the open pair


def volunteers_in(asked: Asked) -> dict[str, tuple[Row[Any], Offering]]:
    """The volunteers by the reference of their participation, each with her row: seven questions."""
    rows, people = asked.rows(), asked.people
    weeks, consents, checks = weeks_of(people, asked.on), consents_of(people), _checks(people)
    taken, steps = places_taken(people), _steps(asked)
    found: dict[str, tuple[Row[Any], Offering]] = {}
    for row in rows:
        known = checks.get(row.person_id, {})
        fact = engine.Volunteer(
            **_both(row),
            languages=language_levels(row.speaks, row.levels, row.language, learns=False),
            free=week_of(weeks.get(row.person_id, _NO_TIME).times),
            capacity=max(0, row.capacity - taken.get(row.person_id, 0)),
            clearance_until=rules.certified_until(known.get(ClearanceKind.child_certificate), asked.on),
        )
        hurdles = rules.own_hurdles(
            row.state,
            has_consent=consents.get(row.person_id, set()) >= _NEEDED,
            steps_missing=_lacks_steps(asked, steps.get(row.id, ()), known),
        )
        found[row.ref] = row, Offering(person_id=row.person_id, fact=fact, hurdles=hurdles)
    return found


def newcomers_in(asked: Asked, volunteers: Iterable[tuple[Row[Any], Offering]]) -> dict[str, tuple[Row[Any], Waiting]]:
    """The newcomers likewise, who must not meet whom among these volunteers included: nine questions."""
    rows, people = asked.rows(), asked.people
    weeks, consents = weeks_of(people, asked.on), consents_of(people)
    tried, theirs = tried_for(asked), _Theirs(volunteers)
    family, apart = _contacts_of_households(asked), apart_from(people)
    found: dict[str, tuple[Row[Any], Waiting]] = {}
    for row in rows:
        conflicts = theirs.in_another_role(row) | theirs.among(apart.get(row.person_id, ()))
        failed = theirs.among(tried.failed.get(row.person_id, ()))
        fact = engine.Newcomer(
            **_both(row),
            languages=language_levels(row.speaks, row.levels, row.language, learns=True),
            free=week_of(weeks.get(row.person_id, _NO_TIME).free),
            busy=week_of(weeks.get(row.person_id, _NO_TIME).taken),
            interpreter_ok=row.interpreter_ok and asked.choices.interpreters,
            meets_children=asked.programme.meets_children
            or row.meets_children
            or rules.may_be_under_15(row.birth_year, asked.on),
            waiting_since=row.applied_at.date(),
            urgency=0 if row.is_urgent and asked.choices.urgent_first else None,
            not_with=conflicts | failed,
        )
        hurdles = rules.own_hurdles(
            row.state,
            has_consent=consents.get(row.person_id, set()) >= _NEEDED,
            is_paired=row.person_id in tried.paired,
        )
        follows = theirs.ref_of.get(family.get(row.household_id, 0)) if row.as_one else None
        found[row.ref] = (
            row,
            Waiting(person_id=row.person_id, fact=fact, hurdles=hurdles, conflicts=conflicts, follows=follows),
        )
    return found


_NO_TIME = FreeWeek()


def _both(row: Row[Any]) -> dict[str, Any]:
    """What both sides have. A protected address does not even reach the engine."""
    hidden = row.is_protected
    return {
        "ref": row.ref,
        "gender": engine.Gender(row.gender) if row.gender else None,
        "wants_gender": engine.Gender(row.wants_gender) if row.wants_gender else None,
        "postcode": None if hidden else row.postcode,
        "place_hidden": hidden,
        "max_km": None if hidden else row.max_km,
        "interests": frozenset(row.interests),
        "trade": row.trade,
        "birth_year": row.birth_year,
    }


class _Theirs:
    """The volunteers as a newcomer may know them already."""

    def __init__(self, volunteers: Iterable[tuple[Row[Any], Offering]]) -> None:
        self.ref_of: dict[int, str] = {}
        self._household: defaultdict[int, set[str]] = defaultdict(set)
        for row, _offer in volunteers:
            self.ref_of[row.person_id] = row.ref
            if row.household_id is not None:
                self._household[row.household_id].add(row.ref)
        self._cases = self._responsible()

    def _responsible(self) -> dict[int, str]:
        """Staff who are volunteers too: the account to the volunteer's reference."""
        rows = db.session.execute(select(Account.id, Account.person_id).where(Account.person_id.is_not(None)))
        return {row.id: self.ref_of[row.person_id] for row in rows if row.person_id in self.ref_of}

    def among(self, people: Iterable[int]) -> frozenset[str]:
        """Those of some people who are volunteers here."""
        return frozenset(self.ref_of[one] for one in people if one in self.ref_of)

    def in_another_role(self, newcomer: Row[Any]) -> frozenset[str]:
        """Volunteers who are herself, her family, or the member of staff responsible for her."""
        found = {self.ref_of.get(newcomer.person_id), self._cases.get(newcomer.responsible_id)}
        found |= self._household.get(newcomer.household_id, set())
        return frozenset(ref for ref in found if ref is not None)


def tried_for(asked: Asked) -> Tried:
    """Every pair of these newcomers, in one question."""
    rows = db.session.execute(
        select(
            Pair.newcomer_id,
            Pair.volunteer_id,
            Pair.programme_id,
            Pair.state,
            Pair.closed_at,
            Pair.volunteer_fit,
            Pair.newcomer_fit,
        ).where(Pair.newcomer_id.in_(asked.people))
    )
    failed: defaultdict[int, set[int]] = defaultdict(set)
    paired: dict[int, int] = {}
    for row in rows:
        if row.closed_at is None and row.programme_id == asked.programme.id:
            paired[row.newcomer_id] = row.volunteer_id
        if _has_failed(row, asked.choices):
            failed[row.newcomer_id].add(row.volunteer_id)
    return Tried(failed, paired)


def household_of(newcomer: Participation) -> frozenset[int]:
    """The newcomer's participation and, where her household is paired as one, her family's in the programme."""
    person = newcomer.person
    family = (
        select(Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .join(Household, Household.id == Person.household_id)
        .where(
            Person.household_id == person.household_id,
            Household.as_one,
            Participation.programme_id == newcomer.programme_id,
            Participation.side == Side.newcomer,
            Participation.state.in_(_CONSIDERED),
        )
    )
    return frozenset({newcomer.id} if person.household_id is None else {newcomer.id, *db.session.scalars(family)})


def _contacts_of_households(asked: Asked) -> dict[int, int]:
    """The volunteer each household that is paired as one already has in the programme, by the household's number."""
    households = select(Person.household_id).where(Person.id.in_(asked.people), Person.household_id.is_not(None))
    rows = db.session.execute(
        select(Person.household_id, Pair.volunteer_id)
        .join(Pair, Pair.newcomer_id == Person.id)
        .where(Person.household_id.in_(households), Pair.programme_id == asked.programme.id, Pair.closed_at.is_(None))
        .order_by(Pair.id)
    )
    return {row.household_id: row.volunteer_id for row in rows}


def _has_failed(pair: Any, choices: Choices) -> bool:
    said_no = pair.state is PairState.declined and not choices.try_again
    return said_no or (pair.closed_at is not None and Fit.bad in (pair.volunteer_fit, pair.newcomer_fit))


def _checks(people: Select[Any]) -> dict[int, dict[ClearanceKind, ClearanceFacts]]:
    """What is known of several people's checks, by columns."""
    rows = db.session.execute(
        select(
            Clearance.person_id,
            Clearance.kind,
            Clearance.state,
            Clearance.consent_by,
            Clearance.valid_until,
            Clearance.paused_on,
        ).where(Clearance.person_id.in_(people))
    )
    found: defaultdict[int, dict[ClearanceKind, ClearanceFacts]] = defaultdict(dict)
    for row in rows:
        found[row.person_id][row.kind] = ClearanceFacts(*row[1:])
    return found


def _steps(asked: Asked) -> dict[int, list[StepKind]]:
    rows = db.session.execute(
        select(StepDone.participation_id, StepDone.step).where(
            StepDone.participation_id.in_(asked.where(Participation.id))
        )
    )
    found: defaultdict[int, list[StepKind]] = defaultdict(list)
    for participation_id, step in rows:
        found[participation_id].append(step)
    return found


def _lacks_steps(asked: Asked, done: Collection[StepKind], known: dict[ClearanceKind, ClearanceFacts]) -> bool:
    """Whether a step is missing; the child certificate has a hurdle of its own, with its end date."""
    own = {StepKind.child_certificate} if asked.programme.meets_children else set()
    wanted = [step for step in map(StepKind, asked.programme.steps) if step not in own]
    return bool(missing_steps(wanted, done, known, asked.on))


def places_taken(people: Select[Any] | Collection[int]) -> dict[int, int]:
    """How many places volunteers have given away, in all programmes together: a household paired as one takes one."""
    wish = case((Household.as_one, Household.id), else_=-Pair.newcomer_id)
    rows = db.session.execute(
        select(Pair.volunteer_id, func.count(distinct(wish)))
        .join(Person, Person.id == Pair.newcomer_id)
        .outerjoin(Household, Household.id == Person.household_id)
        .where(Pair.volunteer_id.in_(people), Pair.closed_at.is_(None))
        .group_by(Pair.volunteer_id)
    )
    return {row[0]: row[1] for row in rows}


def consents_of(people: Select[Any] | Collection[int]) -> dict[int, set[ConsentKind]]:
    """The consents that stand, of several people in one question."""
    rows = db.session.execute(
        select(Consent.person_id, Consent.kind).where(Consent.person_id.in_(people), Consent.withdrawn_at.is_(None))
    )
    found: defaultdict[int, set[ConsentKind]] = defaultdict(set)
    for person_id, kind in rows:
        found[person_id].add(kind)
    return found
