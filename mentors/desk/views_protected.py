"""What of a protected person is shown, to whom and for how long; and the flag that says no more than it must."""

from __future__ import annotations

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.accounts.queries_absence import answers_for
from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.kit import shown, web
from mentors.kit.web import actor, open_to
from mentors.people.commands import protect, renew_protection, show_protected
from mentors.people.models import Person
from mentors.people.policy import may_show
from mentors.people.queries import the_person
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind

blueprint = Blueprint("protected", __name__)
SHOWN = "shown"


def may_open(someone: Person) -> bool:
    """Whether the one who acts has the need to see all of a person."""
    return not someone.is_protected or may_show(actor(), someone, answers_for(actor()))


def is_open(someone: Person) -> bool:
    """Whether this browser may read all of a person now: nothing is hidden, or "show" was pressed a moment ago."""
    if not someone.is_protected:
        return True
    return shown.is_open(SHOWN, someone.ref) and may_open(someone)


# Pages about one person that tell where she lives, how she is reached or when she is where.
LOOK_FIRST = frozenset(
    {
        "desk.details",
        "desk.free_times",
        "timetables_desk.week",
        "timetables_desk.last_day",
        "youth_desk.youth",
        "own_data_desk.mine",
        "own_data_desk.fix",
        "own_data_desk.file",
        "own_data_desk.all_of_it",
        "own_data_desk.merge",
    }
)


@blueprint.before_app_request
def look_first() -> Response | None:
    """What tells more than a protected person's first name opens after "show" alone. A form that was open when the
    ten minutes ran out is still taken, so that nothing typed is lost."""
    if request.endpoint not in LOOK_FIRST:
        return None
    values = request.view_args or {}
    for ref in (values[name] for name in ("ref", "other") if name in values):  # two stand side by side where they merge
        someone = the_person(actor(), ref)
        if not (is_open(someone) or (request.method == "POST" and may_open(someone))):
            web.say(_("Navn og adresse er beskyttet. Tryk først på Vis navn og adresse."), "error")
            return web.to("desk.person", ref=someone.ref)
    return None


@blueprint.post("/desk/people/<ref:ref>/showings")
@open_to(web.STAFF_DOOR)
def showings(ref: str) -> Response:
    """Show a protected person's details for ten minutes. Each press is a line in the journal she can read."""
    someone = the_person(actor(), ref)
    show_protected(actor(), someone, answers_for(actor()))
    shown.remember(SHOWN, ref)
    return web.to("desk.person", ref=ref)


@blueprint.post("/desk/people/<ref:ref>/protections")
@open_to(web.STAFF_DOOR)
def protections(ref: str) -> Response:
    """Protect a name and address, or lift it; lifting takes the same need as looking."""
    someone, protected = the_person(actor(), ref), request.form.get("protected") == "yes"
    if not protected and not may_open(someone):
        raise Refused(_("Det kan kun den ansvarlige koordinator eller en administrator."))
    protect(actor(), someone, protected)
    web.say(_("Navn og adresse er beskyttet nu.") if protected else _("Beskyttelsen er ophævet."))
    return web.to("desk.person", ref=ref)


@blueprint.post("/desk/people/<ref:ref>/protections/renewals")
@open_to(web.STAFF_DOOR)
def renewals(ref: str) -> Response:
    """It was asked for again in CPR: we warn in a year."""
    renew_protection(actor(), the_person(actor(), ref))
    web.say(_("Vi minder om det igen om et år."))
    return web.to("desk.person", ref=ref)


@blueprint.post("/desk/people/<ref:ref>/caseworker-contacts")
@open_to(web.STAFF_DOOR)
def caseworker_contacts(ref: str) -> Response:
    """A neutral flag, instead of writing what it is about; pressed twice on a day it stands once."""
    someone = the_person(actor(), ref)
    raise_task(
        actor(), TaskKind.caseworker, someone, key=f"caseworker-{someone.ref}-{clock.today()}",
        responsible_id=actor().account_id if someone.responsible_id is None else None,
    )  # fmt: skip
    web.say(_("Det står på listen nu. Vi har ikke skrevet, hvad det handler om."))
    return web.to("desk.person", ref=ref)
