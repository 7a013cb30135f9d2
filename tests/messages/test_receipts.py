from __future__ import annotations

from typing import Any

import pytest

from mentors.app import csrf
from mentors.kit.db import db, transaction
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.commands_receipts import process_receipts
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.messages.transports import Memory
from mentors.messages.views_hooks import hooks
from tests.given import Given
from tests.messages.writing import again, write_to

SECRET = "a-long-secret-of-the-gateway"


@pytest.fixture
def sent(given: Given, memory: Memory, monkeypatch: pytest.MonkeyPatch) -> Message:
    csrf.exempt(hooks)
    monkeypatch.setitem(given.app.config, "SMS_HOOK_TOKEN", SECRET)
    message = write_to(given.person(email=None))
    deliver_due()
    return message


def tell(given: Given, ref: str, status: Any, secret: str = SECRET) -> int:
    client = given.app.test_client()
    told = client.post(f"/hooks/sms/{secret}", json={"id": 1, "userref": ref, "status": status}).status_code
    work_off()
    return told


def work_off() -> None:
    with transaction():
        process_receipts()


def test_a_text_that_arrived_is_marked_so(given: Given, sent: Message) -> None:
    assert tell(given, sent.ref, "ENROUTE") == 204
    assert again(sent).state is MessageState.sent
    assert tell(given, sent.ref, "DELIVERED") == 204
    assert again(sent).state is MessageState.delivered


def test_a_late_or_double_receipt_moves_nothing_back(given: Given, sent: Message) -> None:
    tell(given, sent.ref, "DELIVERED")
    tell(given, sent.ref, "UNDELIVERABLE")
    tell(given, sent.ref, "DELIVERED")
    assert again(sent).state is MessageState.delivered


def test_a_text_that_was_lost_stands_on_the_list(given: Given, sent: Message) -> None:
    tell(given, sent.ref, "UNDELIVERABLE")
    assert (again(sent).state, again(sent).problem) == (MessageState.failed, "sms_undeliverable")


def test_a_receipt_that_overtakes_ours_waits_for_it(given: Given, sent: Message) -> None:
    again(sent).state = MessageState.sending
    db.session.commit()
    tell(given, sent.ref, "DELIVERED")
    assert again(sent).state is MessageState.sending
    again(sent).state = MessageState.sent
    db.session.commit()
    work_off()
    assert again(sent).state is MessageState.delivered


def test_a_stranger_finds_no_hook(given: Given, sent: Message) -> None:
    assert tell(given, sent.ref, "DELIVERED", secret="a-guess-of-some-length") == 404
    assert again(sent).state is MessageState.sent


@pytest.mark.parametrize("body", ["", "[1]", "{", '{"userref": 7, "status": []}', '{"userref": "é", "status": "DELIVERED"}', '{"userref": "x", "status": {}}'])  # fmt: skip
def test_nonsense_is_taken_without_a_word(given: Given, sent: Message, body: str) -> None:
    client = given.app.test_client()
    assert client.post(f"/hooks/sms/{SECRET}", data=body, content_type="application/json").status_code == 204
