from __future__ import annotations

from dataclasses import dataclass

import segno
from flask import Blueprint, Response, session
from flask_babel import gettext as _
from flask_login import current_user

from mentors.accounts import (
    commands,
    commands_factors,
    commands_mailbox,
    commands_passkeys,
    forms_desk,
    queries,
    rules_passwords,
    words,
    words_desk,
)
from mentors.accounts.models import Account, Sitting
from mentors.accounts.rules import CODE_TRIES, SittingStage
from mentors.accounts.views_sitting import MAILBOX, begin_attempt, derived, device, enter, take_attempt
from mentors.core.actor import EMPLOYED, Actor
from mentors.core.refusal import NotThere, Refused
from mentors.kit import throttle, web
from mentors.kit.links import digest
from mentors.kit.secrets import BrokenSeal, seal, unseal
from mentors.kit.web import actor, open_to
from mentors.municipalities.queries import municipality

factors_desk = Blueprint("factors_desk", __name__)


@dataclass(frozen=True, slots=True)
class SetupDoor(web.SignedIn):
    """Opens for employees, and for one who must set up her second step before anything else opens to her."""

    def let_in(self, signed_in: Actor | None) -> Actor | None:
        if signed_in is not None:
            return signed_in if signed_in.roles & self.roles else None
        return queries.setup_actor(session.get("halfway"))


SETUP_DOOR = SetupDoor(EMPLOYED)
EMPLOYED_DOOR = web.SignedIn(EMPLOYED)


def _me() -> Account:
    return queries.the_account(actor().account_id or 0)


def _house(account: Account) -> str:
    return f"Mentor – {municipality(account.municipality_id).name}"


def _is_fresh(account: Account) -> bool:
    """Whether she may change how she signs in: she has just proved herself, or has nothing yet to prove with."""
    if not current_user.is_authenticated:
        return True  # in setup: the password was given minutes ago, and there is no factor yet
    return queries.is_fresh(current_user.token) or not (account.password_hash or queries.factors_of(account.id))


def _sitting_token() -> str:
    return str(current_user.token if current_user.is_authenticated else session.get("halfway", ""))


def _may_enrol(account: Account) -> bool:
    """Whether she may make another second step now. The first one takes more than the password, which may be stolen:
    her mailbox, an administrator's code, or a way in that was two factors itself."""
    if queries.factors_of(account.id):
        return _is_fresh(account)
    sitting = queries.sitting_by(_sitting_token())
    if sitting is None or account.password_hash is None:
        return sitting is not None
    return session.get(MAILBOX) == digest(_sitting_token())


def _prove_first(account: Account) -> Response:
    return web.to("factors_desk.prove" if queries.factors_of(account.id) else "factors_desk.mailbox")


def _owed() -> tuple[Sitting, Account] | None:
    found = None if current_user.is_authenticated else queries.halfway(session.get("halfway"))
    return found if found is not None and found[0].stage is SittingStage.setup else None


@factors_desk.get("/desk/sign-in")
@open_to(SETUP_DOOR)
def factors() -> Response:
    """How she signs in: the second step, the recovery codes, the password."""
    account = _me()
    return web.page(
        "accounts/factors.html", factors=queries.factors_of(account.id), words=words_desk.FACTOR,
        device_word=words.device_word, codes=queries.codes_left(account.id), fresh=_is_fresh(account),
        must=_owed() is not None, passkeys=commands_passkeys.can_be_used(), has_password=account.password_hash is not None,
    )  # fmt: skip


@factors_desk.route("/desk/sign-in/proofs", methods=["GET", "POST"])
@open_to(EMPLOYED_DOOR, at_most=(20, 300))
def prove() -> Response:
    """Before a change: is it she who sits there? (ASVS 7.5.1)"""
    form = forms_desk.ProofForm()
    if form.validate_on_submit():
        throttle.count(f"prove:{actor().label}", limit=10, seconds=900)
        account = _me()
        if commands_factors.prove(account, form.proof.data or ""):
            commands.note_fresh(current_user.token)
            return web.to("factors_desk.factors")
        web.kept(lambda: commands.note_wrong("proof", _me()))
        form.proof.errors = [_("Det passer ikke. Prøv igen.")]
    return web.page("accounts/prove.html", form=form)


