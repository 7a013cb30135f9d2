from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from mentors.core.refusal import NotThere, Refused
from mentors.kit import web
from mentors.kit.db import db
from mentors.kit.web import actor, open_to
from mentors.pairing import commands_plans as commands
from mentors.pairing import commands_plans_edits as edits
from mentors.pairing import commands_plans_sending as sending
from mentors.pairing import forms_plans_desk as forms
from mentors.pairing import queries_plans as queries
from mentors.pairing import queries_plans_desk as desk
from mentors.pairing import queries_plans_engine as engine
from mentors.pairing import queries_plans_moves as moving
from mentors.pairing import words_desk, words_plans_desk
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.pool import freezing
from mentors.pairing.queries_plans_engine import Edit, Tried, tried_from
from mentors.pairing.rules_plans import UNFINISHED, PlanState, RoundKind, is_small
from mentors.programmes.queries import all_programmes, the_programme

plans_blueprint = Blueprint("pairing_plans", __name__)
MOST_MOVES = 50


@plans_blueprint.context_processor
def _words() -> dict[str, Any]:
    return {"words": words_desk, "plan_words": words_plans_desk, "PlanState": PlanState}


# --- the list ---------------------------------------------------------------------------------------


@plans_blueprint.get("/desk/plans")
@open_to(web.STAFF_DOOR)
def plans() -> Response:
    """The programmes whose pool can be paired, and the plans that were made."""
    engine.warm_up()
    return web.page(
        "pairing/plans.html",
        programmes=all_programmes(actor()),
        listed=queries.listed_plans(actor(), web.query_number("page")),
        page_url=lambda number: url_for("pairing_plans.plans", page=number),
    )


@plans_blueprint.post("/desk/plans")
@open_to(web.STAFF_DOOR)
def make() -> Response:
    """Pair a programme's pool."""
    made = commands.ask_for_plan(actor(), the_programme(actor(), web.sent_text("programme")))
    return web.to("pairing_plans.plan", ref=made.ref)


# --- one plan ---------------------------------------------------------------------------------------


@plans_blueprint.get("/desk/plans/<ref:ref>")
@open_to(web.STAFF_DOOR)
def plan(ref: str) -> Response:
    """A plan's pairs to look through; while it is calculated, how far it is."""
    one = queries.the_plan(actor(), ref)
    if one.thinned_at is not None:
        return web.page("pairing/plan_numbers.html", plan=one, rounds=queries.rounds_of(one))
    if one.state in UNFINISHED or not one.head:
        return web.page("pairing/plan_running.html", plan=one, waits=one.state in UNFINISHED)
    sight = desk.sight_of(one)
    asked = {
        "only": web.query_text("only", 20),
        "language": web.query_text("language", 8),
        "q": web.query_text("q", 60),
    }
    asked["only"] = asked["only"] if asked["only"] in desk.FILTERS else "all"

    def url(**other: Any) -> str:
        values = {name: value or None for name, value in {**asked, **other}.items()}
        return url_for("pairing_plans.plan", ref=ref, **values)

    lines = desk.lines(
        sight, only=asked["only"], language=asked["language"], search=asked["q"], page=web.query_number("page")
    )
    return web.page(
        "pairing/plan.html",
        plan=one,
        sight=sight,
        lines=lines,
        asked=asked,
        url=url,
        page_url=lambda number: url(page=number),
        **_around(sight),
    )


def _around(sight: desk.Sight) -> dict[str, Any]:
    """What stands above the list: edits, what has changed, how far the sending is."""
    one = sight.plan
    changes = queries.changes_since(one, sight.found)
    changed = (
        [(name, len(refs), moving.changed_names(sight, refs)) for name, refs in changes.parts() if refs]
        if changes is not None
        else [(name, count, []) for name, count in (("joined", one.joined), ("left", one.gone), ("changed", one.changed)) if count]
    )  # fmt: skip
    return {
        "edited": moving.edited(sight),
        "changed": changed,
        "sendings": queries.how_sendings_stand(one),
        "classes": moving.classes(sight),
    }


