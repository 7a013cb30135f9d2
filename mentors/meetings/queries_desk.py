"""What the desk asks of meetings."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import or_, select

from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.room import Engagement
from mentors.meetings.models import Meeting
from mentors.meetings.queries import DEFAULT_MINUTES
from mentors.pairing.models import Pair


def engagements(person_id: int) -> list[Engagement]:
    """A person's planned meetings to come, in one question."""
    rows = db.session.scalars(
        select(Meeting)
        .join(Meeting.pair)
        .where(
            or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id),
            Pair.closed_at.is_(None),
            Meeting.held_at.is_(None),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at > clock.now(),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [_engagement(meeting, person_id) for meeting in rows]


def _engagement(meeting: Meeting, person_id: int) -> Engagement:
    pair = meeting.pair
    other = pair.volunteer if pair.newcomer_id == person_id else pair.newcomer
    return Engagement(
        thing=f"meeting:{meeting.ref}",
        title=_("Møde med %(name)s", name=other.first_name),
        starts_at=meeting.starts_at,
        minutes=meeting.minutes or DEFAULT_MINUTES,
        page=("pairing.pair", pair.ref),
        responsible_id=pair.responsible_id,
    )
