from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from mentors.core.actor import PUBLIC, Actor
from mentors.core.clock import local_day
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.speech import chosen_language, in_words_of
from mentors.kit.web import open_to
from mentors.municipalities import queries as municipalities
from mentors.municipalities.models import Municipality
from mentors.programmes import commands_sign_up as commands
from mentors.programmes import forms_public as forms
from mentors.programmes import queries, rules, words
from mentors.programmes.forms_summary import told
from mentors.programmes.models import Draft, Programme
from mentors.programmes.rules import Side

public = Blueprint("programmes", __name__)
JOIN = "/<town:town>/join/<any(volunteer, newcomer):side>"


@public.get("/")
@open_to(web.PUBLIC_DOOR)
def start() -> Response:
    """The one municipality's front page, or the list of them."""
    everyone = municipalities.all_municipalities()
    if len(everyone) == 1:
        return web.to("programmes.front", town=everyone[0].slug)
    return web.page("programmes/start.html", towns=everyone)


@public.get("/<town:town>/")
@open_to(web.PUBLIC_DOOR)
def front(town: str) -> Response:
    g.town = municipalities.the_municipality(town)
    with in_words_of(g.town.id):
        return web.page("programmes/front.html", programmes=queries.open_programmes(g.town.id), words=words, side=Side)


# --- signing up -----------------------------------------------------------------------------------


@dataclass(slots=True)
class Here:
    """A sign-up on its way: whose town, which side, and the draft this browser holds, if any."""

    town: Municipality
    side: Side
    programmes: list[Programme]
    draft: Draft | None

    @property
    def actor(self) -> Actor:
        # Whoever fills in the public page acts as the public, a signed-in coordinator too.
        return replace(PUBLIC, municipality_id=self.town.id)

    @property
    def is_sent(self) -> bool:
        return self.draft is not None and self.draft.sent_at is not None

    def address(self, **values: Any) -> dict[str, Any]:
        return {"town": self.town.slug, "side": self.side.value, **values}

    def kept(self, step: int) -> MultiDict[str, str] | None:
        """What was typed on a step before."""
        answers = self.draft.answers.get(str(step)) if self.draft and not self.is_sent else None
        if answers is None:
            return None
        return MultiDict([(name, value) for name, values in answers.items() for value in values])

    def form(self, step: int, typed: MultiDict[str, str] | None = None) -> Any:
        extra: dict[str, Any] = {}
        if self.side is Side.newcomer and step == 1:
            extra["offered"] = self.town.languages
        kept = typed if typed is not None else self.kept(step)
        # The application's own guard has looked at the token already, before any view.
        return forms.STEPS[self.side][step - 1](
            programmes=self.programmes, language=chosen_language().code, formdata=kept, meta={"csrf": False}, **extra
        )

    def unfinished(self) -> int:
        """The first step that is not right yet; 3 where only the sending is left."""
        for step in (1, 2):
            if self.kept(step) is None or not self.form(step).validate():
                return step
        return 3


def _here(town: str, side: str) -> Here:
    g.town = municipalities.the_municipality(town)
    which = Side(side)
    draft = queries.find_draft(g.town.id, which, request.cookies.get(_cookie(which)))
    return Here(g.town, which, queries.programmes_to_join(g.town.id, which), draft)


def _cookie(side: Side) -> str:
    return f"draft-{side}"


