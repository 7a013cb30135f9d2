from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from mentors.accounts.queries import staff_of
from mentors.accounts.queries_absence import cover_of
from mentors.core import clock
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.tasks import commands, queries, rules, words
from mentors.tasks.forms_desk import ResponsibleForm
from mentors.tasks.models import Task

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/desk/tasks/<ref:ref>")
@open_to(web.STAFF_DOOR)
def task(ref: str) -> Response:
    """One task: about whom, what to do, whose it is."""
    found = queries.the_task(actor(), ref)
    return _page(found, _form(found))


def _form(found: Task) -> ResponsibleForm:
    now = found.responsible.ref if found.responsible else ""
    return ResponsibleForm(responsible=now).offer(staff_of(found.municipality_id))


def _page(found: Task, form: ResponsibleForm) -> Response:
    return web.page(
        "tasks/task.html",
        task=found,
        form=form,
        words=words,
        urgent=found.kind in rules.URGENT,
        late=rules.is_late(found.due_at, found.done_at, clock.now()),
        stand_in=cover_of(found.municipality_id).stand_in(found.responsible_id),
    )


def _back() -> Response:
    """Where she came from, if that is a page of ours, else the list."""
    target = web.safe_next(request.form.get("next"))
    return redirect(target, code=303) if target else web.to("desk.todo")  # type: ignore[return-value]


@blueprint.post("/desk/tasks/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def end(ref: str) -> Response:
    found = queries.the_task(actor(), ref)
    commands.finish_task(actor(), found)
    # The way to undo stands in the receipt itself.
    web.say(Markup(render_template("tasks/_done.html", task=found, words=words)))
    return _back()


@blueprint.post("/desk/tasks/<ref:ref>/reopenings")
@open_to(web.STAFF_DOOR)
def reopen(ref: str) -> Response:
    commands.reopen_task(actor(), queries.the_task(actor(), ref))
    web.say(_("Opgaven er åben igen."))
    return web.to("tasks.task", ref=ref)


@blueprint.post("/desk/tasks/<ref:ref>/responsible")
@open_to(web.STAFF_DOOR)
def responsible(ref: str) -> Response:
    found = queries.the_task(actor(), ref)
    form = _form(found)
    if not form.validate_on_submit():
        return _page(found, form)
    chosen = form.responsible.data
    commands.give_task(actor(), found, queries.find_colleague(actor(), chosen) if chosen else None)
    web.say(_("Den ansvarlige er gemt."))
    return web.to("tasks.task", ref=ref)
