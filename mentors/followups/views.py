from __future__ import annotations

from flask import Blueprint, Response, g
from flask_babel import gettext as _

from mentors.core.refusal import Refused
from mentors.followups import commands, queries, rules, words
from mentors.followups.models import CheckIn
from mentors.followups.rules import CheckKind
from mentors.kit import web
from mentors.kit.db import db
from mentors.kit.web import actor, open_to
from mentors.programmes.rules import Side
from mentors.tasks.queries import find_task

blueprint = Blueprint("followups", __name__)


def _asked() -> CheckIn:
    """What the link is about; an old link leads to the newest question of its kind."""
    return queries.newest_like(queries.the_check_in(actor(), g.link.thing_ref))


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
        is_over=not check_in.pair.is_running and check_in.kind is not CheckKind.afterwards,
        is_running=check_in.pair.is_running,
        is_stopped=queries.live_stop(check_in) is not None,
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


@blueprint.get("/w/<token:token>/check-in/stop")
@open_to(web.link_door("check_in"))
def stop(token: str) -> Response:
    """One question before the wish to stop is sent; afterwards what happens now, and the way back."""
    check_in = _asked()
    task = find_task(commands.stop_key(check_in))
    is_sent = task is not None and task.done_at is None
    return web.page("followups/stop.html", shell=_shell(check_in), token=token, name=check_in.other.first_name,
                    is_sent=is_sent)  # fmt: skip


@blueprint.post("/w/<token:token>/check-in/stops")
@open_to(web.link_door("check_in"), at_most=(20, 600))
def stops(token: str) -> Response:
    commands.ask_to_stop(actor(), _asked())
    return web.to("followups.stop", token=token)


@blueprint.post("/w/<token:token>/check-in/stops/withdrawals")
@open_to(web.link_door("check_in"), at_most=(20, 600))
def stop_withdrawals(token: str) -> Response:
    commands.take_back_stop(actor(), _asked())
    web.say(_("Det er fortrudt. Alt er, som det var."))
    return web.to("followups.question", token=token)


@blueprint.post("/w/<token:token>/check-in/silences")
@open_to(web.link_door("check_in"), at_most=(20, 600))
def silences(token: str) -> Response:
    """No more of this question, and of no other."""
    commands.stop_question(actor(), _asked())
    return web.to("followups.question", token=token)


@blueprint.post("/w/<token:token>/check-in/silences/withdrawals")
@open_to(web.link_door("check_in"), at_most=(20, 600))
def silence_withdrawals(token: str) -> Response:
    commands.ask_again(actor(), _asked())
    return web.to("followups.question", token=token)
