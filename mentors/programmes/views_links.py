"""Pages behind personal links: signing the declaration of confidentiality."""

from __future__ import annotations

from flask import Blueprint, Response, g

from mentors.clearances import commands as clearances
from mentors.clearances.words import DECLARATION, DECLARATION_VERSION
from mentors.core.refusal import NotThere
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.links.commands import use_link
from mentors.municipalities.queries import municipality, the_municipality
from mentors.programmes import forms_public as forms

links = Blueprint("programmes_links", __name__)


@links.route("/w/<token:token>/declaration", methods=["GET", "POST"])
@open_to(web.link_door("declaration"))
def declaration(token: str) -> Response:
    """Shows what is promised and a button; only pressing it signs."""
    form = forms.ButtonForm()
    if form.validate_on_submit():
        if g.link.person_id is None or not use_link(g.link.id):
            raise NotThere
        clearances.sign_declaration(actor(), g.link.person_id, wording=DECLARATION_VERSION)
        return web.to("programmes_links.declared", town=municipality(g.link.municipality_id).slug)
    return web.page("programmes/declaration.html", form=form, wording=DECLARATION)


@links.get("/<town:town>/declared")
@open_to(web.PUBLIC_DOOR)
def declared(town: str) -> Response:
    g.town = the_municipality(town)
    return web.page("programmes/declared.html")
