from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _
from flask_babel import ngettext

from mentors.core import clock
from mentors.followups import (
    commands_jobs,
    commands_ladder,
    forms_desk,
    queries,
    queries_jobs,
    queries_timeline,
    rules_ladder,
    rules_share,
    words_desk,
    words_jobs_desk,
    words_ladder_desk,
)
from mentors.followups.models_jobs import Job
from mentors.followups.rules_jobs import JobEnd, JobSide
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.pairing.queries import pairs_with_refs
from mentors.people.queries import the_person
from mentors.programmes.models import Programme
from mentors.programmes.queries import the_programme

desk = Blueprint("followups_desk", __name__)
SHOWN = 20  # rows of each list; the numbers above count them all


@desk.context_processor
def _words() -> dict[str, Any]:
    return {"words_ladder": words_ladder_desk, "words_desk": words_desk, "words_jobs": words_jobs_desk}


# --- the board ------------------------------------------------------------------------------------


@desk.get("/desk/follow-ups")
@open_to(web.STAFF_DOOR)
def board() -> Response:
    """What came too late, which pairs nobody has heard from, and who is still in the job."""
    town = actor().municipality_id or 0
    since, until = rules_share.last_days(clock.today())
    share = queries.share_without_follow_up(town, since, until)
    late = queries_timeline.late_lines(town)
    return web.page(
        "followups/board.html",
        share=share,
        since=since,
        late=late[:SHOWN],
        late_count=len(late),
        silent=pairs_with_refs(actor(), share.without[:SHOWN]),
        survival=queries_jobs.survival_of(town),
        missed=queries_jobs.missed_checks(town, since)[:SHOWN],
    )


# --- ladders --------------------------------------------------------------------------------------


