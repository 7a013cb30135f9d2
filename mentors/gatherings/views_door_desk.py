"""The door: who comes, on one tablet, with or without a connection; the list for the fire drill; tags."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import segno
from flask import Response, current_app, jsonify, request
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.refusal import NotThere, Refused
from mentors.gatherings import commands_door, forms_desk, queries, queries_door
from mentors.gatherings.commands_door import BATCH_MOST, Outcome, Press
from mentors.gatherings.models import Session
from mentors.gatherings.views_desk import blueprint, found_people
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.commands import Details, welcome_person
from mentors.people.queries import the_person

_UUID = re.compile(r"[0-9a-fA-F-]{36}")
_REF = re.compile(r"[a-z0-9]{6,16}")


@blueprint.get("/desk/sessions/<ref:ref>/door")
@open_to(web.STAFF_DOOR)
def door(ref: str) -> Response:
    session = queries.the_session(actor(), ref)
    return web.page("gatherings/door.html", people=found_people(), **_at_the_door(session, forms_desk.WalkInForm()))


def _at_the_door(session: Session, form: forms_desk.WalkInForm) -> dict[str, Any]:
    return {
        "session": session,
        "door": queries_door.door(session),
        "new_uuid": lambda: str(uuid4()),
        "form": form,
        "tag_form": forms_desk.TagForm(formdata=None),
    }


@blueprint.post("/desk/sessions/<ref:ref>/attendances")
@open_to(web.STAFF_DOOR)
def attend(ref: str) -> Response:
    """Presses at the door: a batch as JSON from the tablet's queue, or one from a form."""
    session = queries.the_session(actor(), ref)
    if request.is_json:
        return _batch(session)
    try:
        press = _press(request.form.to_dict())
        outcome = commands_door.check_in(actor(), session, [press])[press.uuid]
    except _Unreadable:
        raise NotThere from None
    if outcome is Outcome.unknown:
        web.say(_("Det nummer kender vi ikke."), "error")
    return web.to("gatherings_desk.door", ref=ref)


def _batch(session: Session) -> Response:
    sent = request.get_json(silent=True)
    listed = sent.get("presses") if isinstance(sent, dict) else None
    if not isinstance(listed, list) or len(listed) > BATCH_MOST:
        return _answer({"error": "unreadable"}, 400)
    presses, outcomes = [], {}
    for raw in listed:
        try:
            presses.append(_press(raw))
        except _Unreadable:
            # A press nobody can read must not stop the forty behind it.
            outcomes[str(raw.get("uuid", ""))[:36] if isinstance(raw, dict) else ""] = "unknown"
    try:
        done = commands_door.check_in(actor(), session, presses)
    except Refused as refusal:
        return _answer({"error": str(refusal.why)}, 422)
    here = queries_door.door(session)
    outcomes |= {uuid: str(outcome) for uuid, outcome in done.items()}
    return _answer({"outcomes": outcomes, "adults": here.adults, "children": here.children}, 200)


def _answer(body: dict[str, Any], status: int) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    return answer


class _Unreadable(Exception):
    """What was sent is no press."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """What a browser says, read with care."""

    values: dict[str, Any]

    def ref(self, name: str) -> str | None:
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, str) or not _REF.fullmatch(value):
            raise _Unreadable
        return value

    def tag(self) -> str | None:
        value = str(self.values.get("tag") or "").strip().lower()
        if value and not (_REF.fullmatch(value) or (value.isascii() and value.isdigit() and len(value) < 7)):
            raise _Unreadable
        return value or None

    def count(self, name: str, default: int) -> int:
        value = self.values.get(name, default)
        try:
            number = int(value) if not isinstance(value, bool) else default
        except (TypeError, ValueError):
            raise _Unreadable from None
        if not -1 <= number <= 20:
            raise _Unreadable
        return number

    def at(self) -> datetime | None:
        value = self.values.get("at")
        if not isinstance(value, str):
            return None
        try:
            found = datetime.fromisoformat(value.replace("Z", "+00:00")[:40])
        except ValueError:
            return None
        return found if found.tzinfo else None


def _press(values: Any) -> Press:
    if not isinstance(values, dict) or not _UUID.fullmatch(str(values.get("uuid", ""))):
        raise _Unreadable
    raw = _Raw(values)
    return Press(
        uuid=str(values["uuid"]).lower(),
        person=raw.ref("person"),
        seat=raw.ref("seat"),
        tag=raw.tag(),
        adults=raw.count("adults", 1),
        children=raw.count("children", 0),
        undo=values.get("undo") in (True, "1"),
        recount=values.get("recount") in (True, "1"),
        at=raw.at(),
    )


@blueprint.post("/desk/sessions/<ref:ref>/walk-ins")
@open_to(web.STAFF_DOOR)
def walk_in(ref: str) -> Response:
    """Somebody new at the door: a first name is enough, no phone and no e-mail."""
    session = queries.the_session(actor(), ref)
    form = forms_desk.WalkInForm()

    def come() -> None:
        person = welcome_person(actor(), Details(first_name=form.name.data))
        commands_door.check_in(actor(), session, [Press(uuid=str(uuid4()), person=person.ref)])

    if form.validate_on_submit() and web.tried(form, come):
        return web.to("gatherings_desk.door", ref=ref)
    session = queries.the_session(actor(), ref)
    return web.page("gatherings/door.html", people=[], **_at_the_door(session, form))


@blueprint.get("/desk/sessions/<ref:ref>/fire-list")
@open_to(web.STAFF_DOOR)
def fire_list(ref: str) -> Response:
    """Who is in the room now, on paper."""
    session = queries.the_session(actor(), ref)
    return web.page("gatherings/fire_list.html", session=session, door=queries_door.door(session))


@blueprint.get("/desk/door-worker.js")
@open_to(web.STAFF_DOOR)
def door_worker() -> Response:
    """The script that lets the door page open without a connection; from here it may look after /desk/."""
    answer = current_app.send_static_file("js/door-worker.js")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


# --- tags -----------------------------------------------------------------------------------------


@blueprint.route("/desk/tags", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def tags() -> Response:
    form = forms_desk.TagsForm()
    if form.validate_on_submit() and web.tried(form, lambda: commands_door.make_tags(actor(), form.count.data)):
        return web.to("gatherings_desk.tags")
    return web.page("gatherings/tags.html", form=form, tags=queries_door.tags(actor()))


@blueprint.route("/desk/tags/<ref:ref>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def tag(ref: str) -> Response:
    """Tie a number to a person, or free it."""
    found = queries_door.the_tag(actor(), ref)
    if request.method == "POST":
        chosen = request.form.get("person", "")
        commands_door.give_tag(actor(), found, the_person(actor(), chosen) if chosen else None)
        return web.to("gatherings_desk.tags")
    return web.page("gatherings/tag.html", tag=found, people=found_people())


@blueprint.get("/desk/tags/cards")
@open_to(web.STAFF_DOOR)
def tag_cards() -> Response:
    """All numbers with their codes, to print and cut out."""
    cards = [
        (tag, segno.make(tag.ref, error="m", micro=False).svg_data_uri(border=2)) for tag in queries_door.tags(actor())
    ]
    return web.page("gatherings/tag_cards.html", cards=cards, today=clock.today())
