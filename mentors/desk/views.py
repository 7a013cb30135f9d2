from __future__ import annotations

from flask import Blueprint, Response

from mentors.kit import web
from mentors.kit.web import open_to

blueprint = Blueprint("desk", __name__)


@blueprint.get("/desk/")
@open_to(web.STAFF_DOOR)
def todo() -> Response:
    return web.page("desk/todo.html")
