from __future__ import annotations

from flask import Blueprint, Response
from flask_babel import gettext as _

from mentors.accounts.models import Account
from mentors.accounts.queries_absence import cover_of
from mentors.accounts.rules_absence import ChangeReason
from mentors.accounts.words import CHANGE_REASON
from mentors.core import clock
from mentors.kit import web
from mentors.kit.web import actor, open_to
from mentors.portfolios import commands_desk as commands
from mentors.portfolios import queries, rules, words_desk
from mentors.portfolios.forms_desk import HandOverForm
from mentors.portfolios.models import Handover

desk = Blueprint("portfolios_desk", __name__)


@desk.get("/desk/caseload")
@open_to(web.STAFF_DOOR)
def caseload() -> Response:
    """Running pairs, people and overdue follow-ups per colleague (systems.md row 9)."""
    return web.page(
        "portfolios/caseload.html",
        rows=queries.caseload(actor()),
        handovers=queries.recent_handovers(actor()),
        reason_word=CHANGE_REASON,
    )


@desk.get("/desk/caseload/<ref:ref>")
@open_to(web.STAFF_DOOR)
def portfolio(ref: str) -> Response:
    """One colleague's portfolio, and the way to give it to somebody else: the first of three clicks."""
    account = queries.the_employee(actor(), ref)
    return _portfolio_page(account, _form(account))


def _form(account: Account) -> HandOverForm:
    return HandOverForm().offer(queries.may_take_over(account))


def _portfolio_page(account: Account, form: HandOverForm) -> Response:
    items = queries.portfolio_of(account.id)
    return web.page(
        "portfolios/portfolio.html",
        account=account,
        form=form,
        counts=rules.counts(items),
        upcoming=rules.upcoming(items),
        overdue=queries.overdue_pairs(actor(), account.id),
        stand_in=cover_of(account.municipality_id).stand_in(account.id),
        words=words_desk,
    )


@desk.post("/desk/caseload/<ref:ref>/previews")
@open_to(web.STAFF_DOOR)
def preview(ref: str) -> Response:
    """What would move to whom. Nothing has moved yet: the second click."""
    account = queries.the_employee(actor(), ref)
    form = _form(account)
    if not form.validate_on_submit() or not web.tried(form, lambda: _check(account, form)):
        return _portfolio_page(queries.the_employee(actor(), ref), form)
    return _preview_page(account, form)


def _check(account: Account, form: HandOverForm) -> None:
    commands.check_receivers(account, _receivers(account, form))


def _receivers(account: Account, form: HandOverForm) -> list[Account]:
    chosen = set(form.to.data or ())
    return [one for one in queries.may_take_over(account) if one.ref in chosen]


def _preview_page(account: Account, form: HandOverForm) -> Response:
    items = queries.portfolio_of(account.id)
    receivers, cover = _receivers(account, form), cover_of(account.municipality_id)
    return web.page(
        "portfolios/preview.html",
        account=account,
        form=form,
        shares=commands.what_moves(items, receivers) if receivers else [],
        is_empty=not items,
        away=[one for one in receivers if cover.is_away(one.id)],
        seen=rules.fingerprint(items),
        reason=CHANGE_REASON[ChangeReason(form.reason.data)],
        words=words_desk,
    )


@desk.post("/desk/caseload/<ref:ref>/handovers")
@open_to(web.STAFF_DOOR)
def handovers(ref: str) -> Response:
    """The third click: it moves, and can be undone."""
    account = queries.the_employee(actor(), ref)
    form = _form(account)
    if not form.validate_on_submit():
        return _portfolio_page(account, form)
    made: list[Handover] = []
    reason = ChangeReason(form.reason.data)

    def move() -> None:
        receivers = _receivers(account, form)
        made.append(commands.hand_over(actor(), account, receivers, reason=reason, seen=form.seen.data or ""))

    if not web.tried(form, move):
        return _preview_page(queries.the_employee(actor(), ref), form)
    web.say(words_desk.say_moved(len(made[0].items)))
    return web.to("portfolios_desk.handover", ref=made[0].ref)


@desk.get("/desk/handovers/<ref:ref>")
@open_to(web.STAFF_DOOR)
def handover(ref: str) -> Response:
    """The receipt: what went where, and the way to undo it."""
    found = queries.the_handover(actor(), ref)
    is_late = clock.now() - found.made_at > rules.UNDO_FOR
    return web.page(
        "portfolios/handover.html",
        handover=found,
        receivers=queries.receivers(found),
        may_undo=found.undone_at is None and not is_late and found.giver.closed_at is None,
        reason_word=CHANGE_REASON,
        words=words_desk,
    )


@desk.post("/desk/handovers/<ref:ref>/undos")
@open_to(web.STAFF_DOOR)
def undos(ref: str) -> Response:
    back = commands.undo_handover(actor(), queries.the_handover(actor(), ref))
    web.say(_("Det er fortrudt. %(moved)s", moved=words_desk.say_moved(back)))
    return web.to("portfolios_desk.handover", ref=ref)
