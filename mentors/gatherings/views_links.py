"""Personal links: a family's place, a speaker's invitation, a booked talk, one's own sessions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.gatherings import commands_advice, commands_seats, commands_sessions, forms_public, queries, queries_mine
from mentors.gatherings.models import Session
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeatState, SeriesKind
from mentors.kit import web
from mentors.kit.links import address
from mentors.kit.web import actor, open_to

links = Blueprint("gatherings_links", __name__)


# --- a place --------------------------------------------------------------------------------------


@links.route("/w/<token:token>/seat", methods=["GET", "POST"])
@open_to(web.link_door("seat"))
def seat(token: str) -> Response:
    """The receipt, and the way to change how many come."""
    row = queries.sign_up_of_link(g.link.thing_ref)
    form = forms_public.PartyForm(adults=row.adults, children=row.children, wants_contact=row.wants_contact)
    if row.the_series.kind is not SeriesKind.open_company or not (row.mobile or row.email):
        del form.wants_contact

    def change() -> None:
        commands_seats.change_party(
            actor(), queries.sign_up_of_link(g.link.thing_ref), adults=form.adults.data, children=form.children.data,
            wants_contact=form.wants_contact.data if "wants_contact" in form else None,
        )  # fmt: skip

    if form.validate_on_submit() and web.tried(form, change):
        web.say(_("Gemt."))
        return web.to("gatherings_links.seat", token=token)
    row = queries.sign_up_of_link(g.link.thing_ref)
    return web.page("gatherings/seat.html", form=form, token=token, **_place(row))


def _place(row: SignUp) -> dict[str, Any]:
    thing = commands_seats.thing_of(row)
    is_session = isinstance(thing, Session)
    coming = [thing] if isinstance(thing, Session) else queries.upcoming(thing, 4)
    return {
        "row": row,
        "series": row.the_series,
        "coming": coming,
        "is_session": is_session,
        "is_over": isinstance(thing, Session) and thing.starts_at <= clock.now(),
        "is_live": row.state is not SeatState.left,
        "offer_stands": row.state is SeatState.offered and (row.offered_until or clock.now()) > clock.now(),
    }


@links.post("/w/<token:token>/seat/answer")
@open_to(web.link_door("seat"))
def answer_seat(token: str) -> Response:
    """Take an offered seat, or let the next have it."""
    row = queries.sign_up_of_link(g.link.thing_ref)
    try:
        commands_seats.answer_offer(actor(), row, yes=request.form.get("answer") == "yes")
    except Refused as refusal:
        web.say(refusal.why, "warning")
    return web.to("gatherings_links.seat", token=token)


@links.post("/w/<token:token>/seat/endings")
@open_to(web.link_door("seat"))
def end_seat(token: str) -> Response:
    commands_seats.leave(actor(), queries.sign_up_of_link(g.link.thing_ref))
    web.say(_("Du er meldt fra. Tak, fordi du sagde det."))
    return web.to("gatherings_links.seat", token=token)


# --- a speaker ------------------------------------------------------------------------------------


@links.get("/w/<token:token>/speaking")
@open_to(web.link_door("speaking"))
def speaking(token: str) -> Response:
    speaker = queries.speaker_of_link(g.link.thing_ref)
    return web.page("gatherings/speaking.html", speaker=speaker, session=speaker.session, token=token)


@links.post("/w/<token:token>/speaking/answer")
@open_to(web.link_door("speaking"))
def answer_speaking(token: str) -> Response:
    speaker = queries.speaker_of_link(g.link.thing_ref)
    commands_sessions.answer_invitation(actor(), speaker, yes=request.form.get("answer") == "yes")
    web.say(_("Tak for dit svar."))
    return web.to("gatherings_links.speaking", token=token)


# --- a talk ---------------------------------------------------------------------------------------


@links.get("/w/<token:token>/talk")
@open_to(web.link_door("advice_slot"))
def talk(token: str) -> Response:
    """The receipt of a booked talk: when, where, and the way to give it back."""
    slot = queries.slot_of_link(g.link.thing_ref)
    return web.page("gatherings/talk.html", slot=slot, session=slot.session, token=token)


@links.post("/w/<token:token>/talk/endings")
@open_to(web.link_door("advice_slot"))
def end_talk(token: str) -> Response:
    slot = queries.slot_of_link(g.link.thing_ref)
    town, session = slot.session.series, slot.session.ref
    commands_advice.free_slot(actor(), slot)
    web.say(_("Samtalen er meldt fra."))
    return web.to("gatherings.talks", town=queries_mine.slug_of(town), ref=session)


# --- one's own sessions ---------------------------------------------------------------------------


@links.get("/w/<token:token>/gatherings")
@open_to(web.link_door("my_gatherings"))
def my_gatherings(token: str) -> Response:
    """What a person is signed up for, with the address for her own calendar."""
    coming = queries_mine.sessions_of(g.link.person_id, since=clock.now())
    where = f"{address(g.link.ref)}/sessions.ics"
    return web.page("gatherings/my_gatherings.html", coming=coming, address=where)
