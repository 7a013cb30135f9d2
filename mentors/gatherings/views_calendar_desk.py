"""The coordinator's calendar, closing days, numbers and posters."""

from __future__ import annotations

import segno
from flask import Response, current_app, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from mentors.core.language import READABLE, fallback_chain
from mentors.core.refusal import NotThere
from mentors.gatherings import commands_closings, forms_desk, queries, queries_calendar, queries_door, words_rule
from mentors.gatherings import words as words_
from mentors.gatherings.models import Series, Session
from mentors.gatherings.rules import ClosingKind
from mentors.gatherings.views_desk import blueprint
from mentors.kit import web
from mentors.kit.db import db
from mentors.kit.links import address
from mentors.kit.speech import say_date, say_day, speaking
from mentors.kit.web import actor, open_to
from mentors.links.commands import make_link
from mentors.links.models import PersonalLink
from mentors.municipalities.queries import municipality


@blueprint.get("/desk/calendar")
@open_to(web.STAFF_DOOR)
def desk_calendar() -> Response:
    """The municipality's month or week; `mine=1` shows what the reader runs."""
    owner = actor().account_id if request.args.get("mine") == "1" else None
    town = actor().municipality_id or 0
    code = web.query_text("week", 10)
    if code:
        stretch = queries_calendar.week(town, queries_calendar.week_from(code), public_only=False, owner_id=owner)
    else:
        first = queries_calendar.month_from(web.query_text("month", 10))
        stretch = queries_calendar.month(town, first, public_only=False, owner_id=owner)
    return web.page(
        "gatherings/desk_calendar.html", stretch=stretch, by_week=bool(code), mine=owner is not None
    )  # fmt: skip


@blueprint.get("/desk/calendar/feed")
@open_to(web.STAFF_DOOR)
def feed() -> Response:
    """How to have one's own sessions in one's own calendar."""
    found = _feed_link()
    return web.page("gatherings/feed.html", address=f"{address(found.ref)}/desk-calendar.ics" if found else None)


@blueprint.post("/desk/calendar/feeds")
@open_to(web.STAFF_DOOR)
def make_feed() -> Response:
    """A personal address for the reader's own sessions, made on request."""
    if _feed_link() is None:
        make_link(
            "desk_calendar", municipality_id=actor().municipality_id or 0, account_id=actor().account_id,
            language="da", lasts=None,
        )  # fmt: skip
    return web.to("gatherings_desk.feed")


def _feed_link() -> PersonalLink | None:
    return queries.feed_link(actor().account_id or 0)


@blueprint.route("/desk/closings", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def closings() -> Response:
    form = forms_desk.ClosingForm()
    standing: list[list[object]] = []
    if form.validate_on_submit() and web.tried(
        form,
        lambda: standing.append(
            list(
                commands_closings.close_days(
                    actor(), ClosingKind(form.kind.data), form.name.data,
                    from_on=form.from_on.data, to_on=form.to_on.data,
                )
            )
        ),
    ):  # fmt: skip
        if not standing[0]:
            web.say(_("Gemt. Gangene på de dage er taget ud af kalenderen."))
            return web.to("gatherings_desk.closings")
        db.session.commit()
        web.say(_("Gemt. Nogle gange har tilmeldte og står der endnu. Flyt eller aflys dem."), "warning")
    town = actor().municipality_id or 0
    return web.page(
        "gatherings/closings.html", form=form, closings=queries.closings(town), standing=standing[0] if standing else []
    )  # fmt: skip


@blueprint.post("/desk/closings/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def end_closing(ref: str) -> Response:
    for one in queries.closings(actor().municipality_id or 0):
        if one.ref == ref:
            commands_closings.open_days_again(actor(), one)
            web.say(_("Fjernet. Gangene er tilbage i kalenderen."))
            return web.to("gatherings_desk.closings")
    raise NotThere


@blueprint.get("/desk/series/<ref:ref>/numbers")
@open_to(web.STAFF_DOOR)
def numbers(ref: str) -> Response:
    """How many came over time: a chart with its table."""
    series = queries.the_series(actor(), ref)
    rows = queries_door.attendance(series)
    counted = [row for row in rows if row.presses][-40:]
    return web.page(
        "gatherings/numbers.html",
        series=series,
        rows=rows,
        average=lambda total, count: format_decimal(round(total / count, 1)),
        adult_rows=[(say_day(row.starts_at), row.adults) for row in counted],
        child_rows=[(say_day(row.starts_at), row.children) for row in counted],
    )


@blueprint.get("/desk/series/<ref:ref>/poster")
@open_to(web.STAFF_DOOR)
def poster(ref: str) -> Response:
    """A poster to hang up: pictograms, a code to scan, and the same few words in the chosen languages."""
    series = queries.the_series(actor(), ref)
    town = municipality(series.municipality_id)
    offered = [code for code in town.languages if code in READABLE]
    chosen = [code for code in request.args.getlist("languages") if code in offered] or ["da"]
    form = forms_desk.PosterForm(formdata=None, languages=chosen)
    form.languages.choices = [(code, READABLE[code].own_name) for code in offered]
    coming = [session for session in queries.upcoming(series, 6) if session.cancelled_at is None]
    where = url_for("gatherings.series", town=town.slug, ref=series.ref)
    code = segno.make(f"{current_app.config['BASE_URL']}{where}", error="m", micro=False)
    return web.page(
        "gatherings/poster.html",
        series=series,
        form=form,
        blocks=[_block(series, coming, language) for language in chosen],
        code=code.svg_data_uri(border=2),
        address=f"{current_app.config['BASE_URL']}{where}",
    )


def _when(series: Series, first: Session) -> str:
    """The poster's rule; of what has none, its next time."""
    return words_rule.rule(series.rule, series.first_at if series.rule else first.starts_at, series.minutes)


def _block(series, coming, code: str):  # type: ignore[no-untyped-def]
    """The poster's words in one language."""
    with speaking(code) as language:
        title, in_language = series.title_in(fallback_chain(code))
        first = coming[0] if coming else None
        return {
            "language": language,
            "kind": str(words_.KIND[series.kind]),
            "title": title,
            "title_language": in_language,
            "promise": str(words_.PROMISE[series.kind]),
            "when": _when(series, first) if first else "",
            "mode": str(words_.MODE[series.mode]),
            "children": str(words_.CHILDREN_WELCOME) if series.childcare else "",
            "free": str(words_.FREE),
            "dates": [say_day(session.starts_at) for session in coming[:4]],
            "from": say_date(first.starts_at) if first else "",
        }
