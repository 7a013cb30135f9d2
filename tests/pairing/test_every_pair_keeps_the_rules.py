"""Small invented towns, planned as a whole: every pair keeps each hard rule when asked again, slowly, of the rows."""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from typing import Any

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mentors.clearances.models import Clearance
from mentors.clearances.rules import ClearanceKind, ClearanceState
from mentors.core import clock
from mentors.core.place import about_km
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.queries_pool import pool_of
from mentors.pairing.queries_settings import settings_of
from mentors.pairing.rules import Fit, PairState
from mentors.pairing.rules_settings import Choices, defaults_for
from mentors.people.models import Consent, Household, Person
from mentors.people.rules import ConsentKind, Gender
from mentors.programmes.models import Participation, Programme, StepDone
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side, StepKind
from mentors.timetables.models import BusyTime, Week
from mentors.timetables.rules import BusyKind
from tests.databases import Store
from tests.given import Given

PARTS = ("mon-morning", "tue-evening", "sat-morning")
HOURS = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 22)}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Town:
    """A small town drawn at random: scarce in everything a rule could trip over."""

    def __init__(self, draw: random.Random, given_: Given) -> None:
        self.draw, self.given = draw, given_
        self.kind = draw.choice((ProgrammeKind.host, ProgrammeKind.contact_person_child))
        self.programme = given_.programme(self.kind)
        self.newcomers = [self.participation(Side.newcomer) for _ in range(draw.randint(1, 7))]
        self.volunteers = [self.participation(Side.volunteer) for _ in range(draw.randint(1, 7))]
        for _ in range(draw.randint(0, 4)):
            self.past_pair()
        for _ in range(draw.randint(0, 2)):
            household = given_.keep(
                Household(municipality_id=self.programme.municipality_id, as_one=draw.random() < 0.7)
            )
            for one in draw.sample([*self.newcomers, *self.volunteers], min(2, len(self.newcomers))):
                one.person.household_id = household.id
        db.session.commit()

    def participation(self, side: Side) -> Participation:
        draw, today = self.draw, clock.today()
        chance = draw.random
        person = Person(
            municipality_id=self.programme.municipality_id, first_name="P", created_at=clock.now(),
            language=draw.choice(("ar", "en", "da")), speaks=tuple(draw.sample(("ar", "en", "da"), draw.randint(0, 2))),
            gender=draw.choice((None, Gender.woman, Gender.man)), postcode=draw.choice(("5000", "5230", "9990", None)),
            birth_year=draw.choice((None, 1980, 2013)), is_protected=chance() < 0.2,
        )  # fmt: skip
        db.session.add(person)
        db.session.flush()
        if chance() < 0.95:
            db.session.add(Week(person_id=person.id, free=tuple(draw.sample(PARTS, draw.randint(0, 3)))))
        for _ in range(draw.choice((0, 0, 1, 2))):
            since = draw.choice((None, today - timedelta(days=30), today + timedelta(days=draw.randint(0, 30))))
            start = draw.randint(7, 18)
            db.session.add(
                BusyTime(
                    person_id=person.id, kind=BusyKind.other, weekday=draw.choice((0, 1, 5)), from_time=time(start, 30),
                    to_time=time(start + draw.randint(1, 4), draw.choice((0, 45))), valid_from=since,
                    valid_to=draw.choice((None, (since or today) + timedelta(days=draw.randint(0, 40)))),
                )
            )  # fmt: skip
        for kind in ConsentKind:
            if chance() < 0.95:
                db.session.add(
                    Consent(
                        person_id=person.id, kind=kind, wording="1", language="da", given_at=clock.now(),
                        given_through="x", withdrawn_at=clock.now() if chance() < 0.05 else None,
                    )
                )  # fmt: skip
        for kind in (ClearanceKind.confidentiality, ClearanceKind.child_certificate):
            if chance() < 0.8:
                until = draw.choice((None, today + timedelta(days=draw.choice((-1, 0, 100, 800)))))
                db.session.add(
                    Clearance(
                        person_id=person.id, kind=kind, requested_on=today, valid_until=until,
                        state=draw.choice((ClearanceState.clean,) * 5 + (ClearanceState.asked,)),
                    )
                )  # fmt: skip
        one = Participation(
            programme_id=self.programme.id, person_id=person.id, side=side, applied_at=clock.now(),
            state=draw.choice((ParticipationState.approved,) * 6 + (ParticipationState.paused, ParticipationState.applied)),
            capacity=draw.randint(0, 2), wants_gender=draw.choice((None, None, Gender.woman)),
            interpreter_ok=chance() < 0.3, max_km=draw.choice((None, None, 5)),
        )  # fmt: skip
        db.session.add(one)
        db.session.flush()
        if chance() < 0.9:
            for step in (StepKind.interview, StepKind.course):
                one.steps_done.append(StepDone(step=step, done_on=today, done_by="x"))
        return one

    def past_pair(self) -> None:
        one, other = self.draw.choice(self.newcomers), self.draw.choice(self.volunteers)
        if db.session.query(Pair).filter_by(newcomer_id=one.person_id, closed_at=None).count():
            return
        state = self.draw.choice((PairState.proposed, PairState.active, PairState.declined, PairState.ended))
        if state is PairState.active and self.programme.meets_children:
            state = PairState.paused  # without a contact no pair with a child is active
        over = state in (PairState.declined, PairState.ended)
        db.session.add(
            Pair(
                municipality_id=self.programme.municipality_id, programme_id=self.programme.id,
                newcomer_id=one.person_id, volunteer_id=other.person_id, state=state, reasons=[], proposed_at=clock.now(),
                closed_at=clock.now() if over else None,
                volunteer_fit=self.draw.choice((None, Fit.bad)) if state is PairState.ended else None,
            )
        )  # fmt: skip
        db.session.flush()


