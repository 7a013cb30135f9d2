from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.municipalities import commands, forms_desk, queries, rules
from mentors.municipalities.models import Municipality

desk = Blueprint("municipalities_desk", __name__)


@desk.route("/desk/settings", methods=["GET", "POST"])
@open_to(web.ADMIN_DOOR)
def settings() -> Response:
    """The municipality's own settings, for its administrator."""
    town = queries.municipality(actor().municipality_id or 0)
    form = forms_desk.SettingsForm(obj=town)
    if form.validate_on_submit() and web.tried(form, lambda: _change(town, form)):
        web.say(_("Gemt."))
        return web.to("municipalities_desk.settings")
    return web.page("municipalities/settings.html", form=form, has_logo=bool(town.logo))


def _change(town: Municipality, form: Any) -> None:
    commands.change_settings(actor(), town, **form.settings())
    picture = form.logo.data
    if isinstance(picture, FileStorage) and picture.filename:
        # One byte more than allowed is enough to see that it is too much.
        commands.change_logo(actor(), town, picture.stream.read(rules.LOGO_BYTES + 1))
    elif form.no_logo.data:
        commands.change_logo(actor(), town, None)
