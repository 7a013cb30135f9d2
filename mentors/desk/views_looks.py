"""Reading what is sensitive is written down: noted before the page is made, kept when it was shown."""

from __future__ import annotations

from flask import Blueprint, g, request

from mentors.core.actor import EMPLOYED
from mentors.desk import queries_looks
from mentors.kit.web import actor

blueprint = Blueprint("looks", __name__)


@blueprint.before_app_request
def note_looks() -> None:
    """Whoever is employed reads about others; everybody else reads about herself."""
    if request.method == "GET" and actor().roles & EMPLOYED:
        g.looks = queries_looks.looks(actor(), request.endpoint or "", request.view_args or {})
