"""Asking who is in a group: its leader, modules, leave, notes, and who has been away."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.gatherings.models import CourseModule, ModuleDone, Owner, Series, Session
from mentors.gatherings.models_people import Attendance, LeaderPeriod, LeaderSwitch, Leave, SignUp, UnitNote
from mentors.gatherings.policy import visible_notes
from mentors.gatherings.rules import AfterLeave, Held, SeatState, SignUpMode, Unit
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.people.policy import visible_people


def seated(series: Series) -> list[SignUp]:
    """The people who have a seat on a course, by name."""
    rows = db.session.scalars(
        select(SignUp)
        .join(Person, Person.id == SignUp.person_id)
        .where(SignUp.series_id == series.id, SignUp.state == SeatState.taken)
    )
    return sorted(rows.unique(), key=lambda row: (row.person.name_folded if row.person else "", row.id))


def the_member(series: Series, ref: str) -> Person:
    """Somebody with a seat on a course. Raises NotThere."""
    for row in seated(series):
        if row.person is not None and row.person.ref == ref:
            return row.person
    raise NotThere


# --- leader ---------------------------------------------------------------------------------------


def leader_on(series_id: int, day: date) -> LeaderPeriod | None:
    """The leader's period of a group, if it runs on that day."""
    period = db.session.get(LeaderPeriod, series_id)
    return period if period and period.ended_at is None and period.from_on <= day <= period.until_on else None


def leader_period(series: Series) -> LeaderPeriod | None:
    period = db.session.get(LeaderPeriod, series.id)
    return period if period and period.ended_at is None else None


def switches(series: Series) -> list[tuple[LeaderSwitch, Person]]:
    """Those whom a leader has taken over and not given back."""
    rows = db.session.execute(
        select(LeaderSwitch, Person)
        .join(Person, Person.id == LeaderSwitch.person_id)
        .where(LeaderSwitch.series_id == series.id, LeaderSwitch.back_at.is_(None))
    )
    return list(rows)


def leader_periods() -> list[tuple[Series, LeaderPeriod]]:
    rows = db.session.execute(
        select(Series, LeaderPeriod)
        .join(LeaderPeriod, LeaderPeriod.series_id == Series.id)
        .where(LeaderPeriod.ended_at.is_(None))
    )
    return list(rows)


# --- modules --------------------------------------------------------------------------------------


def modules(series: Series) -> list[CourseModule]:
    return list(
        db.session.scalars(select(CourseModule).where(CourseModule.series_id == series.id).order_by(CourseModule.id))
    )


def is_completed_by_anybody(module: CourseModule) -> bool:
    return db.session.scalar(select(ModuleDone.person_id).where(ModuleDone.module_id == module.id).limit(1)) is not None


def completions(series: Series) -> dict[int, dict[str, date]]:
    """Person by person the modules completed and when: ticked off, or by being at a session on that topic."""
    done: defaultdict[int, dict[str, date]] = defaultdict(dict)
    came = db.session.execute(
        select(Attendance.person_id, Session.topic, func.min(Session.planned_on))
        .join(Session, Session.id == Attendance.session_id)
        .where(
            Session.series_id == series.id, Session.topic.is_not(None),
            Attendance.person_id.is_not(None), Attendance.undone_at.is_(None),
        )
        .group_by(Attendance.person_id, Session.topic)
    )  # fmt: skip
    for person_id, topic, on in came:
        if person_id is not None and topic is not None:
            done[person_id][topic] = on
    ticked = db.session.execute(
        select(ModuleDone.person_id, CourseModule.topic, ModuleDone.done_on)
        .join(CourseModule, CourseModule.id == ModuleDone.module_id)
        .where(CourseModule.series_id == series.id)
    )
    for person_id, topic, on in ticked:
        done[person_id][topic] = on
    return dict(done)


def the_module(series: Series, topic: str) -> CourseModule:
    for module in modules(series):
        if module.topic == topic:
            return module
    raise NotThere


# --- units ----------------------------------------------------------------------------------------


def unit_of(by: Actor, series: Series) -> Unit | None:
    """For which unit the actor shares a series."""
    return db.session.scalar(select(Owner.unit).where(Owner.series_id == series.id, Owner.account_id == by.account_id))


def notes_of(by: Actor, series: Series) -> list[UnitNote]:
    """What the actor's own unit has written, newest first."""
    return list(db.session.scalars(visible_notes(by, series).order_by(UnitNote.id.desc())))


# --- leave ----------------------------------------------------------------------------------------


def leave_of(person_id: int) -> Leave | None:
    return db.session.scalar(select(Leave).where(Leave.person_id == person_id))


