"""What the tests about gatherings start from."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.gatherings import commands, commands_seats
from mentors.gatherings.commands import Draft
from mentors.gatherings.commands_seats import Family
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import DEFAULTS, SeriesKind
from mentors.kit.db import db
from mentors.people.models import Person
from tests.given import Given

TODAY = date(2026, 11, 23)  # the stopped clock's Monday


def series(given: Given, kind: SeriesKind = SeriesKind.barselscafe, **values: Any) -> Series:
    start = DEFAULTS[kind]
    by = given.by(values.pop("town", None))
    draft = {
        "title": f"Test {kind}", "place": "Maglehøj 12", "first_on": TODAY, "at": time(10), "minutes": start.minutes,
        "rule": start.rule, "capacity": start.capacity, "minimum": start.minimum, "mode": start.mode,
        "is_course": start.is_course, "is_public": start.is_public, "promotes": start.promotes,
        "childcare": start.childcare, "children_sit": not start.is_course, **values,
    }  # fmt: skip
    made = commands.open_series(by, Draft(kind=kind, **draft))
    db.session.commit()
    return made


def sessions(one: Series) -> list[Session]:
    """Its sessions in order, as they are now."""
    db.session.expire_all()
    found = db.session.query(Session).filter_by(series_id=one.id).order_by(Session.starts_at)
    return list(found)


def local(session: Session) -> datetime:
    return session.starts_at.astimezone(clock.COPENHAGEN)


def days(one: Series) -> list[date]:
    return [local(session).date() for session in sessions(one)]


def signed_up(given: Given, thing: Session | Series, person: Person | None = None, **values: Any) -> SignUp:
    if person is None and "name" not in values:
        values |= {"name": "Fatma", "mobile": "+4520309999"}
    row = commands_seats.sign_up(given.by(), thing, Family(person=person, **values))
    db.session.commit()
    return row


def cleared(given: Given, *, on: date = TODAY) -> Person:
    """Somebody with a child certificate assessed as clean on a day."""
    person = given.person()
    clearances.ask_for(given.by(), person.id, ClearanceKind.child_certificate)
    clearances.assess(given.by(), person.id, ClearanceKind.child_certificate, clean=True, on=on)
    db.session.commit()
    return person


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return clock.at_local(day, hour, minute)


def in_days(count: int) -> date:
    return TODAY + timedelta(days=count)
