from __future__ import annotations

from flask import Blueprint, Response, g, request, session
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, logout_user

from mentors.accounts import commands, forms, queries, words
from mentors.accounts.commands_passkeys import can_be_used
from mentors.accounts.rules import TRIES_PER_ACCOUNT, TRIES_PER_PLACE, SittingStage
from mentors.accounts.transports_provider import provider_of
from mentors.accounts.views_sitting import MAILBOX, Seated, browser_mark, device, enter
from mentors.core.actor import Actor
from mentors.core.contact import NotAContact, email, mobile
from mentors.core.refusal import NotThere, Refused
from mentors.kit import throttle, web
from mentors.kit.links import digest
from mentors.kit.web import actor, open_to
from mentors.links.commands import use_link
from mentors.municipalities.queries import all_municipalities, municipality

blueprint = Blueprint("accounts", __name__)


login_manager = LoginManager()
login_manager.session_protection = None  # a sitting is ended in the database, not guessed from an address


@login_manager.user_loader
def _seated(token: str) -> Seated | None:
    found = queries.sitting_actor(token)
    if found is None:
        return None
    g.idle_minutes = found[1]
    return Seated(token, found[0])


def who_is_here() -> Actor | None:
    """The signed-in actor of this request's cookie."""
    return current_user.actor if current_user.is_authenticated else None


@blueprint.route("/sign-in", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(20, 300))
def sign_in() -> Response:
    """Participants ask for a link; staff have a page of their own for the password."""
    owed = queries.halfway(session.get("halfway")) if request.method == "GET" else None
    if owed is not None:
        return web.to("second.second" if owed[0].stage is SittingStage.half else "factors_desk.factors")
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
@open_to(web.PUBLIC_DOOR)
def staff_sign_in() -> Response:
    form = forms.SignInForm()
    if form.validate_on_submit():
        _count_guess(form.email.data.strip().lower())
        account = commands.check_password(form.email.data, form.password.data)
        if account is not None:
            return enter(
                account, commands.begin_sitting(account, device=device()), web.safe_next(request.args.get("next"))
            )
        name = form.email.data
        web.kept(lambda: commands.note_wrong("password", queries.find_staff(name.strip())))
        form.form_errors.append(_("E-mail eller adgangskode passer ikke. Prøv igen."))
    return web.page(
        "accounts/staff_sign_in.html", form=form, passkeys=can_be_used(),
        providers=[(one.slug, one.name) for one in all_municipalities() if provider_of(one.slug) is not None],
    )  # fmt: skip


def _count_guess(name: str) -> None:
    """Count a guess at a password, before it is looked at. Raises TooMany.

    A browser in which she has signed in before is counted by itself alone: strangers who guess at her
    name, even from her own office's address, can't lock her out. They are counted by address, by address
    and name, and by name alone, so that guessing from a thousand addresses ends too.
    """
    mark = browser_mark()
    if mark is not None and queries.knows_device(name, mark):
        throttle.count(f"password-device:{mark}:{name}", limit=TRIES_PER_PLACE[0], seconds=TRIES_PER_PLACE[1])
        return
    place = web.client_address()
    throttle.count(f"password-from:{place}", limit=20, seconds=300)
    throttle.count(f"password:{place}:{name}", limit=TRIES_PER_PLACE[0], seconds=TRIES_PER_PLACE[1])
    throttle.count(f"password-to:{name}", limit=TRIES_PER_ACCOUNT[0], seconds=TRIES_PER_ACCOUNT[1])


@blueprint.route("/w/<token:token>/sign-in", methods=["GET", "POST"])
@open_to(web.link_door("sign_in"))
def follow_link(token: str) -> Response:
    """Opening the link shows a button; only pressing it signs in (mail scanners open links)."""
    form = forms.ConfirmForm()
    if form.validate_on_submit():
        link = g.link
        account = queries.the_account(link.account_id)
        try:
            return enter(account, commands.follow_sign_in_link(link.id, account, device=device()))
        except Refused:
            raise web.LinkDead from None
    return web.page("accounts/follow_link.html", form=form)


@blueprint.route("/w/<token:token>/password", methods=["GET", "POST"])
@open_to(web.link_door("choose_password"), at_most=(20, 300))
def choose_password(token: str) -> Response:
    form = forms.PasswordForm()
    account = queries.the_account(g.link.account_id)
    if form.validate_on_submit():

        def choose() -> None:
            if not use_link(g.link.id):
                raise NotThere
            commands.set_password(actor(), account, form.password.data or "")

        if web.tried(form, choose):
            begun = commands.begin_sitting(account, device=device())
            answer = enter(account, begun)
            session[MAILBOX] = digest(begun.token)  # the link came by her mail
            return answer
    town = municipality(account.municipality_id)
    provider = town.slug if provider_of(town.slug) is not None else None
    return web.page("accounts/choose_password.html", form=form, provider=provider, token=token)


@blueprint.post("/sign-out")
@open_to(web.PUBLIC_DOOR)
def sign_out() -> Response:
    if current_user.is_authenticated:
        commands.end_sitting(current_user.token)
    if session.get("halfway"):
        commands.end_sitting(session["halfway"])
    logout_user()
    session.clear()
    web.say(_("Du er logget ud."))
    return web.to("programmes.start")


@blueprint.get("/my/sign-ins")
@open_to(web.ANYBODY_SIGNED_IN)
def sign_ins() -> Response:
    here = queries.sitting_by(current_user.token)
    return web.page(
        "accounts/sign_ins.html", sittings=queries.sittings_of(actor().account_id or 0), here=here.id if here else None,
        device_word=words.device_word,
    )  # fmt: skip


@blueprint.post("/my/sign-ins/endings")
@open_to(web.ANYBODY_SIGNED_IN)
def end_sign_ins() -> Response:
    """End one of one's own sittings (by its reference), or all of them."""
    account = queries.the_account(actor().account_id or 0)
    commands.end_sittings(account, ref=web.sent_text("ref") or None)
    web.say(_("Der er logget ud."))
    return web.to("accounts.sign_ins")


@blueprint.post("/my/sign-ins/still-here")
@open_to(web.ANYBODY_SIGNED_IN)
def still_here() -> Response:
    """She presses the button that says she is still here; knocking has already noted it."""
    return Response(status=204)
