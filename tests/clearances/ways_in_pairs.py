"""The ways in through a pair around a child, for `ways_in.World`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from mentors.clearances import commands as clearances
from mentors.clearances.queries_guardians import guardians_of
from mentors.clearances.rules import ClearanceKind, GuardianPurpose
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.meetings.commands import plan_meeting
from mentors.pairing import commands as pairing
from mentors.pairing import commands_children, queries_children
from mentors.pairing.commands_asking import answer_proposal, propose_pair
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, Outcome, PairState
from mentors.people.models import Person
from mentors.programmes.commands import change_programme
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ProgrammeKind, Side
from mentors.youth.commands import note_guardian_consent, withdraw_guardian_consent
from tests.given import Given

CHILD = ClearanceKind.child_certificate


@contextmanager
def slip() -> Iterator[None]:
    """A slip that the database refuses, alone."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError:
        db.session.expire_all()


class PairSteps:
    """Two volunteers, a child for each, and a pair of grown-ups in a programme that may open to children."""

    by: Actor
    person_ids: list[int]
    today: date
    until: dict[int, date | None]
    said_yes: dict[int, bool]

    def set_up_pairs(self, given: Given) -> None:
        children = given.programme(ProgrammeKind.contact_person_child)
        adults = given.programme(ProgrammeKind.contact_person)
        self.programme_id, self.adults_id = children.id, adults.id
        self.volunteer_ids: list[int] = []
        self.child_ids: list[int] = []
        self.paired = 0  # how often a child's pair was let to meet
        for number, person_id in enumerate(self.person_ids):
            person = db.session.get_one(Person, person_id)
            offer = given.volunteer(person=person, programme=children, capacity=3)
            clearances.take_back(self.by, person_id, CHILD)
            self.volunteer_ids.append(offer.id)
            child = given.newcomer(programme=children, birth_year=2020, steps=False, mobile=f"+4520307{number}00")
            self.child_ids.append(child.id)
        # A pair of grown-ups, in a programme that may open to children while they meet.
        grown = propose_pair(self.by, given.newcomer(programme=adults), given.volunteer(programme=adults))
        for side in (Side.volunteer, Side.newcomer):
            answer_proposal(self.by, grown, side, yes=True)
        self.grown_id = grown.id
        db.session.commit()

    def _child(self, person: Person) -> Participation:
        return db.session.get_one(Participation, self.child_ids[self.person_ids.index(person.id)])

    def _its_pair(self, person: Person) -> Pair:
        rows = select(Pair).where(Pair.newcomer_id == self._child(person).person_id).order_by(Pair.id.desc())
        found = db.session.scalars(rows).first()
        if found is None:
            raise Refused("there is no pair yet")
        return found

    def _meets(self, pair: Pair) -> None:
        """A command has let them meet, or go on: then a certificate and a parent's yes stood on this day."""
        db.session.flush()
        if pair.meets_children and pair.state in (PairState.agreed, PairState.active):
            child = next(
                one for one in self.child_ids if db.session.get_one(Participation, one).person_id == pair.newcomer_id
            )
            until = self.until[pair.volunteer_id]
            assert until is not None and self.today <= until, f"a pair goes on after {until}"
            assert self.said_yes[child], "a pair goes on without a parent's yes"
            self.paired += 1

    def _pair(self, person: Person) -> None:
        self._pair_proposed(person)
        self._pair_asked(person)
        self._pair_agrees(person)

    def _pair_made(self, person: Person) -> None:
        """All that it takes, in one step: else the tries would hardly ever get so far."""
        self._clean(person)
        self._guardian_yes(person)
        self._pair(person)

    def _pair_proposed(self, person: Person) -> None:
        offer = db.session.get_one(Participation, self.volunteer_ids[self.person_ids.index(person.id)])
        propose_pair(self.by, self._child(person), offer, because="Test")

    def _pair_asked(self, person: Person) -> None:
        answer_proposal(self.by, self._its_pair(person), Side.volunteer, yes=True)

    def _pair_agrees(self, person: Person) -> None:
        pair = self._its_pair(person)
        was_asked = pair.asked is Side.newcomer
        answer_proposal(self.by, pair, Side.newcomer, yes=True)
        if was_asked:
            self._meets(pair)

    def _pair_fits(self, person: Person) -> None:
        pair = self._its_pair(person)
        before = pair.state
        for side in Side:
            pairing.answer_fit(self.by, pair, side, Fit.good)
        if pair.state is not before:
            self._meets(pair)

    def _pair_rests(self, person: Person) -> None:
        pairing.pause_pair(self.by, self._its_pair(person), until=self.today + timedelta(days=30))

    def _pair_resumes(self, person: Person) -> None:
        staff = replace(self.by, roles=frozenset({Role.coordinator}))
        self._resume(staff, person)

    def _pair_pause_ends(self, person: Person) -> None:
        self._resume(self.by, person)

    def _resume(self, by: Actor, person: Person) -> None:
        pair = self._its_pair(person)
        was_at_rest = pair.state is PairState.paused
        pairing.resume_pair(by, pair)
        if was_at_rest:
            self._meets(pair)

    def _pair_goes_on(self, person: Person) -> None:
        pair = pairing.extend_pair(self.by, self._its_pair(person), months=11)
        until = self.until[person.id]
        assert pair.planned_end_on is not None and until is not None and pair.planned_end_on <= until

    def _pair_begins_later(self, person: Person) -> None:
        pair, starts_on = self._its_pair(person), self.today + timedelta(days=100)
        ends_on = starts_on + timedelta(days=600)
        pairing.write_agreement(
            self.by, pair, goal=None, tasks=None, minutes_a_month=520, starts_on=starts_on, planned_end_on=ends_on
        )
        until = self.until[person.id]
        assert until is not None and ends_on <= until

    def _pair_ends(self, person: Person) -> None:
        pairing.end_pair(self.by, self._its_pair(person), outcome=Outcome.network)

    def _pair_meets_later(self, person: Person) -> None:
        day = self.today + timedelta(days=300)
        plan_meeting(self.by, self._its_pair(person), starts_at=clock.at_local(day, 16))
        until = self.until[person.id]
        assert until is not None and day <= until

    def _pair_watched(self, _person: Person) -> None:
        """As the job does; it commits for itself, so its two halves are taken here."""
        for pair_id in queries_children.may_not_meet():
            commands_children.goes_on(self.by, db.session.get_one(Pair, pair_id))
        for pair in queries_children.meeting_a_child():
            self._meets(pair)

    def _guardian_yes(self, person: Person) -> None:
        note_guardian_consent(
            self.by, self._child(person).person, name="Mor", mobile="+4520406080", language="uk",
            purpose=GuardianPurpose.contact_person,
        )  # fmt: skip
        self.said_yes[self._child(person).id] = True

    def _guardian_no(self, person: Person) -> None:
        child = self._child(person)
        for guardian in guardians_of(child.person_id):
            withdraw_guardian_consent(self.by, guardian)
        self.said_yes[child.id] = False
        assert not any(
            pair.meets_child for pair in db.session.scalars(select(Pair).where(Pair.newcomer_id == child.person_id))
        )

    def _programme_opens_to_children(self, _person: Person) -> None:
        adults = db.session.get_one(Programme, self.adults_id)
        change_programme(self.by, adults, meets_children=True, steps=("child_certificate",))
        grown = db.session.get_one(Pair, self.grown_id)
        assert grown.state is not PairState.agreed

    def _row_pair(self, person: Person) -> None:
        child = self._child(person)
        for state in (PairState.agreed, PairState.active):
            with slip():
                db.session.add(
                    Pair(
                        municipality_id=person.municipality_id,
                        programme_id=child.programme_id,
                        newcomer_id=child.person_id,
                        volunteer_id=person.id,
                        state=state,
                        proposed_at=clock.now(),
                    )
                )

    def _row_pair_state(self, person: Person) -> None:
        db.session.execute(update(Pair).where(Pair.volunteer_id == person.id).values(state="active", version=99))
        db.session.expire_all()
