from __future__ import annotations

from flask import Blueprint, Response, g, render_template
from flask_babel import gettext as _

from mentors.clearances.models_guardians import Guardian
from mentors.clearances.queries_guardians import the_guardian
from mentors.core import clock
from mentors.kit import web
from mentors.kit.pdf import PdfMissing, pdf_answer
from mentors.kit.speech import speaking, spoken_language
from mentors.kit.web import actor, open_to
from mentors.municipalities import queries as municipalities
from mentors.people.queries import person as person_with
from mentors.youth import commands, forms, queries, words
from mentors.youth.rules import SpareJob
from mentors.youth.rules_work import WorkGroup, hours_of

public = Blueprint("youth", __name__)


@public.get("/<town:town>/youth")
@open_to(web.PUBLIC_DOOR)
def jobs(town: str) -> Response:
    """Spare-time jobs, the rules of working hours, and the way to a CV."""
    g.town = municipalities.the_municipality(town)
    today = clock.today()
    return web.page(
        "youth/jobs.html",
        postings=queries.public_postings(g.town.id),
        rules=[hours_of(group, today) for group in WorkGroup if group is not WorkGroup.under_13],
        words=words,
    )


@public.route("/<town:town>/youth/cv", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(60, 600))
def cv(town: str) -> Response:
    """Type, and get a tidy sheet in Danish to print or save as PDF. Nothing typed is kept by us."""
    g.town = municipalities.the_municipality(town)
    form = forms.CvForm()
    if form.validate_on_submit():
        with speaking("da"):
            headings = {name: str(word) for name, word in words.CV_HEADINGS.items()}
        if form.as_pdf.data:
            try:
                return pdf_answer(render_template("youth/cv_pdf.html", sheet=form.sheet(), headings=headings), "cv.pdf")  # type: ignore[no-any-return]
            except PdfMissing:
                pass  # the sheet itself says how to print it
        return web.page("youth/cv_sheet.html", sheet=form.sheet(), headings=headings)
    return web.page("youth/cv.html", form=form)


# --- personal links -------------------------------------------------------------------------------


def _guardian() -> Guardian:
    return the_guardian(g.link.thing_ref, g.link.municipality_id)


@public.get("/w/<token:token>/guardian")
@open_to(web.link_door("guardian"))
def guardian(token: str) -> Response:
    """The question in the guardian's language, and the receipt ever after."""
    found = _guardian()
    wording = words.GUARDIAN[found.purpose]
    with speaking("da"):
        danish = str(wording)
    return web.page("youth/guardian.html", guardian=found, wording=wording, danish=danish, token=token)


@public.post("/w/<token:token>/guardian/consents")
@open_to(web.link_door("guardian"))
def guardian_consents(token: str) -> Response:
    commands.give_guardian_consent(actor(), _guardian(), language=spoken_language().code)
    return web.to("youth.guardian", token=token)


@public.post("/w/<token:token>/guardian/withdrawals")
@open_to(web.link_door("guardian"))
def guardian_withdrawals(token: str) -> Response:
    commands.withdraw_guardian_consent(actor(), _guardian())
    web.say(_("Tak for svaret. Du kan altid ombestemme dig her."))
    return web.to("youth.guardian", token=token)


@public.get("/w/<token:token>/spare-job")
@open_to(web.link_door("spare_job"))
def spare_job(token: str) -> Response:
    """Three buttons; the last press counts."""
    answers = queries.answers_of(g.link.person_id)
    return web.page("youth/spare_job.html", last=answers[0] if answers else None, words=words.SPARE_JOB, token=token)


@public.post("/w/<token:token>/spare-job/<any(has,wants,neither):answer>")
@open_to(web.link_door("spare_job"))
def spare_job_answers(token: str, answer: str) -> Response:
    commands.note_spare_job(actor(), person_with(g.link.person_id), SpareJob(answer))
    web.say(_("Tak. Vi har gemt dit svar."))
    return web.to("youth.spare_job", token=token)
