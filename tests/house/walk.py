"""Walking through the house as each kind of visitor, from page to page by the links shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from mentors.accounts import commands as accounts
from mentors.accounts.queries import find_staff
from mentors.demo import personas
from mentors.kit.db import db
from tests.page import Page, Visitor
from tests.seeded import TOWN, Town

STAFF = ("coordinator", "administrator")
SIGNED_IN = ("coordinator", "administrator", "hotline", "caseworker", "host", "business-mentor", "newcomer-ar", "newcomer-uk",
             "association")  # fmt: skip
WALKERS = ("public", *SIGNED_IN, "links")
LANGUAGES = {"public": ("da", "ar"), "links": ("da", "ar"), "coordinator": ("da", "en"), "administrator": ("da",),
             "hotline": ("da",), "caseworker": ("da", "en"), "association": ("da", "ar"),
             "host": ("da",), "business-mentor": ("da",), "newcomer-ar": ("ar", "da"), "newcomer-uk": ("uk",)}  # fmt: skip
HOMES = {name: "/desk/" if name in STAFF else "/my/" for name in SIGNED_IN} | {
    "hotline": "/desk/hotline/", "caseworker": "/desk/cases/",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was opened: which endpoint the address led to, and the address itself."""

    endpoint: str
    url: str
    page: Page

    @property
    def is_html(self) -> bool:
        return self.page.response.mimetype == "text/html"


def endpoint_of(app: Flask, url: str, method: str = "GET") -> str | None:
    """The endpoint behind a path; None where there is none."""
    try:
        endpoint, _values = app.url_map.bind("town.example").match(urlsplit(url).path, method=method)
    except HTTPException:
        return None
    return str(endpoint)


def starts(town: Town, walker: str) -> tuple[Visitor, list[str]]:
    """A browser for a kind of visitor, and where the walk begins."""
    if walker == "public":
        return town.new_visitor(), ["/", f"/{TOWN}/", "/sign-in", "/sign-in/staff", "/privacy", "/was", "/healthz"]
    if walker == "links":
        return town.new_visitor(), link_starts(town)
    return town.signed_in(walker), [HOMES[walker]]


def link_starts(town: Town) -> list[str]:
    """One or two addresses per purpose of personal link; those that sign in are made for the walk."""

    account = find_staff(personas.STAFF["coordinator"])
    assert account is not None
    town.sign_in_path("host")
    accounts.invite(town.given.by(town.municipality), account)
    db.session.commit()
    purposes = town.app.extensions["link_pages"]
    visitor = town.new_visitor()
    # Where each link leads to: otherwise all of them would count as one page.
    return [visitor.get(address).path for purpose in purposes for address in town.links(purpose)[:2]]


def walk(town: Town, walker: str, language: str, *, most: int = 2) -> list[Seen]:
    """Every page a visitor reaches by links, at most so many per endpoint, each once."""
    visitor, waiting = starts(town, walker)
    visitor.get(f"/sign-in?lang={language}")
    visited: set[str] = set()
    count: Counter[tuple[str, frozenset[str]]] = Counter()
    seen: list[Seen] = []
    while waiting:
        url = waiting.pop(0)
        endpoint = endpoint_of(town.app, url)
        kind = (endpoint or url, frozenset(name for name, _value in parse_qsl(urlsplit(url).query)))
        if url in visited or count[kind] >= most:
            continue
        visited.add(url)
        count[kind] += 1
        page = visitor.get(url)
        if url.startswith("/w/"):  # a personal link opens in its reader's language unless asked otherwise
            page = visitor.get(f"{page.path}{'&' if '?' in page.path else '?'}lang={language}")
        seen.append(Seen(endpoint or "nowhere", url, page))
        links = [link for link in links_on(page) if link not in visited]
        waiting += links
    return seen


def links_on(page: Page) -> Iterator[str]:
    """The addresses on a page that lead further within this site; the language menu stays shut."""
    for tag in page.soup.find_all("a", href=True):
        url = urljoin(page.path, str(tag["href"]).split("#")[0].removeprefix("http://town.example"))
        parts = urlsplit(url)
        if not parts.scheme and not parts.netloc and "lang" not in dict(parse_qsl(parts.query)):
            yield url


def one_per_endpoint(walks: Iterable[Seen]) -> dict[str, str]:
    """An address for each endpoint that was met."""
    found: dict[str, str] = {}
    for seen in walks:
        found.setdefault(seen.endpoint, seen.url)
    return found
