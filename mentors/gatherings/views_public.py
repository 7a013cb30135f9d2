"""What anybody may see: the calendar, a series, signing a family up, booking a talk."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, g
from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import PUBLIC, Actor
from mentors.core.refusal import NotThere, Refused
from mentors.gatherings import commands_advice, commands_seats, forms_public, queries, queries_calendar
from mentors.gatherings.commands_seats import Family
from mentors.gatherings.models import AdviceSlot, Series, Session
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeriesKind, SignUpMode
from mentors.kit import web
from mentors.kit.links import token_for
from mentors.kit.speech import chosen_language, say_time
from mentors.kit.web import open_to
from mentors.municipalities import queries as municipalities

blueprint = Blueprint("gatherings", __name__)


def _visitor(town: str) -> Actor:
    """Anybody, at one town's address."""
    g.town = municipalities.the_municipality(town)
    return replace(PUBLIC, municipality_id=g.town.id, language=chosen_language().code)


def _series(town: str, ref: str) -> Series:
    return queries.the_series(_visitor(town), ref)


def _session(town: str, ref: str) -> Session:
    return queries.the_session(_visitor(town), ref)


@blueprint.get("/<town:town>/calendar")
@open_to(web.PUBLIC_DOOR)
def calendar(town: str) -> Response:
    """The town's public month or week."""
    here = _visitor(town).municipality_id or 0
    code = web.query_text("week", 10)
    if code:
        stretch = queries_calendar.week(here, queries_calendar.week_from(code), public_only=True)
    else:
        first = queries_calendar.month_from(web.query_text("month", 10))
        stretch = queries_calendar.month(here, first, public_only=True)
    return web.page("gatherings/calendar.html", stretch=stretch, by_week=bool(code))


@blueprint.get("/<town:town>/series/<ref:ref>")
@open_to(web.PUBLIC_DOOR)
def series(town: str, ref: str) -> Response:
    found = _series(town, ref)
    coming = [row for row in queries.with_standing(queries.upcoming(found)) if row.session.starts_at > clock.now()]
    return web.page(
        "gatherings/series.html",
        series=found,
        coming=coming,
        may_sign_up=found.mode is SignUpMode.link and found.ended_at is None,
        has_advice=found.kind is SeriesKind.advice_cafe,
        free=queries.free_seats(found) if found.is_course else None,
    )


# --- signing up -----------------------------------------------------------------------------------


@blueprint.route("/<town:town>/sessions/<ref:ref>/sign-up", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(30, 600))
def sign_up(town: str, ref: str) -> Response:
    """A family signs up for one session, without an account."""
    return _sign_up_page(town, _session(town, ref))


@blueprint.route("/<town:town>/series/<ref:ref>/sign-up", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(30, 600))
def sign_up_course(town: str, ref: str) -> Response:
    return _sign_up_page(town, _series(town, ref))


def _sign_up_page(town: str, thing: Session | Series) -> Response:
    whole = thing.series if isinstance(thing, Session) else thing
    if whole.mode is not SignUpMode.link:
        raise NotThere
    form = forms_public.SignUpForm()
    if whole.kind is not SeriesKind.open_company:
        del form.wants_contact
    made: list[SignUp] = []
    if form.validate_on_submit() and web.tried(form, lambda: made.append(_signed_up(town, thing, form))):
        return web.to("gatherings_links.seat", token=token_for(commands_seats.seat_link(made[0]).ref))
    thing = queries.the_session(_visitor(town), thing.ref) if isinstance(thing, Session) else _series(town, thing.ref)
    return web.page(
        "gatherings/sign_up.html",
        form=form,
        session=thing if isinstance(thing, Session) else None,
        series=thing.series if isinstance(thing, Session) else thing,
        free=queries.free_seats(thing),
        starts_at=thing.starts_at if isinstance(thing, Session) else None,
    )


def _signed_up(town: str, thing: Session | Series, form: forms_public.SignUpForm) -> SignUp:
    mobile, email = forms_public.way_of(form.way)
    family = Family(
        name=form.name.data,
        mobile=mobile,
        email=email,
        adults=form.adults.data,
        children=form.children.data,
        language=chosen_language().code,
        wants_contact=bool("wants_contact" in form and form.wants_contact.data),
    )
    return commands_seats.sign_up(_visitor(town), thing, family)


# --- a talk on one's own --------------------------------------------------------------------------


@blueprint.route("/<town:town>/sessions/<ref:ref>/talks", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(30, 600))
def talks(town: str, ref: str) -> Response:
    """Book a one-to-one talk with a first name and a topic, nothing more."""
    session = _session(town, ref)
    free = _free_slots(session)
    form = forms_public.SlotForm()
    form.slot.choices = [(slot.ref, say_time(slot.starts_at)) for slot in free]
    booked: list[str] = []

    def book() -> None:
        chosen = next((slot for slot in _free_slots(_session(town, ref)) if slot.ref == form.slot.data), None)
        if chosen is None:
            raise Refused(_("Tiden er lige blevet taget. Vælg en anden."), field="slot")
        mobile, email = forms_public.way_of(form.way)
        booked.append(
            commands_advice.book_slot(
                _visitor(town), chosen, first_name=form.first_name.data, topic=form.topic.data,
                language=chosen_language().code, mobile=mobile, email=email,
            )
        )  # fmt: skip

    if form.validate_on_submit() and web.tried(form, book):
        return web.to("gatherings_links.talk", token=token_for(booked[0]))
    session = _session(town, ref)
    free = _free_slots(session)
    form.slot.choices = [(slot.ref, say_time(slot.starts_at)) for slot in free]
    return web.page("gatherings/talks.html", form=form, session=session, free=len(free))


def _free_slots(session: Session) -> list[AdviceSlot]:
    if session.cancelled_at is not None:
        return []
    return [slot for slot in queries.slots_of(session) if slot.booked_at is None and slot.starts_at > clock.now()]
