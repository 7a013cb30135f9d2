from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.kit import web
from mentors.kit.speech import chosen_language
from mentors.kit.web import actor, open_to
from mentors.municipalities.queries import municipality
from mentors.programmes import commands_cases_desk as commands
from mentors.programmes import forms_desk as forms
from mentors.programmes import queries
from mentors.programmes.models_cases import NewcomerCase

cases_desk = Blueprint("referring", __name__)


@cases_desk.route("/desk/cases/new", methods=["GET", "POST"])
@open_to(web.CASEWORKER_DOOR, at_most=(60, 600))
def refer() -> Response:
    """A caseworker refers a newcomer. The desk decides; whoever is known already stays as she is known."""
    by = actor()
    town = municipality(by.municipality_id or 0)
    form = forms.ReferralForm(
        programmes=queries.open_programmes(town.id), language="da", offered=town.languages
    )  # fmt: skip
    if form.validate_on_submit():
        made: list[NewcomerCase] = []
        said, protected = form.sign_up_said(chosen_language().code), bool(form.protected.data)
        if web.tried(form, lambda: made.append(commands.refer(by, said, protected=protected))):
            web.say(_("Henvisningen er sendt. Koordinatoren ser på den."))
            return web.to("casework_desk.case", ref=made[0].ref)
    return web.page("programmes/refer.html", form=form)
