"""The demo town's whole pool is paired in a browser: run, read a reason, forbid one, see what moves, send, both say yes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.pairing.commands_plans_sending import send_waiting
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PlanSending, PoolPlan
from mentors.pairing.queries import find_proposal_link
from mentors.pairing.rules import PairState
from mentors.programmes.rules import Side
from tests.browser.conftest import PHONE, Reader

PROGRAMME = "2 Timer om Ugen"
TABLET = (820, 1180)


def test_a_coordinator_pairs_the_whole_pool(signed_in: Callable[..., Reader], reader: Callable[..., Reader]) -> None:
    karen = signed_in("coordinator", size=TABLET)
    page = _run(karen)
    forbidden = _forbid_the_first(page)
    _fits(page, TABLET[0])
    _send_everything(karen, page)
    pair = _a_sent_pair(forbidden)
    _both_say_yes(reader, pair)
    assert karen.complaints == []


def _run(karen: Reader) -> Page:
    page = karen.go("/desk/plans")
    button = page.get_by_role("button", name=f"Find de bedste par i {PROGRAMME}", exact=True)
    button.focus()
    page.keyboard.press("Enter")  # by keyboard alone
    page.wait_for_url("**/desk/plans/*")
    assert page.get_by_text("Bevist: der findes ikke noget bedre sæt par").is_visible()
    plan = db.session.query(PoolPlan).one()
    assert (plan.newcomers >= 40, plan.volunteers >= 30) == (True, True)
    db.session.rollback()
    return page


def _forbid_the_first(page: Page) -> str:
    """Read why the first two are a pair, forbid it, see what moves, save."""
    page.locator("th.rows-head a").first.click()
    name = page.locator("h1").inner_text()
    assert page.get_by_text("af 1000 point").first.is_visible()
    assert page.get_by_text("mulige").first.is_visible()
    assert page.get_by_role("heading", name="Andre muligheder").is_visible()
    page.get_by_role("link", name="Forbyd parret").click()
    assert page.get_by_role("heading", name="Det flytter sig").is_visible()
    assert name in page.locator("main table").inner_text()
    page.get_by_label("Hvorfor?").fill("De er naboer og vil ikke blandes sammen")
    page.get_by_role("button", name="Gem ændringen").click()
    page.wait_for_url("**/desk/plans/*")
    assert page.get_by_text("De er naboer og vil ikke blandes sammen").is_visible()
    return name


def _send_everything(karen: Reader, page: Page) -> None:
    page.get_by_role("link", name="Send alle").click()
    page.locator("main form.post-button button.button-primary").click()
    page.wait_for_load_state()
    send_waiting()  # the worker
    db.session.commit()
    karen.go(page.url)
    assert page.get_by_text("Er på vej").count() == 0
    sent = db.session.query(PlanSending).filter(PlanSending.pair_id.is_not(None)).count()
    db.session.rollback()
    assert sent >= 30


def _a_sent_pair(not_with: str) -> Pair:
    pairs = db.session.query(Pair).join(PlanSending, PlanSending.pair_id == Pair.id).order_by(Pair.id).all()
    return next(pair for pair in pairs if pair.newcomer.name != not_with)


def _both_say_yes(reader: Callable[..., Reader], pair: Pair) -> None:
    pair_id = pair.id
    for side in (Side.volunteer, Side.newcomer):
        link = find_proposal_link(db.session.get_one(Pair, pair_id), side)
        assert link is not None
        path = f"/w/{token_for(link.ref)}"
        somebody = reader(size=PHONE, javascript=False)
        page = somebody.go(path)
        assert page.locator("main ul li").count() >= 1  # why you two
        _fits(page, PHONE[0])
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        assert somebody.complaints == []
        db.session.rollback()
        db.session.expire_all()
    assert db.session.get_one(Pair, pair_id).state is PairState.agreed


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
