"""A newcomer is sent on to an association by her own yes, and takes it back (row 17), walked in a browser.

The coordinator sits at a desk; the newcomer answers on an old phone without script, in Arabic; the association's
contact signs in with the link he is sent.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page
from sqlalchemy import select

from mentors.accounts.commands import sign_in_link
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.associations.builders import association, contact_of
from tests.browser.conftest import DESK, PHONE, Reader
from tests.given import Given


def newest_link(purpose: str) -> str:
    found = db.session.scalars(
        select(PersonalLink).where(PersonalLink.purpose == purpose).order_by(PersonalLink.id.desc())
    ).first()
    assert found is not None
    db.session.commit()
    return f"/w/{token_for(found.ref)}"


def press(page: Page, words: str) -> None:
    page.locator("main button", has_text=words).first.click()
    page.wait_for_load_state()


def press_at(page: Page, ending: str) -> None:
    """The button of the form that goes there, whatever language it is in."""
    page.locator(f"main form[action$='{ending}'] button").first.click()
    page.wait_for_load_state()


def test_row_17_sent_on_seen_came_and_taken_back(given: Given, reader: Callable[..., Reader]) -> None:
    club = association(given)
    contact_of(given, club, email="bent@example.org")
    amal = given.person(first_name="Amal", last_name="Haddad", language="ar", speaks=("ar", "en"))
    karen, bent, her = reader(size=DESK), reader(size=PHONE), reader(size=PHONE, language="ar", javascript=False)
    account = given.staff()
    link = sign_in_link(account)
    db.session.commit()
    karen.sign_in(f"/w/{token_for(link.ref)}")

    # The coordinator sends her a link; the association sees nobody yet.
    page = karen.go(f"/desk/people/{amal.ref}/referrals")
    page.select_option("[name=association]", label="Demoby Svømmeklub")
    press(page, "Henvis")
    assert "Personen har fået et link" in page.inner_text("body")

    page = bent.go("/my/association")
    page.fill("[name=way]", "bent@example.org")
    press(page, "Send mig et link")
    page = bent.sign_in(newest_link("sign_in"))
    page = bent.go("/my/association")
    home = page.url
    assert "Demoby Svømmeklub" in page.inner_text("h1") and "Ingen lige nu" in page.inner_text("main")

    # She says yes in Arabic.
    receipt = newest_link("referral")
    page = her.go(receipt)
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    press_at(page, "/consents")
    assert page.locator("main form[action$='/withdrawals']").count() == 1

    # He opens the name, which she can see, and writes down that she came.
    page = bent.go(home)
    press(page, "Vis navnene")
    assert "Amal" in page.inner_text("main") and "Haddad" not in page.content()
    page.locator("main a", has_text="Åbn").first.click()
    page.wait_for_load_state()
    where = page.url
    press(page, "Er kommet første gang")
    assert "Kom første gang" in page.inner_text("main")
    assert "Bent" in her.go(receipt).inner_text("main")
    assert "Kom første gang" in karen.go(f"/desk/people/{amal.ref}/referrals").inner_text("main")

    # She takes it back by her receipt: his next request for her finds nothing, and staff get a task.
    press_at(her.go(receipt), "/withdrawals")
    answer = bent.page.goto(where)
    assert answer is not None and answer.status == 404
    assert "Amal" not in bent.page.content()
    assert "Amal" not in bent.go(home).content()
    [task] = db.session.scalars(select(Task)).all()
    assert (task.kind, task.person_id) == (TaskKind.consent_withdrawn, amal.id)
    db.session.commit()
    assert "Henvisning trukket tilbage" in karen.go("/desk/").inner_text("main")
    assert her.go(receipt).locator("main form").count() == 0  # the receipt stays hers, without a button

    for someone in (karen, bent, her):
        assert someone.complaints == []