@plans_blueprint.get("/desk/plans/<ref:ref>/waiting")
@open_to(web.STAFF_DOOR)
def plan_waiting(ref: str) -> Response:
    """Everybody without a pair: why, and the smallest change that helps."""
    sight = desk.sight_of(queries.the_plan(actor(), ref))
    return web.page(
        "pairing/plan_waiting.html",
        plan=sight.plan,
        sight=sight,
        waiting=desk.waiting(sight, page=web.query_number("page")),
        page_url=lambda number: url_for("pairing_plans.plan_waiting", ref=ref, page=number),
    )


@plans_blueprint.get("/desk/plans/<ref:ref>/newcomers/<ref:key>")
@open_to(web.STAFF_DOOR)
def plan_person(ref: str, key: str) -> Response:
    """One newcomer of a plan: her pair with its reasons and alternatives, or why she waits."""
    sight = desk.sight_of(queries.the_plan(actor(), ref))
    return web.page("pairing/plan_person.html", plan=sight.plan, sight=sight, one=desk.the_one(sight, key))


@plans_blueprint.get("/desk/plans/<ref:ref>/certificate.json")
@open_to(web.STAFF_DOOR)
def certificate(ref: str) -> Response:
    """The proof as a file: prices and pairs by reference, no names. `python -m mentors.pairing check` reads it."""
    sight = desk.sight_of(queries.the_plan(actor(), ref))
    text = json.dumps(sight.found.result["certificate"], ensure_ascii=False, indent=1, sort_keys=True)
    return Response(
        text + "\n",
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="plan-{ref}.json"'},
    )


# --- edits ------------------------------------------------------------------------------------------


