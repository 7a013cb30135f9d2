"""Every route has a door; looking changes nothing; another municipality's things are not there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urljoin

import pytest
from flask import Flask
from sqlalchemy import func, select

from mentors.associations.commands import invite_contact
from mentors.core.actor import Role
from mentors.journal.models import Entry
from mentors.kit import web
from mentors.kit.db import Base, db
from mentors.kit.web import Public
from tests.associations.builders import association
from tests.house.checks.digest import digest, written
from tests.house.walk import LANGUAGES, SIGNED_IN, STAFF, WALKERS, Seen, endpoint_of, one_per_endpoint, starts
from tests.page import Visitor
from tests.seeded import Town

Walked = Callable[[str, str], list[Seen]]


def test_every_route_has_a_door(house: Flask) -> None:
    forgotten = web.doorless(house)
    assert not forgotten, f"nobody has said who may open {', '.join(forgotten)}"


def test_every_address_of_the_desk_is_closed_to_strangers(house: Flask) -> None:
    """What stands under /desk and /my opens for those it is for, and for nobody by mistake."""
    wide = []
    for rule in house.url_map.iter_rules():
        door = getattr(house.view_functions[rule.endpoint], "door", None)
        if rule.rule.startswith("/desk") and not (
            isinstance(door, web.SignedIn) and Role.participant not in door.roles
        ):
            wide.append(f"{rule.rule} ({rule.endpoint})")
        if rule.rule.startswith("/my") and not isinstance(door, web.SignedIn):
            wide.append(f"{rule.rule} ({rule.endpoint})")
        if rule.rule.startswith("/w/<") and rule.endpoint != "links.enter" and not isinstance(door, web.Link):
            wide.append(f"{rule.rule} ({rule.endpoint})")
    assert not wide, f"these doors stand too wide open: {', '.join(wide)}"


def addresses(walked: Walked) -> Mapping[str, str]:
    """One address per endpoint that anybody met."""
    return one_per_endpoint(seen for walker in WALKERS for seen in walked(walker, LANGUAGES[walker][0]))


@pytest.mark.parametrize("walker", WALKERS)
def test_looking_changes_nothing(seeded: Town, walked: Walked, walker: str) -> None:
    visitor, _homes = starts(seeded, walker)
    urls = sorted(set(addresses(walked).values()))
    last = db.session.scalar(select(func.max(Entry.id))) or 0
    before = digest(db.engine, Base.metadata)
    for url in urls:
        visitor.get(url)
    changed = [name for name in written(before, digest(db.engine, Base.metadata)) if name not in LOOKED]
    assert all(act.endswith("_seen") for act in db.session.scalars(select(Entry.act).where(Entry.id > last)))
    if changed:
        culprits = [url for url in urls if _writes(visitor, url)]
        raise AssertionError(f"GET writes to {', '.join(changed)}: {', '.join(culprits)}")


# That somebody has read what is sensitive is written down (desk/queries_looks.py), and nothing else is.
LOOKED = {"journal_entry", "journal_head"}


def _writes(visitor: Visitor, url: str) -> bool:
    before = digest(db.engine, Base.metadata)
    visitor.get(url)
    return bool(set(written(before, digest(db.engine, Base.metadata))) - LOOKED)


def _about_one_thing(app: Flask, url: str, method: str) -> bool:
    """Whether the address names a thing by its reference, and is neither a bearer's own link nor for everybody."""
    endpoint = endpoint_of(app, url, method)
    if endpoint is None or isinstance(getattr(app.view_functions[endpoint], "door", None), Public):
        return False
    names = {name for rule in app.url_map.iter_rules(endpoint) for name in rule.arguments}
    return "ref" in names and "token" not in names


def stranger(town: Town, role: str) -> Visitor:
    """Somebody with the same role in another municipality."""
    other = town.given.town("andetby", name="Andetby Kommune")
    if role in STAFF:
        return town.given.signed_in(town.given.staff(Role(role), town=other))
    person = town.given.person(town=other)
    if role == "association":
        club = association(town.given, town=other)
        invite_contact(town.given.by(other), club, person)
        db.session.commit()
    return town.given.as_person(person)


def _things(town: Town, walks: list[Seen]) -> dict[tuple[str, str], str]:
    """Addresses about one thing each, by method and endpoint."""
    found: dict[tuple[str, str], str] = {}
    for seen in walks:
        urls = [("GET", seen.url), *(("POST", url) for url in _actions(seen))]
        for method, url in urls:
            if _about_one_thing(town.app, url, method):
                found.setdefault((method, endpoint_of(town.app, url, method) or url), url)
    return found


@pytest.mark.parametrize("role", ["coordinator", "administrator", "host", "newcomer-ar", "association"])
def test_another_municipality_s_things_are_not_there(seeded: Town, walked: Walked, role: str) -> None:
    """What somebody may open in her own town answers 404 to her colleague in another."""
    things = _things(seeded, walked(role, LANGUAGES[role][0]))
    visitor = stranger(seeded, role)
    token = visitor.get("/my/sign-ins").soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    before = digest(db.engine, Base.metadata)
    faults = []
    for (method, _endpoint), url in things.items():
        page = visitor.get(url) if method == "GET" else visitor.post(url, data={"csrf_token": token["value"]})
        if page.status != 404:
            faults.append(f"{method} {url} answers {page.status} to another town's {role}")
    assert not faults, "\n" + "\n".join(faults)
    assert not written(before, digest(db.engine, Base.metadata)), "and nothing was changed"


def _actions(seen: Seen) -> list[str]:
    """The addresses that the page's forms post to."""
    return [
        urljoin(seen.page.path, str(form.get("action") or seen.page.path)).split("?")[0]
        for form in seen.page.soup.find_all("form")
        if str(form.get("method", "get")).lower() == "post"
    ]


def test_strangers_are_sent_to_sign_in(seeded: Town, walked: Walked) -> None:
    """Who is not signed in gets no page of the desk and none of a participant's own."""
    visitor = seeded.new_visitor()
    walks = [seen for walker in SIGNED_IN for seen in walked(walker, LANGUAGES[walker][0])]
    closed = {seen.url for seen in walks if seen.url.startswith(("/desk", "/my"))}
    open_ = [url for url in sorted(closed) if not visitor.get(url).path.startswith("/sign-in")]
    assert not open_, f"open to anybody: {', '.join(open_)}"


def test_participants_do_not_see_the_desk(seeded: Town, walked: Walked) -> None:
    visitor = seeded.signed_in("host")
    urls = {seen.url for seen in walked("coordinator", "da") if seen.url.startswith("/desk")}
    seen = [url for url in sorted(urls) if visitor.get(url).status not in (403, 404)]
    assert not seen, f"a volunteer may open {', '.join(seen)}"
