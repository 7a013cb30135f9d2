from __future__ import annotations

from typing import Any

import segno
from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.core.actor import Actor
from mentors.guide import commands, queries, words
from mentors.kit import web
from mentors.kit.links import address
from mentors.kit.web import actor, open_to
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
    """A card to print: the code that opens her page, in her language and in Danish. Makes no link itself."""
    person = the_person(actor(), ref)
    link = queries.page_link(person.id)
    where = address(link.ref) if link else None
    return web.page(
        "guide/card.html",
        person=person,
        address=where,
        code=segno.make(where, error="m", micro=False).svg_data_uri(border=2) if where else None,
        texts=[words.card_words(code) for code in dict.fromkeys((person.language, "da"))],
    )


def panel(_by: Actor, person_id: int) -> dict[str, Any] | None:
    """A newcomer's page on her page at the desk: is there a link, and what can be done with it."""
    return {"link": queries.page_link(person_id)} if queries.is_newcomer(person_id) else None
