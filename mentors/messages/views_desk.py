from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _

from mentors.core.language import READABLE
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.links import as_staff_read, with_addresses
from mentors.kit.web import actor, open_to
from mentors.messages import commands, queries, queries_desk, rules, words_desk
from mentors.messages.rules import MessageState
from mentors.people import words as people_words
from mentors.people.queries import protected_ways

blueprint = Blueprint("messages_desk", __name__)


@blueprint.get("/desk/mailbox")
@open_to(web.STAFF_DOOR)
def mailbox() -> Response:
    """What the demo town's people get on their phones and in their mail, with links that can be followed."""
    if not current_app.config["DEMO_TOWN"]:
        raise NotThere
    sheet = queries.mailbox(actor(), web.query_number("page"))
    return web.page(
        "messages_desk/mailbox.html",
        sheet=sheet,
        hidden=protected_ways(actor().municipality_id or 0),
        read=lambda message: rules.paragraphs(with_addresses(message.body)),
        page_url=lambda page: url_for("messages_desk.mailbox", page=page),
        channel_word=people_words.CHANNEL,
        readable=READABLE,
    )


@blueprint.get("/desk/messages")
@open_to(web.STAFF_DOOR)
def deliveries() -> Response:
    asked = request.args.get("state", "")
    state = MessageState(asked) if asked in set(MessageState) else None
    return web.page(
        "messages_desk/deliveries.html",
        unsaid_count=queries_desk.count_unsaid(actor()),
        sheet=queries.deliveries(actor(), state, web.query_number("page")),
        hidden=protected_ways(actor().municipality_id or 0),
        counts=queries.count_by_state(actor()),
        state=state,
        states=rules.ORDER,
        words=words_desk,
        rules=rules,
        channel_word=people_words.CHANNEL,
        readable=READABLE,
        read=lambda message: rules.paragraphs(as_staff_read(message.kind, message.body)),
        page_url=lambda page: url_for("messages_desk.deliveries", state=state, page=page),
    )


@blueprint.post("/desk/messages/<ref:ref>/sendings")
@open_to(web.STAFF_DOOR)
def send_again(ref: str) -> Response:
    commands.send_again(actor(), queries.the_message(actor(), ref))
    web.say(_("Beskeden bliver sendt igen, så snart det er inden for modtagerens tider."))
    return web.to("messages_desk.deliveries")


@blueprint.post("/desk/messages/<ref:ref>/cancellations")
@open_to(web.STAFF_DOOR)
def cancel(ref: str) -> Response:
    commands.cancel(actor(), queries.the_message(actor(), ref))
    web.say(_("Beskeden er afbrudt. Du kan sende den igen, hvis du fortryder."))
    return web.to("messages_desk.deliveries", state=MessageState.cancelled)
