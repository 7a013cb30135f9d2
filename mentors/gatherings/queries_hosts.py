"""Asking on behalf of an association or company: its own sessions, and how many, never who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from mentors.associations.models import Association
from mentors.associations.policy import visible_associations
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.gatherings import rules
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import Attendance, SignUp
from mentors.kit.db import db
from mentors.municipalities.queries import municipality

_PAST, _AHEAD_MOST, _PAST_MOST = timedelta(days=60), 6, 4


@dataclass(frozen=True, slots=True)
class HostedRow:
    """One of its sessions in numbers: signed up and come, adults and children apart."""

    session: Session
    signed: tuple[int, int]
    came: tuple[int, int]


def hosted(by: Actor, association_id: int) -> dict[str, Any] | None:
    """What an association's own page shows of its sessions: those to come and the latest. None where there
    are none, or the association is not the actor's."""
    mine = db.session.scalar(visible_associations(by).where(Association.id == association_id))
    return hosted_by(mine) if mine is not None else None


def hosted_by(mine: Association) -> dict[str, Any] | None:
    """The same for whoever has been let in already, as a company's contact by her own link."""
    association_id, now = mine.id, clock.now()
    own = func.coalesce(Session.association_id, Series.association_id) == association_id
    wanted = select(Session).join(Series).where(own)
    coming = db.session.scalars(
        wanted.where(Session.starts_at > now).order_by(Session.starts_at).limit(_AHEAD_MOST)
    ).all()
    past = db.session.scalars(
        wanted.where(Session.starts_at <= now, Session.starts_at > now - _PAST, Session.cancelled_at.is_(None))
        .order_by(Session.starts_at.desc())
        .limit(_PAST_MOST)
    ).all()
    if not coming and not past:
        return None
    ids = [session.id for session in (*coming, *past)]
    signed, came = _signed(ids), _came(ids)
    rows = {s.id: HostedRow(s, signed.get(s.id, (0, 0)), came.get(s.id, (0, 0))) for s in (*coming, *past)}
    return {
        "hosted_coming": [rows[session.id] for session in coming],
        "hosted_past": [rows[session.id] for session in past],
        "hosted_town": municipality(mine.municipality_id).slug,
    }


def _signed(ids: list[int]) -> dict[int, tuple[int, int]]:
    rows = db.session.execute(
        select(SignUp.session_id, func.sum(SignUp.adults), func.sum(SignUp.children))
        .where(SignUp.session_id.in_(ids), SignUp.state.in_(rules.HOLDS_A_SEAT))
        .group_by(SignUp.session_id)
    )
    return {key: (adults, children) for key, adults, children in rows if key is not None}


def _came(ids: list[int]) -> dict[int, tuple[int, int]]:
    rows = db.session.execute(
        select(Attendance.session_id, func.sum(Attendance.adults), func.sum(Attendance.children))
        .where(Attendance.session_id.in_(ids), Attendance.undone_at.is_(None))
        .group_by(Attendance.session_id)
    )
    return {key: (adults, children) for key, adults, children in rows}
