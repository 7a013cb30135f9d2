from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.accounts.queries import phone_team_of
from mentors.accounts.queries_absence import cover_of
from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.hotline import commands_desk as commands
from mentors.hotline import forms_desk as forms
from mentors.hotline import policy, queries, queries_desk, rules, words, words_desk
from mentors.hotline.models import HotlineCall
from mentors.kit import shown, web
from mentors.kit.web import actor, open_to
from mentors.people.queries import protected_ways

desk = Blueprint("hotline_desk", __name__)
WEEKS_AHEAD = 26
SHOWN = "numbers"


@desk.route("/desk/hotline/", methods=["GET", "POST"])
@open_to(web.HOTLINE_DOOR)
def queue() -> Response:
    """Who waits for a call, in order; the next call is written down on the same page."""
    form = forms.CallForm()
    if form.validate_on_submit() and web.tried(form, lambda: commands.log_call(actor(), form.draft())):
        web.say(_("Opkaldet er skrevet ned."))
        return web.to("hotline_desk.queue")
    town, by = actor().municipality_id or 0, actor()
    return web.page(
        "hotline/queue.html",
        form=form,
        calls=_lines(queries.open_calls(by)),
        on_duty=queries.has_the_phone(town, clock.now(), cover_of(town)),
        waits=queries.waits(by),
        words=words_desk,
    )


def _lines(calls: Iterable[HotlineCall], *, shown: bool = False) -> list[dict[str, object]]:
    """Calls as this reader may see them."""
    hidden = protected_ways(actor().municipality_id or 0)
    return [_line(call, hides=queries_desk.hides_number(call, hidden) and not shown) for call in calls]


def _line(call: HotlineCall, *, hides: bool) -> dict[str, object]:
    """A person's page opens for staff alone, and a protected person's number after a press."""
    by = actor()
    return {
        "call": call,
        "name": queries_desk.name_of(by, call),
        "phone": None if hides else queries_desk.phone_of(call),
        "hides": hides,
        "person_ref": call.person.ref if call.person and policy.sees_people(by) else None,
        "late": rules.is_overdue(call.promised_by, call.answered_at, clock.now()),
    }


@desk.get("/desk/hotline/<ref:ref>")
@open_to(web.HOTLINE_DOOR)
def call(ref: str) -> Response:
    found = queries.the_call(actor(), ref)
    return _call_page(found, _hand_over_form(found))


def _hand_over_form(found: HotlineCall) -> forms.HandOverForm:
    now = found.taken_by.ref if found.taken_by else ""
    return forms.HandOverForm(account=now).offer(phone_team_of(found.municipality_id))


def _call_page(found: HotlineCall, form: forms.HandOverForm) -> Response:
    [line] = _lines([found], shown=shown.is_open(SHOWN, found.ref))
    return web.page("hotline/call.html", line=line, form=form, words=words_desk)


@desk.post("/desk/hotline/<ref:ref>/numbers")
@open_to(web.HOTLINE_DOOR)
def numbers(ref: str) -> Response:
    """Show a protected person's number for ten minutes, to call her back. Each press is a line in the journal."""
    commands.show_number(actor(), queries.the_call(actor(), ref))
    shown.remember(SHOWN, ref)
    return web.to("hotline_desk.call", ref=ref)


@desk.post("/desk/hotline/<ref:ref>/answers")
@open_to(web.HOTLINE_DOOR)
def answers(ref: str) -> Response:
    commands.answer_call(actor(), queries.the_call(actor(), ref))
    web.say(_("Opkaldet er besvaret."))
    return web.to("hotline_desk.call", ref=ref)


@desk.post("/desk/hotline/<ref:ref>/reopenings")
@open_to(web.HOTLINE_DOOR)
def reopenings(ref: str) -> Response:
    commands.reopen_call(actor(), queries.the_call(actor(), ref))
    web.say(_("Opkaldet står i køen igen."))
    return web.to("hotline_desk.call", ref=ref)


@desk.post("/desk/hotline/<ref:ref>/hand-overs")
@open_to(web.HOTLINE_DOOR)
def hand_overs(ref: str) -> Response:
    found = queries.the_call(actor(), ref)
    form = _hand_over_form(found)
    colleagues = {one.ref: one for one in phone_team_of(found.municipality_id)}
    chosen = colleagues.get(form.account.data or "")
    if form.validate_on_submit() and web.tried(form, lambda: commands.hand_over_call(actor(), found, chosen)):
        web.say(_("Opkaldet er givet videre."))
        return web.to("hotline_desk.call", ref=ref)
    return _call_page(queries.the_call(actor(), ref), form)


@desk.get("/desk/hotline/answered")
@open_to(web.HOTLINE_DOOR)
def answered() -> Response:
    """The last calls that were answered, and how long callers have waited, week by week."""
    return web.page(
        "hotline/answered.html",
        calls=_lines(queries.answered_calls(actor())),
        waits=queries.waits(actor()),
        words=words_desk,
        minutes_between=rules.minutes_between,
    )


# --- the roster -------------------------------------------------------------------------------------


@desk.route("/desk/hotline/roster", methods=["GET", "POST"])
@open_to(web.HOTLINE_DOOR)
def roster() -> Response:
    """A week of turns; those who only answer the phone look, staff change."""
    town = actor().municipality_id or 0
    form = forms.ShiftForm().offer(phone_team_of(town))
    if form.is_submitted() and not policy.sees_people(actor()):
        raise NotThere
    if form.validate_on_submit() and web.tried(form, lambda: _add_shift(form)):
        web.say(_("Vagten er gemt."))
        return web.to("hotline_desk.roster")
    ahead = web.query_number("week", default=1, most=WEEKS_AHEAD)
    monday = _monday() + timedelta(weeks=ahead - 1)
    return web.page(
        "hotline/roster.html",
        form=form,
        week=queries.roster(actor(), monday),
        ahead=ahead,
        most=WEEKS_AHEAD,
        may_change=policy.sees_people(actor()),
        number_form=forms.NumberForm(phone=queries.own_number(town), formdata=None),
        words=words_desk,
        say_clock=words.say_clock,
    )


def _monday() -> date:
    today = clock.today()
    return today - timedelta(days=today.weekday())


def _add_shift(form: forms.ShiftForm) -> None:
    account = next((one for one in phone_team_of(actor().municipality_id or 0) if one.ref == form.account.data), None)
    if account is None:
        raise NotThere
    starts, ends = form.hours()
    commands.add_shift(actor(), account, weekday=int(form.weekday.data), starts=starts, ends=ends)


@desk.post("/desk/hotline/shifts/<ref:ref>/removals")
@open_to(web.STAFF_DOOR)
def removals(ref: str) -> Response:
    commands.drop_shift(actor(), queries.the_shift(actor(), ref))
    web.say(_("Vagten er fjernet."))
    return web.to("hotline_desk.roster")


@desk.post("/desk/hotline/number")
@open_to(web.STAFF_DOOR)
def number() -> Response:
    form = forms.NumberForm()
    if not form.validate_on_submit():
        web.say(" ".join(form.phone.errors) or _("Indlæs siden igen."), "error")
        return web.to("hotline_desk.roster")
    commands.set_number(actor(), form.phone.data or None)
    web.say(_("Nummeret er gemt."))
    return web.to("hotline_desk.roster")
