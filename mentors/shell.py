"""What every page's frame shows: the town, the menu, the languages, the ways out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from mentors.core.actor import Role
from mentors.core.language import READABLE, STAFF_LANGUAGES, Language
from mentors.core.menu import Part
from mentors.kit.speech import chosen_language, showing_both
from mentors.kit.web import actor
from mentors.municipalities.models import Municipality
from mentors.municipalities.queries import all_municipalities, municipality
from mentors.shell_desk import PARTS

LONG_MENU = 8  # from so many links on the menu stands in parts


@dataclass(frozen=True, slots=True)
class NavItem:
    label: Any
    url: str
    current: str | None  # aria-current: "page" on the page itself, "true" on the pages behind it


@dataclass(frozen=True, slots=True)
class NavPart:
    heading: Any
    links: list[NavItem]


def town_here() -> Municipality | None:
    """The municipality of this page: named in the address, the actor's own, or the only one there is."""
    if "town" not in g:
        own = actor().municipality_id
        if own is not None:
            g.town = municipality(own)
        else:
            everyone = all_municipalities()
            g.town = everyone[0] if len(everyone) == 1 else None
    return g.town  # type: ignore[no-any-return]


def install(app: Flask) -> None:
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    if request.endpoint is None and "actor" not in g:
        return _plain_frame(None)
    try:
        return _plain_frame(town_here())
    except SQLAlchemyError:  # the error page itself must not need the database
        return _plain_frame(None)


def _plain_frame(town: Municipality | None) -> dict[str, Any]:
    return {
        "town": town,
        "language": chosen_language(),
        "languages": _offered(town),
        "language_url": _language_url,
        "both": showing_both(),
        "both_url": _this_page("both", "0" if showing_both() else "1"),
        "nav": _nav(),
        "actor": actor(),
        "idle_minutes": g.get("idle_minutes"),  # how long a signed-in browser may do nothing
        "theme_url": url_for("municipalities.theme", town=town.slug, v=town.colour[1:]) if town else None,
        "demo_town": current_app.config["DEMO_TOWN"],
        "links": SimpleNamespace(
            home=_home(town),
            front=_front(town),
            sign_in=url_for("accounts.sign_in"),
            sign_out=url_for("accounts.sign_out"),
            was=url_for("municipalities.was"),
            privacy=url_for("municipalities.privacy"),
            worried=url_for("municipalities.worried"),
        ),
    }


def _front(town: Municipality | None) -> str:
    return url_for("programmes.front", town=town.slug) if town else url_for("programmes.start")


def _home(town: Municipality | None) -> str:
    if actor().is_staff:
        return url_for("desk.todo")
    if Role.hotline in actor().roles:
        return url_for("hotline_desk.queue")
    if Role.caseworker in actor().roles:
        return url_for("casework_desk.mine")
    return url_for("meetings.mine") if actor().is_signed_in else _front(town)


def _offered(town: Municipality | None) -> list[Language]:
    if request.path.startswith("/desk"):
        return [READABLE[code] for code in STAFF_LANGUAGES]
    codes = town.languages if town else READABLE
    return [READABLE[code] for code in codes if code in READABLE]


def _language_url(code: str) -> str:
    """The same page in another language."""
    return _this_page("lang", code)


def _this_page(choice: str, value: str) -> str:
    """The same page with another choice about how it is read."""
    kept = [(name, given) for name, given in request.args.items(multi=True) if name != choice]
    return f"{request.path}?{urlencode([*kept, (choice, value)])}"


def _nav() -> list[NavPart]:
    """The menu, in parts with headings where it is long."""
    order, roles = list(Part), actor().roles
    links = [link for room in current_app.extensions["rooms"] for link in room.nav if link.roles & roles]
    links.sort(key=lambda link: (order.index(link.section), link.order))
    path = request.path.rstrip("/")
    urls = [url_for(link.endpoint) for link in links]
    nearest = max((url for url in urls if _is_on(path, url)), key=len, default=None)
    items = [
        NavItem(link.label, url, None if url != nearest else "page" if path == url.rstrip("/") else "true")
        for link, url in zip(links, urls, strict=True)
    ]
    if len(items) < LONG_MENU:
        return [NavPart("", items)] if items else []
    parts = groupby(zip(links, items, strict=True), key=lambda pair: pair[0].section)
    return [NavPart(PARTS[section], [item for _link, item in group]) for section, group in parts]


def _is_on(path: str, url: str) -> bool:
    """Whether a page is the menu's own, or stands behind it by its address. The first page stands for itself alone."""
    own = url.rstrip("/")
    return path == own or (own.count("/") > 1 and path.startswith(own + "/"))