# --- the slow check: each rule from the rows, nothing of the pairing's own code ----------------------


def complaints(one: Participation, other: Participation, programme: Programme, choices: Choices) -> list[str]:
    """The hard rules a newcomer and a volunteer break."""
    her, his = one.person, other.person
    today = clock.today()
    months = programme.months if programme.months_at_most is None else min(programme.months, programme.months_at_most)
    ends = _months_on(today, months)
    pairs = db.session.query(Pair).filter_by(newcomer_id=her.id).all()
    between = [pair for pair in pairs if pair.volunteer_id == his.id]
    children = programme.meets_children or (her.birth_year is not None and today.year - her.birth_year <= 15)
    found = {
        "state": (one.state, other.state) != (ParticipationState.approved, ParticipationState.approved),
        "consent": not (_consents(her) and _consents(his)),
        "steps": not _has_steps(other, programme, today),
        "open": any(pair.closed_at is None and pair.programme_id == programme.id for pair in pairs),
        "failed": any(p.state is PairState.declined or (p.closed_at and p.volunteer_fit is Fit.bad) for p in between),
        "self": her.id == his.id or (her.household_id is not None and her.household_id == his.household_id),
        "language": not (set(her.speaks) & set(his.speaks) or (one.interpreter_ok and choices.interpreters)),
        "gender": (one.wants_gender or his.gender) != his.gender or (other.wants_gender or her.gender) != her.gender,
        "certificate": children and not all(_certified(his, day) for day in (today, ends)),
        "time": not any(_can(her, part, today) and _can(his, part, today) for part in PARTS),
        "distance": not _near(one, other, choices),
    }
    return [name for name, broken in found.items() if broken]


def _months_on(day: date, months: int) -> date:
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError


def _consents(person: Person) -> bool:
    standing = {consent.kind for consent in person.consents if consent.withdrawn_at is None}
    return standing == set(ConsentKind)


def _certified(person: Person, day: date, kind: ClearanceKind = ClearanceKind.child_certificate) -> bool:
    rows = db.session.query(Clearance).filter_by(person_id=person.id, kind=kind, state=ClearanceState.clean).all()
    endless = kind is not ClearanceKind.child_certificate  # one without an end opens no door to children
    return any(endless if row.valid_until is None else row.valid_until >= day for row in rows)


