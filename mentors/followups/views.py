from __future__ import annotations

from flask import Blueprint, Response, g

from mentors.core.refusal import Refused
from mentors.followups import commands, queries, rules, words
from mentors.followups.models import CheckIn
from mentors.kit import web
from mentors.kit.db import db
from mentors.kit.web import actor, open_to
from mentors.programmes.rules import Side

blueprint = Blueprint("followups", __name__)


def _asked() -> CheckIn:
    return queries.the_check_in(actor(), g.link.thing_ref)


def _shell(check_in: CheckIn) -> str:
    return "shell/newcomer.html" if check_in.side is Side.newcomer else "shell/public.html"


def _page(
    template: str, check_in: CheckIn, token: str, *, status: int | None = None, why: str | None = None
) -> Response:
    return web.page(
        template,
        status=status,
        why=why,
        shell=_shell(check_in),
        token=token,
        check_in=check_in,
        name=check_in.other.first_name,
        words=words,
        choices=rules.CHOICES[check_in.kind],
        said=queries.last_said(check_in),
        is_over=not check_in.pair.is_running,
    )


@blueprint.get("/w/<token:token>/check-in")
@open_to(web.link_door("check_in"))
def question(token: str) -> Response:
    """The question with its big answers. Opening it says nothing."""
    return _page("followups/question.html", _asked(), token)


@blueprint.post("/w/<token:token>/check-in/answers")
@open_to(web.link_door("check_in"))
def answer(token: str) -> Response:
    check_in = _asked()
    try:
        commands.record_answer(actor(), check_in, web.sent_text("said"))
    except Refused as refusal:
        db.session.rollback()
        return _page("followups/question.html", _asked(), token, status=422, why=str(refusal.why))
    return web.to("followups.thanks", token=token)


@blueprint.get("/w/<token:token>/check-in/thanks")
@open_to(web.link_door("check_in"))
def thanks(token: str) -> Response:
    return _page("followups/thanks.html", _asked(), token)


@blueprint.post("/w/<token:token>/check-in/calls")
@open_to(web.link_door("check_in"), at_most=(20, 600))
def call_me(token: str) -> Response:
    commands.ask_for_a_call(actor(), _asked())
    return web.to("followups.call_asked", token=token)


@blueprint.get("/w/<token:token>/check-in/call")
@open_to(web.link_door("check_in"))
def call_asked(token: str) -> Response:
    return _page("followups/call_asked.html", _asked(), token)
