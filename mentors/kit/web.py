"""Doors, the acting person, and small helpers every view uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    get_flashed_messages,
    redirect,
    render_template,
    request,
)
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.routing import BaseConverter

from mentors.core.actor import PUBLIC, Actor, Role
from mentors.core.guard import printable
from mentors.core.refusal import NotThere, Refused
from mentors.kit import borrowed, throttle
from mentors.kit.bilingual import known
from mentors.kit.speech import showing_both, spoken_language

View = TypeVar("View", bound=Callable[..., Any])


# --- doors ----------------------------------------------------------------------------------------


class Door(Protocol):
    """Who may knock. `let_in` returns the actor, or None for nobody."""

    def let_in(self, signed_in: Actor | None) -> Actor | None: ...


@dataclass(frozen=True, slots=True)
class Public:
    def let_in(self, signed_in: Actor | None) -> Actor | None:
        return signed_in or PUBLIC


@dataclass(frozen=True, slots=True)
class SignedIn:
    roles: frozenset[Role]

    def let_in(self, signed_in: Actor | None) -> Actor | None:
        return signed_in if signed_in and signed_in.roles & self.roles else None


@dataclass(frozen=True, slots=True)
class Link:
    """Opens for whoever holds a live personal link of one of these purposes."""

    purposes: frozenset[str]

    def let_in(self, signed_in: Actor | None) -> Actor | None:
        opened = current_app.extensions["open_link"](cast(str, (request.view_args or {})["token"]))
        if opened is None or opened.purpose not in self.purposes:
            count_bad_link()
            raise LinkDead
        g.link = opened
        return cast(Actor, opened.actor)


def count_bad_link() -> None:
    """Count a try at a link that opens nothing. Raises TooMany for whoever goes on guessing."""
    throttle.count(f"bad-link:{client_address()}", limit=60, seconds=600)


class LinkDead(Exception):
    """The personal link is unknown, used, withdrawn or too old (410)."""


PUBLIC_DOOR = Public()
STAFF_DOOR = SignedIn(frozenset({Role.coordinator, Role.administrator}))
HOTLINE_DOOR = SignedIn(frozenset({Role.hotline, Role.coordinator, Role.administrator}))
CASEWORKER_DOOR = SignedIn(frozenset({Role.caseworker}))
ADMIN_DOOR = SignedIn(frozenset({Role.administrator}))
MY_DOOR = SignedIn(frozenset({Role.participant}))
ANYBODY_SIGNED_IN = SignedIn(frozenset(Role))


def link_door(*purposes: str) -> Link:
    return Link(frozenset(purposes))


def open_to(door: Door, *, at_most: tuple[int, int] | None = None) -> Callable[[View], View]:
    """Open a view to whoever the door lets in; POSTs at most `(times, seconds)` per address."""

    def mark(view: View) -> View:
        view.door = door  # type: ignore[attr-defined]
        view.at_most = at_most  # type: ignore[attr-defined]
        return view

    return mark


def doorless(app: Flask) -> list[str]:
    """The endpoints nobody has opened; there must be none but the static files."""
    return sorted(
        endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "door") and endpoint != "static"
    )


def knock() -> Response | None:
    """Before every view: who is here, and may they knock at this door?"""
    if request.endpoint is None or request.endpoint == "static":
        return None
    view: Any = current_app.view_functions[request.endpoint]
    if view.at_most and request.method == "POST":
        limit, seconds = view.at_most
        throttle.count(f"{request.endpoint}:{client_address()}", limit=limit, seconds=seconds)
    if request.path == "/healthz":
        return None  # answers without the database
    signed_in = current_app.extensions["who_is_here"]()
    g.actor = signed_in or PUBLIC
    let_in = view.door.let_in(signed_in)
    if let_in is not None:
        g.actor = let_in
        return None
    if signed_in is not None:
        abort(403)
    if request.method != "GET":
        abort(401)
    return to("accounts.sign_in", next=request.full_path.rstrip("?"))


def actor() -> Actor:
    """Whoever acts in this request."""
    return cast(Actor, g.get("actor", PUBLIC))


def client_address() -> str:
    """The caller's network address; proxies are believed only where the configuration names them."""
    return request.remote_addr or "unknown"


# --- answers --------------------------------------------------------------------------------------


