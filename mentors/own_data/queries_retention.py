"""How long things are kept: what is decided, and who goes when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from mentors.associations.models import AssociationContact, AssociationVolunteer
from mentors.associations.models_referrals import Referral
from mentors.clearances.models import ChildContact
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.followups.models import Answer, CheckIn
from mentors.followups.models_jobs import Job
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import Attendance, SignUp
from mentors.gatherings.rules import LIVE
from mentors.hotline.models import HotlineCall
from mentors.kit.db import db
from mentors.own_data import rules
from mentors.own_data.models import LongerKeep, RetentionNotice, RetentionRule
from mentors.own_data.rules import Footprint, Going, Holding, RetentionKind
from mentors.pairing.models import Pair
from mentors.people.models import Consent, Person
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState
from mentors.tasks.models import Task
from mentors.youth.models import YouthHelper, YouthMember


def decided_for(municipality_id: int | None) -> list[RetentionRule]:
    """Every decision of a town, the youngest first."""
    rows = select(RetentionRule).where(RetentionRule.municipality_id == municipality_id)
    return list(db.session.scalars(rows.order_by(RetentionRule.valid_from.desc(), RetentionRule.id.desc())))


def months_for(municipality_id: int | None, day: date) -> dict[RetentionKind, int]:
    decided = [one.decided() for one in decided_for(municipality_id)]
    return {kind: rules.months_on(kind, decided, day) for kind in RetentionKind}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody and when she goes."""

    person: Person
    going: Going
    notice: RetentionNotice | None
    longer: LongerKeep | None

    @property
    def on(self) -> date:
        return rules.goes_on(self.going, self.notice.told_on) if self.notice else self.going.on


def candidates(municipality_id: int, today: date, only: Collection[int] | None = None) -> list[Candidate]:
    """Everybody of a town and when each goes, soonest first. A fixed number of questions, however many people."""
    wanted = select(Person).where(Person.municipality_id == municipality_id, Person.forgotten_at.is_(None))
    people = list(db.session.scalars(wanted if only is None else wanted.where(Person.id.in_(only))))
    months = months_for(municipality_id, today)
    last, ended, holding = _last_signs(municipality_id), _ended_pairs(municipality_id), _holdings(municipality_id)
    town = select(Person.id).where(Person.municipality_id == municipality_id)
    notices = {
        one.person_id: one
        for one in db.session.scalars(
            select(RetentionNotice).where(RetentionNotice.person_id.in_(town), RetentionNotice.taken_back_at.is_(None))
        )
    }
    longer = {
        one.person_id: one
        for one in db.session.scalars(
            select(LongerKeep).where(LongerKeep.person_id.in_(town), LongerKeep.ended_at.is_(None))
        )
    }
    found = []
    for person in people:
        kept = longer.get(person.id)
        signs = [person.created_at, *last[person.id]]
        print_ = Footprint(
            last_on=max(map(clock.local_day, signs)),
            pair_ended_on=clock.local_day(ended[person.id]) if person.id in ended else None,
            holding=frozenset(holding[person.id]),
            kept_until=kept.until_on if kept else None,
        )
        found.append(Candidate(person, rules.goes(print_, months, today), notices.get(person.id), kept))
    return sorted(found, key=lambda one: (one.on, one.person.id))


def _last_signs(municipality_id: int) -> defaultdict[int, list[datetime]]:
    """The last moments at which anything came from or happened with each person."""
    at: tuple[Any, ...] = (
        select(Participation.person_id, func.max(func.coalesce(Participation.left_at, Participation.applied_at))),
        select(Attendance.person_id, func.max(Attendance.at)).where(Attendance.undone_at.is_(None)),
        select(CheckIn.person_id, func.max(Answer.at)).join(Answer, Answer.check_in_id == CheckIn.id),
        select(HotlineCall.person_id, func.max(HotlineCall.called_at)),
        select(SignUp.person_id, func.max(SignUp.created_at)),
        select(Consent.person_id, func.max(Consent.given_at)),
        select(Referral.person_id, func.max(func.coalesce(Referral.closed_at, Referral.asked_at))),
    )
    found: defaultdict[int, list[datetime]] = defaultdict(list)
    for asked in at:
        who = asked.selected_columns[0]
        here = asked.join(Person, Person.id == who).where(Person.municipality_id == municipality_id)
        for person_id, moment in db.session.execute(here.group_by(who)):
            if moment is not None:
                found[person_id].append(moment)
    return found


