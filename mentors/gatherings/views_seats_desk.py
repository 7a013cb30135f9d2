"""The coordinator's pages about places: who has one, who waits, signing somebody up."""

from __future__ import annotations

from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import ngettext

from mentors.core.refusal import NotThere
from mentors.gatherings import commands_seats, forms_desk, queries, rules
from mentors.gatherings.commands_seats import Family
from mentors.gatherings.models import Series, Session
from mentors.gatherings.views_desk import blueprint, found_people
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.models import Person
from mentors.people.queries import the_person


def chosen_person() -> Person | None:
    ref = web.query_text("person", 20)
    return the_person(actor(), ref) if ref else None


@blueprint.route("/desk/series/<ref:ref>/people", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def series_people(ref: str) -> Response:
    """A course's places and its line, and signing somebody up."""
    series = queries.the_series(actor(), ref)
    if not series.is_course:
        raise NotThere
    done, places = signing_up(series, "series_people")
    return done or web.page("gatherings/series_people.html", series=series, **places)


def signing_up(thing: Session | Series, back: str) -> tuple[Response | None, dict[str, Any]]:
    """What a page with places shows: the line, the form for one chosen person, clashes named first.

    The answer of a sign-up that went well comes first; the page is shown where there is none.
    """
    person = chosen_person()
    form = forms_desk.SeatForm()
    if person is not None and form.validate_on_submit():
        family = Family(person=person, adults=form.adults.data, children=form.children.data)
        if web.tried(form, lambda: commands_seats.sign_up(actor(), thing, family, despite_clash=form.anyway.data)):
            web.say(_("Tilmeldt."))
            return web.to(f"gatherings_desk.{back}", ref=thing.ref), {}
    sessions = queries.upcoming(thing, 60) if isinstance(thing, Series) else [thing]
    return None, {
        "form": form,
        "person": person,
        "people": found_people(),
        "clashes": queries.clashes_of(person.id, sessions) if person else [],
        "seats": queries.sign_ups_of(thing, *rules.LIVE),
        "free": queries.free_seats(thing),
    }


@blueprint.post("/desk/sign-ups/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def end_sign_up(ref: str) -> Response:
    row = queries.the_sign_up(actor(), ref)
    back = commands_seats.thing_of(row)
    commands_seats.leave(actor(), row)
    web.say(_("Meldt fra. Pladsen går til den næste på ventelisten."))
    where = "series_people" if isinstance(back, Series) else "session_page"
    return web.to(f"gatherings_desk.{where}", ref=back.ref)


def told(count: int) -> str:
    return str(ngettext("%(num)d får besked.", "%(num)d får besked.", count))
