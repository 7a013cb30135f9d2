from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from mentors.accounts.queries_absence import answers_for
from mentors.casework import commands_desk as commands
from mentors.casework import policy, queries, rules, words_desk
from mentors.casework.queries import CaseLine
from mentors.core.refusal import Refused
from mentors.kit import shown, web
from mentors.kit.db import db
from mentors.kit.web import actor, open_to
from mentors.people.queries import the_person

desk = Blueprint("casework_desk", __name__)
SHOWN = "shown_cases"
EITHER_DOOR = web.SignedIn(web.STAFF_DOOR.roles | web.CASEWORKER_DOOR.roles)


# --- the caseworker's own ---------------------------------------------------------------------------


@desk.get("/desk/cases/")
@open_to(web.CASEWORKER_DOOR)
def mine() -> Response:
    """Her newcomers and where each of them stands; fifty to a page."""
    lines = queries.my_lines(actor())
    pages = max(1, -(-len(lines) // rules.PAGE_SIZE))
    page = min(web.query_number("page"), pages)
    return web.page(
        "casework/mine.html", lines=lines[(page - 1) * rules.PAGE_SIZE : page * rules.PAGE_SIZE], count=len(lines),
        page=page, pages=pages, page_url=lambda number: url_for("casework_desk.mine", page=number), words=words_desk,
        ended=queries.lately_ended(actor()),
    )  # fmt: skip


def _line(ref: str) -> CaseLine:
    return queries.lines_of([queries.the_case(actor(), ref)])[0]


def _is_open(line: CaseLine) -> bool:
    """Whether this browser may read a protected surname now: "show" was pressed a moment ago, and the need stands."""
    return shown.is_open(SHOWN, line.case.ref) and _may_show(line)


def _may_show(line: CaseLine) -> bool:
    return policy.may_show(actor(), line.case, answers_for(actor()))


@desk.get("/desk/cases/<ref:ref>")
@open_to(web.CASEWORKER_DOOR)
def case(ref: str) -> Response:
    """One of her newcomers: where she stands, when somebody looks next, whom to ask. No number, no address."""
    line = _line(ref)
    return web.page(
        "casework/case.html", line=line, is_open=_is_open(line), may_show=_may_show(line), words=words_desk,
        responsible=queries.first_name_of_responsible(line.case) if line.case.confirmed_at else None,
    )  # fmt: skip


@desk.post("/desk/cases/<ref:ref>/showings")
@open_to(web.CASEWORKER_DOOR)
def showings(ref: str) -> Response:
    """Show a protected surname for ten minutes. Each press is a line in the journal she can read."""
    found = queries.the_case(actor(), ref)
    commands.show(actor(), found)
    shown.remember(SHOWN, ref)
    return web.to("casework_desk.case", ref=ref)


@desk.post("/desk/cases/<ref:ref>/talks")
@open_to(web.CASEWORKER_DOOR)
def talks(ref: str) -> Response:
    commands.has_talked(actor(), queries.the_case(actor(), ref))
    return web.done(_("Noteret. Koordinatoren kan se det."), "casework_desk.case", ref=ref)


@desk.post("/desk/cases/<ref:ref>/returns")
@open_to(web.CASEWORKER_DOOR)
def returns(ref: str) -> Response:
    """Undo an ending of her own."""
    again = commands.take_back(actor(), queries.the_ended_case(actor(), ref))
    return web.done(_("Fortrudt."), "casework_desk.case", ref=again.ref)


# --- both -------------------------------------------------------------------------------------------


@desk.post("/desk/cases/<ref:ref>/endings")
@open_to(EITHER_DOOR)
def endings(ref: str) -> Response:
    """She is not her caseworker any more: said by herself, or at the desk."""
    if actor().is_staff:
        found = queries.the_case_at_desk(actor(), ref)
        commands.end(actor(), found)
        return web.done(_("Gemt."), "desk.person", ref=found.person.ref)
    commands.end(actor(), queries.the_case(actor(), ref))
    return web.done(_("Borgeren står ikke på din liste mere. Du kan fortryde i to uger."), "casework_desk.mine")


# --- the desk's -------------------------------------------------------------------------------------


@desk.post("/desk/cases/<ref:ref>/confirmations")
@open_to(web.STAFF_DOOR)
def confirmations(ref: str) -> Response:
    found = queries.the_case_at_desk(actor(), ref)
    commands.confirm(actor(), found)
    return web.done(_("Gemt."), "desk.person", ref=found.person.ref)


@desk.post("/desk/people/<ref:ref>/caseworkers")
@open_to(web.STAFF_DOOR)
def caseworkers(ref: str) -> Response:
    """Name a newcomer's caseworker."""
    someone = the_person(actor(), ref)
    try:
        commands.name_caseworker(actor(), someone, web.sent_text("account"))
    except Refused as refusal:
        db.session.rollback()
        web.say(str(refusal.why), "error")
        return web.to("desk.person", ref=ref)
    return web.done(_("Gemt."), "desk.person", ref=ref)
