from __future__ import annotations

from contextlib import nullcontext

from flask import Blueprint, Response, redirect

from mentors.kit import web
from mentors.kit.speech import in_words_of
from mentors.kit.web import actor, open_to
from mentors.municipalities import queries, rules

blueprint = Blueprint("municipalities", __name__)


@blueprint.get("/<town:town>/theme.css")
@open_to(web.PUBLIC_DOOR)
def theme(town: str) -> Response:
    """The municipality's colour as a stylesheet of its own, so that no page needs inline styles."""
    colour = queries.the_municipality(town).colour
    css = f":root{{--fds-primary:{colour};--fds-primary-dark:{_darker(colour)};--fds-header-bg:#fff}}"
    answer = Response(css, mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _darker(colour: str) -> str:
    return "#" + "".join(f"{int(int(colour[i : i + 2], 16) * 0.75):02x}" for i in (1, 3, 5))


@blueprint.get("/was")
@open_to(web.PUBLIC_DOOR)
def was() -> Response:
    """The accessibility statement: at the state's tool where the town has one, else our own page.

    Where nobody can know whose page this is, every town's statement is named.
    """
    everyone = queries.all_municipalities()
    own = [town for town in everyone if town.id == actor().municipality_id] or everyone
    if len(own) == 1 and own[0].was_url:
        return redirect(own[0].was_url)  # type: ignore[return-value]
    with in_words_of(own[0].id) if len(own) == 1 else nullcontext():
        return web.page("municipalities/was.html", towns=own, looked_over_on=rules.LOOKED_OVER_ON)


@blueprint.get("/privacy")
@open_to(web.PUBLIC_DOOR)
def privacy() -> Response:
    return web.page("municipalities/privacy.html")


@blueprint.get("/worried-about-a-child")
@open_to(web.PUBLIC_DOOR)
def worried() -> Response:
    """Numbers to call, and no form: a story told here would help nobody and could leak."""
    return web.page("municipalities/worried.html")