@plans_blueprint.route("/desk/plans/<ref:ref>/edits/<kind>/<ref:newcomer>/<ref:volunteer>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def plan_edit(ref: str, kind: str, newcomer: str, volunteer: str) -> Response:
    """What an edit would move and cost, and then the edit itself."""
    if kind not in set(RoundKind) - {RoundKind.run}:
        raise NotThere
    edit = Edit(RoundKind(kind), newcomer, volunteer)
    form = forms.EditForm()
    if form.validate_on_submit() and web.tried(form, lambda: _keep(ref, edit, form)):
        web.say(_("Planen er ændret. Du kan fortryde."))
        return web.to("pairing_plans.plan", ref=ref)
    sight = desk.sight_of(queries.the_plan(actor(), ref))
    form.number.data = str(sight.plan.head)  # what is shown below is what the next press decides about
    tried, problem, waits = _look_ahead(sight, edit)
    people = desk.People(sight.found, sight.plan.programme_id, {newcomer, volunteer})
    return web.page(
        "pairing/plan_edit.html",
        form=form,
        plan=sight.plan,
        edit=edit,
        one=people.name(newcomer),
        other=people.name(volunteer),
        heading_words=words_plans_desk.EDIT_HEADING[edit.kind],
        needs_reason=edit.kind in edits.NEEDS_REASON,
        tried=tried,
        problem=problem,
        waits=waits,
        moves=moving.moves(sight, tried, MOST_MOVES) if tried else [],
        costs=_costs(sight, tried, edit) if tried else [],
    )


def _keep(ref: str, edit: Edit, form: forms.EditForm) -> None:
    number = form.number.data or ""
    plan = queries.the_plan(actor(), ref)
    edits.keep_edit(
        actor(),
        plan,
        edit,
        number=int(number) if number.isascii() and number.isdigit() else 0,
        because=form.because.data,
    )


def _costs(sight: desk.Sight, tried: Tried, edit: Edit) -> list[str]:
    others = sum(one.newcomer != edit.newcomer for one in tried.moved)
    return words_plans_desk.costs_of(tried.costs, tried.people, others, int(sight.head.value))


def _look_ahead(sight: desk.Sight, edit: Edit) -> tuple[Tried | None, str | None, bool]:
    """What an edit would do; or why it cannot be done; or that the worker has to find out first."""
    plan = sight.plan
    if plan.state is not PlanState.ready:
        return None, str(words_plans_desk.NOT_OPEN), False
    if is_small(plan.newcomers, plan.volunteers):
        try:
            return edits.tried_out(sight.found, edit), None, False
        except Refused as refusal:
            return None, str(refusal.why), False
    trial = queries.trial_of(plan)
    if trial is None or trial.number != plan.head or (trial.kind, trial.newcomer_ref, trial.volunteer_ref) != (
        edit.kind, edit.newcomer, edit.volunteer,
    ):  # fmt: skip
        return None, None, False
    if trial.problem:
        return None, words_plans_desk.problem(trial.problem), False
    return (tried_from(freezing.unpacked(trial.told)), None, False) if trial.told else (None, None, True)


@plans_blueprint.post("/desk/plans/<ref:ref>/trials/<kind>/<ref:newcomer>/<ref:volunteer>")
@open_to(web.STAFF_DOOR)
def trials(ref: str, kind: str, newcomer: str, volunteer: str) -> Response:
    """Have the worker try an edit of a big plan."""
    if kind not in set(RoundKind) - {RoundKind.run}:
        raise NotThere
    plan = queries.the_plan(actor(), ref)
    edits.ask_for_trial(actor(), plan, Edit(RoundKind(kind), newcomer, volunteer), number=plan.head)
    return web.to("pairing_plans.plan_edit", ref=ref, kind=kind, newcomer=newcomer, volunteer=volunteer)


@plans_blueprint.post("/desk/plans/<ref:ref>/undoings")
@open_to(web.STAFF_DOOR)
def undoings(ref: str) -> Response:
    plan = edits.undo_edit(actor(), queries.the_plan(actor(), ref), number=_number())
    web.say(_("Ændringen er fortrudt."))
    return web.to("pairing_plans.plan", ref=plan.ref)


def _number() -> int:
    """The version of the plan that the coordinator looked at."""
    sent = web.sent_text("number", 10)
    return int(sent) if sent.isascii() and sent.isdigit() else 0


# --- what becomes of it -----------------------------------------------------------------------------


@plans_blueprint.route("/desk/plans/<ref:ref>/sendings", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def plan_send(ref: str) -> Response:
    """Ask once more before every pair is sent; send the chosen ones, or all."""
    plan = queries.the_plan(actor(), ref)
    if request.method == "POST":
        return _send(plan)
    sight = desk.sight_of(plan)
    return web.page(
        "pairing/plan_send.html",
        plan=plan,
        sight=sight,
        lines=desk.lines(sight, only="ready", language="", search="", page=1),
        **_around(sight),
    )


def _send(plan: PoolPlan) -> Response:
    chosen = request.form.getlist("newcomer")
    if web.sent_text("all") == "yes":
        found = queries.opened(plan, queries.head_of(plan))
        chosen = [*found.pairs, *found.follows]
    if not chosen:
        raise Refused(_("Sæt et flueben ved mindst ét par."))
    count = sending.send_pairs(actor(), plan, chosen, number=_number())
    db.session.flush()
    if count:
        web.say(ngettext("%(num)d forslag er på vej.", "%(num)d forslag er på vej.", count))
    else:
        web.say(_("De par er allerede sendt eller ikke i planen."), "info")
    return web.to("pairing_plans.plan", ref=plan.ref, only="sent" if count else None)


@plans_blueprint.post("/desk/plans/<ref:ref>/recalls")
@open_to(web.STAFF_DOOR)
def recalls(ref: str) -> Response:
    """Take back what no volunteer has answered."""
    count = sending.take_back(actor(), queries.the_plan(actor(), ref), request.form.getlist("newcomer") or None)
    if count:
        web.say(ngettext("%(num)d forslag er trukket tilbage.", "%(num)d forslag er trukket tilbage.", count))
    else:
        web.say(_("Der er ikke noget at trække tilbage."), "info")
    return web.to("pairing_plans.plan", ref=ref)


@plans_blueprint.post("/desk/plans/<ref:ref>/stops")
@open_to(web.STAFF_DOOR)
def stops(ref: str) -> Response:
    commands.stop_plan(actor(), queries.the_plan(actor(), ref))
    return web.to("pairing_plans.plan", ref=ref)


@plans_blueprint.post("/desk/plans/<ref:ref>/discards")
@open_to(web.STAFF_DOOR)
def discards(ref: str) -> Response:
    commands.discard_plan(actor(), queries.the_plan(actor(), ref))
    web.say(_("Planen er lagt væk. Du kan hente den frem igen."))
    return web.to("pairing_plans.plan", ref=ref)


@plans_blueprint.post("/desk/plans/<ref:ref>/restorations")
@open_to(web.STAFF_DOOR)
def restorations(ref: str) -> Response:
    commands.restore_plan(actor(), queries.the_plan(actor(), ref))
    return web.to("pairing_plans.plan", ref=ref)
