"""The town, each way in, and what the test itself remembers (see `test_every_way_in.py`)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from mentors.associations import commands as associations
from mentors.associations.models import Association, AssociationVolunteer
from mentors.clearances import commands as clearances
from mentors.clearances.models import ChildContact, Clearance
from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.gatherings import commands_sessions as gatherings
from mentors.gatherings.models import Session
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.youth import commands_activities as youth
from mentors.youth.models import YouthActivity, YouthHelper
from tests.associations.builders import association
from tests.clearances.ways_in_pairs import CHILD, PairSteps, slip
from tests.gatherings.building import series
from tests.given import Given
from tests.youth.builders import activity

START = date(2026, 11, 23)
AHEAD = (0, 1, 2, 7, 30, 180, 364, 365, 366, 729, 730, 731, 732, 1100)
STEPS = (
    "ask", "clean", "clean_long_ago", "refuse", "take_back", "pause", "return", "a_day", "a_month", "a_year",
    "youth", "youth_for_a_year", "youth_older", "youth_opens_to_younger", "youth_leaves", "club", "club_for_a_year",
    "club_leaves", "session", "session_moves", "direct", "direct_open", "row_contact", "row_helper", "row_volunteer",
    "row_state", "row_until", "row_revive", "remind", "watch", "pair_proposed", "pair_asked", "pair_agrees",
    "pair_fits", "pair_rests", "pair_resumes", "pair_pause_ends", "pair_goes_on", "pair_begins_later", "pair_ends",
    "pair_meets_later", "pair_watched", "guardian_no", "guardian_yes", "programme_opens_to_children", "row_pair",
    "row_pair_state",
)  # fmt: skip
OFTEN = (
    "clean", "clean_long_ago", "clean", "youth", "club", "session", "direct", "direct_open", "guardian_yes", "pair",
    "pair", "pair_resumes", "pair_made", "pair_made", "pair_made",
) * 3  # fmt: skip


class World(PairSteps):
    """The town with two adults, and what the test remembers of their certificates."""

    def __init__(self, given: Given) -> None:
        self.by = given.by()
        self.person_ids = [given.person().id, given.person().id]
        self.club_id = association(given).id
        self.activity_ids = [
            activity(given).id,
            activity(given, ends_on=START + timedelta(days=365)).id,
            activity(given, age_from=15).id,
        ]
        self.series_id = series(given).id
        self.set_up_pairs(given)

    def begin(self) -> None:
        self.today = START
        self.until: dict[int, date | None] = dict.fromkeys(self.person_ids)
        self.said_yes: dict[int, bool] = dict.fromkeys(self.child_ids, False)

    # --- one step ---------------------------------------------------------------------------------

    def step(self, name: str, who: int) -> None:
        person = db.session.get_one(Person, self.person_ids[who])
        before, said_before = dict(self.until), dict(self.said_yes)
        try:
            with db.session.begin_nested():
                getattr(self, f"_{name}")(person)
        except (Refused, IntegrityError):
            self.until, self.said_yes = before, said_before
            db.session.expire_all()

    def _ask(self, person: Person) -> None:
        clearances.ask_for(self.by, person.id, CHILD)

    def _clean(self, person: Person, on: date | None = None) -> None:
        on = on or self.today
        clearances.assess(self.by, person.id, CHILD, clean=True, on=on)
        self.until[person.id] = on + relativedelta(months=24)

    def _clean_long_ago(self, person: Person) -> None:
        self._clean(person, self.today - timedelta(days=400))

    def _refuse(self, person: Person) -> None:
        clearances.assess(self.by, person.id, CHILD, clean=False, on=self.today)
        self.until[person.id] = None

    def _take_back(self, person: Person) -> None:
        clearances.take_back(self.by, person.id, CHILD)
        self.until[person.id] = None

    def _pause(self, person: Person) -> None:
        clearances.note_pause(self.by, person.id, self.today)

    def _return(self, person: Person) -> None:
        clearances.note_return(self.by, person.id, self.today)

    def _later(self, days: int) -> None:
        self.today += timedelta(days=days)
        clock.stop(clock.at_local(self.today, 10))

    def _a_day(self, _person: Person) -> None:
        self._later(1)

    def _a_month(self, _person: Person) -> None:
        self._later(31)

    def _a_year(self, _person: Person) -> None:
        self._later(365)

    # --- ways in ----------------------------------------------------------------------------------

    def _activity(self, number: int) -> YouthActivity:
        return db.session.get_one(YouthActivity, self.activity_ids[number])

    def _youth(self, person: Person) -> None:
        youth.add_helper(self.by, self._activity(0), person)

    def _youth_for_a_year(self, person: Person) -> None:
        youth.add_helper(self.by, self._activity(1), person)

    def _youth_older(self, person: Person) -> None:
        youth.add_helper(self.by, self._activity(2), person)

    def _youth_opens_to_younger(self, _person: Person) -> None:
        details = youth.ActivityDetails(
            name="x", age_from=13, age_to=17, per_adult=2, capacity=4, starts_on=START,
            ends_on=self.today + timedelta(days=90),
        )  # fmt: skip
        youth.change_activity(self.by, self._activity(2), details)

    def _youth_leaves(self, person: Person) -> None:
        for helper in db.session.scalars(select(YouthHelper).where(YouthHelper.person_id == person.id)):
            youth.remove_helper(self.by, helper)

    def _club(self, person: Person, through: date | None = None) -> None:
        club = db.session.get_one(Association, self.club_id)
        associations.add_volunteer(self.by, club, person, with_children=True, through=through)

    def _club_for_a_year(self, person: Person) -> None:
        self._club(person, self.today + timedelta(days=365))

    def _club_leaves(self, person: Person) -> None:
        for volunteer in db.session.scalars(
            select(AssociationVolunteer).where(AssociationVolunteer.person_id == person.id)
        ):
            associations.remove_volunteer(self.by, volunteer)

    def _sessions(self) -> list[Session]:
        rows = select(Session).where(Session.series_id == self.series_id, Session.starts_at > clock.now())
        return list(db.session.scalars(rows.order_by(Session.starts_at).limit(3)))

    def _session(self, person: Person) -> None:
        for session in self._sessions():
            gatherings.assign_helper(self.by, session, person)

    def _session_moves(self, _person: Person) -> None:
        for session in self._sessions()[:1]:
            gatherings.move_session(self.by, session, session.starts_at + timedelta(days=700), minutes=120)

    def _direct(self, person: Person) -> None:
        clearances.enter_contact(
            self.by, person.id, "test:one", on=self.today, through=self.today + timedelta(days=100)
        )

    def _direct_open(self, person: Person) -> None:
        clearances.enter_contact(self.by, person.id, "test:two", on=self.today + timedelta(days=40))

    # --- slips of a programmer: rows and statements past every command -----------------------------

    def _row_contact(self, person: Person, **values: Any) -> ChildContact:
        row = ChildContact(
            **{"person_id": person.id, "thing": "test:row", "begins_on": self.today, "clearance_state": "clean",
               "valid_until": self.today + timedelta(days=500), **values}
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row

    def _row_helper(self, person: Person) -> None:
        for under_15 in (True, False):
            with slip():
                db.session.add(
                    YouthHelper(
                        activity_id=self.activity_ids[0],
                        meets_under_15=under_15,
                        person_id=person.id,
                        since_on=self.today,
                    )
                )

    def _row_volunteer(self, person: Person) -> None:
        with slip():
            db.session.add(
                AssociationVolunteer(
                    association_id=self.club_id, person_id=person.id, with_children=True, since_on=self.today
                )
            )

    def _row_state(self, person: Person) -> None:
        with slip():
            db.session.execute(
                update(Clearance).where(Clearance.person_id == person.id).values(state="refused", version=99)
            )
            self.until[person.id] = None
            db.session.expire_all()

    def _row_until(self, person: Person) -> None:
        db.session.execute(
            update(ChildContact).where(ChildContact.person_id == person.id).values(valid_until=date(2099, 1, 1))
        )

    def _row_revive(self, person: Person) -> None:
        db.session.execute(update(ChildContact).where(ChildContact.person_id == person.id).values(ended_on=None))

    def _remind(self, _person: Person) -> None:
        clearances.remind()

    def _watch(self, _person: Person) -> None:
        clearances.watch()

    # --- what must hold ---------------------------------------------------------------------------

    def look(self) -> int:
        """Every adult with children on every day ahead has a certificate valid that day; how many were seen."""
        db.session.flush()
        db.session.expire_all()
        contacts = list(db.session.scalars(select(ChildContact)))
        helpers = [one for one in db.session.scalars(select(YouthHelper)) if one.activity.age_from < 15]
        volunteers = list(db.session.scalars(select(AssociationVolunteer)))
        pairs = [pair for pair in db.session.scalars(select(Pair)) if pair.meets_child]
        assert all(pair.contact and pair.contact.person_id == pair.volunteer_id for pair in pairs)
        seen = 0
        for day in (self.today + timedelta(days=ahead) for ahead in AHEAD):
            found = [one.person_id for one in contacts if one.stands_on(day)]
            found += [one.person_id for one in helpers if one.counts_on(day)]
            found += [one.person_id for one in volunteers if one.with_children_on(day)]
            found += [pair.volunteer_id for pair in pairs if pair.contact and pair.contact.stands_on(day)]
            for person_id in found:
                until = self.until[person_id]
                assert until is not None and day <= until, f"{person_id} is with children on {day} until {until}"
            seen += len(found)
        return seen
