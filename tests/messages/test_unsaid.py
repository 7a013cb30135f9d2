"""What did not arrive: a coordinator reads in words what happened, and does something about it (systems row 9)."""

from __future__ import annotations

from typing import Any

import pytest

from mentors.kit.db import db
from mentors.messages import commands_delivery
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.messages.rules import MessageState
from mentors.messages.transports import Memory, Ready, Undelivered
from tests.databases import statements
from tests.given import Given
from tests.messages.writing import again, write_to


class Refusing:
    """A mail server that knows nobody."""

    name, knows_copies = "refusing", True

    def __init__(self) -> None:
        self.tried: list[Ready] = []

    def send(self, message: Ready) -> str | None:
        self.tried.append(message)
        raise Undelivered("smtp_550", permanent=True, bounce=True)

    def freshen(self) -> None:
        return None

    def close(self) -> None:
        return None


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Refusing:
    way = Refusing()
    monkeypatch.setattr(commands_delivery, "transport_for", lambda _channel, _config: way)
    return way


def lost(given: Given, **values: Any) -> Message:
    message = write_to(given.person(**values), f"lost-{given.count}")
    message.state, message.problem, message.finished_at = MessageState.failed, "smtp_550", message.created_at
    db.session.commit()
    return message


def test_a_coordinator_reads_what_happened_and_corrects_the_address(
    given: Given, refusing: Refusing, monkeypatch: pytest.MonkeyPatch
) -> None:
    karen = given.coordinator()
    message = write_to(given.person(first_name="Amina", mobile=None, email="forkert@example.org"))
    deliver_due()
    monkeypatch.undo()
    page = karen.get("/desk/messages/unsaid")
    assert page.says("E-mailadressen tager ikke imod. Ret adressen, eller ring.")
    page = karen.get(f"/desk/messages/{message.ref}")
    assert page.says("Vi opgav at sende den") and page.says("smtp_550")
    wrong = page.form("Ret og send").fill(address="ikke en adresse").submit()
    assert wrong.status == 422 and wrong.says("Skriv en e-mailadresse") and "ikke en adresse" in wrong.html
    wrong.form("Ret og send").fill(address="rigtig@example.org").submit()
    assert again(message).state is MessageState.waiting
    assert deliver_due() == 1
    assert again(message).person.email == "rigtig@example.org"  # type: ignore[union-attr]
    assert karen.get("/desk/messages/unsaid").says("Alt er kommet frem")


def test_what_is_sent_again_is_a_sending_of_its_own(given: Given, memory: Memory) -> None:
    karen = given.coordinator()
    message = lost(given)
    karen.get(f"/desk/messages/{message.ref}").press("Send igen")
    assert deliver_due() == 1
    assert memory.sent[0][1].key == f"{message.key}#1", "a mail server may drop a second copy of the first"


def test_the_other_channel_is_used_once(given: Given, memory: Memory) -> None:
    karen = given.coordinator()
    message = lost(given, mobile="+4520304050", email="amina@example.org")
    page = karen.get(f"/desk/messages/{message.ref}")
    page.press("Send som E-mail i stedet")
    assert page.press("Send som E-mail i stedet").status == 422, "a double press"
    deliver_due()
    assert [ready.channel for _at, ready in memory.sent] == ["email"]
    assert karen.get("/desk/messages/unsaid").says("Alt er kommet frem")


def test_a_call_takes_it_off_the_list_and_can_be_undone(given: Given) -> None:
    karen = given.coordinator()
    message = lost(given)
    page = karen.get(f"/desk/messages/{message.ref}")
    assert "tel:" in page.html
    page.press("Jeg har ringet")
    page = karen.get(f"/desk/messages/{message.ref}")
    assert page.says("Personen er ringet op") and again(message).state is MessageState.failed
    page.press("Sæt den på listen igen")
    assert karen.get("/desk/messages/unsaid").says("Person")


def test_an_address_that_refuses_twice_is_left_alone_until_somebody_lifts_it(given: Given, refusing: Refusing) -> None:
    karen, person = given.coordinator(), given.person(first_name="Amina", mobile=None, email="a@example.org")
    for number in range(3):
        write_to(person, f"key-{number}")
        deliver_due()
    assert len(refusing.tried) == 2, "the third is not even tried"
    assert [row.problem for row in db.session.query(Message).order_by(Message.id)][-1] == "suspended"
    assert karen.get("/desk").says("kommer ikke frem") or karen.get("/desk/todo").says("kommer ikke frem")
    karen.get("/desk/messages/unsaid").press("Prøv igen")
    write_to(person, "after")
    deliver_due()
    assert len(refusing.tried) == 3


def test_a_corrected_address_is_not_the_one_that_was_suspended(given: Given, refusing: Refusing) -> None:
    person = given.person(mobile=None, email="a@example.org")
    for number in range(2):
        write_to(person, f"key-{number}")
        deliver_due()
    assert db.session.query(ContactPoint).one().suspended_at is not None
    person = db.session.merge(person)
    person.email = "b@example.org"
    db.session.commit()
    write_to(person, "new address")
    deliver_due()
    assert refusing.tried[-1].address == "b@example.org"


def test_another_town_reaches_neither_message_nor_address(given: Given, refusing: Refusing) -> None:
    person = given.person(mobile=None, email="a@example.org")
    for number in range(2):
        message = write_to(person, f"key-{number}")
        deliver_due()
    point = db.session.query(ContactPoint).one()
    stranger = given.coordinator(given.town("nabo"))
    page = stranger.get("/desk/messages/unsaid")
    assert page.says("Alt er kommet frem") and not page.says("a@example.org")
    token = stranger.get("/desk/messages").soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    assert stranger.get(f"/desk/messages/{message.ref}").status == 404
    acts = [f"/desk/messages/{message.ref}/{act}" for act in ("other-channel", "calls", "closings", "reopenings")]
    for path in (*acts, f"/desk/messages/{message.ref}", f"/desk/addresses/{point.ref}/liftings"):
        assert stranger.post(path, data={"csrf_token": token, "address": "x@example.org"}).status == 404
    assert again(message).closed_at is None


def test_the_board_counts_by_channel_and_says_how_long_it_took(given: Given, memory: Memory) -> None:
    karen = given.coordinator()
    assert karen.get("/desk/messages/board").status == 200, "an empty town"
    write_to(given.person())
    write_to(given.person(mobile=None), "mail")
    deliver_due()
    lost(given)
    page = karen.get("/desk/messages/board")
    assert page.says("100 %") and page.says("Inden for 10 sekunder")
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("details tr")]
    assert "SMS 1" in rows and "E-mail 1" in rows


def test_the_boards_cost_does_not_grow(given: Given, memory: Memory) -> None:
    karen = given.coordinator()
    for path in ("/desk/messages/board", "/desk/messages/unsaid"):
        lost(given)
        karen.get(path)
        with statements() as few:
            karen.get(path)
        for _ in range(20):
            lost(given)
        with statements() as many:
            karen.get(path)
        assert len(many) == len(few), path
