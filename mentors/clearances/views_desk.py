from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.clearances import commands, policy, queries, words, words_desk
from mentors.clearances.forms_desk import AssessmentForm, PolicyForm
from mentors.clearances.rules import ORDERED, ClearanceKind, Standing
from mentors.clearances.rules_policy import REQUIREMENTS, Policy
from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.queries import the_person

blueprint = Blueprint("clearances", __name__)
PERSON = "/desk/people/<ref:ref>/clearances"


@blueprint.get("/desk/clearances")
@open_to(web.STAFF_DOOR)
def register() -> Response:
    """Who lacks a check, who is waiting, whose ends soon. There is no export: such a list must not travel."""
    asked = web.query_text("standing", 20)
    wanted = Standing(asked) if asked in set(Standing) else None
    everything = queries.register(actor(), clock.today())
    counts = {standing: sum(line.standing is standing for line in everything) for standing in Standing}
    return web.page(
        "clearances/register.html",
        lines=[line for line in everything if wanted in (None, line.standing)],
        wanted=wanted,
        counts={standing: count for standing, count in counts.items() if count},
        may_decide=policy.may_decide_policy(actor()),
        words=words,
        desk_words=words_desk,
    )


@blueprint.get(PERSON)
@open_to(web.STAFF_DOOR)
def person(ref: str) -> Response:
    someone = the_person(actor(), ref)
    today = clock.today()
    return web.page(
        "clearances/person.html",
        person=someone,
        checks=queries.checks_of(someone, today),
        contacts=[(contact, contact.stands_on(today)) for contact in queries.open_contacts_of(someone.id)],
        needed=queries.needs_of(someone.id),
        ordered=ORDERED,
        kinds=ClearanceKind,
        words=words,
        desk_words=words_desk,
    )


def _kind() -> ClearanceKind:
    asked = request.form.get("kind", "")
    if asked not in set(ClearanceKind):
        raise NotThere
    return ClearanceKind(asked)


def _act(ref: str, command: Callable[[int, ClearanceKind], Any], said: str) -> Response:
    """Do one thing about one check of a person, and go back to the person's checks."""
    someone = the_person(actor(), ref)
    command(someone.id, _kind())
    web.say(said)
    return web.to("clearances.person", ref=ref)


@blueprint.post(f"{PERSON}/requests")
@open_to(web.STAFF_DOOR)
def requests(ref: str) -> Response:
    return _act(ref, lambda person, kind: commands.ask_for(actor(), person, kind), _("Det er noteret som bestilt."))


@blueprint.post(f"{PERSON}/withdrawals")
@open_to(web.STAFF_DOOR)
def withdrawals(ref: str) -> Response:
    return _act(ref, lambda person, kind: commands.take_back(actor(), person, kind), _("Det er slettet."))


@blueprint.post(f"{PERSON}/declarations")
@open_to(web.STAFF_DOOR)
def declarations(ref: str) -> Response:
    """Signed on paper, in our wording of today."""
    someone = the_person(actor(), ref)
    commands.sign_declaration(actor(), someone.id, wording=words.DECLARATION_VERSION)
    web.say(_("Underskriften er noteret."))
    return web.to("clearances.person", ref=ref)


@blueprint.post(f"{PERSON}/pauses")
@open_to(web.STAFF_DOOR)
def pauses(ref: str) -> Response:
    someone = the_person(actor(), ref)
    commands.note_pause(actor(), someone.id, clock.today())
    web.say(_("Pausen er noteret. Efter et halvt år beder vi om en ny børneattest."))
    return web.to("clearances.person", ref=ref)


@blueprint.post(f"{PERSON}/returns")
@open_to(web.STAFF_DOOR)
def returns(ref: str) -> Response:
    someone = the_person(actor(), ref)
    commands.note_return(actor(), someone.id, clock.today())
    web.say(_("Personen er tilbage."))
    return web.to("clearances.person", ref=ref)


@blueprint.route(f"{PERSON}/<any(child_certificate,criminal_record,course):kind>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def assessment(ref: str, kind: str) -> Response:
    """Write down what the paper showed. The paper itself is thrown away."""
    someone, which = the_person(actor(), ref), ClearanceKind(kind)
    form = AssessmentForm(on=clock.today())
    if form.validate_on_submit():
        clean = form.verdict.data == "clean"
        if web.tried(form, lambda: commands.assess(actor(), someone.id, which, clean=clean, on=form.on.data)):
            web.say(_("Vurderingen er gemt. Slet attesten nu."))
            return web.to("clearances.person", ref=ref)
    return web.page(
        "clearances/assessment.html", form=form, person=the_person(actor(), ref), kind_word=words.KIND[which]
    )


@blueprint.route("/desk/clearances/policy", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def rules_of_town() -> Response:
    """What the municipality asks for, since when, and what the law asks for anyway."""
    today = clock.today()
    now = queries.policy_on(actor().municipality_id or 0, today)
    form = PolicyForm(valid_from=today, **{name: _shown(getattr(now, name)) for name in Policy.__slots__})
    if form.validate_on_submit():
        decided = Policy(
            int(form.child_months.data),
            int(form.criminal_months.data),
            bool(form.criminal_in_homes.data),
            bool(form.course_for_children.data),
        )
        if web.tried(form, lambda: commands.decide_policy(actor(), decided, valid_from=form.valid_from.data)):
            web.say(_("Reglerne er gemt."))
            return web.to("clearances.rules_of_town")
    return web.page(
        "clearances/rules_of_town.html",
        form=form,
        decided=queries.policies(actor()),
        requirements=REQUIREMENTS,
        now_policy=now,
        words=words,
        desk_words=words_desk,
    )


def _shown(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value)
