"""Doing: days on which the house or the schools are shut."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.gatherings import queries, words_desk
from mentors.gatherings.commands import replan
from mentors.gatherings.models import ClosingDay, Series, Session
from mentors.gatherings.rules import ClosingKind
from mentors.journal.commands import note
from mentors.kit.db import db


def close_days(by: Actor, kind: ClosingKind, name: str, *, from_on: date, to_on: date) -> list[Session]:
    """Shut the house, or the schools, for some days. The sessions that stand there all the same, because
    somebody is signed up, come back to be moved or cancelled. Raises Refused."""
    if by.municipality_id is None:
        raise ValueError("closing days belong to a municipality")
    if to_on < from_on or (to_on - from_on).days > 120:
        raise Refused(words_desk.CLOSED_TOO_LONG, field="to_on")
    schools = kind is ClosingKind.school_holiday
    same = {"municipality_id": by.municipality_id, "kind": kind, "name": name, "from_on": from_on, "to_on": to_on}
    if db.session.query(ClosingDay).filter_by(**same).first() is not None:
        return queries.standing_on(by.municipality_id, from_on, to_on, schools=schools)
    row = ClosingDay(municipality_id=by.municipality_id, kind=kind, name=name, from_on=from_on, to_on=to_on)
    db.session.add(row)
    db.session.flush()
    note(by, "gatherings.days_closed", thing=f"closing_day:{row.ref}")
    _replan_all(by, from_on)
    return queries.standing_on(by.municipality_id, from_on, to_on, schools=schools)


def open_days_again(by: Actor, row: ClosingDay) -> None:
    """Take a closing back; the rules fill the days again."""
    from_on = row.from_on
    db.session.delete(row)
    db.session.flush()
    note(by, "gatherings.days_opened", thing=f"closing_day:{row.ref}")
    _replan_all(by, from_on)


def _replan_all(by: Actor, from_on: date) -> None:
    mine = select(Series).where(Series.municipality_id == by.municipality_id, Series.ended_at.is_(None))
    for series in db.session.scalars(mine).all():
        replan(by, series, from_on)