def _remember(answer: Response, here: Here, token: str) -> Response:
    """Leave the draft's secret with the browser, for as long as the draft lives."""
    answer.set_cookie(
        _cookie(here.side), token, max_age=int(rules.DRAFT_LASTS.total_seconds()), path=f"/{here.town.slug}/join",
        httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return answer


@public.get(JOIN)
@open_to(web.PUBLIC_DOOR)
def join(town: str, side: str) -> Response:
    """The way in: where one left off, or the first step."""
    here = _here(town, side)
    step = 1 if here.draft is None or here.is_sent else here.unfinished()
    chosen = {"programme": web.query_text("programme", 16)} if request.args.get("programme") else {}
    return web.to("programmes.send" if step == 3 else "programmes.join_step", **_to(here, step), **chosen)


def _to(here: Here, step: int) -> dict[str, Any]:
    return here.address(**({"step": step} if step < 3 else {}))


@public.route(f"{JOIN}/<int(min=1, max=2):step>", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(150, 600))
def join_step(town: str, side: str, step: int) -> Response:
    here = _here(town, side)
    if request.method == "POST":
        return _take_step(here, step)
    if step == 2 and (here.is_sent or here.kept(1) is None):
        return web.to("programmes.receipt" if here.is_sent else "programmes.join_step", **_back(here))
    form = here.form(step)
    if here.kept(step) is None:
        _preset(here, step, form)
    elif request.args.get("check"):
        form.validate()
    return _step_page(here, step, form)


def _back(here: Here) -> dict[str, Any]:
    return here.address() if here.is_sent else here.address(step=1)


def _preset(here: Here, step: int, form: Any) -> None:
    """What a fresh step begins with: the programme whose card was pressed."""
    if step == 1:
        form.chosen.data = web.query_text("programme", 16)
        return
    before = here.kept(1)
    chosen = before.get("chosen") if before is not None else None
    form.programmes.data = [chosen] if chosen in form.offered else []


def _take_step(here: Here, step: int) -> Response:
    """Keep what was typed, right or wrong; then on, or back to the same step with its errors.

    An answer of 422 undoes its request, so what is kept is answered with a redirect. Only what may not
    be kept (a CPR number) is shown back at once, and nowhere written down.
    """
    if here.is_sent and step > 1:
        return web.to("programmes.receipt", **here.address())
    form = here.form(step, request.form)
    good = form.validate()
    answers = forms.typed(form, request.form)
    if not good and not forms.may_be_kept(form, answers):
        return _step_page(here, step, form)
    token = None
    if here.draft is None or here.is_sent:
        here.draft, token = commands.begin_draft(here.actor, here.side)
    commands.keep_answers(here.draft, step, answers)
    if not good:
        answer = web.to("programmes.join_step", **_to(here, step), check=1)
    else:
        answer = web.to("programmes.send" if step == 2 else "programmes.join_step", **_to(here, step + 1))
    return _remember(answer, here, token) if token else answer


def _step_page(here: Here, step: int, form: Any) -> Response:
    return web.page("programmes/join_step.html", form=form, **_values(here, step))


def _values(here: Here, step: int) -> dict[str, Any]:
    return {
        "here": here,
        "step": step,
        "is_volunteer": here.side is Side.volunteer,
        "has_draft": here.draft is not None and not here.is_sent,
        "address": here.address(),
    }


@public.route(f"{JOIN}/3", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(60, 600))
def send(town: str, side: str) -> Response:
    """The summary, the consents, and sending: once, however often it is pressed."""
    here = _here(town, side)
    if here.is_sent:
        return web.to("programmes.receipt", **here.address())
    if here.draft is None or (step := here.unfinished()) < 3:
        step = 1 if here.draft is None else step
        return web.to("programmes.join_step", **_to(here, step), **({"check": 1} if here.kept(step) else {}))
    you, wishes, form = here.form(1), here.form(2), forms.SendForm()
    you.validate()
    wishes.validate()
    if form.validate_on_submit():
        sign_up = forms.sign_up_of(here.side, you, wishes, form, language=chosen_language().code)
        draft = here.draft
        if web.tried(form, lambda: commands.send(here.actor, draft, sign_up)):
            return web.to("programmes.receipt", **here.address())
        here = _here(town, side)  # the refusal has undone the request: read everything anew
    return web.page("programmes/send.html", form=form, you=told(you), wishes=told(wishes), **_values(here, 3))


@public.get(f"{JOIN}/receipt")
@open_to(web.PUBLIC_DOOR)
def receipt(town: str, side: str) -> Response:
    """What was sent, what happens next, who gets in touch and by when."""
    here = _here(town, side)
    if here.draft is None or not here.is_sent:
        raise NotThere
    joined = queries.participations_with_refs(here.town.id, here.draft.answers["participations"])
    titles = [words.title(p.programme.kind, p.programme.name, chosen_language().code) for p in joined]
    return web.page(
        "programmes/receipt.html",
        name=here.draft.answers["name"],
        titles=titles,
        answer_by=rules.answer_by(local_day(here.draft.sent_at)) if here.draft.sent_at else None,
        is_volunteer=here.side is Side.volunteer,
    )


@public.post(f"{JOIN}/restarts")
@open_to(web.PUBLIC_DOOR, at_most=(60, 600))
def restart(town: str, side: str) -> Response:
    """Begin anew: what was typed is forgotten, here and in the browser."""
    here = _here(town, side)
    form = forms.ButtonForm()
    if here.draft is not None and form.validate_on_submit():
        commands.drop_draft(here.draft)
        web.say(_("Så er det slettet. Begynd forfra."))
    answer = web.to("programmes.join_step", **here.address(step=1))
    answer.delete_cookie(_cookie(here.side), path=f"/{here.town.slug}/join")
    return answer
