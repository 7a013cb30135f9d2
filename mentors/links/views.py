from __future__ import annotations

from flask import Blueprint, Response, current_app

from mentors.kit import web
from mentors.kit.web import open_to
from mentors.links import queries

blueprint = Blueprint("links", __name__)


@blueprint.get("/w/<token:token>")
@open_to(web.PUBLIC_DOOR)
def enter(token: str) -> Response:
    """Sends the holder on to the page the link is for; the page's own door looks at the link again."""
    opened = queries.open_link(token)
    if opened is None:
        web.count_bad_link()
        raise web.LinkDead
    endpoint = current_app.extensions["link_pages"].get(opened.purpose)
    if endpoint is None:  # of some only the figures are given out
        raise web.LinkDead
    return web.to(endpoint, token=token)
