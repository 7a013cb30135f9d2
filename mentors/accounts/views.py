from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, request, session
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from mentors.accounts import commands, forms, queries
from mentors.core.actor import PUBLIC, STAFF, Actor, Role
from mentors.core.contact import NotAContact, email, mobile
from mentors.core.refusal import NotThere, Refused
from mentors.kit import throttle, web
from mentors.kit.web import actor, open_to
from mentors.links.commands import use_link

blueprint = Blueprint("accounts", __name__)


login_manager = LoginManager()
login_manager.session_protection = None  # a sitting is ended in the database, not guessed from an address


class Seated(UserMixin):
    """What Flask-Login keeps of a signed-in browser: the sitting's secret, never an account's number."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token, self.actor = token, actor

    def get_id(self) -> str:
        return self.token


@login_manager.user_loader
def _seated(token: str) -> Seated | None:
    found = queries.sitting_actor(token)
    return Seated(token, found) if found is not None else None


def who_is_here() -> Actor | None:
    """The signed-in actor of this request's cookie."""
    return current_user.actor if current_user.is_authenticated else None


def _sit(token: str) -> None:
    """A fresh session for whoever has just signed in: nothing is carried over but the language."""
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    # The sitting is not committed yet, so it is put in place by its secret, not looked up.
    login_user(Seated(token, PUBLIC))


def _home(someone: Any) -> Response:
    roles = {Role(role) for role in someone.roles}
    if roles & STAFF:
        return web.to("desk.todo")
    return web.to("hotline_desk.queue" if Role.hotline in roles else "meetings.mine")


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(20, 300))
def sign_in() -> Response:
    """Participants ask for a link; staff have a page of their own for the password."""
    form = forms.LinkForm()
    if form.validate_on_submit():
        try:
            ways = _as_way(form.way.data or "")
        except NotAContact:
            form.way.errors = [_("Skriv et mobilnummer eller en e-mail.")]
        else:
            throttle.count(f"link-to:{sorted(ways.items())}", limit=5, seconds=900)
            commands.send_sign_in_link(**ways)
            return web.to("accounts.link_sent")
    return web.page("accounts/sign_in.html", form=form)


def _as_way(text: str) -> dict[str, str]:
    return {"email": email(text)} if "@" in text else {"mobile": mobile(text)}


@blueprint.get("/sign-in/sent")
@open_to(web.PUBLIC_DOOR)
def link_sent() -> Response:
    return web.page("accounts/link_sent.html")


@blueprint.route("/sign-in/staff", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(20, 300))
def staff_sign_in() -> Response:
    form = forms.SignInForm()
    if form.validate_on_submit():
        # Counted per account and address: a stranger's wrong guesses don't lock the owner out.
        throttle.count(f"password:{web.client_address()}:{form.email.data.lower()}", limit=10, seconds=900)
        account = commands.check_password(form.email.data, form.password.data)
        if account is not None:
            _sit(commands.begin_sitting(account))
            target = web.safe_next(request.args.get("next"))
            return web.on_to(target) if target else _home(account)
        form.form_errors.append(_("E-mail eller adgangskode passer ikke. Prøv igen."))
    return web.page("accounts/staff_sign_in.html", form=form)


@blueprint.route("/w/<token:token>/sign-in", methods=["GET", "POST"])
@open_to(web.link_door("sign_in"))
def follow_link(token: str) -> Response:
    """Opening the link shows a button; only pressing it signs in (mail scanners open links)."""
    form = forms.ConfirmForm()
    if form.validate_on_submit():
        link = g.link
        account = queries.the_account(link.account_id)
        try:
            _sit(commands.follow_sign_in_link(link.id, link.account_id))
        except Refused:
            raise web.LinkDead from None
        return _home(account)
    return web.page("accounts/follow_link.html", form=form)


@blueprint.route("/w/<token:token>/password", methods=["GET", "POST"])
@open_to(web.link_door("choose_password"), at_most=(20, 300))
def choose_password(token: str) -> Response:
    form = forms.PasswordForm()
    account = queries.the_account(g.link.account_id)
    if form.validate_on_submit():

        def choose() -> None:
            commands.set_password(actor(), account, form.password.data or "")
            if not use_link(g.link.id):
                raise NotThere

        if web.tried(form, choose):
            _sit(commands.begin_sitting(account))
            return _home(account)
    return web.page("accounts/choose_password.html", form=form)


@blueprint.post("/sign-out")
@open_to(web.PUBLIC_DOOR)
def sign_out() -> Response:
    if current_user.is_authenticated:
        commands.end_sitting(current_user.token)
    logout_user()
    session.clear()
    web.say(_("Du er logget ud."))
    return web.to("programmes.start")


@blueprint.get("/my/sign-ins")
@open_to(web.ANYBODY_SIGNED_IN)
def sign_ins() -> Response:
    return web.page("accounts/sign_ins.html", sittings=queries.sittings_of(actor().account_id or 0))


@blueprint.post("/my/sign-ins/endings")
@open_to(web.ANYBODY_SIGNED_IN)
def end_sign_ins() -> Response:
    """End one of one's own sittings (by its reference), or all of them."""
    account = queries.the_account(actor().account_id or 0)
    commands.end_sittings(account, ref=web.sent_text("ref") or None)
    web.say(_("Der er logget ud."))
    return web.to("accounts.sign_ins")
