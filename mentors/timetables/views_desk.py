from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, render_template
from flask_babel import gettext as _
from markupsafe import Markup

from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.models import Person
from mentors.people.queries import the_person
from mentors.timetables import commands, forms_desk, queries, rules, words
from mentors.timetables.models import BusyTime
from mentors.timetables.rules import BusyKind

blueprint = Blueprint("timetables_desk", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    return {"busy_words": words.busy_time}


@blueprint.route("/desk/people/<ref:ref>/week", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def week(ref: str) -> Response:
    """What lies fixed in somebody's week, as a picture, and what now collides with it."""
    form = forms_desk.BusyForm()
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands.add_busy_time(
            actor(), the_person(actor(), ref).id, BusyKind(form.kind.data), int(form.weekday.data),
            from_time=form.from_time.data, to_time=form.to_time.data,
            valid_from=form.valid_from.data, valid_to=form.valid_to.data,
        ),
    ):  # fmt: skip
        return _saved(ref)
    person = the_person(actor(), ref)
    times = queries.busy_times_of(person.id)
    return web.page(
        "timetables/week.html",
        form=form,
        person=person,
        times=times,
        picture=rules.picture(queries.free_times_of(person.id), [one.facts() for one in times], clock.today()),
        days=words.DAYS,
        parts=words.PARTS,
        in_square=words.in_square,
        panels=_panels(person),
        today=clock.today(),
    )


def _panels(person: Person) -> list[Markup]:
    """What rooms above show on the page of a week: what they have agreed that it does not allow."""
    offered = [panel for room in current_app.extensions["rooms"] for panel in room.panels if panel.where == "week"]
    filled = [(panel.template, panel.fill(actor(), person.id)) for panel in offered]
    return [Markup(render_template(name, **values)) for name, values in filled if values is not None]


def _saved(ref: str) -> Response:
    web.say(_("Gemt. Se herunder, om noget falder sammen nu."))
    return web.to("timetables_desk.week", ref=ref)


@blueprint.route("/desk/people/<ref:ref>/week/<ref:busy>/last-day", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def last_day(ref: str, busy: str) -> Response:
    """Let something end on a day, as when a class moves to another time."""
    person = the_person(actor(), ref)
    one = _the_busy(person, busy)
    form = forms_desk.EndingForm(last_day=one.valid_to or clock.today())
    if form.validate_on_submit() and web.tried(
        form, lambda: commands.end_busy_time(actor(), _the_busy(the_person(actor(), ref), busy), form.last_day.data)
    ):
        return _saved(ref)
    person = the_person(actor(), ref)
    return web.page("timetables/last_day.html", form=form, person=person, busy=_the_busy(person, busy).facts())


@blueprint.post("/desk/people/<ref:ref>/week/<ref:busy>/endings")
@open_to(web.STAFF_DOOR)
def remove(ref: str, busy: str) -> Response:
    commands.remove_busy_time(actor(), _the_busy(the_person(actor(), ref), busy))
    return _saved(ref)


def _the_busy(person: Person, ref: str) -> BusyTime:
    for one in queries.busy_times_of(person.id):
        if one.ref == ref:
            return one
    raise NotThere
