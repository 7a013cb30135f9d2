from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from mentors.core import clock
from mentors.kit.db import db
from mentors.messages import transports, transports_letter
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.rules import MessageState
from mentors.messages.transports_choice import transport_for
from mentors.people.rules import Channel
from tests.given import Given
from tests.messages.servers import MailServer
from tests.messages.test_letter import read
from tests.messages.writing import again, write_to


def by_mail(given: Given, **values: Any) -> Any:
    return given.person(mobile=None, **values)


def test_a_volunteer_gets_a_mail_with_text_and_a_button(given: Given, loopback: MailServer) -> None:
    message = write_to(by_mail(given, first_name="Søren"))
    assert deliver_due() == 1
    (letter,) = loopback.letters
    assert letter["Subject"] == "Hvordan går det?"
    assert letter["From"] == "Demoby Kommune <velkommen@demoby.example>"
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None and html is not None
    address = re.search(r"http://town\.example/w/[\w-]{22}", plain.get_content())
    assert address and f'class="button" href="{address.group()}"' in html.get_content()
    assert "<bdi>Søren</bdi>" in html.get_content()
    assert 'lang="da" dir="ltr"' in html.get_content() and "style=" not in html.get_content()
    assert again(message).state is MessageState.sent
    assert again(message).provider_ref == letter["Message-ID"]


def test_a_newcomer_gets_an_arabic_mail_from_right_to_left(given: Given, loopback: MailServer) -> None:
    message = write_to(by_mail(given, first_name="سارة", language="ar"))
    message.subject, message.body = "كيف الحال؟", message.body + "\nكيف تسير الأمور مع كارين؟"
    db.session.commit()
    assert deliver_due() == 1
    (letter,) = loopback.letters
    assert letter["Subject"] == "كيف الحال؟"
    assert letter["Content-Language"] == "ar"
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None and "كيف تسير الأمور مع كارين؟" in plain.get_content()
    assert html is not None and '<html lang="ar" dir="rtl">' in html.get_content()


def test_a_name_with_markup_in_it_stays_text(given: Given, loopback: MailServer) -> None:
    write_to(by_mail(given, first_name="<b onclick=x>Bo</b>"))
    deliver_due()
    html = loopback.letters[0].get_body(("html",))
    assert html is not None and "&lt;b onclick=x&gt;" in html.get_content() and "<b onclick" not in html.get_content()


def test_nobody_writes_a_header_through_a_subject_or_a_towns_name(given: Given, loopback: MailServer) -> None:
    given.town(name="Demoby\r\nBcc: all@example.org\x07")
    message = write_to(by_mail(given))
    message.subject = "Hej\r\nBcc: everybody@example.org\x07\nX-Evil: yes"
    db.session.commit()
    assert deliver_due() == 1
    (letter,) = loopback.letters
    assert letter["Bcc"] is None and letter["X-Evil"] is None
    assert loopback.envelopes[0].rcpt_tos == [again(message).address]


def test_a_passing_refusal_is_tried_again_with_the_same_message_id(given: Given, loopback: MailServer) -> None:
    loopback.answers = ["451 try later", "250 OK"]
    message = write_to(by_mail(given))
    assert deliver_due() == 0
    assert (again(message).state, again(message).tries, again(message).problem) == (MessageState.waiting, 1, "smtp_451")
    assert deliver_due() == 0, "not before its time"
    with clock.stopped(clock.now() + timedelta(minutes=6)):
        assert deliver_due() == 1
    assert loopback.letters[0]["Message-ID"] == transports_letter.message_id("a-key", "velkommen@demoby.example")


def test_an_unknown_mailbox_is_not_tried_again(given: Given, loopback: MailServer) -> None:
    nobody = by_mail(given, email="nobody@example.org")
    loopback.rcpt_answers = {"nobody@example.org": "550 no such user"}
    message = write_to(nobody)
    assert deliver_due() == 0
    assert (again(message).state, again(message).problem) == (MessageState.failed, "smtp_550")


def test_a_server_that_does_not_answer_costs_a_try_and_no_mail(given: Given, loopback: MailServer) -> None:
    message = write_to(by_mail(given))
    loopback.stop()
    assert deliver_due() == 0
    assert (again(message).state, again(message).tries) == (MessageState.waiting, 1)


def test_mail_to_a_danish_domain_name_goes_out_in_ascii(given: Given, loopback: MailServer) -> None:
    write_to(by_mail(given, email="hans@blåbær.dk"))
    assert deliver_due() == 1
    assert loopback.envelopes[0].rcpt_tos == ["hans@xn--blbr-roah.dk"]


@pytest.mark.parametrize("host", ["mail.example.org", "10.0.0.7", ""])
def test_mail_never_leaves_this_machine_without_encryption(app: Flask, host: str) -> None:
    settings = {**app.config, "MAIL_TRANSPORT": "smtp", "SMTP_SECURITY": "none", "SMTP_HOST": host}
    with pytest.raises(transports.Misconfigured):
        transport_for(Channel.email, settings)


def test_a_server_without_encryption_gets_nothing_when_it_is_wanted(
    given: Given, loopback: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(given.app.config, "SMTP_SECURITY", "starttls")
    message = write_to(by_mail(given))
    assert deliver_due() == 0
    assert loopback.letters == [] and again(message).state is MessageState.waiting


def test_control_characters_never_stand_in_a_header(app: Flask) -> None:
    ready = transports.Ready(
        key="k", ref="r", channel=Channel.email, address="a@example.org", language="da", subject="Hej\x00\r\nBcc: x",
        text="Hej", town="By\x00\r\nX: y", town_email="by@example.org", sms_sender="By",
    )  # fmt: skip
    letter = read(transports_letter.compose(ready))
    assert (letter["Subject"], letter["From"], letter["Bcc"]) == ("Hej Bcc: x", '"By X: y" <by@example.org>', None)


@pytest.mark.parametrize("address", ["", "no at sign", "a@b@c", "a b@example.org\r\nBcc: x@y.z", "@example.org"])
def test_an_address_that_is_none_is_given_up(app: Flask, address: str) -> None:
    ready = transports.Ready(
        key="k", ref="r", channel=Channel.email, address=address, language="da", subject="Hej", text="Hej", town="By",
        town_email="by@example.org", sms_sender="By",
    )  # fmt: skip
    with pytest.raises(transports.Undelivered) as refused:
        transports_letter.compose(ready)
    assert refused.value.permanent
