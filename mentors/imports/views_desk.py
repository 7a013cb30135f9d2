from __future__ import annotations

import io
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from mentors.core.refusal import NotThere
from mentors.imports import commands, forms_desk, queries, rules, words_desk
from mentors.imports.models import ImportList
from mentors.imports.rules import ImportListState, ImportRowState
from mentors.imports.rules_templates import COLUMNS
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.kit.xlsx import make_csv
from mentors.pairing.rules_sheets import safe
from mentors.programmes.queries import all_programmes
from mentors.programmes.rules import ConsentThrough, Side
from mentors.programmes.words_desk import THROUGH

blueprint = Blueprint("imports", __name__)
LIST = "/desk/imports/<ref:ref>"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"newcomers": Side.newcomer, "volunteers": Side.volunteer}

# Which rows are shown at each stage, what needs doing first.
_SHOWN = {
    ImportListState.read: (ImportRowState.wrong, ImportRowState.known, ImportRowState.new, ImportRowState.again),
    ImportListState.done: (ImportRowState.refused, ImportRowState.wrong, ImportRowState.imported, ImportRowState.again),
    ImportListState.undone: (ImportRowState.kept, ImportRowState.undone, ImportRowState.refused, ImportRowState.wrong),
}


@blueprint.url_value_preprocessor
def _room_for_a_file(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A list may be larger than any other form; said before anything reads the request."""
    if endpoint == "imports.lists":
        request.max_content_length = rules.MOST_BYTES + 100_000


@blueprint.route("/desk/imports", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def lists() -> Response:
    """Lists that were brought, and room for another."""
    form = forms_desk.UploadForm()
    form.offer([(one.ref, one.name) for one in all_programmes(actor())])
    if form.validate_on_submit():
        made: list[ImportList] = []
        if web.tried(form, lambda: made.append(_take_in(form))):
            return web.to("imports.one", ref=made[0].ref)
    return web.page("imports/lists.html", form=form, lists=queries.lists(actor()), words=words_desk)


def _take_in(form: forms_desk.UploadForm) -> ImportList:
    sent = form.file.data
    content = sent.read(rules.MOST_BYTES + 1) if isinstance(sent, FileStorage) else b""
    name = (sent.filename or "") if isinstance(sent, FileStorage) else ""
    return commands.take_in(actor(), Side(form.side.data), name, content, form.fallback.data or None)


@blueprint.route(LIST, methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def one(ref: str) -> Response:
    """One list, wherever it stands: looked at, confirmed (POST), put in, taken back."""
    listed = queries.the_list(actor(), ref)
    form = forms_desk.ConfirmForm()
    if listed.side is Side.newcomer:
        form.for_newcomers()
    if form.validate_on_submit():
        said = commands.Confirmation(
            through=ConsentThrough(form.through.data),
            source=form.source.data,
            shares=bool(form.shares.data),
            steps=form.chosen_steps(),
        )
        if web.tried(form, lambda: commands.confirm(actor(), listed, said)):
            return web.to("imports.one", ref=ref)
        listed = queries.the_list(actor(), ref)
    return _show(listed, form)


def _show(listed: ImportList, form: forms_desk.ConfirmForm) -> Response:
    counts = queries.counts(listed.id)
    shown = [state for state in _SHOWN.get(listed.state, ()) if counts[state]]
    asked = web.query_text("rows", 20)
    wanted = ImportRowState(asked) if asked in set(ImportRowState) else (shown[0] if shown else None)
    new, known = queries.imported_counts(listed.id)
    return web.page(
        _PAGE[listed.state],
        listed=listed,
        form=form,
        counts=counts,
        states=ImportRowState,
        shown=shown,
        wanted=wanted,
        found=queries.rows_of(listed.id, [wanted], web.query_number("page")) if wanted else None,
        new=new,
        known=known,
        total=sum(counts.values()),
        worked=sum(counts.values()) - counts[ImportRowState.new] - counts[ImportRowState.known]
        if listed.state is ImportListState.confirmed
        else sum(counts.values()) - counts[ImportRowState.imported],
        through=THROUGH,
        words=words_desk,
        page_url=lambda page: url_for("imports.one", ref=listed.ref, rows=wanted, page=page),
    )


_PAGE = {
    ImportListState.uploaded: "imports/working.html",
    ImportListState.confirmed: "imports/working.html",
    ImportListState.undoing: "imports/working.html",
    ImportListState.unreadable: "imports/unreadable.html",
    ImportListState.read: "imports/preview.html",
    ImportListState.done: "imports/result.html",
    ImportListState.undone: "imports/result.html",
}


@blueprint.post(f"{LIST}/withdrawals")
@open_to(web.STAFF_DOOR)
def withdrawals(ref: str) -> Response:
    """Throw away a list that was not put in."""
    commands.drop(actor(), queries.the_list(actor(), ref))
    web.say(_("Listen er slettet. Intet er gemt."))
    return web.to("imports.lists")


@blueprint.post(f"{LIST}/undoings")
@open_to(web.STAFF_DOOR)
def undoings(ref: str) -> Response:
    """Take a list back, as far as that goes."""
    listed = queries.the_list(actor(), ref)
    commands.undo(actor(), listed)
    if listed.state is ImportListState.undone:
        kept = queries.counts(listed.id)[ImportRowState.kept]
        if kept:
            said = ngettext(
                "%(num)s række blev stående. Se hvorfor herunder.",
                "%(num)s rækker blev stående. Se hvorfor herunder.",
                kept,
            )
            web.say(said, "warning")
        else:
            web.say(_("Listen er fortrudt."))
    return web.to("imports.one", ref=ref)


@blueprint.get("/desk/imports/templates/<any(newcomers,volunteers):which>.<any(csv,xlsx):kind>")
@open_to(web.STAFF_DOOR)
def template(which: str, kind: str) -> Response:
    """An empty file with every column and one made-up row."""
    columns = COLUMNS[TEMPLATES[which]]
    rows = [[name for name, _example in columns], [safe(example) for _name, example in columns]]
    content = _as_xlsx(rows) if kind == "xlsx" else make_csv(rows)
    answer = Response(content, mimetype=XLSX if kind == "xlsx" else "text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{which}.{kind}"'
    return answer


def _as_xlsx(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise NotThere
    for row in rows:
        sheet.append(row)
    for number in range(1, len(rows[0]) + 1):
        # Text: no number loses its zeros, no phone its plus.
        sheet.column_dimensions[get_column_letter(number)].number_format = "@"
    for cell in (cell for cells in sheet.iter_rows() for cell in cells):
        cell.number_format = "@"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
