"""The main job, walked in a browser from the volunteer's sign-up to the answer on the coordinator's list.

The volunteer is written to by SMS through a real gateway's interface, the newcomer by mail through a real
SMTP server; both are read there, and links are followed from what was read alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from playwright.sync_api import Page

from mentors.core import clock
from mentors.core.language import READABLE
from mentors.followups.commands_sweep import sweep
from mentors.kit.db import db
from mentors.messages.commands_delivery import deliver_due
from mentors.people.models import Person
from mentors.programmes.rules import ProgrammeKind
from tests.browser.conftest import DESK, PHONE, Reader
from tests.given import Given
from tests.messages.servers import Gateway, MailServer

VOLUNTEER, NEWCOMER = "anna@example.org", "amal@example.org"
VOLUNTEER_NUMBER = 4520304050
SUBMIT = "main form button.button-primary[type=submit]"
ARABIC_LETTER = re.compile("[\u0600-\u06ff]")


class PostOffice:
    """A mail server and an SMS gateway on this machine, and the house set up to use them."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        self.mail, self.gateway = MailServer(), Gateway()
        self.mail.controller.start()
        settings = {
            "MAIL_TRANSPORT": "smtp", "SMTP_HOST": "127.0.0.1", "SMTP_PORT": self.mail.port, "SMTP_SECURITY": "none",
            "SMTP_USER": None, "SMS_TRANSPORT": "gatewayapi", "SMS_URL": self.gateway.url, "SMS_TOKEN": "a token",
        }  # fmt: skip
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)

    def close(self) -> None:
        self.mail.stop()
        self.gateway.stop()

    def letter_to(self, address: str) -> EmailMessage:
        return [letter for letter in self.mail.letters if letter["To"].endswith(address)][-1]

    def sms_to(self, number: int) -> str:
        """The newest that leads somewhere: what leaves together may come in any order."""
        found = [str(sent["message"]) for sent in self.gateway.requests if sent["recipients"] == [{"msisdn": number}]]
        return next((text for text in reversed(found) if "http" in text), found[-1])


@pytest.fixture
def post_office(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostOffice]:
    office = PostOffice(app, monkeypatch)
    yield office
    office.close()


class Journey:
    """The town, its post, and the three people of the story."""

    def __init__(self, given: Given, reader: Callable[..., Reader], post: PostOffice, language: str) -> None:
        self.given, self.post, self.language = given, post, language
        programme = given.programme(ProgrammeKind.host)
        self.programme, self.check_every_days = programme.ref, programme.check_every_days
        self.karen = given.staff()
        self.desk = reader(size=DESK)
        # The phones are old: no script runs on the newcomer's, and none on the volunteer's in Danish.
        self.volunteer = reader(size=PHONE, language=language, javascript=language != "da")
        self.newcomer = reader(size=PHONE, language=language, javascript=False)
        self._sign_in_karen()

    def _sign_in_karen(self) -> None:
        from mentors.accounts.commands import sign_in_link
        from mentors.kit.links import token_for

        link = sign_in_link(self.karen)
        db.session.commit()
        self.desk.sign_in(f"/w/{token_for(link.ref)}")

    def move_on(self, **delta: float) -> None:
        """Let time pass, and let the worker do what is due then. A sitting does not outlive the night."""
        clock.stop(clock.now() + timedelta(**delta))
        db.session.commit()
        sweep()
        db.session.commit()
        deliver_due()
        db.session.commit()
        self._sign_in_karen()

    def said_to(self, address: str) -> str:
        """The newest message to the volunteer's phone or the newcomer's mailbox; it reads in the journey's language."""
        if address == VOLUNTEER:
            text = self.post.sms_to(VOLUNTEER_NUMBER)
        else:
            letter = self.post.letter_to(address)
            text = _text(letter)
            html = letter.get_body(("html",))
            assert html is not None
            assert f'dir="{READABLE[self.language].dir}"' in html.get_content()
        assert bool(ARABIC_LETTER.search(text)) is (self.language == "ar"), text
        return text

    def follow(self, someone: Reader, address: str) -> Page:
        """Open the link of the newest message."""
        link = re.search(r"http\S+/w/[\w-]+", self.said_to(address))
        assert link is not None
        page = someone.go(link[0])
        assert page.locator("html").get_attribute("lang") == self.language
        assert page.locator("html").get_attribute("dir") == READABLE[self.language].dir
        return page

    def on_desk(self, path: str) -> Page:
        return self.desk.go(path)


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return f"{letter['Subject']}\n{body.get_content()}"


