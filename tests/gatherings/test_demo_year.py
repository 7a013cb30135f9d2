"""The demo town runs a year of it (issue 3): rows 10-16, 19 and 21 can be looked at there."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from mentors.associations.models_agreements import Lead
from mentors.core import clock
from mentors.gatherings import queries, queries_people
from mentors.gatherings.models import Helper, Series, Session, Speaker
from mentors.gatherings.models_people import Attendance, SignUp
from mentors.gatherings.rules import LIVE, SeatState, SeriesKind
from mentors.kit.db import db
from tests.gatherings.building import sessions
from tests.seeded import Town, kept_town, seeded

__all__ = ["kept_town", "seeded"]


def the(kind: SeriesKind) -> Series:
    found = db.session.scalars(select(Series).where(Series.kind == kind).order_by(Series.id.desc())).first()
    assert found is not None
    return found


def test_the_demo_town_runs_a_year_of_it(seeded: Town) -> None:
    cafe = the(SeriesKind.barselscafe)
    there, now = sessions(cafe), clock.now()
    assert there[0].starts_at < now - timedelta(days=170) and there[-1].starts_at > now + timedelta(days=170)
    assert 85 <= len(there) <= 105 and all(session.topic for session in there)
    ids = [session.id for session in there]
    spoken = db.session.scalar(select(func.count(Speaker.session_id.distinct())).where(Speaker.session_id.in_(ids)))
    minded = db.session.scalar(select(func.count(Helper.session_id.distinct())).where(Helper.session_id.in_(ids)))
    assert spoken and spoken >= len(there) / 2 - 3 and minded == len(there) - 1
    assert len({s.starts_at.isocalendar()[1] for s in sessions(the(SeriesKind.salon))}) > 40
    assert queries.slots_of(next(s for s in sessions(the(SeriesKind.advice_cafe)) if s.starts_at > now))

    group = the(SeriesKind.womens_course)
    states = [row.state for row in queries.sign_ups_of(group, *LIVE)]
    assert (states.count(SeatState.taken), states.count(SeatState.waiting)) == (12, 3)
    assert sessions(group)[0].starts_at < now < sessions(group)[-1].starts_at

    course = the(SeriesKind.intro_course)
    assert queries_people.completions(course) and len(queries_people.modules(course)) == 4
    assert len({s.own_title for s in sessions(the(SeriesKind.open_company))}) == 12
    assert db.session.query(Lead).count() >= 4
    assert db.session.query(Attendance).count() > 600
    assert {owner.unit for owner in the(SeriesKind.motivation_group).owners} != {None}
    assert db.session.query(SignUp).filter(SignUp.wants_contact).count() >= 4
    assert db.session.query(Session).count() > 300


def test_the_cohort_report_of_the_demo_town_has_outcomes(seeded: Town) -> None:
    page = seeded.signed_in("coordinator").get("/desk/series/afterwards")
    assert page.says("Barselscafé i Maglehøj")
