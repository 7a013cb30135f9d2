from __future__ import annotations

from flask import Blueprint, Response, current_app, request, session, url_for
from flask_babel import gettext as _

from mentors.accounts import commands, commands_factors, commands_passkeys, forms, queries
from mentors.accounts.commands_provider import account_behind
from mentors.accounts.rules import CODE_TRIES, TRIES_PER_ACCOUNT, SittingStage
from mentors.accounts.transports_provider import (
    Attempt,
    Provider,
    ProviderRefused,
    address_to_ask,
    provider_of,
    who_came_back,
)
from mentors.accounts.views_sitting import MAILBOX, begin_attempt, browser_mark, derived, device, enter, take_attempt
from mentors.core.refusal import NotThere
from mentors.kit import throttle, web
from mentors.kit.links import digest
from mentors.kit.web import open_to
from mentors.municipalities.queries import the_municipality

second_step = Blueprint("second", __name__)


# --- the code after the password --------------------------------------------------------------------


@second_step.route("/sign-in/second", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(30, 300))
def second() -> Response:
    """What is owed after the password: a code from the app, or one from the paper."""
    token = session.get("halfway")
    form = forms.CodeForm()
    if request.method == "POST" and token:
        throttle.count(f"second:{token}", limit=CODE_TRIES[0], seconds=CODE_TRIES[1])
        _count_second(token)
    owed = queries.halfway(token)
    if owed is None or owed[0].stage is not SittingStage.half:
        return web.to("accounts.staff_sign_in")
    if form.validate_on_submit():
        sitting, account = owed
        if commands_factors.check_second(account, form.code.data or ""):
            target = session.get("next")
            return enter(account, commands.finish_sitting(sitting, account), web.safe_next(target))
        wrong_at = account.id
        web.kept(lambda: commands.note_wrong("code", queries.find_open(wrong_at)))
        form.code.errors = [_("Koden passer ikke, eller den er brugt. Vent på den næste, og prøv igen.")]
    return web.page("accounts/second.html", form=form, passkeys=commands_passkeys.can_be_used())


def _count_second(token: str) -> None:
    """Wrong codes from everywhere count together, but not against a browser she has used before."""
    ref = queries.halfway_name(token)
    if ref is not None and not queries.knows_device(ref, browser_mark()):
        throttle.count(f"second-to:{ref}", limit=TRIES_PER_ACCOUNT[0], seconds=TRIES_PER_ACCOUNT[1])


# --- passkeys ------------------------------------------------------------------------------------------


@second_step.route("/sign-in/passkey", methods=["GET", "POST"])
@open_to(web.PUBLIC_DOOR, at_most=(30, 300))
def passkey() -> Response:
    """Signing in by a passkey alone: it is two factors, the device and the finger or PIN that opens it."""
    form = forms.PasskeyForm()
    if form.validate_on_submit():
        attempt = take_attempt("passkey")
        challenge = derived(attempt["token"], "challenge").encode() if attempt else b""
        account = commands_passkeys.check_passkey(form.answer.data or "", challenge) if attempt else None
        if account is not None and queries.is_employed(account):
            target = web.safe_next((attempt or {}).get("next"))
            return enter(account, commands.begin_sitting(account, device=device(), strong=True), target)
        form.form_errors.append(_("Det lykkedes ikke. Prøv igen, eller log ind med adgangskode."))
    token = begin_attempt("passkey", next=session.get("next") or web.safe_next(request.args.get("next")))
    options = commands_passkeys.options_to_use(derived(token, "challenge").encode())
    return web.page("accounts/passkey.html", form=form, options=options)


# --- the municipality's own provider ---------------------------------------------------------------------


def _the_provider(town: str) -> Provider:
    found = provider_of(town)
    if found is None:
        raise NotThere
    return found


def _back_to(town: str) -> str:
    return str(current_app.config["BASE_URL"]) + url_for("second.came_back", town=town)


def _values(token: str) -> Attempt:
    return Attempt(derived(token, "state"), derived(token, "nonce"), derived(token, "verifier"))


@second_step.get("/sign-in/provider/<town:town>")
@open_to(web.PUBLIC_DOOR)
def provider(town: str) -> Response:
    """On to the municipality's own sign-in. A page of ours leads there; nothing is written yet."""
    there = _the_provider(town)
    throttle.count(f"provider:{web.client_address()}", limit=60, seconds=300)
    token = begin_attempt(
        "provider", town=town, invite=web.query_text("invite", 64), next=web.safe_next(request.args.get("next"))
    )
    try:
        return web.on_to(address_to_ask(there, _values(token), _back_to(town)))
    except ProviderRefused as refused:
        return _failed(str(refused), status=503)


@second_step.get("/sign-in/provider/<town:town>/back")
@open_to(web.PUBLIC_DOOR)
def came_back(town: str) -> Response:
    """Back from there: a button (pressed by itself where scripts run) sends on what came in the address."""
    _the_provider(town)
    if request.args.get("error"):
        return _failed("said no", status=403)
    form = forms.CameBackForm(formdata=None, code=web.query_text("code", 2000), state=web.query_text("state", 200),
                              iss=web.query_text("iss", 300))  # fmt: skip
    return web.page("accounts/came_back.html", form=form, town_slug=town)


@second_step.post("/sign-in/provider/<town:town>/back")
@open_to(web.PUBLIC_DOOR, at_most=(30, 300))
def arrive(town: str) -> Response:
    """Everything is checked here: whose attempt, which code, whose signature, for whom, and since when."""
    there, form = _the_provider(town), forms.CameBackForm()
    attempt = take_attempt("provider") if form.validate_on_submit() else None
    if attempt is None or attempt["town"] != town:
        return _failed("no attempt", status=403)
    values = _values(attempt["token"])
    if form.state.data != values.state or (form.iss.data and form.iss.data.rstrip("/") != there.issuer):
        return _failed("another state", status=403)
    if not commands.use_once(f"code:{form.code.data}"):
        return _failed("a used code", status=403)
    try:
        identity = who_came_back(there, values, _back_to(town), form.code.data or "")
    except ProviderRefused as refused:
        return _failed(str(refused), status=403)
    account = account_behind(identity, the_municipality(town).id, invitation=attempt.get("invite"))
    if account is None:
        return _failed("no account", status=403)
    begun = commands.begin_sitting(account, device=device(), strong=True)
    answer = enter(account, begun, web.safe_next(attempt.get("next")))
    session[MAILBOX] = digest(begun.token)  # the provider has asked for more than a password of ours
    return answer


def _failed(reason: str, *, status: int) -> Response:
    """One sentence for everything that can go wrong: what exactly is in the log."""
    current_app.logger.warning("sign-in by a provider refused: %s", reason)
    return web.page("accounts/provider_failed.html", status=status)
