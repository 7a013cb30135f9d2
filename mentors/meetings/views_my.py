from __future__ import annotations

from flask import Blueprint, Response

from mentors.kit import web
from mentors.kit.web import open_to

my = Blueprint("meetings", __name__)


@my.get("/my/")
@open_to(web.MY_DOOR)
def mine() -> Response:
    return web.page("meetings/mine.html")
