from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from mentors.accounts.commands import invite, open_staff_account
from mentors.accounts.queries import staff_of
from mentors.accounts.queries_absence import answers_for
from mentors.accounts.rules_absence import ChangeReason
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere
from mentors.desk import commands, forms, queries, rules, words
from mentors.desk.views_protected import is_open
from mentors.kit import web
from mentors.kit.speech import say_moment
from mentors.kit.web import actor, open_to
from mentors.own_data.commands_consents import withdraw
from mentors.people import commands as people_commands
from mentors.people.models import Person
from mentors.people.queries import others_at_the_same_address, the_person
from mentors.people.rules import ConsentKind
from mentors.people.words import GENDER, INTEREST, TRADE
from mentors.portfolios import words_desk
from mentors.portfolios.queries import may_take_over, portfolio_of
from mentors.portfolios.rules import counts, upcoming
from mentors.timetables.commands import set_free_times
from mentors.timetables.queries import free_times_of
from mentors.timetables.words import DAYS, PARTS, week_part

blueprint = Blueprint("desk", __name__)


@blueprint.get("/desk/")
@open_to(web.STAFF_DOOR)
def todo() -> Response:
    """What must be done, late first; `?kind=` shows one group, `?page=` the next fifty."""
    found = queries.todo_list(actor(), current_app.extensions["rooms"])
    kind = web.query_text("kind", 40)
    kind = kind if kind in found.counts else ""
    mine = answers_for(actor())
    only_mine = request.args.get("mine") == "1"
    lines = [line for line in found.in_group(kind) if not only_mine or line.responsible_id in mine]
    pages = rules.pages(len(lines))
    page = min(web.query_number("page"), pages)
    return web.page(
        "desk/todo.html",
        found=found,
        kind=kind,
        lines=rules.page_of(lines, page),
        page=page,
        pages=pages,
        kind_word=words.GROUP,
        only_mine=only_mine,
        mine_count=sum(line.responsible_id in mine for line in found.lines),
        running=queries.running_pairs_count(actor()),
        share=queries.share_without_follow_up(actor()),
        waiting=queries.waiting_newcomers_count(actor()),
    )


@blueprint.get("/desk/search")
@open_to(web.STAFF_DOOR)
def search() -> Response:
    asked = web.query_text("q", 80)
    return web.page("desk/search.html", asked=asked, found=queries.search(actor(), asked), side_word=words.SIDE)


@blueprint.get("/desk/specimens")
@open_to(web.STAFF_DOOR)
def specimens() -> Response:
    """Every part of the pages in its states, to look at."""
    form = forms.SpecimenForm(formdata=None, meta={"csrf": False})
    form.validate()
    return web.page("parts/_specimens.html", status=200, specimen_form=form, specimen_page_url=lambda n: f"?page={n}")


# --- one person -----------------------------------------------------------------------------------


@blueprint.get("/desk/people/<ref:ref>")
@open_to(web.STAFF_DOOR)
def person(ref: str) -> Response:
    someone, by = the_person(actor(), ref), actor()
    rooms = current_app.extensions["rooms"]
    events = queries.history(by, someone.id, rooms)
    shown = events if request.args.get("history") == "all" else events[: rules.HISTORY_SHOWN]
    return web.page(
        "desk/person.html",
        person=someone,
        is_open=is_open(someone),
        free=[week_part(part) for part in free_times_of(someone.id)],
        sides=queries.sides_of([someone.id]).get(someone.id, ()),
        others=others_at_the_same_address(someone),
        panels=_panels(by, someone),
        events=[{"at_text": say_moment(e.at), "title": e.title, "text": e.text, "tone": e.tone} for e in shown],
        hidden_events=len(events) - len(shown),
        responsible_form=_responsible_form(someone),
        side_word=words.SIDE,
        gender_word=GENDER,
        interest_word=INTEREST,
        trade_word=TRADE,
        consent_word=words.CONSENT,
    )


def _panels(by: Actor, someone: Person) -> list[Markup]:
    """What the other rooms show on a person's page, in their order."""
    offered = [p for room in current_app.extensions["rooms"] for p in room.panels if p.where == "person"]
    filled = ((p.template, p.fill(by, someone.id)) for p in sorted(offered, key=lambda p: p.order))
    return [
        Markup(render_template(name, **{"person": someone, **values})) for name, values in filled if values is not None
    ]


def _responsible_form(someone: Person) -> forms.ResponsibleForm:
    colleagues = staff_of(someone.municipality_id)
    now = next((account.ref for account in colleagues if account.id == someone.responsible_id), "")
    return forms.ResponsibleForm(responsible=now).offer(colleagues)