def page(template: str, *, status: int | None = None, **context: Any) -> Response:
    """A rendered page; 422 where a form on it has something to correct, so nothing is committed."""
    wrong = any(isinstance(value, FlaskForm) and value.errors for value in context.values())
    with borrowed.showing():
        html = render_template(template, **context)
    return Response(borrowed.told(html), status=status or (422 if wrong else 200))


def to(endpoint: str, **values: Any) -> Response:
    """A redirect after a POST (303), so that going back does not send twice."""
    from flask import url_for

    return cast(Response, redirect(url_for(endpoint, **values), code=303))


def on_to(path: str) -> Response:
    """A redirect after a POST to a path that `safe_next` has let through."""
    return cast(Response, redirect(path, code=303))


def say(text: Any, category: str = "success") -> None:
    """Tell on the next page what was done. It may stand in another language there, and is kept with its own."""
    words = text if isinstance(text, Markup) else str(text)
    language = getattr(words, "language", None) or spoken_language().code
    kept: Any = (words, language, getattr(words, "danish", None))
    flash(kept, category)


def told_before() -> list[tuple[str, str]]:
    """What the last step said: of which kind, and in words that know their language where it is not this page's."""
    here, both = spoken_language().code, showing_both()
    said: list[tuple[str, Any]] = [*get_flashed_messages(with_categories=True)]
    return [
        (category, known(words, danish if both else None, language if language != here else None))
        for category, (words, language, danish) in said
    ]


def tried(form: FlaskForm, command: Callable[[], Any]) -> bool:
    """Run a command; a refusal becomes an error on the form, at its field where it names one."""
    from mentors.kit.db import db

    try:
        command()
    except Refused as refusal:
        db.session.rollback()
        field = form[refusal.field] if refusal.field and refusal.field in form else None
        # WTForms keeps errors as tuples until a field has validated.
        if field is not None:
            field.errors = [*field.errors, str(refusal.why)]
        else:
            form.form_errors.append(str(refusal.why))
        return False
    return True


def kept(command: Callable[[], Any]) -> None:
    """Keep what must stand also where the answer is a refusal, such as that a password was wrong: at once, by itself.
    What the request has done until then is undone, as its answer will be."""
    from mentors.kit.db import db, transaction

    db.session.rollback()
    with transaction():
        command()


def done(text: Any, endpoint: str, **values: Any) -> Response:
    """Say what was done, and go on."""
    say(text)
    return to(endpoint, **values)


def sent(form: FlaskForm, command: Callable[[], Any], text: Any, endpoint: str, **values: Any) -> Response | None:
    """A form that was sent and is good: its command is run, said, and the way goes on. None to show the form."""
    return done(text, endpoint, **values) if form.validate_on_submit() and tried(form, command) else None


def safe_next(target: str | None) -> str | None:
    """A same-site path to go on to, or None: never another host, never a scheme."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    harmless = not parts.scheme and not parts.netloc and "\\" not in target
    return target if harmless and printable(target) == target else None


def query_text(name: str, limit: int = 100) -> str:
    """A search word from the address, without what a database cannot hold."""
    return printable(request.args.get(name, ""))[:limit].strip()


def sent_text(name: str, limit: int = 40) -> str:
    """A short word sent by a button or hidden field, without what a database cannot hold."""
    return printable(request.form.get(name, ""))[:limit]


def whole_number(written: str | None, otherwise: int = -1) -> int:
    """A number a hidden field brought back; `otherwise` for whatever else stands there."""
    text = written or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


def query_number(name: str, default: int = 1, most: int = 100_000) -> int:
    """A whole number from the address between 1 and `most`; the default for anything else."""
    raw = request.args.get(name, "")
    return min(int(raw), most) if raw.isascii() and raw.isdigit() and 0 < len(raw) < 10 and int(raw) else default


class RefConverter(BaseConverter):
    regex = "[a-z0-9]{6,16}"


class TokenConverter(BaseConverter):
    regex = "[A-Za-z0-9_-]{16,64}"


class TownConverter(BaseConverter):
    regex = "[a-z][a-z0-9-]{1,40}"


def on_refusal(refusal: Refused) -> Response:
    return page("errors/422.html", status=422, why=str(refusal.why))


def on_not_there(_missing: NotThere) -> Response:
    return page("errors/404.html", status=404)


FORGED = _l("Siden var åben for længe. Indlæs den igen, og prøv en gang til.")
Context = Mapping[str, Any]