@desk.route("/desk/programmes/<ref:ref>/ladder", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def ladder(ref: str) -> Response:
    """A programme's ladder: written as lines of days, looked at on a line of weeks, then saved as a new version."""
    programme = the_programme(actor(), ref)
    form = forms_desk.LadderForm()
    if form.validate_on_submit():
        wanted = form.ladder()
        if wanted is not None and form.step.data == "save":
            instead_of = web.whole_number(form.instead_of.data)
            if web.tried(form, lambda: commands_ladder.write_ladder(actor(), programme, wanted, instead_of=instead_of)):
                web.say(_("Planen er gemt og gælder fra nu af."))
                return web.to("followups_desk.ladder", ref=ref)
            # What stands now is shown with the refusal; whoever presses again has seen it.
            form.instead_of.data = str(queries_timeline.ladder_number(the_programme(actor(), ref)))
        elif wanted is not None:
            return _ladder_page(the_programme(actor(), ref), form, wanted)
    elif not form.is_submitted():
        form.show(_asked_version(programme))
        form.instead_of.data = str(queries_timeline.ladder_number(programme))
    form.step.data = ""
    return _ladder_page(the_programme(actor(), ref), form, None)


def _asked_version(programme: Programme) -> rules_ladder.Ladder:
    """The version in force, or an earlier one to begin from (`?version=`)."""
    wanted = web.query_number("version", 0)
    earlier = [row for row in queries_timeline.versions_of(programme) if row.number == wanted]
    if earlier:
        return rules_ladder.read(earlier[0].content, earlier[0].number)
    return queries.ladder_for(programme)


def _ladder_page(programme: Programme, form: forms_desk.LadderForm, wanted: rules_ladder.Ladder | None) -> Response:
    now = queries.ladder_for(programme)
    changes = queries_timeline.changes_by(programme, wanted) if wanted is not None else []
    today = clock.today()
    counts = {word: sum(change.comes(today) == word for _pair, change in changes) for word in words_ladder_desk.COMES}
    return web.page(
        "followups/ladder.html",
        form=form,
        programme=programme,
        kinds=list(rules_ladder.CheckKind),
        picture_shown=queries_timeline.of_ladder(wanted or now, programme.months),
        is_preview=wanted is not None,
        changes=[(pair, change, change.comes(today)) for pair, change in changes if change.comes(today) != "same"],
        counts=counts,
        versions=queries_timeline.versions_of(programme),
        shown=SHOWN,
    )


# --- jobs -----------------------------------------------------------------------------------------


@desk.route("/desk/people/<ref:ref>/jobs/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def new_job(ref: str) -> Response:
    """Write down that a newcomer has started in a job; the checks with both sides follow by themselves."""
    person = the_person(actor(), ref)
    form = forms_desk.JobForm(starts_on=clock.today())
    started: list[Job] = []
    if form.validate_on_submit() and web.tried(form, lambda: started.append(_start(ref, form))):
        weeks = queries_jobs.job_ladder_of(person.municipality_id).until_weeks
        web.say(
            ngettext(
                "Jobbet er skrevet ned. Vi spørger i %(num)d uge.",
                "Jobbet er skrevet ned. Vi spørger i %(num)d uger.",
                weeks,
            )
        )
        return web.to("followups_desk.job", ref=started[0].ref)
    person = the_person(actor(), ref)
    plan = queries_jobs.job_ladder_of(person.municipality_id)
    return web.page("followups/new_job.html", form=form, person=person, days={s: plan.days(s) for s in JobSide})


def _start(ref: str, form: forms_desk.JobForm) -> Job:
    return commands_jobs.start_job(
        actor(), the_person(actor(), ref), company=form.company.data or "", starts_on=form.starts_on.data,
        hours=form.hours.data, **form.contact(),
    )  # fmt: skip


@desk.get("/desk/jobs/<ref:ref>")
@open_to(web.STAFF_DOOR)
def job(ref: str) -> Response:
    """A job: the facts, every check and its answer, and what can be done."""
    return _job_page(queries_jobs.the_job(actor(), ref))


def _job_page(it: Job, **wrong: Any) -> Response:
    blank = {"formdata": None}
    return web.page(
        "followups/job.html",
        job=it,
        picture_shown=queries_timeline.of_job(it),
        next_on=queries_jobs.next_check_of(it),
        weeks=queries_jobs.job_ladder_of(it.municipality_id).until_weeks,
        last_said=queries_jobs.last_said,
        end_form=wrong.get("end") or forms_desk.JobEndForm(prefix="end-", meta={"csrf": False}, **blank),
        contact_form=wrong.get("contact") or forms_desk.ContactForm(obj=it, prefix="c-", meta={"csrf": False}, **blank),
    )


@desk.post("/desk/jobs/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def job_endings(ref: str) -> Response:
    it = queries_jobs.the_job(actor(), ref)
    form = forms_desk.JobEndForm(prefix="end-", meta={"csrf": False})
    if form.validate_on_submit() and web.tried(
        form, lambda: commands_jobs.end_job(actor(), it, on=form.ended_on.data, outcome=JobEnd(form.outcome.data))
    ):
        web.say(_("Noteret. Vi spørger ikke mere om jobbet."))
        return web.to("followups_desk.job", ref=ref)
    return _job_page(queries_jobs.the_job(actor(), ref), end=form)


@desk.post("/desk/jobs/<ref:ref>/endings/withdrawals")
@open_to(web.STAFF_DOOR)
def job_ending_withdrawals(ref: str) -> Response:
    commands_jobs.reopen_job(actor(), queries_jobs.the_job(actor(), ref))
    web.say(_("Fortrudt. Vi spørger igen om jobbet."))
    return web.to("followups_desk.job", ref=ref)


@desk.post("/desk/jobs/<ref:ref>/contacts")
@open_to(web.STAFF_DOOR)
def job_contacts(ref: str) -> Response:
    it = queries_jobs.the_job(actor(), ref)
    form = forms_desk.ContactForm(prefix="c-", meta={"csrf": False})
    if form.validate_on_submit() and web.tried(
        form, lambda: commands_jobs.change_contact(actor(), it, **form.contact())
    ):
        web.say(_("Gemt."))
        return web.to("followups_desk.job", ref=ref)
    return _job_page(queries_jobs.the_job(actor(), ref), contact=form)


@desk.post("/desk/jobs/<ref:ref>/company-links")
@open_to(web.STAFF_DOOR, at_most=(60, 600))
def job_company_links(ref: str) -> Response:
    """Send the company's contact the link to her own page."""
    commands_jobs.send_company_page(actor(), queries_jobs.the_job(actor(), ref))
    return web.done(_("Linket er sendt."), "followups_desk.job", ref=ref)
