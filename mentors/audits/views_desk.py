from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from mentors.audits import commands_desk as commands
from mentors.audits import queries, words_desk
from mentors.audits.forms_desk import SampleForm
from mentors.audits.models import AuditPack
from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.followups import words_desk as followup_words
from mentors.followups.queries import share_without_follow_up
from mentors.followups.rules_share import last_days
from mentors.kit import web
from mentors.kit.pdf import PdfMissing, file_answer, pdf_answer
from mentors.kit.web import actor, open_to
from mentors.kit.xlsx import XLSX, make_xlsx
from mentors.pairing.queries import the_pair

desk = Blueprint("audits_desk", __name__)
PERIODS = (30, 90, 180, 365)


@desk.route("/desk/audits/", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def audits() -> Response:
    """Draw a sample of a period; and the packs that were made."""
    since, until = last_days(clock.today())
    form = SampleForm(from_on=since, until_on=until, size=10)
    made: list[AuditPack] = []

    def draw() -> None:
        made.append(
            commands.draw_sample(
                actor(), from_on=form.from_on.data or since, until_on=form.until_on.data or until,
                size=form.size.data or 1, seed=form.seed.data or None, with_names=bool(form.with_names.data),
            )
        )  # fmt: skip

    if form.validate_on_submit() and web.tried(form, draw):
        web.say(_("Stikprøven er trukket."))
        return web.to("audits_desk.pack", ref=made[0].ref)
    return web.page(
        "audits/audits.html", form=form, packs=queries.recent_packs(actor()),
        share=share_without_follow_up(actor().municipality_id or 0, since, until),
    )  # fmt: skip


@desk.get("/desk/audits/without")
@open_to(web.STAFF_DOOR)
def without() -> Response:
    """Which pairs nobody has followed up on in a period; the last ninety days unless the address says otherwise."""
    since, until = last_days(clock.today())
    since, until = _day("from", since), _day("to", until)
    share = share_without_follow_up(actor().municipality_id or 0, *sorted((since, until)))
    return web.page(
        "audits/without.html", since=min(since, until), until=max(since, until), share=share,
        is_reversed=until < since, pairs=queries.pairs_named(actor(), share.without),
        periods=[(days, *last_days(clock.today(), days)) for days in PERIODS],
    )  # fmt: skip


def _day(name: str, default: date) -> date:
    try:
        found = date.fromisoformat(web.query_text(name, 10))
    except ValueError:
        return default
    return found if 1900 <= found.year <= 2100 else default


@desk.get("/desk/audits/<ref:ref>")
@open_to(web.STAFF_DOOR)
def pack(ref: str) -> Response:
    return web.page("audits/pack.html", **_shown(queries.the_pack(actor(), ref)))


def _shown(found: AuditPack) -> dict[str, Any]:
    lines = queries.lines_of(found)
    return {"pack": found, "lines": lines, "words": words_desk, "kind_word": followup_words.KIND, "on": clock.now()}


@desk.post("/desk/audits/<ref:ref>/files")
@open_to(web.STAFF_DOOR)
def files(ref: str) -> Response:
    """The pack as a file. A press, not a look, because it is written down who took it out."""
    found = queries.the_pack(actor(), ref)
    kind = web.sent_text("kind")
    if kind not in ("pdf", "xlsx"):
        raise NotThere
    name = f"audit-{found.from_on}-{found.until_on}-{found.ref}.{kind}"
    if kind == "xlsx":
        commands.note_download(actor(), found, kind)
        return file_answer(make_xlsx(_sheets(found)), name, XLSX)  # type: ignore[no-any-return]
    try:
        answer = pdf_answer(render_template("desk/audit_pdf.html", **_shown(found)), name)
    except PdfMissing:
        web.say(_("Her kan vi ikke lave PDF: der mangler et program på serveren. Print siden i stedet."), "error")
        return web.to("audits_desk.pack", ref=ref)
    commands.note_download(actor(), found, kind)
    return answer  # type: ignore[no-any-return]


def _sheets(found: AuditPack) -> list[Any]:
    lines = queries.lines_of(found)
    titles, headers = words_desk.sheet_titles(), words_desk.sheet_headers()
    about = [
        (_("Fra og med"), found.from_on), (_("Til og med"), found.until_on), (_("Par i perioden"), found.population),
        (_("Trukket"), len(found.pairs)), (_("Frø"), found.seed or "–"), (_("Lavet af"), found.maker or "–"),
        (_("Lavet"), clock.local_day(found.made_at)),
    ]  # fmt: skip
    return [
        (titles[0], headers[0], about),
        (titles[1], headers[1], [_pair_row(line) for line in lines]),
        (titles[2], headers[2], [row for line in lines for row in _follow_up_rows(line)]),
    ]


def _pair_row(line: queries.Line) -> list[Any]:
    head = [line.position, line.ref, line.newcomer, line.mentor]
    if line.pair is None or line.facts is None:
        return head
    hours = [None if each is None else round(each / 60, 1) for each in (line.planned, line.delivered)]
    return [
        *head, line.facts.starts_on, line.facts.ends_on,
        *(words_desk.yes_no(one not in line.missing) for one in words_desk.REQUIREMENT),
        *hours, line.meetings["planned"], line.meetings["held"], line.meetings["cancelled"],
        line.count("answered"), line.count("missed"), line.tasks_done, words_desk.yes_no(line.is_without),
    ]  # fmt: skip


def _follow_up_rows(line: queries.Line) -> list[list[Any]]:
    def day(at: Any) -> Any:
        return clock.local_day(at) if at else None

    return [
        [line.position, line.ref, followup_words.KIND[one.kind], one.side, one.due_on, day(one.asked_at),
         day(one.answered_at), words_desk.STATE[one.state]]
        for one in line.follow_ups
    ]  # fmt: skip


# --- from a pair's own page -------------------------------------------------------------------------


@desk.post("/desk/pairs/<ref:ref>/audit-packs")
@open_to(web.STAFF_DOOR)
def one_pair(ref: str) -> Response:
    made = commands.pack_of(actor(), the_pair(actor(), ref), with_names=request.form.get("with_names") == "yes")
    return web.to("audits_desk.pack", ref=made.ref)


@desk.post("/desk/pairs/<ref:ref>/complaint-guidance")
@open_to(web.STAFF_DOOR)
def complaint_guidance(ref: str) -> Response:
    if request.form.get("given") == "no":
        commands.take_back_complaint_guidance(actor(), the_pair(actor(), ref))
        web.say(_("Det er fortrudt."))
    else:
        commands.note_complaint_guidance(actor(), the_pair(actor(), ref))
        web.say(_("Det er skrevet ned, at klagevejledningen er givet."))
    return web.to("pairing.pair", ref=ref)
