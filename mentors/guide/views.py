from __future__ import annotations

from flask import Blueprint, Response, g
from flask_babel import gettext as _

from mentors.accounts.words import CHANGE_REASON
from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.guide import commands, queries, rules, words
from mentors.guide.rules import Wish
from mentors.hotline.queries import line_of
from mentors.kit import web
from mentors.kit.calendars import calendar_answer, calendar_file
from mentors.kit.links import token_for
from mentors.kit.speech import chosen_language
from mentors.kit.web import actor, open_to
from mentors.meetings.queries import event_of, next_meeting
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.people.models import Person
from mentors.people.queries import person as person_of
from mentors.programmes.rules import Side

blueprint = Blueprint("guide", __name__)
NEWCOMER_DOOR = web.link_door(queries.PURPOSE)


def _holder() -> Person:
    """The newcomer whose page this is."""
    return person_of(g.link.person_id)


def _pair(ref: str) -> Pair | None:
    return queries.the_own_pair(actor(), ref) if ref else None


@blueprint.get("/my/contact")
@open_to(web.MY_DOOR)
def mine() -> Response:
    """The way to her own page for a newcomer who has signed in."""
    link = queries.page_link(actor().person_id or 0)
    if link is None:
        return web.page("guide/mine.html")
    # Signed in, she reads it in the language she has chosen here, not in the link's.
    return web.to("guide.contact", token=token_for(link.ref), lang=chosen_language().code)


@blueprint.post("/my/contact-links")
@open_to(web.MY_DOOR)
def my_links() -> Response:
    """Open her own page, which gets its standing link now."""
    link = commands.make_page_link(actor(), person_of(actor().person_id or 0))
    return web.to("guide.contact", token=token_for(link.ref))


@blueprint.get("/w/<token:token>/contact")
@open_to(NEWCOMER_DOOR)
def contact(token: str) -> Response:
    """My contact: who, why, when, what we agreed, and the large buttons. Opening it changes nothing."""
    person = _holder()
    return web.page(
        "guide/contact.html",
        token=token,
        person=person,
        shown=queries.page_of(person),
        tile_words=words.tile_words,
        line=line_of(person.municipality_id),
        change=queries.told_change(person),
        reason_word=CHANGE_REASON,
    )


@blueprint.get("/w/<token:token>/contacts/<ref:ref>/stop")
@open_to(NEWCOMER_DOOR)
def stop(token: str, ref: str) -> Response:
    """One question before the wish to stop is sent."""
    pair = queries.the_own_pair(actor(), ref)
    return web.page("guide/stop.html", token=token, ref=ref, name=pair.volunteer.first_name)


@blueprint.get("/w/<token:token>/contacts/<ref:ref>/meeting.ics")
@open_to(NEWCOMER_DOOR)
def calendar(token: str, ref: str) -> Response:
    """The next meeting with one contact, for the calendar on her phone."""
    pair = queries.the_own_pair(actor(), ref)
    meeting = next_meeting(pair.id)
    if meeting is None:
        raise NotThere
    return calendar_answer(calendar_file([event_of(meeting, Side.newcomer)]), "meeting.ics")


@blueprint.post("/w/<token:token>/wishes")
@open_to(NEWCOMER_DOOR, at_most=(30, 300))
def wishes(token: str) -> Response:
    wish, ref = _wish(web.sent_text("kind")), web.sent_text("pair")
    pair = _pair(ref)
    if pair is None and wish is not Wish.call_me:
        raise NotThere
    commands.make_wish(actor(), _holder(), wish, pair)
    return web.to("guide.receipt", token=token, kind=wish, pair=ref or None)


def _wish(kind: str) -> Wish:
    if kind not in set(Wish):
        raise NotThere
    return Wish(kind)


@blueprint.get("/w/<token:token>/wishes/<kind>")
@open_to(NEWCOMER_DOOR)
def receipt(token: str, kind: str) -> Response:
    """Who calls and by when; the way back; and undo where a wish can be undone."""
    wish, ref = _wish(kind), web.query_text("pair", 20)
    task = queries.find_wish(_holder(), wish, _pair(ref))
    if task is None:
        return web.to("guide.contact", token=token)
    return web.page(
        "guide/receipt.html",
        token=token,
        wish=wish,
        ref=ref,
        who=queries.who_calls(task),
        by_day=rules.calls_by(wish, clock.today()),
        can_undo=rules.may_take_back(wish),
    )


@blueprint.post("/w/<token:token>/wishes/withdrawals")
@open_to(NEWCOMER_DOOR, at_most=(30, 300))
def withdrawals(token: str) -> Response:
    wish, pair = _wish(web.sent_text("kind")), _pair(web.sent_text("pair"))
    if commands.take_back_wish(actor(), _holder(), wish, pair):
        web.say(_("Det er fortrudt. Alt er, som det var."))
    return web.to("guide.contact", token=token)


@blueprint.post("/w/<token:token>/proposals")
@open_to(NEWCOMER_DOOR, at_most=(30, 300))
def proposals(token: str) -> Response:
    """On to the page on which she answers a proposal that waits for her."""
    pair = queries.the_own_pair(actor(), web.sent_text("pair"), PairState.volunteer_yes)
    return web.to("links.enter", token=token_for(commands.open_proposal(actor(), pair).ref))
