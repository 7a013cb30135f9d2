"""The coordinator's pages about what a group means for its people."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, request
from flask_babel import gettext as _

from mentors.accounts.queries import staff_of
from mentors.core import clock
from mentors.core.language import fallback_chain
from mentors.core.refusal import NotThere
from mentors.gatherings import commands_people, forms_desk, queries, queries_desk, queries_people, words, words_desk
from mentors.gatherings.models import CourseModule, Series
from mentors.gatherings.rules import AfterLeave
from mentors.gatherings.views_desk import blueprint
from mentors.kit import web
from mentors.kit.speech import say_date, speaking
from mentors.kit.web import actor, open_to
from mentors.people.queries import the_person


@blueprint.route("/desk/series/<ref:ref>/leader", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def leader(ref: str) -> Response:
    """The group's leader is responsible for its participants for a period; then it goes back by itself."""
    series = queries.the_series(actor(), ref)
    if not series.is_course:
        raise NotThere
    colleagues = {account.ref: account for account in staff_of(series.municipality_id)}
    form = forms_desk.LeaderForm(from_on=clock.today(), until_on=clock.today() + timedelta(weeks=12))
    form.leader.choices = [(key, account.name) for key, account in colleagues.items()]
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands_people.lead_group(
            actor(), queries.the_series(actor(), ref), colleagues[form.leader.data],
            from_on=form.from_on.data, until_on=form.until_on.data,
        ),
    ):  # fmt: skip
        web.say(_("Holdlederen er ansvarlig for deltagerne i perioden."))
        return web.to("gatherings_desk.leader", ref=ref)
    series = queries.the_series(actor(), ref)
    return web.page(
        "gatherings/leader.html",
        form=form,
        series=series,
        period=queries_people.leader_period(series),
        names={account.id: account.name for account in staff_of(series.municipality_id)},
        switches=queries_people.switches(series),
    )


@blueprint.post("/desk/series/<ref:ref>/leader/endings")
@open_to(web.STAFF_DOOR)
def end_leader(ref: str) -> Response:
    commands_people.end_leading(actor(), queries.the_series(actor(), ref))
    web.say(_("De tidligere ansvarlige er tilbage."))
    return web.to("gatherings_desk.leader", ref=ref)


# --- modules --------------------------------------------------------------------------------------


@blueprint.route("/desk/series/<ref:ref>/modules", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def modules(ref: str) -> Response:
    """A course's modules, and who has completed which."""
    series = queries.the_series(actor(), ref)
    there = queries_people.modules(series)
    form = forms_desk.ModulesForm(topics=[module.topic for module in there])
    if form.validate_on_submit():
        commands_people.set_modules(actor(), series, form.topics.data or [])
        return web.to("gatherings_desk.modules", ref=ref)
    return web.page(
        "gatherings/modules.html",
        form=form,
        series=series,
        modules=there,
        members=queries_people.seated(series),
        done=queries_people.completions(series),
    )


@blueprint.post("/desk/series/<ref:ref>/modules/<topic>/completions")
@open_to(web.STAFF_DOOR)
def complete_module(ref: str, topic: str) -> Response:
    series = queries.the_series(actor(), ref)
    person = queries_people.the_member(series, request.form.get("person", ""))
    module = queries_people.the_module(series, topic)
    commands_people.complete_module(actor(), module, person, done=request.form.get("undo") != "1")
    return web.to("gatherings_desk.modules", ref=ref)


@blueprint.get("/desk/series/<ref:ref>/certificates/<ref:person>")
@open_to(web.STAFF_DOOR)
def certificate(ref: str, person: str) -> Response:
    """A course certificate on paper: Danish, and the same in the participant's own language."""
    series = queries.the_series(actor(), ref)
    member = queries_people.the_member(series, person)
    done = queries_people.completions(series).get(member.id, {})
    there = [module for module in queries_people.modules(series) if module.topic in done]
    return web.page(
        "gatherings/certificate.html",
        series=series,
        person=member,
        blocks=[_certificate(series, there, done, code) for code in dict.fromkeys(("da", member.language))],
    )


def _certificate(series: Series, modules: list[CourseModule], done: dict[str, date], code: str) -> dict[str, object]:
    """The certificate's words in one language."""
    with speaking(code) as language:
        title, in_language = series.title_in(fallback_chain(language.code))
        return {
            "language": language,
            "heading": str(words.CERTIFICATE),
            "sentence": str(words.HAS_COMPLETED),
            "title": title,
            "title_language": in_language,
            "modules": [(str(words.topic(module.topic)), say_date(done[module.topic])) for module in modules],
            "today": say_date(clock.today()),
        }


# --- notes of one unit ----------------------------------------------------------------------------


@blueprint.route("/desk/series/<ref:ref>/notes/<ref:person>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def notes(ref: str, person: str) -> Response:
    """What the reader's own unit has written about a participant."""
    series = queries.the_series(actor(), ref)
    member = queries_people.the_member(series, person)
    form = forms_desk.NoteForm()
    if form.validate_on_submit() and web.tried(
        form, lambda: commands_people.write_note(actor(), series, member, form.words.data)
    ):
        return web.to("gatherings_desk.notes", ref=ref, person=person)
    series = queries.the_series(actor(), ref)
    member = queries_people.the_member(series, person)
    return web.page(
        "gatherings/notes.html",
        form=form,
        series=series,
        person=member,
        unit=queries_people.unit_of(actor(), series),
        notes=[one for one in queries_people.notes_of(actor(), series) if one.person_id == member.id],
    )


# --- after the leave ------------------------------------------------------------------------------


@blueprint.route("/desk/people/<ref:ref>/leave", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def leave(ref: str) -> Response:
    """When a leave is expected to end, and what came after."""
    person = the_person(actor(), ref)
    there = queries_people.leave_of(person.id)
    cafes = {series.ref: series for series in queries_desk.cafes(actor())}
    chosen = next((key for key, series in cafes.items() if there and series.id == there.series_id), "")
    form = forms_desk.LeaveForm(ends_on=there.ends_on if there else None, series=chosen)
    form.series.choices = [("", str(_("Ingen"))), *((key, series.title) for key, series in cafes.items())]
    if form.validate_on_submit():
        commands_people.set_leave(
            actor(), person, ends_on=form.ends_on.data, series=cafes.get(form.series.data)
        )  # fmt: skip
        web.say(_("Gemt. En måned før kommer der en opgave."))
        return web.to("gatherings_desk.leave", ref=ref)
    after = forms_desk.AfterForm(formdata=None, went_on_to=there.went_on_to if there else "")
    return web.page("gatherings/leave.html", form=form, person=person, leave=there, after=after)


@blueprint.post("/desk/leaves/<ref:ref>/outcomes")
@open_to(web.STAFF_DOOR)
def note_after(ref: str) -> Response:
    found = queries_people.the_leave(actor(), ref)
    form = forms_desk.AfterForm()
    if form.validate_on_submit():
        commands_people.note_after_leave(
            actor(), found, AfterLeave(form.went_on_to.data) if form.went_on_to.data else None
        )  # fmt: skip
        web.say(_("Gemt."))
    return web.to("gatherings_desk.leave", ref=found.person.ref)


@blueprint.get("/desk/series/afterwards")
@open_to(web.STAFF_DOOR)
def afterwards() -> Response:
    """What the mothers of each café went on to."""
    return web.page(
        "gatherings/afterwards.html",
        cohorts=queries_people.cohorts(actor()),
        outcomes=[*AfterLeave],
        headers=[words_desk.AFTER[one] for one in AfterLeave],
    )
