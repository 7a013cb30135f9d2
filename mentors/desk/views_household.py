from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.desk import queries_household as queries
from mentors.desk.forms_household import LinkForm
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people import commands_households as commands
from mentors.people.models import Person
from mentors.people.queries import household_of, is_paired_as_one, search_people, the_person

blueprint = Blueprint("households", __name__)
FOUND_AT_ONCE = 10


@blueprint.route("/desk/people/<ref:ref>/household", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def household(ref: str) -> Response:
    """Who belongs together, and what each of them could be offered."""
    someone = the_person(actor(), ref)
    words = web.query_text("q", 80)
    found = _others(someone, words)
    form = LinkForm().offer(found)
    if form.validate_on_submit() and web.tried(
        form,
        lambda: commands.link_household(
            actor(), the_person(actor(), ref), the_person(actor(), form.other.data), agreed=form.agreed.data
        ),
    ):
        web.say(_("De hører sammen nu."))
        return web.to("households.household", ref=ref)
    someone = the_person(actor(), ref)
    return web.page(
        "desk/household.html",
        person=someone,
        members=queries.members_of(someone),
        as_one=is_paired_as_one(someone),
        form=form,
        found=found,
        words=words,
        asks_agreement=someone.is_protected or any(one.is_protected for one in found) or bool(form.agreed.errors),
    )


def _others(someone: Person, words: str) -> list[Person]:
    """People by name, without those who belong to her already."""
    known = {someone.id, *(one.id for one in household_of(someone))}
    found = search_people(actor(), words, limit=FOUND_AT_ONCE + len(known)) if words else []
    return [one for one in found if one.id not in known][:FOUND_AT_ONCE]


@blueprint.post("/desk/people/<ref:ref>/household/wish")
@open_to(web.STAFF_DOOR)
def wish(ref: str) -> Response:
    """One contact for all, or one each."""
    as_one = request.form.get("as_one") == "yes"
    commands.pair_household_as_one(actor(), the_person(actor(), ref), as_one)
    web.say(_("Vi finder én kontakt til dem alle.") if as_one else _("Vi finder en kontakt til hver."))
    return web.to("households.household", ref=ref)


@blueprint.post("/desk/people/<ref:ref>/household/departures")
@open_to(web.STAFF_DOOR)
def leave(ref: str) -> Response:
    """Take somebody out of her household."""
    someone = the_person(actor(), ref)
    others = [one for one in household_of(someone) if one.id != someone.id]
    commands.leave_household(actor(), someone)
    web.say(_("%(name)s hører ikke til husstanden mere.", name=someone.first_name))
    return web.to("households.household", ref=others[0].ref if len(others) > 1 else ref)
