"""A company contact's page, by her personal link: no password, and nothing but her own company's."""

from __future__ import annotations

from flask import Blueprint, Response, g
from flask_babel import gettext as _

from mentors.associations.words import AGREEMENT
from mentors.followups import commands_jobs, queries_company, words_jobs
from mentors.followups.models_jobs import Job
from mentors.followups.rules_jobs import JobSide
from mentors.gatherings import words as gathering_words
from mentors.kit import web
from mentors.kit.web import actor, open_to

company_link = Blueprint("followups_company", __name__)
COMPANY_DOOR = web.link_door("my_company", "job_check")


def _job() -> Job:
    return queries_company.job_of_link(actor(), g.link.purpose, g.link.thing_ref)


@company_link.get("/w/<token:token>/company")
@open_to(COMPANY_DOOR)
def company(token: str) -> Response:
    """Her people at work by first name, what waits for an answer, her company's dates and agreements."""
    return web.page(
        "followups/company.html", page=queries_company.company_page(_job()), token=token,
        answers=words_jobs.ANSWER[JobSide.company], agreement_word=AGREEMENT, gathering_words=gathering_words,
    )  # fmt: skip


@company_link.post("/w/<token:token>/company/calls")
@open_to(COMPANY_DOOR, at_most=(20, 600))
def calls(token: str) -> Response:
    commands_jobs.call_company(actor(), _job())
    return web.done(_("Vi har fået besked. Vi ringer senest næste hverdag."), "followups_company.company", token=token)