def _has_steps(other: Participation, programme: Programme, today: date) -> bool:
    done = {step.step for step in other.steps_done}
    for name in programme.steps:
        step = StepKind(name)
        if step is StepKind.confidentiality and not _certified(other.person, today, ClearanceKind.confidentiality):
            return False
        if step in (StepKind.interview, StepKind.course) and step not in done:
            return False
    return True


def _can(person: Person, part: str, today: date) -> bool:
    """Minute by minute: said to be free, less than an hour taken, and two hours in one piece left."""
    week = db.session.get(Week, person.id)
    if week is None or part not in week.free:
        return False
    name, half = part.split("-")
    first, last = HOURS[half]
    taken: set[int] = set()
    for busy in db.session.query(BusyTime).filter_by(person_id=person.id).all():
        on = [
            day
            for day in (today + timedelta(days=later) for later in range(14))
            if DAYS[day.weekday()] == name == DAYS[busy.weekday]
            and (busy.valid_from is None or busy.valid_from <= day)
            and (busy.valid_to is None or day <= busy.valid_to)
        ]
        if on:
            start, end = (hour.hour * 60 + hour.minute for hour in (busy.from_time, busy.to_time))
            taken |= set(range(start, end)) & set(range(first * 60, last * 60))
    best = run = 0
    for minute in range(first * 60, last * 60):
        run = 0 if minute in taken else run + 1
        best = max(best, run)
    return len(taken) < 60 and best >= 120


def _near(one: Participation, other: Participation, choices: Choices) -> bool:
    if one.person.is_protected or other.person.is_protected:
        return True
    limits = [choices.default_max_km if row.max_km is None else row.max_km for row in (one, other)]
    known = [limit for limit in limits if limit is not None]
    if not known:
        return True
    if not (one.person.postcode and other.person.postcode):
        return False
    km = about_km(one.person.postcode, other.person.postcode)
    return km is not None and km <= min(known)


@given(seed=st.integers(0, 2**32), kilometres=st.sampled_from([None, 40, 3]), interpreters=st.booleans())
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_pair_of_a_plan_keeps_every_hard_rule(
    app: Flask, store: Store, visitor: Any, seed: int, kilometres: int | None, interpreters: bool
) -> None:
    db.session.remove()
    store.empty()
    town = Town(random.Random(seed), Given(app, visitor))
    programme, today = town.programme, clock.today()
    plain = defaults_for(town.kind)
    choices = Choices(weights=plain.weights, default_max_km=kilometres, interpreters=interpreters)
    pool = pool_of(programme, today, settings_of(programme, choices, today), choices=choices)
    plan = make_plan(pool.engine(), pool.settings)
    rows = {one.ref: one for one in (*town.newcomers, *town.volunteers)}
    given_away: dict[str, int] = {}
    paired: set[str] = set()
    for newcomer, volunteer in plan.pairs.items():
        given_away[volunteer] = given_away.get(volunteer, 0) + 1
        for who in pool.who[newcomer]:
            assert complaints(rows[who.ref], rows[volunteer], programme, choices) == []
            paired.add(who.ref)
    for ref, many in given_away.items():
        assert many + _places(rows[ref]) <= rows[ref].capacity
    # And nobody is forgotten: whoever is left with a free volunteer breaks a rule with each, household aside.
    for one in town.newcomers:
        if one.ref in paired or one.person.household_id is not None:
            continue
        for other in town.volunteers:
            full = given_away.get(other.ref, 0) + _places(other) >= other.capacity
            assert full or complaints(one, other, programme, choices)


def _places(other: Participation) -> int:
    wishes = set()
    for pair in db.session.query(Pair).filter_by(volunteer_id=other.person_id, closed_at=None).all():
        home = pair.newcomer.household_id
        as_one = home is not None and db.session.get_one(Household, home).as_one
        wishes.add(("home", home) if as_one else ("person", pair.newcomer_id))
    return len(wishes)