def _ended_pairs(municipality_id: int) -> dict[int, datetime]:
    """The last day of each person's last pair to which both had said yes."""
    both = and_(
        Pair.municipality_id == municipality_id, Pair.closed_at.is_not(None),
        Pair.newcomer_said_yes_at.is_not(None), Pair.volunteer_said_yes_at.is_not(None),
    )  # fmt: skip
    found: dict[int, datetime] = {}
    for side in (Pair.newcomer_id, Pair.volunteer_id):
        for person_id, moment in db.session.execute(select(side, func.max(Pair.closed_at)).where(both).group_by(side)):
            if moment is not None:
                found[person_id] = max(moment, found.get(person_id, moment))
    return found


def _holdings(municipality_id: int) -> defaultdict[int, set[Holding]]:
    """What keeps people from going."""
    now = clock.now()
    running = (ParticipationState.approved, ParticipationState.paused)
    seat_to_come = and_(
        SignUp.state.in_(LIVE),
        or_(
            SignUp.session_id.in_(select(Session.id).where(Session.starts_at > now, Session.cancelled_at.is_(None))),
            SignUp.series_id.in_(select(Series.id).where(Series.ended_at.is_(None))),
        ),
    )
    asked: tuple[tuple[Holding, Any, ColumnElement[bool]], ...] = (
        (Holding.open_pair, Pair.newcomer_id, Pair.closed_at.is_(None)),
        (Holding.open_pair, Pair.volunteer_id, Pair.closed_at.is_(None)),
        (Holding.taking_part, Participation.person_id, Participation.state.in_(running)),
        (Holding.in_association, AssociationContact.person_id, AssociationContact.left_at.is_(None)),
        (Holding.in_association, AssociationVolunteer.person_id, AssociationVolunteer.left_on.is_(None)),
        (Holding.in_association, Referral.person_id, Referral.closed_at.is_(None)),
        (Holding.young, YouthMember.person_id, YouthMember.left_on.is_(None)),
        (Holding.young, YouthHelper.person_id, YouthHelper.left_on.is_(None)),
        (Holding.young, ChildContact.person_id, ChildContact.ended_on.is_(None)),
        (Holding.working, Job.person_id, Job.ended_on.is_(None)),
        (Holding.coming, SignUp.person_id, seat_to_come),
        (Holding.open_task, Task.person_id, Task.done_at.is_(None)),
    )
    found: defaultdict[int, set[Holding]] = defaultdict(set)
    for holding, who, clause in asked:
        here = select(who).join(Person, Person.id == who).where(Person.municipality_id == municipality_id, clause)
        for person_id in db.session.scalars(here.distinct()):
            found[person_id].add(holding)
    return found


def going_soon(by: Actor) -> list[RetentionNotice]:
    """Who has been told that her data goes, for the desk's list."""
    rows = (
        select(RetentionNotice)
        .join(Person, Person.id == RetentionNotice.person_id)
        .where(Person.municipality_id == by.municipality_id, RetentionNotice.taken_back_at.is_(None))
        .order_by(RetentionNotice.goes_on)
    )
    return list(db.session.scalars(rows))


def the_longer_keep(by: Actor, ref: str) -> LongerKeep:
    """Raises NotThere."""
    found = db.session.scalar(
        select(LongerKeep)
        .join(Person, Person.id == LongerKeep.person_id)
        .where(LongerKeep.ref == ref, Person.municipality_id == by.municipality_id)
    )
    if found is None:
        raise NotThere
    return found
