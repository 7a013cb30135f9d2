"""What the desk's pages ask of this room: panels, to-dos, history, what is held about a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.gatherings import queries
from mentors.gatherings.models import Helper, ModuleDone, Series, Session
from mentors.gatherings.models_people import Attendance, DoorTag, LeaderSwitch, Leave, SignUp, UnitNote
from mentors.gatherings.queries_people import leave_of
from mentors.gatherings.rules import LIVE, Childcare, SeriesKind
from mentors.gatherings.words_desk import CHILDCARE
from mentors.kit.db import db
from mentors.kit.room import Engagement, Event, Todo
from mentors.kit.speech import say_day
from mentors.people.models import Person
from mentors.timetables.queries import busy_times_of

_SOON = timedelta(days=14)


def todos(by: Actor) -> list[Todo]:
    """Sessions of the next two weeks that nobody minds the children at, or somebody may not."""
    if not by.is_staff or by.municipality_id is None:
        return []
    now = clock.now()
    rows = queries.calendar(by.municipality_id, now, now + _SOON, public_only=False)
    red = [
        row for row in rows
        if row.childcare in (Childcare.nobody, Childcare.not_cleared) and row.session.cancelled_at is None
    ]  # fmt: skip
    return [
        Todo(
            kind="childcare",
            title=str(CHILDCARE[row.childcare]),
            url=url_for("gatherings_desk.session_page", ref=row.session.ref),
            since=min(row.session.starts_at - _SOON, now),
            detail=_("%(title)s %(day)s", title=row.session.title, day=say_day(row.session.starts_at)),
            late=row.session.starts_at - now < timedelta(days=3),
            urgent=False,
        )
        for row in red
    ]


def person_panel(by: Actor, person_id: int) -> dict[str, Any] | None:
    """A person's places, how often she came, her leave and her week."""
    person = db.session.get(Person, person_id)
    if person is None or not by.is_staff or person.municipality_id != by.municipality_id:
        return None
    places = db.session.scalars(
        select(SignUp).where(SignUp.person_id == person_id, SignUp.state.in_(LIVE)).order_by(SignUp.id.desc())
    ).unique()
    times, last = db.session.execute(
        select(func.count(), func.max(Session.starts_at))
        .select_from(Attendance)
        .join(Session, Session.id == Attendance.session_id)
        .where(Attendance.person_id == person_id, Attendance.undone_at.is_(None))
    ).one()
    return {
        "person": person,
        "places": list(places)[:10],
        "times": times,
        "last": last,
        "leave": leave_of(person_id),
        "busy": busy_times_of(person_id),
        "tag_number": db.session.scalar(select(DoorTag.number).where(DoorTag.person_id == person_id)),
    }


def cafes(by: Actor) -> list[Series]:
    """The cafés a leave can belong to."""
    return list(
        db.session.scalars(
            select(Series)
            .where(Series.municipality_id == by.municipality_id, Series.kind == SeriesKind.barselscafe)
            .order_by(Series.title)
        )
    )


def history(by: Actor, person_id: int) -> list[Event]:
    """What happened to a person in gatherings."""
    rows = db.session.scalars(
        select(SignUp).where(SignUp.person_id == person_id, SignUp.municipality_id == by.municipality_id)
    ).unique()
    events = []
    for row in rows:
        title = row.the_series.title
        url = url_for("gatherings_desk.series_page", ref=row.the_series.ref)
        events.append(Event(row.created_at, _("Meldt til %(title)s", title=title), url=url))
        if row.left_at:
            events.append(Event(row.left_at, _("Meldt fra %(title)s", title=title), url=url))
    switched = db.session.scalars(select(LeaderSwitch).where(LeaderSwitch.person_id == person_id))
    for switch in switched if by.is_staff else ():
        events.append(Event(switch.switched_at, _("Holdlederen blev ansvarlig")))
        if switch.back_at:
            events.append(Event(switch.back_at, _("Den tidligere ansvarlige er tilbage")))
    return events


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Everything this room keeps about a person, table by table."""
    tables = (SignUp, Attendance, DoorTag, LeaderSwitch, UnitNote, Leave, ModuleDone, Helper)
    kept = {}
    for model in tables:
        table = model.__table__
        rows = db.session.execute(select(table).where(table.c.person_id == person_id)).mappings()
        kept[model.__tablename__] = [dict(row) for row in rows]
    return kept


def engagements(person_id: int) -> list[Engagement]:
    """The sessions to come that a person has a place at, by herself or in a course, or helps at: two questions."""
    own = select(SignUp.session_id).where(SignUp.person_id == person_id, SignUp.state.in_(LIVE))
    courses = select(SignUp.series_id).where(SignUp.person_id == person_id, SignUp.state.in_(LIVE))
    helping = select(Helper.session_id).where(Helper.person_id == person_id)
    rows = db.session.scalars(
        select(Session)
        .where(
            or_(
                Session.id.in_(own.where(SignUp.session_id.is_not(None))),
                Session.series_id.in_(courses.where(SignUp.series_id.is_not(None))),
                Session.id.in_(helping),
            ),
            Session.cancelled_at.is_(None),
            Session.starts_at > clock.now(),
        )
        .order_by(Session.starts_at, Session.id)
        .limit(200)
    ).unique()
    return [
        Engagement(
            thing=f"session:{session.ref}",
            title=session.title,
            starts_at=session.starts_at,
            minutes=session.minutes,
            page=("gatherings_desk.session_page", session.ref),
        )
        for session in rows
    ]
