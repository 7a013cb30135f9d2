from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _

from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.kit import web
from mentors.kit.speech import chosen_language
from mentors.kit.web import actor, open_to
from mentors.municipalities.queries import municipality
from mentors.programmes import commands, commands_sign_up, queries, rules, words, words_desk
from mentors.programmes import forms_desk as forms
from mentors.programmes.models import Participation, Programme
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side, StepKind

desk = Blueprint("programmes_desk", __name__)
# Several forms on one page have prefixes, their token has none: the application's guard looks at it.
_GUARDED = {"csrf": False}


# --- lists ----------------------------------------------------------------------------------------


@desk.get("/desk/applications")
@open_to(web.STAFF_DOOR)
def applications() -> Response:
    """Everybody who has signed up; at first only those nobody has decided about."""
    wanted = _wanted()
    listed = queries.applications(actor(), wanted, web.query_number("page"))
    filters = forms.FilterForm(queries.all_programmes(actor()), wanted)
    return web.page(
        "programmes/applications.html", listed=listed, filters=filters,
        words=words_desk, page_url=_page_url, is_narrowed=bool(request.args),
    )  # fmt: skip


def _wanted() -> queries.Wanted:
    state, side = web.query_text("state", 20) or "applied", web.query_text("side", 20)
    return queries.Wanted(
        programme_ref=web.query_text("programme", 16) or None,
        side=Side(side) if side in set(Side) else None,
        states=(ParticipationState(state),) if state in set(ParticipationState) else None,
    )


def _page_url(page: int) -> str:
    kept = {name: request.args[name] for name in ("programme", "side", "state") if name in request.args}
    return url_for(str(request.endpoint), page=page, **kept)  # type: ignore[arg-type]


@desk.get("/desk/newcomers")
@open_to(web.STAFF_DOOR)
def newcomers() -> Response:
    listed = queries.waiting_newcomers(actor(), web.query_number("page"))
    return web.page(
        "programmes/newcomers.html",
        listed=listed,
        words=words_desk,
        page_url=_page_url,
        suggestions_url=_suggestions_url,
    )


def _suggestions_url(participation: Participation) -> str | None:
    """The page of suggestions, which the pairing room owns; None in a house without it."""
    known = "pairing.suggestions" in current_app.view_functions
    ready = participation.state is ParticipationState.approved and participation.side is Side.newcomer
    return url_for("pairing.suggestions", ref=participation.ref) if known and ready else None


