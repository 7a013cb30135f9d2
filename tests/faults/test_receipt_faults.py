"""Receipts that come twice, out of order, for nobody, or forged (reliability.md 3.2): stored first, and then they
move a message on or nothing at all."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from mentors.core import clock
from mentors.kit.db import db, transaction
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.commands_receipts import process_receipts
from mentors.messages.models import Message
from mentors.messages.models_delivery import Receipt
from mentors.messages.rules import MessageState
from mentors.messages.transports_gateways import GATEWAYS
from tests.given import Given
from tests.messages.writing import again, write_to

SECRET = "a-long-secret-of-the-gateway"
RECEIPTS: dict[str, Callable[[str, bool], dict[str, Any]]] = {
    "gatewayapi": lambda ref, good: {
        "method": "POST", "json": {"id": 1, "userref": ref, "status": "DELIVERED" if good else "UNDELIVERABLE"},
    },
    "link": lambda ref, good: {"method": "POST", "json": {"refId": ref, "id": "x", "resultCode": 1001 if good else 1002}},
    "cpsms": lambda ref, good: {"method": "GET", "query_string": {"ref": ref, "status": "1" if good else "2"}},
    "twilio": lambda ref, good: {
        "method": "POST", "query_string": {"ref": ref},
        "data": {"MessageSid": "SM1", "MessageStatus": "delivered" if good else "undelivered"},
    },
}  # fmt: skip


def knock(given: Given, name: str, ref: str, good: bool, *, forged: bool = False) -> int:
    asked = RECEIPTS[name](ref, good)
    headers = {}
    if name == "twilio":
        said = f"http://town.example/hooks/sms/{SECRET}?ref={ref}" + "".join(
            k + v for k, v in sorted(asked["data"].items())
        )
        key = b"forged" if forged else b"token"
        headers["X-Twilio-Signature"] = base64.b64encode(hmac.new(key, said.encode(), hashlib.sha1).digest()).decode()
    if name == "gatewayapi":
        part = [
            base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in ({"alg": "HS256"}, {"id": 1})
        ]
        key = b"forged" if forged else b"hook secret"
        sign = hmac.new(key, b".".join(part), hashlib.sha256).digest()
        headers["X-Gwapi-Signature"] = b".".join([*part, base64.urlsafe_b64encode(sign).rstrip(b"=")]).decode()
    return given.app.test_client().open(f"/hooks/sms/{SECRET}", headers=headers, **asked).status_code


@pytest.fixture
def told(given: Given, memory: Any, monkeypatch: pytest.MonkeyPatch) -> Message:
    monkeypatch.setitem(given.app.config, "SMS_HOOK_TOKEN", SECRET)
    monkeypatch.setitem(given.app.config, "SMS_HOOK_SECRET", "hook secret")
    monkeypatch.setitem(given.app.config, "SMS_TOKEN", "token")
    message = write_to(given.person(email=None))
    deliver_due()
    return message


def work_off(after: timedelta = timedelta()) -> None:
    with clock.stopped(clock.now() + after), transaction():
        process_receipts()


@pytest.mark.parametrize("name", GATEWAYS)
def test_receipts_move_a_message_once_and_never_back(
    given: Given, told: Message, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(given.app.config, "SMS_TRANSPORT", name)
    for good in (True, True, False):  # the second is double, the third out of order
        assert knock(given, name, told.ref, good) == 204
    assert again(told).state is MessageState.sent, "stored first"
    work_off()
    work_off()
    assert again(told).state is MessageState.delivered
    assert sorted(row.outcome or "" for row in db.session.query(Receipt)) == ["late", "moved"]


@pytest.mark.parametrize("name", ["gatewayapi", "twilio"])
def test_a_forged_receipt_is_refused(given: Given, told: Message, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(given.app.config, "SMS_TRANSPORT", name)
    assert knock(given, name, told.ref, True, forged=True) == 401
    assert given.app.test_client().post(f"/hooks/sms/{SECRET}", json={"userref": told.ref}).status_code == 401
    assert db.session.query(Receipt).count() == 0


@pytest.mark.parametrize("name", GATEWAYS)
def test_a_receipt_for_nobody_is_put_aside_after_five_minutes(
    given: Given, told: Message, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(given.app.config, "SMS_TRANSPORT", name)
    assert knock(given, name, "nobodysref", True) == 204
    work_off()
    assert db.session.query(Receipt).one().processed_at is None
    work_off(timedelta(minutes=6))
    db.session.expire_all()
    assert db.session.query(Receipt).one().outcome == "stranger"


ODD = {"gatewayapi": ("status", "PONDERED"), "link": ("resultCode", 1010), "cpsms": ("status", "9")}


@pytest.mark.parametrize("name", ODD)
def test_a_word_nobody_knows_is_neither_a_yes_nor_a_no(
    given: Given, told: Message, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(given.app.config, "SMS_TRANSPORT", name)
    field, word = ODD[name]
    usual = RECEIPTS[name]
    part = "query_string" if name == "cpsms" else "json"
    monkeypatch.setitem(
        RECEIPTS, name, lambda ref, good: {**(asked := usual(ref, good)), part: {**asked[part], field: word}}
    )
    assert knock(given, name, told.ref, True) == 204
    work_off()
    assert again(told).state is MessageState.unknown
    assert again(told).problem == f"sms_odd_{str(word).lower()}"
    monkeypatch.setitem(RECEIPTS, name, usual)
    knock(given, name, told.ref, True)
    work_off()
    assert again(told).state is MessageState.delivered, "what comes later still settles it"


@pytest.mark.parametrize(
    ("name", "word", "state"),
    [
        ("link", 1000, "sent"), ("link", 1001, "delivered"), ("link", 1007, "delivered"), ("link", 1008, "sent"),
        ("link", 1011, "sent"), ("link", 1012, "sent"), ("link", 1013, "sent"), ("link", 1002, "failed"),
        ("link", 1009, "failed"), ("link", 2104, "failed"), ("link", 5, "unknown"), ("link", 1010, "unknown"),
        ("cpsms", "1", "delivered"), ("cpsms", "2", "failed"), ("cpsms", "3", "sent"), ("cpsms", "4", "failed"),
        ("cpsms", "8", "unknown"),
    ],
)  # fmt: skip
def test_each_code_means_what_its_gateway_says(
    given: Given, told: Message, name: str, word: Any, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(given.app.config, "SMS_TRANSPORT", name)
    if name == "link":
        asked: dict[str, Any] = {"method": "POST", "json": {"refId": told.ref, "id": "x", "resultCode": word}}
    else:  # as CPSMS writes it: a second question mark
        asked = {"method": "POST", "query_string": f"ref={told.ref}?status={word}&receiver=4520304050"}
    assert given.app.test_client().open(f"/hooks/sms/{SECRET}", **asked).status_code == 204
    work_off()
    assert again(told).state == state


def test_a_receipt_settles_what_was_unclear(given: Given, told: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(given.app.config, "SMS_TRANSPORT", "link")
    again(told).state = MessageState.unknown
    db.session.commit()
    knock(given, "link", told.ref, True)
    work_off()
    assert again(told).state is MessageState.delivered
