"""Asking for calendars: the sessions of a person, of a coordinator, of a series."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select

from mentors.core import clock
from mentors.gatherings.models import Owner, Series, Session
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeatState
from mentors.kit.db import db
from mentors.municipalities.queries import municipality

_PAST = timedelta(days=90)
_MOST = 500


def sessions_of(person_id: int | None, since: datetime | None = None) -> list[Session]:
    """What a person has a seat at, cancelled ones too: a calendar must say so."""
    seats = (SignUp.person_id == person_id, SignUp.state == SeatState.taken)
    wanted = select(Session).where(
        or_(
            Session.id.in_(select(SignUp.session_id).where(*seats, SignUp.session_id.is_not(None))),
            Session.series_id.in_(select(SignUp.series_id).where(*seats, SignUp.series_id.is_not(None))),
        )
    )
    return _in_time(wanted, since)


def sessions_run_by(account_id: int | None) -> list[Session]:
    """The sessions of the series a member of staff runs."""
    mine = select(Owner.series_id).where(Owner.account_id == account_id)
    return _in_time(select(Session).where(Session.series_id.in_(mine)))


def sessions_in(series: Series) -> list[Session]:
    return _in_time(select(Session).where(Session.series_id == series.id))


def _in_time(wanted, since: datetime | None = None) -> list[Session]:  # type: ignore[no-untyped-def]
    start = since or clock.now() - _PAST
    rows = wanted.where(Session.starts_at > start).order_by(Session.starts_at, Session.id).limit(_MOST)
    return list(db.session.scalars(rows).unique())


def slug_of(series: Series) -> str:
    return municipality(series.municipality_id).slug
