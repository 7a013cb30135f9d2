from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.accounts.queries_cards import card_of, is_locked
from mentors.core.actor import Actor
from mentors.guide import commands, queries, words
from mentors.kit import web
from mentors.kit.links import address
from mentors.kit.web import actor, open_to
from mentors.people.models import Person
from mentors.people.queries import the_person

desk = Blueprint("guide_desk", __name__)


@desk.post("/desk/people/<ref:ref>/page-links")
@open_to(web.STAFF_DOOR)
def page_links(ref: str) -> Response:
    commands.make_page_link(actor(), the_person(actor(), ref))
    web.say(_("Linket er lavet. Send det, eller print kortet."))
    return web.to("desk.person", ref=ref)


@desk.post("/desk/people/<ref:ref>/page-links/sendings")
@open_to(web.STAFF_DOOR)
def sendings(ref: str) -> Response:
    commands.send_page_link(actor(), the_person(actor(), ref))
    web.say(_("Linket er på vej."))
    return web.to("desk.person", ref=ref)


@desk.post("/desk/people/<ref:ref>/page-links/withdrawals")
@open_to(web.STAFF_DOOR)
def link_withdrawals(ref: str) -> Response:
    commands.withdraw_page_link(actor(), the_person(actor(), ref))
    web.say(_("Linket og kortet virker ikke mere. Lav et nyt, hvis personen skal bruge siden."))
    return web.to("desk.person", ref=ref)


@desk.get("/desk/people/<ref:ref>/card")
@open_to(web.STAFF_DOOR)
def card(ref: str) -> Response:
    """A card to print: a code that asks for her PIN, in her language and in Danish. Makes nothing itself."""
    return _card_page(the_person(actor(), ref), None)


def _card_page(person: Person, pin: str | None) -> Response:
    found = card_of(person.id)
    where = address(found[1].ref) if found else None
    return web.page(
        "guide/card.html",
        person=person,
        address=where,
        pin=pin,
        locked=found is not None and is_locked(found[0]),
        code=segno.make(where, error="m", micro=False).svg_data_uri(border=2) if where else None,
        texts=[words.card_words(code) for code in dict.fromkeys((person.language, "da"))],
    )


@desk.post("/desk/people/<ref:ref>/cards")
@open_to(web.STAFF_DOOR)
def cards(ref: str) -> Response:
    commands.make_card(actor(), the_person(actor(), ref))
    web.say(_("Kortet er lavet. Print det, og giv koden for sig selv."))
    return web.to("guide_desk.card", ref=ref)


@desk.post("/desk/people/<ref:ref>/cards/pins")
@open_to(web.STAFF_DOOR)
def pins(ref: str) -> Response:
    """The PIN goes another way than the card: to her telephone, or said by the coordinator."""
    person = the_person(actor(), ref)
    if web.sent_text("how") == "said":
        return _card_page(person, commands.tell_pin(actor(), person))
    commands.send_pin(actor(), person)
    web.say(_("Koden er på vej."))
    return web.to("guide_desk.card", ref=ref)


def panel(_by: Actor, person_id: int) -> dict[str, Any] | None:
    """A newcomer's page on her page at the desk: is there a link, and what can be done with it."""
    return {"link": queries.page_link(person_id)} if queries.is_newcomer(person_id) else None
