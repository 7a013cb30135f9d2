from __future__ import annotations

from flask import Blueprint, Response, g, url_for

from mentors.core.refusal import Refused
from mentors.followups import commands_jobs, queries_jobs, words_jobs
from mentors.followups.models_jobs import JobCheck
from mentors.followups.rules_jobs import CheckEnd, JobSide, Said
from mentors.kit import web
from mentors.kit.db import db
from mentors.kit.web import actor, open_to

jobs_link = Blueprint("followups_jobs", __name__)
JOB_DOOR = web.link_door("job_check")


def _asked() -> JobCheck:
    return queries_jobs.the_job_check(actor(), g.link.thing_ref)


def _page(template: str, check: JobCheck, token: str, *, status: int | None = None, why: str | None = None) -> Response:
    is_newcomer = check.side is JobSide.citizen
    has_contact = check.job.contact_email or check.job.contact_mobile
    return web.page(
        template,
        status=status,
        why=why,
        shell="shell/newcomer.html" if is_newcomer else "shell/public.html",
        token=token,
        question=words_jobs.QUESTION[check.side],
        answers=words_jobs.ANSWER[check.side],
        picto=words_jobs.PICTO,
        said=queries_jobs.last_said(check),
        moved_to=check.moved_to,
        may_move=check.ended_as not in (CheckEnd.done, CheckEnd.moved),
        is_over=check.job.ended_on is not None,
        # The company knows her; a first name helps where there are several. Never where it is protected.
        name=check.job.person.first_name if not is_newcomer and not check.job.person.is_protected else None,
        Said=Said,
        company_url=None if is_newcomer or not has_contact else url_for("followups_company.company", token=token),
    )


@jobs_link.get("/w/<token:token>/job")
@open_to(JOB_DOOR)
def question(token: str) -> Response:
    """The question about the job with its big answers. Opening it says nothing."""
    return _page("followups/job_question.html", _asked(), token)


@jobs_link.post("/w/<token:token>/job/answers")
@open_to(JOB_DOOR)
def answer(token: str) -> Response:
    try:
        commands_jobs.record_answer(actor(), _asked(), web.sent_text("said"))
    except Refused as refusal:
        db.session.rollback()
        return _page("followups/job_question.html", _asked(), token, status=422, why=str(refusal.why))
    return web.to("followups_jobs.thanks", token=token)


@jobs_link.get("/w/<token:token>/job/thanks")
@open_to(JOB_DOOR)
def thanks(token: str) -> Response:
    return _page("followups/job_thanks.html", _asked(), token)


@jobs_link.post("/w/<token:token>/job/moves")
@open_to(JOB_DOOR, at_most=(20, 600))
def moves(token: str) -> Response:
    """Not now: in a week."""
    commands_jobs.move_check(actor(), _asked())
    return web.to("followups_jobs.question", token=token)


@jobs_link.post("/w/<token:token>/job/calls")
@open_to(JOB_DOOR, at_most=(20, 600))
def call_me(token: str) -> Response:
    commands_jobs.ask_for_a_call(actor(), _asked())
    return web.to("followups_jobs.call_asked", token=token)


@jobs_link.get("/w/<token:token>/job/call")
@open_to(JOB_DOOR)
def call_asked(token: str) -> Response:
    return _page("followups/job_call_asked.html", _asked(), token)
