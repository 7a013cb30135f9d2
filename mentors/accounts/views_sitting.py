"""What every way of signing in ends with: a fresh session, the browser's mark, and where to go on to."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import Response, current_app, request, session
from flask_login import UserMixin, login_user

from mentors.accounts import commands, rules
from mentors.accounts.commands import Begun
from mentors.accounts.models import Account
from mentors.accounts.rules import SittingStage
from mentors.core import clock
from mentors.core.actor import PUBLIC, STAFF, Actor, Role
from mentors.kit import web

MAILBOX = "mailbox"  # in the session: in which sitting she has shown more than a password: her mailbox, an administrator's figures
ATTEMPT_LASTS = 600  # seconds a challenge or a visit to the provider may take


class Seated(UserMixin):
    """What Flask-Login keeps of a signed-in browser: the sitting's secret, never an account's number."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token, self.actor = token, actor

    def get_id(self) -> str:
        return self.token


def device() -> str:
    return rules.device_of(request.headers.get("User-Agent", "")[:400])


def _mark() -> str:
    return "__Host-mentors-device" if current_app.config["SESSION_COOKIE_SECURE"] else "mentors-device"


def browser_mark() -> str | None:
    """The mark a browser got when somebody signed in in it before."""
    return request.cookies.get(_mark())


def _fresh_session() -> None:
    """Nothing is carried over but the language: what a stranger planted before is gone (session fixation)."""
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language


def enter(account: Account, begun: Begun, target: str | None = None) -> Response:
    """Put a new sitting into this browser, and go on: in, or to what is still owed."""
    _fresh_session()
    if begun.stage is not SittingStage.whole:
        session["halfway"] = begun.token
        if target:
            session["next"] = target
        return web.to("second.second" if begun.stage is SittingStage.half else "factors_desk.factors")
    # The sitting is not committed yet, so it is put in place by its secret, not looked up.
    login_user(Seated(begun.token, PUBLIC))
    answer = web.on_to(target) if target else home(account)
    answer.set_cookie(
        _mark(), commands.know_device(account, browser_mark()), httponly=True, samesite="Lax",
        max_age=int(rules.KNOWN_DEVICE_LASTS.total_seconds()), secure=current_app.config["SESSION_COOKIE_SECURE"],
    )  # fmt: skip
    return answer


def home(someone: Any) -> Response:
    roles = {Role(role) for role in someone.roles}
    if roles & STAFF:
        return web.to("desk.todo")
    if Role.hotline in roles:
        return web.to("hotline_desk.queue")
    return web.to("casework_desk.mine" if Role.caseworker in roles else "meetings.mine")


# --- attempts: a challenge that belongs to this browser, is short-lived, and counts once ------------


def begin_attempt(kind: str, **more: str | None) -> str:
    """A new attempt of this browser; its secret. Everything it needs is worked out from that secret."""
    token = secrets.token_urlsafe(32)
    session["attempt"] = {"kind": kind, "token": token, "at": int(clock.now().timestamp()), **more}
    return token


def derived(token: str, what: str) -> str:
    """One value of an attempt: knowing one says nothing about another."""
    return hashlib.sha256(f"{what}:{token}".encode()).hexdigest()


def take_attempt(kind: str) -> dict[str, Any] | None:
    """This browser's attempt, used up with that; None for another kind's, an old or a used one."""
    found = session.pop("attempt", None)
    if not isinstance(found, dict) or found.get("kind") != kind:
        return None
    age = clock.now().timestamp() - found["at"]
    if not 0 <= age <= ATTEMPT_LASTS or not commands.use_once(f"attempt:{found['token']}"):
        return None
    return found
