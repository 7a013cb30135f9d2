from __future__ import annotations

from flask import Blueprint, Response, g, request

from mentors.associations import forms, queries, words
from mentors.kit import web
from mentors.kit.web import open_to
from mentors.municipalities import queries as municipalities
from mentors.timetables.words import DAYS, PARTS

public = Blueprint("associations", __name__)


@public.get("/<town:town>/associations")
@open_to(web.PUBLIC_DOOR)
def directory(town: str) -> Response:
    """What associations offer, by town, filtered by age, day, language, price and access."""
    g.town = municipalities.the_municipality(town)
    form = forms.SearchForm(formdata=request.args).offer(queries.offered_languages(g.town.id))
    return web.page(
        "associations/directory.html",
        status=200,
        form=form,
        towns=queries.directory(g.town.id, form.wish()),
        words=words,
        days=DAYS,
        parts=PARTS,
    )


@public.get("/<town:town>/partners")
@open_to(web.PUBLIC_DOOR)
def partners(town: str) -> Response:
    """Who takes part, by their own yes, and how many they are."""
    g.town = municipalities.the_municipality(town)
    found = queries.partners(g.town.id)
    return web.page(
        "associations/partners.html", partners=found, count=sum(len(rows) for rows in found.values()), words=words
    )
