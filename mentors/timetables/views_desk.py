from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.queries import the_person
from mentors.timetables import commands, forms_desk, queries, words
from mentors.timetables.rules import BusyKind

blueprint = Blueprint("timetables_desk", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"busy_words": words.busy_time}


@blueprint.route("/desk/people/<ref:ref>/week", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def week(ref: str) -> Response:
    """What lies fixed in somebody's week."""
    form = forms_desk.BusyForm()
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands.add_busy_time(
            actor(), the_person(actor(), ref).id, BusyKind(form.kind.data), int(form.weekday.data),
            from_time=form.from_time.data, to_time=form.to_time.data,
            valid_from=form.valid_from.data, valid_to=form.valid_to.data,
        ),
    ):  # fmt: skip
        web.say(_("Gemt."))
        return web.to("timetables_desk.week", ref=ref)
    person = the_person(actor(), ref)
    return web.page("timetables/week.html", form=form, person=person, times=queries.busy_times_of(person.id))


@blueprint.post("/desk/people/<ref:ref>/week/<ref:busy>/endings")
@open_to(web.STAFF_DOOR)
def remove(ref: str, busy: str) -> Response:
    for one in queries.busy_times_of(the_person(actor(), ref).id):
        if one.ref == busy:
            commands.remove_busy_time(actor(), one)
            return web.to("timetables_desk.week", ref=ref)
    raise NotThere