@blueprint.route("/desk/people/<ref:ref>/details", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def details(ref: str) -> Response:
    """Correct a person's details. Whoever saves over a colleague is told first, and loses nothing typed."""
    someone = the_person(actor(), ref)
    form = forms.DetailsForm(obj=someone)
    if form.validate_on_submit():
        if form.is_about_an_older(someone):
            form.version.data = str(someone.version)
            return web.page("desk/details.html", status=409, form=form, person=someone, clash=True)
        if web.tried(form, lambda: commands.change_person(actor(), someone, form.details())):
            web.say(_("Oplysningerne er gemt."))
            return web.to("desk.person", ref=ref)
    return web.page("desk/details.html", form=form, person=the_person(actor(), ref), clash=False)


@blueprint.route("/desk/people/<ref:ref>/languages", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def languages(ref: str) -> Response:
    """How well somebody speaks the languages she has named; the pairing counts it."""
    someone = the_person(actor(), ref)
    form = forms.levels_form(someone)
    if form.validate_on_submit():
        chosen = {code: form[f"level_{code}"].data for code in someone.speaks}
        people_commands.set_levels(actor(), someone, {code: int(one) if one else None for code, one in chosen.items()})
        web.say(_("Sprogene er gemt."))
        return web.to("desk.person", ref=ref)
    return web.page("desk/languages.html", form=form, person=someone)


@blueprint.route("/desk/people/<ref:ref>/free-times", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def free_times(ref: str) -> Response:
    someone = the_person(actor(), ref)
    form = forms.FreeTimesForm(free=free_times_of(someone.id))
    if form.validate_on_submit():
        set_free_times(actor(), someone.id, form.free.data or ())
        web.say(_("Tiderne er gemt."))
        return web.to("desk.person", ref=ref)
    return web.page("desk/free_times.html", form=form, person=someone, days=DAYS.items(), parts=PARTS.items())


@blueprint.post("/desk/people/<ref:ref>/responsibles")
@open_to(web.STAFF_DOOR)
def responsibles(ref: str) -> Response:
    someone = the_person(actor(), ref)
    form = _responsible_form(someone)
    if not form.validate_on_submit():
        web.say(_("Vælg en kollega på listen."), "error")
        return web.to("desk.person", ref=ref)
    chosen = form.responsible.data
    account = queries.the_colleague(actor(), chosen) if chosen else None
    reason = ChangeReason(form.reason.data) if form.reason.data else None
    if web.tried(form, lambda: commands.make_responsible(actor(), someone, account, reason)):
        web.say(_("Den ansvarlige er gemt."))
    else:
        web.say(" ".join([*form.form_errors, *form.reason.errors]), "error")
    return web.to("desk.person", ref=ref)


@blueprint.post("/desk/people/<ref:ref>/consents/withdrawals")
@open_to(web.STAFF_DOOR)
def consent_withdrawals(ref: str) -> Response:
    someone = the_person(actor(), ref)
    kind = request.form.get("kind", "")
    if kind not in set(ConsentKind):
        raise NotThere
    if withdraw(actor(), someone, ConsentKind(kind)):
        web.say(_("Samtykket er trukket tilbage."))
    return web.to("desk.person", ref=ref)


# --- colleagues -----------------------------------------------------------------------------------


@blueprint.route("/desk/team", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def team() -> Response:
    """Who works here; a new colleague is invited by e-mail."""
    form = forms.ColleagueForm()
    if form.validate_on_submit() and web.tried(form, lambda: _invite(form)):
        web.say(_("Invitationen er sendt. Linket i den virker i to dage."))
        return web.to("desk.team")
    return web.page("desk/team.html", form=form, team=queries.team(actor()), role_word=words.ROLE, Role=Role)


def _invite(form: Any) -> None:
    account = open_staff_account(
        actor(),
        municipality_id=actor().municipality_id or 0,
        name=form.name.data,
        email=form.email.data,
        roles=frozenset({Role(form.role.data)}),
        language=form.language.data,
    )
    invite(actor(), account)


@blueprint.post("/desk/team/<ref:ref>/invitations")
@open_to(web.ADMIN_DOOR)
def invitations(ref: str) -> Response:
    invite(actor(), queries.the_colleague(actor(), ref))
    web.say(_("Et nyt link er sendt."))
    return web.to("desk.team")


@blueprint.route("/desk/team/<ref:ref>/closings", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def closings(ref: str) -> Response:
    """Ask once who takes over, then close a colleague's account."""
    colleague = queries.the_colleague(actor(), ref)
    others = may_take_over(colleague)
    form = forms.ClosingForm().offer(others)
    chosen = [one for one in others if one.ref in (form.to.data or ())]
    if form.validate_on_submit() and web.tried(form, lambda: commands.close_colleague(actor(), colleague, chosen)):
        web.say(_("Kontoen er lukket. Det, kollegaen var ansvarlig for, er givet videre."))
        return web.to("desk.team")
    colleague = queries.the_colleague(actor(), ref)
    items = portfolio_of(colleague.id)
    return web.page(
        "desk/closings.html", colleague=colleague, form=form, counts=counts(items), upcoming=upcoming(items),
        words=words_desk,
    )  # fmt: skip
