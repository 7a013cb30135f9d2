from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.core.calendar import DAYS, PARTS
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.speech import say_language
from mentors.kit.web import actor, open_to
from mentors.kit.xlsx import make_csv
from mentors.municipalities.queries import municipality
from mentors.pairing import commands_reports, queries_reports
from mentors.pairing import words_reports_desk as words
from mentors.pairing.models_reports import PoolReport
from mentors.pairing.rules_reports import MOST_AREAS, MOST_LANGUAGES, ReportState
from mentors.programmes.models import Programme
from mentors.programmes.queries import all_programmes, the_programme
from mentors.timetables import words as weeks

reports = Blueprint("pairing_reports", __name__)
POOL = "/desk/programmes/<ref:ref>/pool"


@reports.get("/desk/pool")
@open_to(web.STAFF_DOOR)
def pools() -> Response:
    """Every programme's pool, with its newest numbers."""
    programmes = all_programmes(actor())
    made = queries_reports.reports_of(programmes)
    return web.page("pairing/pools.html", programmes=[(one, made.get(one.id)) for one in programmes])


@reports.get(POOL)
@open_to(web.STAFF_DOOR)
def picture(ref: str) -> Response:
    """Who waits where, by language and by the time of the week: numbers only."""
    programme, report = _report(ref)
    shown = _picture(report.body) if report is not None and report.body else None
    return web.page("pairing/picture.html", **_frame(programme, report), picture=shown)


@reports.get(f"{POOL}/blockers")
@open_to(web.STAFF_DOOR)
def blockers(ref: str) -> Response:
    """What keeps the pool waiting, and exactly the pairs each change would bring."""
    programme, report = _report(ref)
    names = queries_reports.names_of(programme, report) if report is not None else {}
    return web.page("pairing/blockers.html", **_frame(programme, report), names=names)


@reports.get(f"{POOL}/recruiting")
@open_to(web.STAFF_DOOR)
def recruiting(ref: str) -> Response:
    """Which kind of volunteer would serve one more person."""
    programme, report = _report(ref)
    kinds = report.body["kinds"] if report is not None and report.body else []
    town = municipality(programme.municipality_id).name
    return web.page(
        "pairing/recruiting.html", **_frame(programme, report), call=words.call_for_volunteers(town, kinds[:8])
    )


@reports.get(f"{POOL}/recruiting.csv")
@open_to(web.STAFF_DOOR)
def recruiting_csv(ref: str) -> Response:
    """The same list for a spreadsheet."""
    _programme, report = _report(ref)
    if report is None or not report.body:
        raise NotThere
    rows: list[tuple[Any, ...]] = [(_("Venter"), _("Sprog"), _("Sted"), _("Tid"), _("Hvem"))]
    for one in report.body["kinds"]:
        spoken = ", ".join(say_language(code) for code in one["languages"]) or _("tolk")
        times = ", ".join(weeks.week_part(part) for part in one["parts"])
        rows.append((one["count"], spoken, words.area(one["postcode"]), times, words.wanted(one)))
    answer = Response(make_csv(rows), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="recruiting.csv"'
    return answer


@reports.post(f"{POOL}/reports")
@open_to(web.STAFF_DOOR)
def ask(ref: str) -> Response:
    """Let the worker work it out anew."""
    commands_reports.ask_for_report(actor(), the_programme(actor(), ref))
    target = web.sent_text("page", 20)
    pages = {"picture", "blockers", "recruiting"}
    return web.to(f"pairing_reports.{target if target in pages else 'picture'}", ref=ref)


def _report(ref: str) -> tuple[Programme, PoolReport | None]:
    programme = the_programme(actor(), ref)
    return programme, queries_reports.find_report(programme)


def _frame(programme: Programme, report: PoolReport | None) -> dict[str, Any]:
    return {
        "programme": programme,
        "report": report,
        "body": report.body if report is not None else None,
        "working": report is not None and report.state is ReportState.asked,
        "failed": report is not None and report.state is ReportState.failed,
        "words": words,
    }


def _picture(body: dict[str, Any]) -> dict[str, Any]:
    """The numbers as the charts want them."""
    waiting, offering = body["waiting"], body["offering"]
    areas = [area for area, _count in waiting["areas"]][:MOST_AREAS]
    languages = [code for code, _count in waiting["languages"]][:MOST_LANGUAGES]
    cells = {(area, code): count for area, code, count in waiting["cells"]}
    return {
        "languages": [(say_language(code), count) for code, count in waiting["languages"][:MOST_LANGUAGES]],
        "spoken": [(say_language(code), dict(offering["languages"]).get(code, 0)) for code in languages],
        "grid": {
            "columns": [say_language(code) for code in languages],
            "rows": [(words.area(area), [cells.get((area, code), 0) for code in languages]) for area in areas],
        },
        "more_areas": max(0, len(waiting["areas"]) - MOST_AREAS),
        "waiting_week": _week(waiting["parts"]),
        "offering_week": _week(offering["parts"]),
    }


def _week(parts: dict[str, int]) -> dict[str, Any]:
    return {
        "columns": [weeks.PARTS[part] for part in PARTS],
        "rows": [(weeks.DAYS[day], [parts.get(f"{day}-{part}", 0) for part in PARTS]) for day in DAYS],
    }
