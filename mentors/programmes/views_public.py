from __future__ import annotations

from flask import Blueprint, Response, g

from mentors.kit import web
from mentors.kit.web import open_to
from mentors.municipalities import queries as municipalities

public = Blueprint("programmes", __name__)


@public.get("/")
@open_to(web.PUBLIC_DOOR)
def start() -> Response:
    """The one municipality's front page, or the list of them."""
    everyone = municipalities.all_municipalities()
    if len(everyone) == 1:
        return web.to("programmes.front", town=everyone[0].slug)
    return web.page("programmes/start.html", towns=everyone)


@public.get("/<town:town>/")
@open_to(web.PUBLIC_DOOR)
def front(town: str) -> Response:
    g.town = municipalities.the_municipality(town)
    return web.page("programmes/front.html")