@desk.route("/desk/newcomers/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_newcomer() -> Response:
    """A coordinator signs a newcomer up, before arrival too."""
    by = actor()
    town = municipality(by.municipality_id or 0)
    language = chosen_language().code
    programmes = queries.all_programmes(by)
    form = forms.NewcomerForm(programmes=programmes, language="da", offered=town.languages)
    if form.validate_on_submit():
        joined: list[Participation] = []
        said = form.sign_up_said(language)
        if web.tried(form, lambda: joined.extend(commands_sign_up.sign_up_newcomer(by, said))):
            web.say(_("%(name)s er tilmeldt.", name=joined[0].person.name))
            return web.to("programmes_desk.application", ref=joined[0].ref)
    return web.page("programmes/new_newcomer.html", form=form)


# --- one application ------------------------------------------------------------------------------


@desk.get("/desk/applications/<ref:ref>")
@open_to(web.STAFF_DOOR)
def application(ref: str) -> Response:
    return _application_page(queries.the_participation(actor(), ref))


def _application_page(participation: Participation, **wrong: Any) -> Response:
    """The page, with the forms as they are, or as they came back with something to correct."""
    lines = queries.step_lines(participation, clock.today()) if participation.side is Side.volunteer else []
    step_forms = {line.step: _step_form(line.step) for line in lines} | wrong.get("steps", {})
    pause = wrong.get("pause") or forms.PauseForm(formdata=None, prefix="pause-", meta=_GUARDED)
    facing = queries.participations_of(participation.person_id)
    return web.page(
        "programmes/application.html",
        status=422 if wrong else 200,
        it=participation,
        lines=lines,
        forms=step_forms,
        pause=pause,
        others=[p for p in facing if p.id != participation.id],
        missing=[line.step for line in lines if not line.is_done],
        words=words_desk,
        may=_may(participation),
        suggestions_url=_suggestions_url(participation),
        person_url=_person_url(participation),
    )


def _step_form(step: StepKind, *, fresh: bool = True) -> Any:
    kind = forms.CertificateForm if step is StepKind.child_certificate else forms.StepForm
    if not fresh:
        return kind(prefix=f"{step}-", meta=_GUARDED)
    form = kind(formdata=None, prefix=f"{step}-", meta=_GUARDED)
    form.on.data = clock.today()
    return form


def _may(participation: Participation) -> set[str]:
    return {str(state) for state in ParticipationState if rules.may_become(participation.state, state)}


def _person_url(participation: Participation) -> str | None:
    known = "desk.person" in current_app.view_functions
    return url_for("desk.person", ref=participation.person.ref) if known else None


@desk.post("/desk/applications/<ref:ref>/steps/<any(interview, confidentiality, child_certificate, course):step>")
@open_to(web.STAFF_DOOR)
def steps(ref: str, step: str) -> Response:
    """Mark a step as done on a day; a child certificate as assessed, in order or not."""
    by, kind = actor(), StepKind(step)
    participation = queries.the_participation(by, ref)
    form = _step_form(kind, fresh=False)

    def note() -> None:
        if kind is StepKind.child_certificate and form.outcome.data == "refused":
            clearances.assess(
                by, participation.person_id, ClearanceKind.child_certificate, clean=False, on=form.on.data
            )
        else:
            commands.do_step(by, participation, kind, form.on.data)

    if form.validate_on_submit() and web.tried(form, note):
        web.say(_("Noteret."))
        return _back_to(ref)
    return _application_page(queries.the_participation(by, ref), steps={kind: form})


@desk.post(
    "/desk/applications/<ref:ref>/steps/<any(interview, confidentiality, child_certificate, course):step>/undoings"
)
@open_to(web.STAFF_DOOR)
def undo_step(ref: str, step: str) -> Response:
    return _press(ref, lambda p: commands.undo_step(actor(), p, StepKind(step)), _("Fortrudt."))


@desk.post("/desk/applications/<ref:ref>/certificate-requests")
@open_to(web.STAFF_DOOR)
def ask_certificate(ref: str) -> Response:
    """The child certificate was ordered today: from now the volunteer has 14 days to consent."""
    return _press(
        ref,
        lambda p: clearances.ask_for(actor(), p.person_id, ClearanceKind.child_certificate),
        _("Noteret. Den frivillige har 14 dage til at give samtykke i sin digitale post."),
    )


@desk.post("/desk/applications/<ref:ref>/declarations")
@open_to(web.STAFF_DOOR)
def send_declaration(ref: str) -> Response:
    return _press(ref, lambda p: commands.send_declaration(actor(), p), _("Tavshedserklæringen er på vej."))


_DECISIONS: dict[str, tuple[Callable[..., Any], Callable[[], str]]] = {
    "approve": (commands.approve, lambda: _("Godkendt.")),
    "turn_down": (commands.turn_down, lambda: _("Noteret som sagt nej til. Ring eller skriv selv og sig det pænt.")),
    "resume": (commands.resume, lambda: _("Pausen er slut.")),
    "leave": (commands.leave, lambda: _("Noteret som stoppet. Historien er bevaret.")),
    "reopen": (commands.reopen, lambda: _("Fortrudt. Tilmeldingen står som ny igen.")),
}


@desk.post("/desk/applications/<ref:ref>/decisions")
@open_to(web.STAFF_DOOR)
def decide(ref: str) -> Response:
    form = forms.DecisionForm()
    if not form.validate_on_submit():
        web.say(_("Vælg en af knapperne på siden."), "error")
        return _back_to(ref)
    command, words_after = _DECISIONS[form.decision.data]
    return _press(ref, lambda p: command(actor(), p), words_after())


@desk.post("/desk/applications/<ref:ref>/pauses")
@open_to(web.STAFF_DOOR)
def pause(ref: str) -> Response:
    participation = queries.the_participation(actor(), ref)
    form = forms.PauseForm(prefix="pause-", meta=_GUARDED)
    if form.validate_on_submit() and web.tried(form, lambda: commands.pause(actor(), participation, form.until.data)):
        web.say(_("Sat på pause."))
        return _back_to(ref)
    return _application_page(queries.the_participation(actor(), ref), pause=form)


def _press(ref: str, command: Callable[[Participation], Any], said: str) -> Response:
    """One button pressed on an application: done, or the sentence that says why not."""
    participation = queries.the_participation(actor(), ref)
    form = forms.ButtonForm()
    if web.tried(form, lambda: command(participation)):
        web.say(said)
    else:
        web.say(form.form_errors[0], "error")
    return _back_to(ref)


def _back_to(ref: str) -> Response:
    return web.to("programmes_desk.application", ref=ref)


# --- programmes -----------------------------------------------------------------------------------


@desk.get("/desk/programmes")
@open_to(web.STAFF_DOOR)
def programmes() -> Response:
    return web.page(
        "programmes/programmes.html", kinds=words.KIND, programmes=queries.all_programmes(actor()), counts=queries.how_many(actor()),
        words=words_desk, side=Side, state=ParticipationState,
    )  # fmt: skip


@desk.route("/desk/programmes/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_programme() -> Response:
    """A programme of a kind, with the defaults of the kind; its settings are the next page."""
    form = forms.NewProgrammeForm()
    if form.validate_on_submit():
        opened: list[Programme] = []
        kind, name = ProgrammeKind(form.kind.data), form.name.data or ""
        if web.tried(form, lambda: opened.append(commands.open_programme(actor(), kind, name))):
            web.say(_("Programmet er oprettet. Se, om tallene passer hos jer."))
            return web.to("programmes_desk.programme", ref=opened[0].ref)
    return web.page("programmes/new_programme.html", form=form)


@desk.route("/desk/programmes/<ref:ref>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def programme(ref: str) -> Response:
    it = queries.the_programme(actor(), ref)
    form = forms.ProgrammeForm(obj=it)
    if form.validate_on_submit() and web.tried(form, lambda: commands.change_programme(actor(), it, **form.settings())):
        web.say(_("Gemt."))
        return web.to("programmes_desk.programmes")
    it = queries.the_programme(actor(), ref)
    return web.page("programmes/programme.html", form=form, it=it, kind=words.KIND[it.kind], ladder_url=_ladder_url(it))


def _ladder_url(it: Programme) -> str | None:
    """The programme's follow-up ladder, which the followups room owns; None in a house without it."""
    return (
        url_for("followups_desk.ladder", ref=it.ref) if "followups_desk.ladder" in current_app.view_functions else None
    )
