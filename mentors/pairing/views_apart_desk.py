"""Whom somebody must not be paired with: seen, added, taken away."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.pairing import commands_apart as commands
from mentors.pairing import queries_apart as queries
from mentors.pairing.forms_apart_desk import ApartForm
from mentors.people.models import Person
from mentors.people.queries import search_people, the_person
from mentors.programmes.commands import mark_meeting_children
from mentors.programmes.queries import the_participation

apart = Blueprint("pairing_apart", __name__)
FOUND_AT_ONCE = 10


@apart.route("/desk/people/<ref:ref>/apart", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def person(ref: str) -> Response:
    """Whom this person is never suggested to, and room for one more."""
    someone = the_person(actor(), ref)
    words = web.query_text("q", 80)
    found = _others(someone, words)
    form = ApartForm().offer(found)
    if form.validate_on_submit() and web.tried(
        form, lambda: commands.keep_apart(actor(), someone, the_person(actor(), form.other.data))
    ):
        web.say(_("De to bliver ikke foreslået til hinanden."))
        return web.to("pairing_apart.person", ref=ref)
    someone = the_person(actor(), ref)
    rules = [(rule, rule.beside(someone.id)) for rule in queries.kept_apart_of(someone.id)]
    return web.page("pairing/person.html", person=someone, rules=rules, form=form, found=found, words=words)


def _others(someone: Person, words: str) -> list[Person]:
    """People by name, without herself and those she is kept apart from already."""
    known = {id_ for rule in queries.kept_apart_of(someone.id) for id_ in (rule.one_id, rule.other_id)} | {someone.id}
    found = search_people(actor(), words, limit=FOUND_AT_ONCE + len(known)) if words else []
    return [one for one in found if one.id not in known][:FOUND_AT_ONCE]


@apart.post("/desk/people/<ref:ref>/apart/<ref:rule>/removals")
@open_to(web.STAFF_DOOR)
def remove(ref: str, rule: str) -> Response:
    """They may be suggested to each other again."""
    someone, found = the_person(actor(), ref), queries.the_rule(actor(), rule)
    if someone.id not in (found.one_id, found.other_id):
        raise NotThere
    commands.let_meet_again(actor(), found)
    web.say(_("Reglen er fjernet. De to kan blive foreslået til hinanden igen."))
    return web.to("pairing_apart.person", ref=ref)


@apart.post("/desk/newcomers/<ref:ref>/children")
@open_to(web.STAFF_DOOR)
def children(ref: str) -> Response:
    """Whether whoever is paired with this newcomer meets children at her home."""
    newcomer, meets = the_participation(actor(), ref), request.form.get("meets") == "yes"
    mark_meeting_children(actor(), newcomer, meets)
    web.say(
        _("Kun frivillige med en gyldig børneattest bliver foreslået.")
        if meets
        else _("Der skal ikke længere en børneattest til.")
    )
    return web.to("desk.person", ref=newcomer.person.ref)
