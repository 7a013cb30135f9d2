"""Assembles the application: the only place that knows Flask as a whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

import config
from mentors import cli, health, rooms, shell
from mentors.accounts.views import login_manager, who_is_here
from mentors.core import clock
from mentors.core.actor import PUBLIC
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands_looks import note_looks, unwritten
from mentors.kit import filters, shield, speech, vault, web
from mentors.kit.db import db, listen, reading, transaction
from mentors.kit.squeeze import Squeezed
from mentors.kit.throttle import TooMany
from mentors.links.queries import open_link
from mentors.messages.views_hooks import hooks

ROOT = Path(__file__).parents[1]
csrf = CSRFProtect()


class House(Flask):
    """Flask with one rule added: a request whose answer is good is committed, any other undone.

    A page that was only looked at changes nothing, but that it was looked at may be a line in the journal: without the
    line it is not shown.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            with reading():
                try:
                    seen = self.make_response(super().dispatch_request())
                    fresh = unwritten(web.actor(), g.get("looks", ())) if seen.status_code == 200 else []
                finally:
                    db.session.rollback()
            if fresh:
                with transaction():
                    note_looks(web.actor(), fresh)
            return seen
        response = self.make_response(super().dispatch_request())
        if response.status_code < 400:
            db.session.commit()
        else:
            db.session.rollback()
        return response


def create_app(**overrides: Any) -> Flask:
    """The whole house, assembled. `overrides` win over the environment's settings."""
    app = House(
        "mentors",
        root_path=str(ROOT),
        static_folder=str(ROOT / "static"),
        template_folder=str(ROOT / "templates"),
        instance_path=str(ROOT / "instance"),
    )
    app.config.update(config.load(**overrides))
    if app.config["CLOCK_FILE"]:
        clock.follow(Path(app.config["CLOCK_FILE"]))
    vault.install(app)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _open_database(app)
    csrf.init_app(app)
    speech.install(app)
    shield.install(app)
    filters.install(app)
    _rooms(app)
    csrf.exempt(hooks)  # providers carry a secret of their own in the address
    _errors(app)
    _outside(app)
    return app


def _open_database(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    else:
        app.config.setdefault(
            "SQLALCHEMY_ENGINE_OPTIONS",
            {"pool_pre_ping": True, "connect_args": {"connect_timeout": 5}},
        )
    db.init_app(app)
    with app.app_context():
        listen(db.engine)


def _rooms(app: Flask) -> None:
    app.extensions["rooms"] = rooms.ROOMS
    app.extensions["link_pages"] = {
        purpose: endpoint for room in rooms.ROOMS for purpose, endpoint in room.link_pages.items()
    }
    app.extensions["own_words"] = next(room.own_words for room in rooms.ROOMS if room.own_words)
    login_manager.init_app(app)
    app.extensions["who_is_here"] = who_is_here
    app.extensions["open_link"] = open_link
    app.before_request(web.knock)
    app.before_request(speech.remember_choice)
    for room in rooms.ROOMS:
        for blueprint in room.blueprints:
            app.register_blueprint(blueprint)
    health.install(app)
    shell.install(app)
    cli.install(app)
    forgotten = web.doorless(app)
    if forgotten:
        raise RuntimeError(f"these views have no door: {', '.join(forgotten)}")


def _errors(app: Flask) -> None:
    app.register_error_handler(Refused, web.on_refusal)
    app.register_error_handler(NotThere, web.on_not_there)
    app.register_error_handler(web.LinkDead, lambda _e: web.page("errors/410.html", status=410))
    app.register_error_handler(CSRFError, lambda _e: web.page("errors/400.html", status=400, why=web.FORGED))

    def too_many(excess: TooMany) -> Response:
        minutes = max(1, round(excess.seconds / 60))
        answer = web.page("errors/429.html", status=429, minutes=minutes)
        answer.headers["Retry-After"] = str(excess.seconds)
        return answer

    def clash(_error: Exception) -> Response:
        db.session.rollback()
        return web.page("errors/409.html", status=409)

    def not_opened(error: vault.NotOpened) -> Response:
        db.session.rollback()
        app.logger.error("%s: see `flask vault check`", error)
        return web.page("errors/500.html", status=503)

    def away(error: OperationalError | InterfaceError) -> Response:
        """The database is away, or another holds it too long. Nothing was kept; in a moment it may be there again."""
        db.session.rollback()
        g.actor, g.town = PUBLIC, None  # who is here stands in the database, too
        app.logger.error("database: %s: %s", type(error.orig).__name__, error.orig)
        answer = web.page("errors/500.html", status=503)
        answer.headers["Retry-After"] = "10"
        return answer

    def http(error: HTTPException) -> ResponseReturnValue:
        code = error.code or 500
        if code < 400:
            return error.get_response()
        known = code if code in (400, 401, 403, 404, 405, 409, 410, 413, 429) else 400 if code < 500 else 500
        template = {401: 403, 405: 404}.get(known, known)
        values = {"why": None} if template == 400 else {"minutes": 5} if template == 429 else {}
        answer = web.page(f"errors/{template}.html", status=code, **values)
        for name, value in error.get_headers():
            if name in ("Allow", "Retry-After"):
                answer.headers[name] = value
        return answer

    app.register_error_handler(TooMany, too_many)
    app.register_error_handler(vault.NotOpened, not_opened)
    app.register_error_handler(OperationalError, away)
    app.register_error_handler(InterfaceError, away)
    app.register_error_handler(StaleDataError, clash)
    app.register_error_handler(IntegrityError, clash)
    app.register_error_handler(HTTPException, http)


def _outside(app: Flask) -> None:
    """What stands between the network and Flask: named proxies, and files served with long caching."""
    proxies = app.config["TRUSTED_PROXIES"]
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(ROOT / "static"),
        prefix="static/",
        max_age=31_536_000,
        allow_all_origins=False,
    )
    app.wsgi_app = Squeezed(app.wsgi_app)  # type: ignore[method-assign]
    app.wsgi_app = shield.around(app.wsgi_app, app.config["BASE_URL"])  # type: ignore[method-assign]
