"""What did not arrive: the list, one message with what happened to it, what a coordinator can do; and the board."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _
from flask_babel import ngettext

from mentors.core import clock
from mentors.core.language import READABLE
from mentors.kit import web
from mentors.kit.links import as_staff_read
from mentors.kit.web import actor, open_to
from mentors.messages import commands_desk, queries, queries_desk, rules, words_desk
from mentors.messages.commands import other_channel
from mentors.messages.forms_desk import address_form
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.people import words as people_words
from mentors.people.queries import protected_ways

unsaid_blueprint = Blueprint("messages_unsaid", __name__)


@unsaid_blueprint.get("/desk/messages/unsaid")
@open_to(web.STAFF_DOOR)
def unsaid() -> Response:
    return web.page(
        "messages_desk/unsaid.html",
        messages=queries_desk.unsaid(actor()),
        suspended=queries_desk.suspended(actor()),
        hidden=protected_ways(actor().municipality_id or 0),
        words=words_desk,
        channel_word=people_words.CHANNEL,
    )


@unsaid_blueprint.route("/desk/messages/<ref:ref>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def message(ref: str) -> Response:
    """One message; its form corrects the address."""
    found = queries.the_message(actor(), ref)
    form = address_form(found.channel)
    if form.validate_on_submit() and web.tried(
        form, lambda: commands_desk.correct_address(actor(), found, str(form.address.data))
    ):
        web.say(_("Rettet. Beskeden bliver sendt til det nye, så snart det er inden for modtagerens tider."))
        return web.to("messages_unsaid.message", ref=ref)
    return web.page("messages_desk/message.html", form=form, **_told(found))


def _told(found: Message) -> dict[str, Any]:
    person = found.person
    other = queries.address_of(person, other_channel(found.channel)) if person is not None else None
    return {
        "message": found,
        "hidden": protected_ways(found.municipality_id),
        "address": queries.address_now(found, person),
        "other": other if found.spare_body is not None else None,
        "other_word": people_words.CHANNEL[other_channel(found.channel)],
        "events": [
            {"at_text": event.at, "title": words_desk.EVENT[event.what], "by": event.by, "code": event.code}
            for event in queries_desk.events_of(found)
        ],
        "is_unsaid": found.state in rules.UNSAID and found.closed_at is None,
        "may_send_again": rules.may_send_again(found.state),
        "may_cancel": rules.may_cancel(found.state),
        "is_unknown": found.state is MessageState.unknown,
        "problem": words_desk.problem(found.problem or found.state) if found.state in rules.UNSAID else None,
        "words": words_desk,
        "channel_word": people_words.CHANNEL,
        "readable": READABLE,
        "lines": rules.paragraphs(as_staff_read(found.kind, found.body)),
    }


@unsaid_blueprint.post("/desk/messages/<ref:ref>/other-channel")
@open_to(web.STAFF_DOOR)
def say_otherwise(ref: str) -> Response:
    commands_desk.say_otherwise(actor(), queries.the_message(actor(), ref))
    web.say(_("Beskeden bliver sendt på den anden måde."))
    return web.to("messages_unsaid.unsaid")


@unsaid_blueprint.post("/desk/messages/<ref:ref>/calls")
@open_to(web.STAFF_DOOR)
def called(ref: str) -> Response:
    commands_desk.say_called(actor(), queries.the_message(actor(), ref))
    web.say(_("Noteret. Beskeden er taget af listen."))
    return web.to("messages_unsaid.unsaid")


@unsaid_blueprint.post("/desk/messages/<ref:ref>/closings")
@open_to(web.STAFF_DOOR)
def close(ref: str) -> Response:
    commands_desk.close(actor(), queries.the_message(actor(), ref))
    web.say(_("Beskeden er taget af listen. Du kan fortryde på beskedens side."))
    return web.to("messages_unsaid.unsaid")


@unsaid_blueprint.post("/desk/messages/<ref:ref>/reopenings")
@open_to(web.STAFF_DOOR)
def reopen(ref: str) -> Response:
    commands_desk.reopen(actor(), queries.the_message(actor(), ref))
    web.say(_("Beskeden står på listen igen."))
    return web.to("messages_unsaid.message", ref=ref)


@unsaid_blueprint.post("/desk/addresses/<ref:ref>/liftings")
@open_to(web.STAFF_DOOR)
def lift(ref: str) -> Response:
    commands_desk.lift_suspension(actor(), queries_desk.the_suspension(actor(), ref))
    web.say(_("Vi sender dertil igen fra nu af."))
    return web.to("messages_unsaid.unsaid")


@unsaid_blueprint.get("/desk/messages/board")
@open_to(web.STAFF_DOOR)
def board() -> Response:
    seen = queries_desk.board(actor(), clock.now())
    share = seen.share_in_time
    return web.page(
        "messages_desk/board.html",
        board=seen,
        share=None if share is None else round(100 * share),
        charts=[
            (title, [(people_words.CHANNEL[channel], counts[group]) for channel, counts in seen.by_channel.items()])
            for group, title in (
                ("sent", _("Sendt")), ("failed", _("Ikke kommet frem")), ("waiting", _("Venter"))
            )
        ],
        lags=list(zip(_lag_words(), seen.lags, strict=True)),
        resting=[people_words.CHANNEL[channel] for channel in seen.resting],
        unsaid_count=queries_desk.count_unsaid(actor()),
        oldest_minutes=None if seen.oldest_due is None else int((clock.now() - seen.oldest_due).total_seconds() // 60),
        days=queries_desk.DAYS,
    )  # fmt: skip


def _lag_words() -> list[str]:
    return [*(_("Inden for %(time)s", time=_span(lag)) for lag in queries_desk.LAGS), _("Senere")]


def _span(lag: timedelta) -> str:
    seconds = int(lag.total_seconds())
    if seconds < 60:
        return str(ngettext("%(num)d sekund", "%(num)d sekunder", seconds))
    if seconds < 3600:
        return str(ngettext("%(num)d minut", "%(num)d minutter", seconds // 60))
    return str(ngettext("%(num)d time", "%(num)d timer", seconds // 3600))
