from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.core import clock
from mentors.hotline.queries import line_of
from mentors.kit import web
from mentors.kit.calendars import calendar_answer, calendar_file
from mentors.kit.links import address
from mentors.kit.web import actor, open_to
from mentors.links.commands import standing_link, withdraw_links
from mentors.meetings import commands, forms, queries, words
from mentors.meetings.models import Meeting
from mentors.meetings.rules import Face, MeetingKind
from mentors.pairing.models import Pair
from mentors.pairing.queries import the_pair
from mentors.programmes.rules import Side

my = Blueprint("meetings", __name__)


@my.get("/my/")
@open_to(web.MY_DOOR)
def mine() -> Response:
    """A participant's own page: whom I meet, when next, who asks for my answer."""
    me = actor().person_id or 0
    mine = queries.mine(me)
    if mine.is_only_newcomer:
        return web.to("guide.mine")
    link = queries.calendar_link(me)
    return web.page(
        "meetings/mine.html",
        mine=mine,
        calendar=address(link.ref) if link is not None else None,
        Side=Side,
        line=line_of(actor().municipality_id or 0),
    )


@my.route("/my/pairs/<ref:ref>/meetings/held", methods=["GET", "POST"])
@open_to(web.MY_DOOR)
def log(ref: str) -> Response:
    """Log a meeting: the day is today, an hour is chosen, and a face sends it."""
    form = forms.LogForm()
    if form.validate_on_submit() and web.tried(form, lambda: _log(the_pair(actor(), ref), form)):
        web.say(_("Tak. Det er skrevet ned."))
        return web.to("meetings.mine")
    pair = the_pair(actor(), ref)
    return web.page(
        "meetings/log.html", form=form, other=_other(pair), pictos=words.PICTO, face_word=words.FACE,
        among_others=queries.meets_among_others(pair),
    )  # fmt: skip


def _log(pair: Pair, form: forms.LogForm) -> None:
    commands.log_meeting(
        actor(), pair, held_on=form.held_on.data, minutes=int(form.minutes.data), kind=MeetingKind(form.kind.data),
        face=Face(form.face.data), next_at=form.next_at, next_place=form.place.data or None, key=form.key.data or None,
    )  # fmt: skip


@my.route("/my/pairs/<ref:ref>/meetings/new", methods=["GET", "POST"])
@open_to(web.MY_DOOR)
def plan(ref: str) -> Response:
    form = forms.PlanForm()
    if form.validate_on_submit() and web.tried(form, lambda: _plan(the_pair(actor(), ref), form)):
        web.say(_("Mødet er planlagt. Vi siger det til den anden."))
        return web.to("meetings.mine")
    pair = the_pair(actor(), ref)
    return web.page(
        "meetings/plan.html", form=form, other=_other(pair), common=queries.common_times(pair),
        among_others=queries.meets_among_others(pair),
    )  # fmt: skip


def _plan(pair: Pair, form: forms.PlanForm) -> None:
    commands.plan_meeting(
        actor(), pair, starts_at=form.starts_at, minutes=int(form.minutes.data), place=form.place.data or None,
        despite_clash=form.despite.data,
    )  # fmt: skip


@my.route("/my/meetings/<ref:ref>/time", methods=["GET", "POST"])
@open_to(web.MY_DOOR)
def move(ref: str) -> Response:
    meeting = queries.the_meeting(actor(), ref)
    local = meeting.starts_at.astimezone(clock.COPENHAGEN)
    form = forms.TimeForm(on=local.date(), at=local.time(), place=meeting.place)
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands.move_meeting(
            actor(),
            queries.the_meeting(actor(), ref),
            form.starts_at,
            place=form.place.data or None,
            despite_clash=form.despite.data,
        ),
    ):
        web.say(_("Mødet er flyttet. Vi siger det til den anden."))
        return web.to("meetings.mine")
    meeting = queries.the_meeting(actor(), ref)
    return web.page(
        "meetings/move.html", form=form, meeting=meeting, other=_other(meeting.pair),
        among_others=queries.meets_among_others(meeting.pair),
    )  # fmt: skip


@my.post("/my/meetings/<ref:ref>/cancellations")
@open_to(web.MY_DOOR)
def cancellations(ref: str) -> Response:
    commands.cancel_meeting(actor(), queries.the_meeting(actor(), ref))
    web.say(_("Mødet er aflyst. Vi siger det til den anden."))
    return web.to("meetings.mine")


@my.get("/my/meetings/<ref:ref>.ics")
@open_to(web.MY_DOOR)
def calendar_entry(ref: str) -> Response:
    meeting = queries.the_meeting(actor(), ref)
    return calendar_answer(calendar_file([queries.event_of(meeting, _side(meeting))]), f"{meeting.ref}.ics")


@my.post("/my/calendar-links")
@open_to(web.MY_DOOR)
def calendar_links() -> Response:
    """A standing address that a calendar can follow; asked for again, the old one closes."""
    by = actor()
    withdraw_links(person_id=by.person_id, purpose="calendar")
    standing_link(
        "calendar", municipality_id=by.municipality_id or 0, person_id=by.person_id or 0, language=by.language or "da"
    )
    web.say(_("Dit kalenderlink er klar. Giv det ikke til andre."))
    return web.to("meetings.mine")


def _side(meeting: Meeting) -> Side:
    return meeting.pair.side_of(actor().person_id) or Side.newcomer


def _other(pair: Pair) -> str:
    return pair.other_than(pair.side_of(actor().person_id) or Side.newcomer).first_name
