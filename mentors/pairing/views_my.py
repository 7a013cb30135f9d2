from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.pairing import commands, forms, queries
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.programmes.models import Participation
from mentors.programmes.queries import participations_of
from mentors.programmes.rules import ParticipationState, Side

my = Blueprint("pairing_my", __name__)


@my.post("/my/proposals/<ref:ref>/answers")
@open_to(web.MY_DOOR)
def answers(ref: str) -> Response:
    pair = queries.the_pair(actor(), ref)
    side, said = pair.side_of(actor().person_id), request.form.get("answer")
    if side is None or said not in ("yes", "no"):
        raise NotThere
    commands.answer_proposal(actor(), pair, side, yes=said == "yes")
    web.say(_("Tak for dit ja.") if said == "yes" else _("Tak for dit svar. Det er helt i orden at sige nej."))
    return web.to("meetings.mine")


@my.route("/my/pairs/<ref:ref>/pause", methods=["GET", "POST"])
@open_to(web.MY_DOOR)
def my_pause(ref: str) -> Response:
    """Rest for a while; the other is told."""
    form = forms.PauseForm()
    if form.validate_on_submit() and web.tried(
        form, lambda: commands.pause_pair(actor(), queries.the_pair(actor(), ref), until=form.until.data)
    ):
        web.say(_("I holder pause nu."))
        return web.to("meetings.mine")
    pair = queries.the_pair(actor(), ref)
    return web.page("pairing/my_pause.html", form=form, pair=pair, other=_other(pair))


@my.post("/my/pairs/<ref:ref>/resumptions")
@open_to(web.MY_DOOR)
def resumptions(ref: str) -> Response:
    pair = commands.resume_pair(actor(), queries.the_pair(actor(), ref))
    waits = pair.state is PairState.paused
    web.say(_("Vi mangler lige et papir. Vi ringer til dig.") if waits else _("I er i gang igen."))
    return web.to("meetings.mine")


@my.post("/my/participations/<ref:ref>/pauses")
@open_to(web.MY_DOOR)
def rests(ref: str) -> Response:
    """A volunteer is asked about nobody new until she says so; her pairs go on."""
    commands.rest(actor(), _my_offer(ref))
    web.say(_("Vi spørger dig ikke om nye, før du siger til."))
    return web.to("meetings.mine")


@my.post("/my/participations/<ref:ref>/resumptions")
@open_to(web.MY_DOOR)
def returns(ref: str) -> Response:
    commands.return_from_rest(actor(), _my_offer(ref))
    web.say(_("Dejligt. Vi skriver, når vi har et forslag."))
    return web.to("meetings.mine")


def _my_offer(ref: str) -> Participation:
    mine = participations_of(actor().person_id or 0)
    known = (ParticipationState.approved, ParticipationState.paused)
    found = next((one for one in mine if one.ref == ref and one.side is Side.volunteer and one.state in known), None)
    if found is None:
        raise NotThere
    return found


def _other(pair: Pair) -> str:
    side = pair.side_of(actor().person_id)
    if side is None:
        raise NotThere
    return pair.other_than(side).first_name
