"""The coordinator's pages about series: the list, a new one, its page, its rule, who is in it."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from mentors.accounts.queries import staff_of
from mentors.associations.models import Association
from mentors.associations.queries import associations
from mentors.core import clock
from mentors.core.clock import at_local
from mentors.core.refusal import NotThere
from mentors.gatherings import (
    commands,
    commands_sessions,
    forms_desk,
    queries,
    queries_people,
    rules,
    rules_pattern,
    words_desk,
    words_rule,
)
from mentors.gatherings import words as words_
from mentors.gatherings.commands import Draft
from mentors.gatherings.models import Series, Session
from mentors.gatherings.rules import SeriesKind, SignUpMode, Unit
from mentors.gatherings.rules_pattern import Repeat
from mentors.gatherings.rules_recurrence import Plan
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.people.models import Person
from mentors.people.queries import search_people

blueprint = Blueprint("gatherings_desk", __name__)


@blueprint.app_context_processor
def _words() -> dict[str, Any]:
    """What this room's templates name things with."""
    return {"gathering_words": words_, "gathering_rule": words_rule.rule, "gathering_desk_words": words_desk}


def found_people() -> list[Person]:
    """People by the `q` in the address, for a page on which somebody is to be chosen."""
    asked = web.query_text("q")
    return search_people(actor(), asked, limit=10) if asked else []


@blueprint.get("/desk/series")
@open_to(web.STAFF_DOOR)
def series_list() -> Response:
    ended = request.args.get("ended") == "1"
    return web.page("gatherings/series_list.html", rows=queries.series_list(actor(), ended=ended), ended=ended)