@factors_desk.route("/desk/sign-in/mailbox", methods=["GET", "POST"])
@open_to(SETUP_DOOR, at_most=(20, 300))
def mailbox() -> Response:
    """The figures from her mailbox, or from an administrator: this browser may then make the first second step."""
    form, account = forms_desk.MailCodeForm(), _me()
    if form.validate_on_submit():
        throttle.count(f"mail-code:{account.ref}", limit=CODE_TRIES[0], seconds=CODE_TRIES[1])
        account = _me()
        if commands_mailbox.use_code(actor(), account, form.code.data or ""):
            commands.note_fresh(_sitting_token())
            session[MAILBOX] = digest(_sitting_token())
            return web.to("factors_desk.factors")
        web.kept(lambda: commands.note_wrong("code", _me()))
        form.code.errors = [_("Koden passer ikke. Få en ny, hvis den er over en halv time gammel.")]
    return web.page("accounts/mailbox.html", form=form)


@factors_desk.post("/desk/sign-in/mailbox/codes")
@open_to(SETUP_DOOR, at_most=(10, 300))
def mailbox_codes() -> Response:
    account = _me()
    throttle.count(f"mail-code-to:{account.ref}", limit=5, seconds=900)
    commands_mailbox.send_code(actor(), _me())
    return web.done(_("Koden er sendt til din mail."), "factors_desk.mailbox")


@factors_desk.post("/desk/sign-in/colleagues/<ref:ref>/codes")
@open_to(web.ADMIN_DOOR, at_most=(20, 300))
def tell_code(ref: str) -> Response:
    """A colleague without a second step and without her mailbox: six figures to say to her."""
    if not _is_fresh(_me()):
        return web.to("factors_desk.prove")
    colleague = _the_colleague(ref)
    code = commands_mailbox.tell_code(actor(), colleague)
    return web.page("accounts/told_code.html", colleague=colleague, code=code)


def _the_colleague(ref: str) -> Account:
    """A colleague in the same town; never oneself."""
    colleagues = {one.ref: one for one in queries.employees_of(actor().municipality_id or 0)}
    if ref not in colleagues or colleagues[ref].id == actor().account_id:
        raise NotThere
    return colleagues[ref]


@factors_desk.route("/desk/sign-in/code-app", methods=["GET", "POST"])
@open_to(SETUP_DOOR, at_most=(30, 300))
def code_app() -> Response:
    """A square to scan, and the first code to write. The secret waits sealed in the session until then."""
    account = _me()
    if not _may_enrol(account):
        return _prove_first(account)
    form, secret = forms_desk.CodeAppForm(), _waiting_secret(account)
    if form.validate_on_submit():
        made = commands_factors.add_code_app(actor(), account, secret, form.code.data or "", device=device())
        if made is not None:
            session.pop("code_app", None)
            return _added(account)
        form.code.errors = [_("Koden passer ikke. Se den nyeste kode i appen, og at telefonens ur går rigtigt.")]
    address = commands_factors.address_of(account, secret, _house(account))
    return web.page(
        "accounts/code_app.html", form=form, secret=" ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        code=segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=4),
    )  # fmt: skip


def _waiting_secret(account: Account) -> str:
    try:
        return unseal(session.get("code_app", ""), f"waiting:{account.ref}")
    except BrokenSeal:
        secret = commands_factors.new_secret()
        session["code_app"] = seal(secret, f"waiting:{account.ref}")
        return secret


@factors_desk.route("/desk/sign-in/passkeys", methods=["GET", "POST"])
@open_to(SETUP_DOOR, at_most=(30, 300))
def new_passkey() -> Response:
    account = _me()
    if not _may_enrol(account):
        return _prove_first(account)
    form = forms_desk.NewPasskeyForm()
    if form.validate_on_submit():
        attempt = take_attempt("new_passkey")
        challenge = derived(attempt["token"], "challenge").encode() if attempt else b""
        if attempt and commands_passkeys.add_passkey(
            actor(), account, form.answer.data or "", challenge, device=device()
        ):  # fmt: skip
            return _added(account)
        form.form_errors.append(_("Det lykkedes ikke at lave en adgangsnøgle. Prøv igen."))
    token = begin_attempt("new_passkey")
    options = commands_passkeys.options_to_make(account, derived(token, "challenge").encode(), _house(account))
    return web.page("accounts/new_passkey.html", form=form, options=options)


