"""The coordinator's pages about one session: its programme, its places, moving and cancelling it."""

from __future__ import annotations

from flask import Response, request
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.gatherings import commands, commands_advice, commands_sessions, forms_desk, queries
from mentors.gatherings.models import Session
from mentors.gatherings.views_desk import blueprint, found_people, hosts
from mentors.gatherings.views_seats_desk import signing_up, told
from mentors.kit import web
from mentors.kit.filters import isolate
from mentors.kit.web import actor, open_to
from mentors.people.queries import the_person


def _session(ref: str) -> Session:
    return queries.whole_session(actor(), ref)


@blueprint.route("/desk/sessions/<ref:ref>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def session_page(ref: str) -> Response:
    """Everything about one session; the form on it signs somebody up."""
    session = _session(ref)
    row = queries.with_standing([session])[0]
    done, places = signing_up(session, "session_page")
    return done or web.page(
        "gatherings/session_page.html",
        session=session,
        childcare=row.childcare,
        slots=queries.slots_of(session),
        is_over=session.starts_at <= clock.now(),
        **places,
    )


@blueprint.route("/desk/sessions/<ref:ref>/programme", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def programme(ref: str) -> Response:
    """Topic, materials, speakers and helpers of one session."""
    session = _session(ref)
    form = forms_desk.ProgrammeForm(obj=session)
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands_sessions.set_programme(
            actor(), _session(ref), topic=form.topic.data or None, materials=form.materials.data or None
        ),
    ):
        web.say(_("Gemt."))
        return web.to("gatherings_desk.session_page", ref=ref)
    return web.page("gatherings/programme.html", form=form, session=_session(ref))


@blueprint.route("/desk/sessions/<ref:ref>/speakers/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def speaker_new(ref: str) -> Response:
    form = forms_desk.SpeakerForm()
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands_sessions.invite_speaker(
            actor(), _session(ref), form.name.data, email=form.email.data or None, mobile=form.mobile.data or None
        ),
    ):
        web.say(_("Invitationen er på vej."))
        return web.to("gatherings_desk.session_page", ref=ref)
    return web.page("gatherings/speaker_new.html", form=form, session=_session(ref))


@blueprint.post("/desk/sessions/<ref:ref>/speakers/<ref:speaker>/endings")
@open_to(web.STAFF_DOOR)
def end_speaker(ref: str, speaker: str) -> Response:
    for one in _session(ref).speakers:
        if one.ref == speaker:
            commands_sessions.remove_speaker(actor(), one)
            return web.to("gatherings_desk.session_page", ref=ref)
    raise NotThere


@blueprint.get("/desk/sessions/<ref:ref>/helpers/new")
@open_to(web.STAFF_DOOR)
def helper_new(ref: str) -> Response:
    """Who is to be with the children: people found by name."""
    return web.page("gatherings/helper_new.html", session=_session(ref), people=found_people())


@blueprint.post("/desk/sessions/<ref:ref>/helpers")
@open_to(web.STAFF_DOOR)
def assign_helper(ref: str) -> Response:
    """Refused, with the reason, for anybody without a child certificate valid on that day."""
    person = the_person(actor(), request.form.get("person", ""))
    commands_sessions.assign_helper(actor(), _session(ref), person)
    web.say(_("Børnepasning er aftalt."))
    return web.to("gatherings_desk.session_page", ref=ref)


@blueprint.post("/desk/sessions/<ref:ref>/helpers/<ref:person>/endings")
@open_to(web.STAFF_DOOR)
def end_helper(ref: str, person: str) -> Response:
    commands_sessions.remove_helper(actor(), _session(ref), the_person(actor(), person).id)
    return web.to("gatherings_desk.session_page", ref=ref)


# --- changing one session -------------------------------------------------------------------------


@blueprint.route("/desk/sessions/<ref:ref>/move", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def session_move(ref: str) -> Response:
    session = _session(ref)
    local = session.starts_at.astimezone(clock.COPENHAGEN)
    form = forms_desk.MoveForm(on=local.date(), at=local.time(), minutes=session.minutes, tell=True)

    def move() -> None:
        starts_at = commands.as_instant(form.on.data, form.at.data)
        commands_sessions.move_session(
            actor(), _session(ref), starts_at, minutes=form.minutes.data, tell=form.tell.data, anyway=form.anyway.data
        )  # fmt: skip

    if form.validate_on_submit() and web.tried(form, move):
        web.say(_("Flyttet. De andre gange er, som de var."))
        held_up = queries.held_up_at(_session(ref))
        if held_up:
            names = ", ".join(isolate(person.name) for person in held_up)
            web.say(_("Den nye tid falder sammen med noget, der ligger fast, for: %(names)s.", names=names), "error")
        return web.to("gatherings_desk.session_page", ref=ref)
    return web.page("gatherings/session_move.html", form=form, session=_session(ref))


@blueprint.route("/desk/sessions/<ref:ref>/edit", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def session_edit(ref: str) -> Response:
    session = _session(ref)
    form = forms_desk.EditForm(
        title=session.own_title, place=session.own_place, capacity=session.own_capacity, tell=True,
        host=session.association.ref if session.association else "",
    )  # fmt: skip
    forms_desk.hosts(form.host, hosts(session.association).values())
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands_sessions.edit_session(
            actor(), _session(ref), title=form.title.data or None, place=form.place.data or None,
            capacity=form.capacity.data, host=hosts(session.association).get(form.host.data), tell=form.tell.data,
        ),
    ):  # fmt: skip
        web.say(_("Gemt. De andre gange er, som de var."))
        return web.to("gatherings_desk.session_page", ref=ref)
    return web.page("gatherings/session_edit.html", form=form, session=_session(ref))


@blueprint.route("/desk/sessions/<ref:ref>/cancellation", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def session_cancel(ref: str) -> Response:
    form = forms_desk.CancelForm(tell=True)
    counts: list[int] = []
    if form.validate_on_submit() and web.tried(
        form,
        lambda: counts.append(commands_sessions.cancel_session(actor(), _session(ref), tell=form.tell.data)),
    ):
        web.say(_("Aflyst. %(told)s", told=told(counts[0])))
        return web.to("gatherings_desk.session_page", ref=ref)
    return web.page("gatherings/session_cancel.html", form=form, session=_session(ref))


@blueprint.post("/desk/sessions/<ref:ref>/restorings")
@open_to(web.STAFF_DOOR)
def restore_session(ref: str) -> Response:
    heard = commands_sessions.restore_session(actor(), _session(ref))
    web.say(f"{_('Aflysningen er fortrudt.')} {told(heard) if heard else ''}".strip())
    return web.to("gatherings_desk.session_page", ref=ref)


# --- one-to-one advice ----------------------------------------------------------------------------


@blueprint.route("/desk/sessions/<ref:ref>/slots", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def slots(ref: str) -> Response:
    """The adviser's list: a time, a first name and a topic. There is nowhere to write what is said."""
    form = forms_desk.SlotsForm()
    if form.validate_on_submit() and web.tried(
        form, lambda: commands_advice.open_slots(actor(), _session(ref), minutes=form.minutes.data)
    ):
        web.say(_("Tiderne kan bookes nu."))
        return web.to("gatherings_desk.slots", ref=ref)
    session = _session(ref)
    return web.page("gatherings/slots.html", form=form, session=session, slots=queries.slots_of(session))
