from __future__ import annotations

from flask import Blueprint, Response, g, request

from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.speech import each_in_both, in_both
from mentors.kit.web import actor, open_to
from mentors.pairing import commands, queries, words
from mentors.pairing.models import Pair
from mentors.programmes.rules import Side

link = Blueprint("pairing_link", __name__)


@link.get("/w/<token:token>/proposal")
@open_to(web.link_door("proposal"))
def proposal(token: str) -> Response:
    """Who it is about and why, with two large buttons; afterwards the same link tells where it stands."""
    pair, side = _mine()
    return web.page(
        "pairing/proposal.html",
        token=token,
        pair=pair,
        side=side,
        other=pair.other_than(side),
        reasons=each_in_both(queries.why, pair),
        km=queries.about_km_of(pair),
        asked=pair.asked is side,
        said_yes=pair.said_yes_at(side) is not None,
        phone=queries.shown_phone(pair, side),
        Side=Side,
        languages_of=in_both(words.languages_of),
    )


@link.post("/w/<token:token>/answers")
@open_to(web.link_door("proposal"))
def answers(token: str) -> Response:
    """A yes or no. An answer that comes too late changes nothing; the page says where it stands."""
    pair, side = _mine()
    said = request.form.get("answer")
    if said not in ("yes", "no"):
        raise NotThere
    if pair.asked is side:
        commands.answer_proposal(actor(), pair, side, yes=said == "yes")
    return web.to("pairing_link.proposal", token=token)


def _mine() -> tuple[Pair, Side]:
    pair = queries.the_pair(actor(), g.link.thing_ref)
    side = pair.side_of(actor().person_id)
    if side is None:
        raise NotThere
    return pair, side