@blueprint.route("/desk/series/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def series_new() -> Response:
    """First which kind, then the form with what that kind starts with."""
    try:
        kind = SeriesKind(web.query_text("kind"))
    except ValueError:
        return web.page("gatherings/series_kinds.html", kinds=list(SeriesKind))
    start = rules.DEFAULTS[kind]
    form = forms_desk.SeriesForm(
        mode=start.mode, minutes=start.minutes, capacity=start.capacity, minimum=start.minimum,
        childcare=start.childcare, is_public=start.is_public, promotes=start.promotes, at=time(10),
        children_sit=not start.is_course, first_on=clock.today(), title=str(words_.KIND[kind]),
    )  # fmt: skip
    form.languages.choices = forms_desk.spoken()
    forms_desk.hosts(form.host, hosts().values())
    if not form.is_submitted():
        form.show(start.rule, clock.today())
    made: list[Series] = []
    if form.validate_on_submit() and web.tried(form, lambda: made.append(_opened(kind, form))):
        web.say(f"{_('Rækken er oprettet.')} {words_desk.planned(queries.to_come(made[0]))}")
        return web.to("gatherings_desk.series_page", ref=made[0].ref)
    return web.page("gatherings/series_new.html", form=form, kind=kind, is_course=start.is_course)


def _opened(kind: SeriesKind, form: forms_desk.SeriesForm) -> Series:
    again = queries.just_opened(actor(), kind, form.title.data, form.place.data, form.first_on.data)
    if again is not None:
        return again
    me = actor().account_id
    draft = Draft(
        kind=kind,
        first_on=form.first_on.data,
        at=form.at.data,
        minutes=form.minutes.data,
        rule=commands.rule_of(form.pattern(), form.first_on.data),
        is_course=rules.DEFAULTS[kind].is_course,
        owners=((me, None),) if me else (),
        **_settings(form),
    )
    return commands.open_series(actor(), draft)


def _settings(form: forms_desk.SettingsForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "about": form.about.data or None,
        "who_for": form.who_for.data or None,
        "place": form.place.data,
        "mode": SignUpMode(form.mode.data),
        "capacity": form.capacity.data,
        "minimum": form.minimum.data,
        "children_sit": form.children_sit.data,
        "promotes": form.promotes.data,
        "childcare": form.childcare.data,
        "skips_school_holidays": form.skips_school_holidays.data,
        "is_public": form.is_public.data,
        "languages": tuple(form.languages.data or ()),
        "association": hosts().get(form.host.data),
    }


def hosts(now: Association | None = None) -> dict[str, Association]:
    """Who may stand behind a series or session: what takes part today, and whoever does already."""
    return {one.ref: one for one in associations(actor()) if one.closed_at is None or one is now}


@blueprint.get("/desk/series/<ref:ref>")
@open_to(web.STAFF_DOOR)
def series_page(ref: str) -> Response:
    series = queries.the_series(actor(), ref)
    coming = queries.with_standing(queries.upcoming(series))
    seats = queries.sign_ups_of(series, *rules.LIVE) if series.is_course else []
    return web.page(
        "gatherings/series_page.html",
        series=series,
        coming=coming,
        past=queries.earlier(series, 6),
        free=queries.free_seats(series) if series.is_course else None,
        taken=sum(row.state in rules.HOLDS_A_SEAT for row in seats),
        waiting=sum(row.state is rules.SeatState.waiting for row in seats),
        leader=queries_people.leader_period(series),
    )


@blueprint.route("/desk/series/<ref:ref>/settings", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def series_settings(ref: str) -> Response:
    series = queries.the_series(actor(), ref)
    form = forms_desk.SettingsForm(obj=series, host=series.association.ref if series.association else "")
    form.languages.choices = forms_desk.spoken()
    forms_desk.hosts(form.host, hosts(series.association).values())
    if form.validate_on_submit() and web.tried(
        form, lambda: commands.change_series(actor(), queries.the_series(actor(), ref), **_settings(form))
    ):
        web.say(_("Gemt."))
        return web.to("gatherings_desk.series_page", ref=ref)
    return web.page("gatherings/series_settings.html", form=form, series=queries.the_series(actor(), ref))


@blueprint.route("/desk/series/<ref:ref>/texts/<code>", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def series_texts(ref: str, code: str) -> Response:
    """The series' own words in another language; without them the Danish stands."""
    series = queries.the_series(actor(), ref)
    if code not in forms_desk.readable_codes():
        raise NotThere
    form = forms_desk.TextsForm(data=(series.texts or {}).get(code, {}))
    if form.validate_on_submit():
        words = {"title": form.title.data or "", "about": form.about.data or ""}
        commands.change_series(actor(), series, texts={**(series.texts or {}), code: words})
        web.say(_("Gemt."))
        return web.to("gatherings_desk.series_page", ref=ref)
    return web.page("gatherings/series_texts.html", form=form, series=series, code=code)


@blueprint.route("/desk/series/<ref:ref>/rule", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def series_rule(ref: str) -> Response:
    """A new rule from a day on: first what it would do, then doing it."""
    series = queries.the_series(actor(), ref)
    form = forms_desk.RuleForm(at=series.at, minutes=series.minutes, from_on=_goes_on(series), tell=True)
    form.repeat.choices = [pair for pair in form.repeat.choices if pair.value != Repeat.once]
    if not form.is_submitted():
        form.show(rules_pattern.continued(series.rule or "FREQ=WEEKLY", series.rule_from), _goes_on(series))
    plan: Plan | None = None
    rule = ""
    sessions: dict[int, Session] = {}
    if form.validate_on_submit():
        plans: list[tuple[Plan, str]] = []

        def act() -> None:
            wanted = commands.rule_of(form.pattern(), form.from_on.data) or ""
            asked = (wanted, form.at.data, form.from_on.data)
            one = queries.the_series(actor(), ref)
            if request.form.get("step") == "save":
                commands.change_rule(
                    actor(), one, wanted, at=form.at.data, minutes=form.minutes.data, from_on=form.from_on.data,
                    tell=form.tell.data,
                )  # fmt: skip
            else:
                plans.append((commands.preview_rule(one, *asked), wanted))

        if web.tried(form, act):
            if not plans:
                web.say(_("Tiderne er ændret. Alle tilmeldinger og fremmøder er bevaret."))
                return web.to("gatherings_desk.series_page", ref=ref)
            plan, rule = plans[0]
            _there, sessions = queries.existing(queries.the_series(actor(), ref), form.from_on.data)
    series = queries.the_series(actor(), ref)
    moves = (
        [(sessions[key].starts_at, at_local(day, form.at.data.hour, form.at.data.minute)) for key, day in plan.move]
        if plan
        else []
    )
    said = words_rule.rule(rule, at_local(form.from_on.data, form.at.data.hour, form.at.data.minute)) if plan else ""
    return web.page(
        "gatherings/series_rule.html", form=form, series=series, plan=plan, sessions=sessions, moves=moves, rule=rule, said=said
    )  # fmt: skip


def _goes_on(series: Series) -> date:
    """From when a new rule is likely to count: today; of what is once a year its next day."""
    today = clock.today()
    if not (series.rule or "").startswith("FREQ=YEARLY"):
        return today
    coming = queries.upcoming(series, 1)
    return max(coming[0].planned_on, today) if coming else today


@blueprint.post("/desk/series/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def end_series(ref: str) -> Response:
    commands.end_series(actor(), queries.the_series(actor(), ref))
    web.say(_("Rækken er afsluttet."))
    return web.to("gatherings_desk.series_page", ref=ref)


@blueprint.post("/desk/series/<ref:ref>/reopenings")
@open_to(web.STAFF_DOOR)
def reopen_series(ref: str) -> Response:
    commands.reopen_series(actor(), queries.the_series(actor(), ref))
    web.say(_("Rækken er åben igen."))
    return web.to("gatherings_desk.series_page", ref=ref)


@blueprint.route("/desk/series/<ref:ref>/owners", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def owners(ref: str) -> Response:
    """Who runs a series, and for which unit where several share it."""
    series = queries.the_series(actor(), ref)
    colleagues = {account.ref: account for account in staff_of(series.municipality_id)}
    form = forms_desk.OwnersForm()
    form.account.choices = [(key, account.name) for key, account in colleagues.items()]
    if form.validate_on_submit():
        chosen = colleagues[form.account.data]
        rest = [(o.account_id, o.unit) for o in series.owners if o.account_id != chosen.id]
        unit = Unit(form.unit.data) if form.unit.data else None
        commands.set_owners(actor(), series, [*rest, (chosen.id, unit)])
        return web.to("gatherings_desk.owners", ref=ref)
    return web.page("gatherings/owners.html", series=series, form=form)


@blueprint.post("/desk/series/<ref:ref>/owners/<ref:account>/endings")
@open_to(web.STAFF_DOOR)
def end_owner(ref: str, account: str) -> Response:
    series = queries.the_series(actor(), ref)
    commands.set_owners(
        actor(), series, [(o.account_id, o.unit) for o in series.owners if o.account.ref != account]
    )  # fmt: skip
    return web.to("gatherings_desk.owners", ref=ref)


@blueprint.route("/desk/series/<ref:ref>/sessions/new", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def session_new(ref: str) -> Response:
    """One more session beside the rule: a host company, an extra evening."""
    series = queries.the_series(actor(), ref)
    form = forms_desk.SessionForm(at=series.at, minutes=series.minutes)
    forms_desk.hosts(form.host, hosts().values())
    made: list[Any] = []

    def add() -> None:
        one = queries.the_series(actor(), ref)
        starts_at = commands.as_instant(form.on.data, form.at.data)
        made.append(
            commands_sessions.add_session(
                actor(), one, starts_at, minutes=form.minutes.data, title=form.title.data or None,
                place=form.place.data or None, capacity=form.capacity.data, host=hosts().get(form.host.data),
                anyway=form.anyway.data,
            )
        )  # fmt: skip

    if form.validate_on_submit() and web.tried(form, add):
        web.say(_("Lagt i kalenderen."))
        return web.to("gatherings_desk.session_page", ref=made[0].ref)
    return web.page("gatherings/session_new.html", form=form, series=queries.the_series(actor(), ref))
