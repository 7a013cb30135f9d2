from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from mentors.core import clock
from mentors.core.calendar import add_months
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.speech import say_moment
from mentors.kit.web import actor, open_to
from mentors.pairing import commands, forms_desk, queries, queries_desk, rules, words_desk
from mentors.pairing.models import Pair
from mentors.pairing.rules import Outcome
from mentors.programmes.models import Participation
from mentors.programmes.queries import open_programmes, the_participation
from mentors.programmes.rules import Side

blueprint = Blueprint("pairing", __name__)
SHOWN_AT_ONCE = 10


@blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"words": words_desk, "Side": Side}


# --- suggestions ------------------------------------------------------------------------------------


@blueprint.get("/desk/newcomers/<ref:ref>/suggestions")
@open_to(web.STAFF_DOOR)
def suggestions(ref: str) -> Response:
    """Who could be this newcomer's contact, best first, each number with its reasons."""
    newcomer = _the_newcomer(ref)
    found = queries.suggestions_for(actor(), newcomer)
    free = [one for one in found if one.weighed.is_free]
    pages = max(1, -(-len(free) // SHOWN_AT_ONCE))
    page = min(web.query_number("page"), pages)
    return web.page(
        "pairing/suggestions.html",
        newcomer=newcomer,
        person=newcomer.person,
        free=free[(page - 1) * SHOWN_AT_ONCE : page * SHOWN_AT_ONCE],
        count=len(free),
        soft=[one for one in found if one.hurdles and not one.weighed.is_hard],
        hard=[one for one in found if one.weighed.is_hard],
        page=page,
        pages=pages,
        page_url=lambda number: url_for("pairing.suggestions", ref=ref, page=number),
        open_pair=queries.open_pair_in(newcomer),
        is_soft=rules.SOFT.__contains__,
    )


def _the_newcomer(ref: str) -> Participation:
    newcomer = the_participation(actor(), ref)
    if newcomer.side is not Side.newcomer:
        raise NotThere
    return newcomer


@blueprint.route("/desk/newcomers/<ref:ref>/proposals/<ref:volunteer>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def propose(ref: str, volunteer: str) -> Response:
    """Look at one suggestion once more, and send it; where something speaks against it, with a reason."""
    form = forms_desk.ReasonForm()
    if form.validate_on_submit():
        made: list[Pair] = []
        if web.tried(form, lambda: made.append(_propose(ref, volunteer, form.because.data))):
            web.say(_("Forslaget er sendt til %(name)s.", name=made[0].volunteer.first_name))
            return web.to("pairing.pair", ref=made[0].ref)
    newcomer = _the_newcomer(ref)
    one = queries.the_suggestion(actor(), newcomer, the_participation(actor(), volunteer))
    return web.page("pairing/propose.html", form=form, newcomer=newcomer, person=newcomer.person, one=one)


def _propose(ref: str, volunteer: str, because: str | None) -> Pair:
    by = actor()
    return commands.propose_pair(by, _the_newcomer(ref), the_participation(by, volunteer), because=because)


# --- pairs ------------------------------------------------------------------------------------------


@blueprint.get("/desk/pairs")
@open_to(web.STAFF_DOOR)
def pairs() -> Response:
    """Every pair of the town, by where it stands and in which programme."""
    group = web.query_text("state", 20)
    group = group if group in queries_desk.GROUPS else "open"
    programmes = open_programmes(actor().municipality_id or 0)
    programme = web.query_text("programme", 16)
    programme = programme if programme in {one.ref for one in programmes} else ""

    def url(**other: Any) -> str:
        return url_for("pairing.pairs", **{"state": group, "programme": programme or None, **other})

    return web.page(
        "pairing/pairs.html",
        listed=queries_desk.listed(actor(), group, programme or None, web.query_number("page")),
        groups=_group_words(),
        group=group,
        programmes=programmes,
        programme=programme,
        url=url,
        page_url=lambda number: url(page=number),
    )


def _group_words() -> dict[str, str]:
    return {
        "open": _("Alle åbne"),
        "asking": _("Venter på svar"),
        "agreed": _("Begge har sagt ja"),
        "active": _("I gang"),
        "paused": _("På pause"),
        "over": _("Slut"),
    }


@blueprint.get("/desk/pairs/<ref:ref>")
@open_to(web.STAFF_DOOR)
def pair(ref: str) -> Response:
    """Where a pair stands, what was agreed, what has happened, and what can be done."""
    one = queries.the_pair(actor(), ref)
    return web.page(
        "pairing/pair.html",
        pair=one,
        now_at=_now_at(one),
        events=[
            {"at_text": say_moment(c.at), "title": words_desk.CHANGE.get(c.what, c.what), "text": None, "tone": None}
            for c in reversed(one.changes)
        ],
        panels=_panels(one),
        newcomer_in=queries.participation_in(one, Side.newcomer),
    )


def _now_at(one: Pair) -> int:
    """The step the pair is at: asked, asked, first meeting, fit, under way."""
    if one.state is rules.PairState.proposed:
        return 1
    if one.state is rules.PairState.volunteer_yes:
        return 2
    if one.active_at is not None or one.state is rules.PairState.active:
        return 5
    return 3 if one.first_met_on is None else 4


def _panels(one: Pair) -> list[Markup]:
    """What rooms above show on a pair's page: its meetings, its answers."""
    offered = [panel for room in current_app.extensions["rooms"] for panel in room.panels if panel.where == "pair"]
    filled = [(panel.template, panel.fill(actor(), one.id)) for panel in sorted(offered, key=lambda panel: panel.order)]
    return [Markup(render_template(name, **{"pair": one, **values})) for name, values in filled if values is not None]


@blueprint.route("/desk/pairs/<ref:ref>/agreement", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def agreement(ref: str) -> Response:
    one = queries.the_pair(actor(), ref)
    form = forms_desk.AgreementForm(data=_agreement_start(one))
    if form.validate_on_submit() and web.tried(form, lambda: _write_agreement(one, form)):
        web.say(_("Aftalen er gemt."))
        return web.to("pairing.pair", ref=ref)
    return web.page("pairing/agreement.html", form=form, pair=queries.the_pair(actor(), ref))


def _agreement_start(one: Pair) -> dict[str, Any]:
    today = clock.today()
    months = rules.months_of_one_agreement(one.programme.months, one.programme.months_at_most)
    return {
        "goal": one.goal,
        "tasks": one.tasks,
        "hours_a_month": round((one.minutes_a_month or one.programme.minutes_a_month) / 60) or 1,
        "starts_on": one.starts_on or today,
        "planned_end_on": one.planned_end_on or add_months(today, months),
    }


def _write_agreement(one: Pair, form: forms_desk.AgreementForm) -> None:
    commands.write_agreement(
        actor(), one, goal=form.goal.data, tasks=form.tasks.data, minutes_a_month=form.hours_a_month.data * 60,
        starts_on=form.starts_on.data, planned_end_on=form.planned_end_on.data,
    )  # fmt: skip


@blueprint.post("/desk/pairs/<ref:ref>/answers")
@open_to(web.STAFF_DOOR)
def answers(ref: str) -> Response:
    """Write down an answer somebody gave on the phone."""
    one = queries.the_pair(actor(), ref)
    side, said = request.form.get("side"), request.form.get("answer")
    if side not in set(Side) or said not in ("yes", "no"):
        raise NotThere
    commands.answer_proposal(actor(), one, Side(side), yes=said == "yes")
    web.say(_("Svaret er skrevet ned."))
    return web.to("pairing.pair", ref=ref)


@blueprint.post("/desk/pairs/<ref:ref>/extensions")
@open_to(web.STAFF_DOOR)
def extensions(ref: str) -> Response:
    one = commands.extend_pair(actor(), queries.the_pair(actor(), ref))
    web.say(_("Parret er forlænget. Begge får besked."))
    return web.to("pairing.pair", ref=one.ref)


@blueprint.route("/desk/pairs/<ref:ref>/pause", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def pause(ref: str) -> Response:
    form = forms_desk.PauseForm()
    if form.validate_on_submit() and web.tried(
        form, lambda: commands.pause_pair(actor(), queries.the_pair(actor(), ref), until=form.until.data)
    ):
        web.say(_("Parret holder pause. Begge får besked."))
        return web.to("pairing.pair", ref=ref)
    return web.page("pairing/pause.html", form=form, pair=queries.the_pair(actor(), ref))


@blueprint.post("/desk/pairs/<ref:ref>/resumptions")
@open_to(web.STAFF_DOOR)
def resumptions(ref: str) -> Response:
    commands.resume_pair(actor(), queries.the_pair(actor(), ref))
    web.say(_("Parret er i gang igen."))
    return web.to("pairing.pair", ref=ref)


@blueprint.route("/desk/pairs/<ref:ref>/ending", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def ending(ref: str) -> Response:
    one = queries.the_pair(actor(), ref)
    form = forms_desk.EndingForm()
    if not one.is_running and request.method == "GET":
        form.outcome.data = str(Outcome.unknown)
    if form.validate_on_submit() and web.tried(
        form, lambda: commands.end_pair(actor(), one, outcome=Outcome(form.outcome.data))
    ):
        web.say(_("Parret er afsluttet. Historien er gemt."))
        return web.to("pairing.pair", ref=ref)
    return web.page("pairing/ending.html", form=form, pair=queries.the_pair(actor(), ref))