def the_leave(by: Actor, ref: str) -> Leave:
    mine = select(Leave).where(Leave.ref == ref, Leave.person_id.in_(visible_people(by).with_only_columns(Person.id)))
    found = db.session.scalar(mine) if by.is_staff else None
    if found is None:
        raise NotThere
    return found


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those of one café whose leave ended, or ends, in the same year."""

    title: str
    year: int
    counts: dict[AfterLeave | None, int]

    @property
    def people(self) -> int:
        return sum(self.counts.values())


def cohorts(by: Actor) -> list[Cohort]:
    """What the mothers of each café went on to, by the year their leave ends; newest first."""
    rows = db.session.execute(
        select(Series.title, Leave.ends_on, Leave.went_on_to)
        .join(Person, Person.id == Leave.person_id)
        .outerjoin(Series, Series.id == Leave.series_id)
        .where(Person.municipality_id == by.municipality_id)
    )
    found: defaultdict[tuple[str, int], defaultdict[AfterLeave | None, int]] = defaultdict(lambda: defaultdict(int))
    for title, ends_on, went_on_to in rows:
        found[title or "", ends_on.year][went_on_to] += 1
    listed = [Cohort(title, year, dict(counts)) for (title, year), counts in found.items()]
    return sorted(listed, key=lambda cohort: (-cohort.year, cohort.title))


# --- absence --------------------------------------------------------------------------------------

_LOOK_BACK = timedelta(days=120)


def watched_series() -> list[Series]:
    """The series whose people are expected: somebody signed up for them, and they met lately."""
    met = select(Session.series_id).where(
        Session.starts_at <= clock.now(), Session.starts_at > clock.now() - _LOOK_BACK, Session.cancelled_at.is_(None)
    )
    return list(db.session.scalars(select(Series).where(Series.id.in_(met))))


def held_lately(series: Series) -> list[Held]:
    """The sessions of the last months that are over, with who was written down."""
    over = db.session.execute(
        select(Session.id, Session.ref, Session.starts_at, Session.minutes)
        .where(
            Session.series_id == series.id, Session.cancelled_at.is_(None),
            Session.starts_at > clock.now() - _LOOK_BACK, Session.starts_at <= clock.now(),
        )
    ).all()  # fmt: skip
    over = [row for row in over if row.starts_at + timedelta(minutes=row.minutes) <= clock.now()]
    came: defaultdict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        select(Attendance.session_id, Attendance.person_id).where(
            Attendance.session_id.in_([row.id for row in over]), Attendance.undone_at.is_(None)
        )
    )
    for session_id, person_id in rows:
        came[session_id].add(person_id or 0)  # 0: somebody nameless came, so the list was kept
    return [Held(row.ref, row.starts_at, frozenset(came[row.id])) for row in over]


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who is waited for: since when, and at which sessions only (None: at all of them)."""

    person: Person
    since: datetime
    only: frozenset[str] | None = None


def expected(series: Series) -> list[Expected]:
    """Who is expected: with a seat on the course, at single sessions, or as a regular of an open door."""
    if series.is_course:
        rows = db.session.execute(
            select(Person, SignUp.created_at)
            .join(SignUp, SignUp.person_id == Person.id)
            .where(SignUp.series_id == series.id, SignUp.state == SeatState.taken)
        )
        return [Expected(person, since) for person, since in rows]
    if series.mode is SignUpMode.open_door:
        return _regulars(series)
    chosen: defaultdict[Person, set[str]] = defaultdict(set)
    rows_ = db.session.execute(
        select(Person, Session.ref)
        .join(SignUp, SignUp.person_id == Person.id)
        .join(Session, Session.id == SignUp.session_id)
        .where(
            Session.series_id == series.id, SignUp.state == SeatState.taken,
            Session.starts_at > clock.now() - _LOOK_BACK,
        )
    )  # fmt: skip
    for person, ref in rows_:
        chosen[person].add(ref)
    long_ago = clock.now() - _LOOK_BACK
    return [Expected(person, long_ago, frozenset(refs)) for person, refs in chosen.items()]


_REGULAR_TIMES = 3


def _regulars(series: Series) -> list[Expected]:
    """Whoever came three times or more lately."""
    firsts = (
        select(Attendance.person_id, func.min(Session.starts_at).label("first"))
        .join(Session, Session.id == Attendance.session_id)
        .where(
            Session.series_id == series.id, Session.starts_at > clock.now() - _LOOK_BACK,
            Attendance.person_id.is_not(None), Attendance.undone_at.is_(None),
        )
        .group_by(Attendance.person_id)
        .having(func.count() >= _REGULAR_TIMES)
        .subquery()
    )  # fmt: skip
    rows = db.session.execute(select(Person, firsts.c.first).join(firsts, firsts.c.person_id == Person.id))
    return [Expected(person, first) for person, first in rows]