def press(page: Page, selector: str = SUBMIT) -> None:
    page.locator(selector).first.click()
    page.wait_for_load_state()


def known(email: str) -> Person | None:
    """The person with that address. Ends the test's own transaction, which would hold SQLite's one pen."""
    found = db.session.query(Person).filter_by(email=email).one_or_none()
    db.session.commit()
    return found


@pytest.mark.parametrize("language", ["da", "ar"])
def test_from_sign_up_to_the_answer_on_the_list(
    given: Given, reader: Callable[..., Reader], post_office: PostOffice, language: str
) -> None:
    journey = Journey(given, reader, post_office, language)
    _the_volunteer_signs_up(journey)
    _the_coordinator_approves(journey)
    _the_newcomer_is_signed_up(journey)
    _they_are_proposed_to_each_other(journey)
    _both_say_yes(journey)
    _she_opens_her_page(journey)
    _they_meet_and_it_fits(journey)
    _a_check_in_comes_back(journey)
    _she_plans_pauses_and_corrects(journey)
    for someone in (journey.desk, journey.volunteer, journey.newcomer):
        assert someone.complaints == []


def _the_volunteer_signs_up(journey: Journey) -> None:
    page = journey.volunteer.go("/demoby/")
    page.locator("a[href*='/join/volunteer']").first.click()
    for name, value in (("name", "Anna Holm"), ("mobile", "20 30 40 50"), ("email", VOLUNTEER), ("postcode", "5000"),
                        ("birth_year", "1985")):  # fmt: skip
        page.fill(f"[name={name}]", value)
    press(page)
    page.check(f"[name=programmes][value='{journey.programme}']")
    for code in ("da", "en", "ar"):
        page.check(f"[name=speaks][value={code}]")
    for part in ("tue-evening", "sat-morning"):
        page.check(f"[name=free][value={part}]")
    press(page)
    # The browser is closed and opened again: the draft is still there.
    page.goto(f"{journey.volunteer.address}/demoby/join/volunteer/1")
    assert page.input_value("[name=name]") == "Anna Holm"
    page.goto(f"{journey.volunteer.address}/demoby/join/volunteer/3")
    page.check("[name=sign_up]")
    page.check("[name=share]")
    press(page)
    assert page.url.endswith("/receipt")
    journey.move_on(minutes=1)
    journey.said_to(VOLUNTEER)


def _the_coordinator_approves(journey: Journey) -> None:
    page = journey.on_desk("/desk/applications")
    page.locator("main table a", has_text="Anna Holm").click()
    page.locator("main button", has_text="Godkend").click()
    assert "mangler" in page.inner_text("main").lower()
    for _step in range(2):  # the interview, the declaration: each unfinished one has a form to write it down with
        fold = page.locator("main details.more", has=page.locator("form[action*='/steps/']")).first
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.locator("button[type=submit]").click()
        page.wait_for_load_state()
    page.locator("main button", has_text="Godkend").click()
    page.wait_for_load_state()
    assert page.locator("main button", has_text="Godkend").count() == 0


def _the_newcomer_is_signed_up(journey: Journey) -> None:
    page = journey.on_desk("/desk/newcomers/new")
    for name, value in (("name", "Amal Haddad"), ("email", NEWCOMER), ("birth_year", "1990"), ("postcode", "5000")):
        page.fill(f"[name={name}]", value)
    page.select_option("[name=language]", journey.language)
    page.check(f"[name=programmes][value='{journey.programme}']")
    page.check("[name=speaks][value=ar]")
    page.check("[name=free][value=tue-evening]")
    page.select_option("[name=consent_through]", "meeting")
    for box in page.locator("main input[type=checkbox][name=sign_up], main input[type=checkbox][name=share]").all():
        box.check()
    press(page)
    assert known(NEWCOMER) is not None, page.inner_text("main")


