from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.accounts import commands_absence_desk as commands
from mentors.accounts import queries, queries_absence
from mentors.accounts.forms_desk import AbsenceForm
from mentors.accounts.models import Account
from mentors.accounts.models_absence import Absence
from mentors.core import clock
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to

desk = Blueprint("absences", __name__)


@desk.route("/desk/absences", methods=["GET", "POST"])
@open_to(web.STAFF_DOOR)
def absences() -> Response:
    """Who is away and who stands in; a colleague's illness can be written down by anybody on the team."""
    colleagues = queries.employees_of(actor().municipality_id or 0)
    mine = next((one.ref for one in colleagues if one.id == actor().account_id), None)
    form = AbsenceForm(account=mine, from_on=clock.today()).offer(colleagues)
    if form.validate_on_submit() and web.tried(form, lambda: _be_away(form)):
        web.say(_("Fraværet er gemt. Vikaren tager over af sig selv og giver tilbage bagefter."))
        return web.to("absences.absences")
    rows = queries_absence.coming_absences(actor())
    return web.page(
        "accounts/absences.html", form=form, rows=[(row, _who_answers(row)) for row in rows], on=clock.today()
    )


def _be_away(form: AbsenceForm) -> None:
    colleagues = {one.ref: one for one in queries.employees_of(actor().municipality_id or 0)}
    account, substitute = colleagues.get(form.account.data), colleagues.get(form.substitute.data or "")
    if account is None or form.from_on.data is None:
        raise NotThere
    commands.be_away(
        actor(), account, from_on=form.from_on.data, until_on=form.until_on.data, substitute=substitute
    )  # fmt: skip


def _who_answers(row: Absence) -> Account | None:
    """Who takes over on the first day that is still to come: perhaps the substitute's own substitute."""
    return queries_absence.cover_of(row.municipality_id, max(row.from_on, clock.today())).stand_in(row.account_id)


@desk.post("/desk/absences/<ref:ref>/endings")
@open_to(web.STAFF_DOOR)
def end(ref: str) -> Response:
    commands.come_back(actor(), queries_absence.the_absence(actor(), ref))
    web.say(_("Fraværet er slut."))
    return web.to("absences.absences")
