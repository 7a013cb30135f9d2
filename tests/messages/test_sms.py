from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from mentors.core import clock
from mentors.kit.db import db
from mentors.messages import transports
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.rules import MessageState
from mentors.messages.transports_choice import transport_for
from mentors.people.rules import Channel
from tests.given import Given
from tests.messages.servers import Gateway
from tests.messages.writing import again, write_to


def by_sms(given: Given, **values: Any) -> Any:
    return given.person(email=None, **values)


def test_a_newcomer_gets_a_text_on_her_phone(given: Given, gateway: Gateway) -> None:
    message = write_to(by_sms(given, mobile="+4520304050"))
    assert deliver_due() == 1
    (sent,) = gateway.requests
    assert sent["recipients"] == [{"msisdn": 4520304050}]
    assert sent["sender"] == "Demoby" and sent["userref"] == message.ref
    assert sent["message"].startswith("Hvordan går det? Svar her: http://town.example/w/")
    assert "encoding" not in sent
    assert gateway.headers[0]["Authorization"] == "Token a token"
    assert (again(message).state, again(message).provider_ref) == (MessageState.sent, "4712")


def test_an_arabic_text_is_sent_as_ucs2(given: Given, gateway: Gateway) -> None:
    message = write_to(by_sms(given, language="ar"))
    message.body = "كيف الحال؟"
    db.session.commit()
    assert deliver_due() == 1
    assert (gateway.requests[0]["message"], gateway.requests[0]["encoding"]) == ("كيف الحال؟", "UCS2")


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [((429, {"Retry-After": "600"}), 10), ((429, {}), 1), ((500, {}), 1), ((503, {"Retry-After": "999999"}), 360)],
)
def test_a_busy_gateway_is_given_the_time_it_asks_for(
    given: Given, gateway: Gateway, answer: tuple[int, dict[str, str]], minutes: int
) -> None:
    gateway.answers = [answer]
    message = write_to(by_sms(given))
    assert deliver_due() == 0
    waiting = again(message)
    assert (waiting.state, waiting.problem) == (MessageState.waiting, f"sms_{answer[0]}")
    wait = (waiting.not_before - clock.now()) / timedelta(minutes=minutes)
    assert 0.8 <= wait <= 1.2, "the jitter is a fifth at most"
    with clock.stopped(waiting.not_before):
        assert deliver_due() == 1
    assert len(gateway.requests) == 2


def test_a_number_the_gateway_refuses_is_given_up_at_once(given: Given, gateway: Gateway) -> None:
    gateway.answers = [(400, {})]
    message = write_to(by_sms(given))
    deliver_due()
    assert (again(message).state, again(message).tries) == (MessageState.failed, 1)


def test_a_wrong_token_fails_no_message(given: Given, gateway: Gateway) -> None:
    gateway.answers = [(401, {})]
    message = write_to(by_sms(given))
    deliver_due()
    assert again(message).state is MessageState.waiting


def test_a_redirect_takes_neither_token_nor_number_elsewhere(given: Given, gateway: Gateway) -> None:
    gateway.answers = [(302, {"Location": gateway.url.replace("127.0.0.1", "localhost")})]
    write_to(by_sms(given))
    deliver_due()
    assert len(gateway.requests) == 1


def test_after_the_last_try_the_message_is_given_up(given: Given, gateway: Gateway) -> None:
    gateway.answers = [(500, {})] * 20
    message = write_to(by_sms(given))
    at = clock.now()
    for _minute in range(6):
        with clock.stopped(at):
            deliver_due()
        at += timedelta(hours=1)
    assert (again(message).state, again(message).tries) == (MessageState.failed, 6)
    assert len(gateway.requests) == 6


@pytest.mark.parametrize("url", ["http://sms.example.org/", "ftp://127.0.0.1/", "gatewayapi.eu/rest"])
def test_numbers_never_travel_unencrypted(app: Flask, url: str) -> None:
    settings = {**app.config, "SMS_TRANSPORT": "gatewayapi", "SMS_TOKEN": "x", "SMS_URL": url}
    with pytest.raises(transports.Misconfigured):
        transport_for(Channel.sms, settings)