def _they_are_proposed_to_each_other(journey: Journey) -> None:
    page = journey.on_desk("/desk/newcomers")
    page.locator("main table a", has_text="Amal Haddad").first.click()
    page.locator("main a[href*='/suggestions']").first.click()
    assert "Anna Holm" in page.inner_text("main")
    page.locator("main button", has_text="Foreslå").first.click()
    page.wait_for_load_state()
    assert "/desk/pairs/" in page.url


def _both_say_yes(journey: Journey) -> None:
    journey.move_on(minutes=1)
    for someone, address in ((journey.volunteer, VOLUNTEER), (journey.newcomer, NEWCOMER)):
        page = journey.follow(someone, address)
        assert "20 30 40 50" not in page.inner_text("main")  # no number before both have said yes
        assert "Holm" not in page.inner_text("main")
        page.locator("form:has(input[name=answer][value=yes]) button").click()
        page.wait_for_load_state()
        journey.move_on(minutes=1)


def _she_opens_her_page(journey: Journey) -> None:
    page = journey.follow(journey.newcomer, NEWCOMER)
    page.goto(page.url)  # opening it twice changes nothing
    text = page.inner_text("main")
    assert "Anna" in text
    assert "Holm" not in text
    assert page.locator("a[href='tel:+4520304050']").count() == 1
    page.locator("form:has(input[name=kind][value=call_me]) button").first.click()
    page.wait_for_load_state()
    desk = journey.on_desk("/desk/")
    assert "Amal" in desk.inner_text("main table tr:has-text('Ring op')")


def _they_meet_and_it_fits(journey: Journey) -> None:
    journey.move_on(days=3)
    _sign_in_by_letter(journey)
    page = journey.volunteer.go("/my/")
    page.locator("a[href*='/meetings/held']").first.click()
    page.locator("button.face-good").click()  # day, length and kind are set: the face is the third tap
    page.wait_for_load_state()
    journey.move_on(days=1, hours=2)
    for someone, address in ((journey.volunteer, VOLUNTEER), (journey.newcomer, NEWCOMER)):
        page = journey.follow(someone, address)
        page.locator("form:has(input[name=said][value=good]) button").click()
        page.wait_for_load_state()
    journey.move_on(minutes=1)
    desk = journey.on_desk("/desk/pairs")
    assert "I gang" in desk.inner_text("main table")


def _sign_in_by_letter(journey: Journey) -> None:
    page = journey.volunteer.go("/sign-in")
    page.fill("[name=way]", VOLUNTEER)
    press(page)
    journey.move_on(seconds=30)
    page = journey.follow(journey.volunteer, VOLUNTEER)
    press(page, "main form button[type=submit]")


def _a_check_in_comes_back(journey: Journey) -> None:
    journey.move_on(days=journey.check_every_days + 2)
    page = journey.follow(journey.newcomer, NEWCOMER)
    page.locator("button[name=said][value=bad]").click()
    page.wait_for_load_state()
    desk = journey.on_desk("/desk/")
    assert "Amal" in desk.inner_text("main table tr:has-text('Det går ikke så godt')")


def _she_plans_pauses_and_corrects(journey: Journey) -> None:
    """What else a volunteer does on her own pages: a meeting is planned, a pause taken and ended, a number corrected."""
    _sign_in_by_letter(journey)
    page = journey.volunteer.go("/my/")
    page.locator("a[href$='/meetings/new']").first.click()
    page.fill("[name=on]", (clock.today() + timedelta(days=9)).isoformat())
    page.fill("[name=at]", "17:00")
    page.locator("label.pick").first.click()
    page.fill("[name=place]", "Biblioteket")
    press(page)
    assert "Biblioteket" in page.inner_text("main")
    page.locator("a[href$='/pause']").first.click()
    page.fill("[name=until]", (clock.today() + timedelta(days=30)).isoformat())
    press(page)
    again = page.locator("form[action$='/resumptions'] button")
    assert again.count() == 1
    again.click()
    page.wait_for_load_state()
    assert page.locator("a[href$='/meetings/new']").count() == 1
    page = journey.volunteer.go("/my/own-data")
    page.locator("a[href$='/details']").first.click()
    page.fill("[name=mobile]", "12")
    press(page)
    assert page.locator(".error-summary").count() == 1 and page.input_value("[name=mobile]") == "12"
    page.fill("[name=mobile]", "20 30 99 99")
    press(page)
    assert "20 30 99 99" in page.inner_text("main")