def _added(account: Account) -> Response:
    """A second step is there: the first time, ten codes on paper with it; and whoever owed it is let in."""
    codes = commands_factors.new_recovery_codes(actor(), account) if not queries.codes_left(account.id) else []
    owed, wanted = _owed(), web.safe_next(session.get("next"))
    if owed is not None:
        in_now = enter(account, commands.finish_sitting(*owed), wanted)
        return _with_cookies_of(in_now, _shown_once(codes, wanted)) if codes else in_now
    if codes:
        return _shown_once(codes, None)
    return web.done(_("Det andet trin er gemt."), "factors_desk.factors")


def _shown_once(codes: list[str], wanted: str | None) -> Response:
    return web.page("accounts/codes.html", codes=codes, wanted=wanted)


def _with_cookies_of(first: Response, shown: Response) -> Response:
    for value in first.headers.getlist("Set-Cookie"):
        shown.headers.add("Set-Cookie", value)
    return shown


@factors_desk.post("/desk/sign-in/codes")
@open_to(EMPLOYED_DOOR, at_most=(10, 300))
def codes() -> Response:
    """Ten new codes; the old ones are dead."""
    account = _me()
    if not _is_fresh(account):
        return web.to("factors_desk.prove")
    if not queries.factors_of(account.id):
        raise Refused(_("Lav først det andet trin."))
    return _shown_once(commands_factors.new_recovery_codes(actor(), account), None)


@factors_desk.post("/desk/sign-in/factors/<ref:ref>/removals")
@open_to(EMPLOYED_DOOR, at_most=(20, 300))
def remove(ref: str) -> Response:
    """Take one away; the last only where the municipality doesn't demand one."""
    account = _me()
    if not _is_fresh(account):
        return web.to("factors_desk.prove")
    mine = queries.factors_of(account.id)
    if len(mine) == 1 and queries.policy_of(account.municipality_id).second_factor:
        raise Refused(_("Kommunen kræver to trin. Lav et nyt, før du fjerner det sidste."))
    if not commands_factors.remove_factor(actor(), account, ref):
        raise NotThere
    return web.done(_("Det er fjernet."), "factors_desk.factors")


@factors_desk.route("/desk/sign-in/password", methods=["GET", "POST"])
@open_to(EMPLOYED_DOOR, at_most=(20, 300))
def change_password() -> Response:
    """A new password: with the old one or a fresh second step. All her other browsers are signed out."""
    form, account = forms_desk.ChangePasswordForm(), None
    if form.validate_on_submit():
        throttle.count(f"prove:{actor().label}", limit=10, seconds=900)
        account = _me()
        if not (queries.is_fresh(current_user.token) or commands_factors.prove(account, form.proof.data or "")):
            web.kept(lambda: commands.note_wrong("proof", _me()))
            form.proof.errors = [_("Det passer ikke. Prøv igen.")]
        elif web.tried(form, lambda: commands.set_password(actor(), account, form.password.data or "")):
            strong = bool(queries.factors_of(account.id))
            how = words_desk.STRENGTH[rules_passwords.strength(form.password.data or "")]
            answer = enter(account, commands.begin_sitting(account, device=device(), strong=strong))
            web.say(_("Adgangskoden er skiftet, og du er logget ud alle andre steder.") + f" {how}")
            return answer
    return web.page("accounts/change_password.html", form=form, fresh=queries.is_fresh(current_user.token))


@factors_desk.post("/desk/sign-in/colleagues/<ref:ref>/resets")
@open_to(web.ADMIN_DOOR, at_most=(20, 300))
def reset(ref: str) -> Response:
    """A colleague has lost her telephone and her codes: she starts anew, with her password."""
    if not _is_fresh(_me()):
        return web.to("factors_desk.prove")
    commands_factors.reset_factors(actor(), _the_colleague(ref))
    return web.done(_("Det er nulstillet, og kollegaen er logget ud."), "sign_in_policies.sign_in_policies")
