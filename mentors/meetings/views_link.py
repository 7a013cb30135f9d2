from __future__ import annotations

from flask import Blueprint, Response, g

from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.calendars import calendar_answer, calendar_file
from mentors.kit.speech import speaking
from mentors.kit.web import actor, open_to
from mentors.meetings import queries
from mentors.meetings.models import Meeting
from mentors.programmes.rules import Side

link = Blueprint("meetings_link", __name__)


@link.get("/w/<token:token>/meeting")
@open_to(web.link_door("meeting"))
def meeting(token: str) -> Response:
    """One meeting: when, where, with whom, and the way into the phone's own calendar."""
    one, side = _mine()
    return web.page("meetings/meeting.html", token=token, meeting=one, other=one.pair.other_than(side).first_name)


@link.get("/w/<token:token>/meeting.ics")
@open_to(web.link_door("meeting"))
def entry(token: str) -> Response:
    one, side = _mine()
    return calendar_answer(calendar_file([queries.event_of(one, side)]), f"{one.ref}.ics")


@link.get("/w/<token:token>/calendar.ics")
@open_to(web.link_door("calendar"))
def calendar(token: str) -> Response:
    """All of a person's meetings, for a calendar that looks again and again."""
    with speaking(actor().language):
        return calendar_answer(calendar_file(queries.events_of(actor().person_id or 0)), "calendar.ics")


def _mine() -> tuple[Meeting, Side]:
    one = queries.the_meeting(actor(), g.link.thing_ref)
    side = one.pair.side_of(actor().person_id)
    if side is None:
        raise NotThere
    return one, side
