from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.core import clock
from mentors.followups import (
    commands_ladder,
    forms_job_ladder_desk,
    queries_job_ladder,
    queries_jobs,
    queries_timeline,
    rules_job_ladder,
    words_jobs_desk,
    words_ladder_desk,
)
from mentors.followups.rules_job_ladder import JOB_LADDER, JobLadder
from mentors.kit import web
from mentors.kit.web import actor, open_to

job_ladder_desk = Blueprint("job_ladder_desk", __name__)
SHOWN = 20  # jobs a change is shown on; the numbers above count them all


@job_ladder_desk.route("/desk/follow-ups/job-ladder", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def ladder() -> Response:
    """The town's ladder after a job start: written as lines of days, looked at on a line of weeks, then saved."""
    town = actor().municipality_id or 0
    form = forms_job_ladder_desk.JobLadderForm()
    if form.validate_on_submit():
        wanted = form.ladder()
        if wanted is not None and form.step.data == "save":
            instead_of = web.whole_number(form.instead_of.data)
            if web.tried(form, lambda: commands_ladder.write_job_ladder(actor(), wanted, instead_of=instead_of)):
                web.say(_("Planen er gemt og gælder fra nu af."))
                return web.to("job_ladder_desk.ladder")
            # What stands now is shown with the refusal; whoever presses again has seen it.
            form.instead_of.data = str(queries_jobs.job_ladder_of(town).number)
        elif wanted is not None:
            return _page(town, form, wanted, is_preview=True)
    elif not form.is_submitted():
        chosen = _asked_version(town)
        form.show(chosen)
        form.instead_of.data = str(queries_jobs.job_ladder_of(town).number)
        return _page(town, form, chosen)
    form.step.data = ""
    return _page(town, form, queries_jobs.job_ladder_of(town))


def _asked_version(town: int) -> JobLadder:
    """The version in force, or an earlier one to begin from (`?version=`); 0 is the one every town begins with."""
    now = queries_jobs.job_ladder_of(town)
    wanted = web.whole_number(request.args.get("version"), now.number)
    if wanted == 0:
        return JOB_LADDER
    earlier = [row for row in queries_job_ladder.versions_of(town) if row.number == wanted]
    return rules_job_ladder.read(earlier[0].content, earlier[0].number) if earlier else now


def _page(
    town: int, form: forms_job_ladder_desk.JobLadderForm, shown: JobLadder, *, is_preview: bool = False
) -> Response:
    today = clock.today()
    changes = queries_job_ladder.changes_by(town, shown) if is_preview else []
    comes = [(job_id, change, change.comes(today)) for job_id, change in changes]
    different = [row for row in comes if row[2] != "same"][:SHOWN]
    return web.page(
        "followups/job_ladder.html",
        form=form,
        picture_shown=queries_timeline.of_job_ladder(shown),
        is_preview=is_preview,
        changes=different,
        jobs=queries_job_ladder.jobs_by_id([job_id for job_id, _change, _word in different]),
        running=len(changes),
        counts={word: sum(each == word for _id, _change, each in comes) for word in words_ladder_desk.COMES},
        versions=queries_job_ladder.versions_of(town),
        words_ladder=words_ladder_desk,
        words_jobs=words_jobs_desk,
    )
