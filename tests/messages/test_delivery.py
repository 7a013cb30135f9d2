"""What may go wrong between a row and a reader: crashes, two workers, people who left."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from mentors.core import clock
from mentors.kit.db import db
from mentors.messages import commands_delivery, transports
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.models import Message
from mentors.messages.rules import LEASE, MessageState
from mentors.messages.transports import Memory, Ready, Undelivered
from mentors.people import commands as people
from mentors.people.rules import ConsentKind
from tests.given import Given
from tests.messages.writing import again, write_to


class Moody:
    """A transport that does to each message what the test says."""

    def __init__(self, does: Any) -> None:
        self.does, self.sent = does, []

    def send(self, message: Ready) -> str | None:
        self.does(message)
        self.sent.append(message)
        return "ok"


@pytest.fixture
def moody(monkeypatch: pytest.MonkeyPatch) -> Any:
    def install(does: Any) -> Moody:
        way = Moody(does)
        monkeypatch.setattr(commands_delivery, "transport_for", lambda _channel, _config: way)
        return way

    return install


def test_no_connection_is_held_while_a_provider_takes_its_time(given: Given, moody: Any) -> None:
    held: list[int] = []
    moody(lambda _message: held.append(db.engine.pool.checkedout()))  # type: ignore[attr-defined]
    write_to(given.person())
    assert deliver_due() == 1
    assert held == [0]


def test_one_message_that_breaks_everything_breaks_alone(given: Given, moody: Any) -> None:
    def break_on_poison(message: Ready) -> None:
        if message.key == "poison":
            raise RuntimeError("Person1 lives at ...")

    way = moody(break_on_poison)
    poison = write_to(given.person(), "poison")
    for number in range(3):
        write_to(given.person(), f"fine-{number}")
    assert deliver_due() == 3 == len(way.sent)
    assert (again(poison).state, again(poison).problem) == (MessageState.waiting, "bug_RuntimeError")


def test_a_dead_provider_costs_three_tries_not_all_of_them(given: Given, moody: Any) -> None:
    def dead(_message: Ready) -> None:
        raise Undelivered("smtp_TimeoutError", unreachable=True)

    moody(dead)
    for number in range(6):
        write_to(given.person(), f"key-{number}")
    deliver_due()
    assert [row.tries for row in db.session.query(Message).order_by(Message.id)] == [1, 1, 1, 0, 0, 0]


def test_a_message_whose_worker_died_is_sent_by_the_next_one(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    claim = commands_delivery._claim([message.channel])
    assert claim is not None and deliver_due() == 0, "somebody holds it"
    with clock.stopped(clock.now() + LEASE + timedelta(seconds=1)):
        deliver_due()
    with clock.stopped(clock.now() + LEASE + timedelta(minutes=2)):
        assert deliver_due() == 1
    assert again(message).state is MessageState.sent


def test_a_worker_that_has_lost_its_claim_changes_nothing(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    claim = commands_delivery._claim([message.channel])
    assert claim is not None
    with clock.stopped(clock.now() + LEASE + timedelta(seconds=1)):
        commands_delivery.rescue_stranded()
    assert not commands_delivery._mark(claim, state=MessageState.sent)
    assert again(message).state is MessageState.waiting


def test_a_message_that_kills_its_worker_each_time_is_given_up(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    at = clock.now()
    for _round in range(14):
        with clock.stopped(at):
            commands_delivery.rescue_stranded()
            commands_delivery._claim([message.channel])
        at += timedelta(hours=2)
    assert (again(message).state, again(message).problem) == (MessageState.failed, "worker_lost")


def test_two_workers_at_once_say_nothing_twice(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    lock = threading.Lock()

    class Counting:
        def send(self, message: Ready) -> str | None:
            with lock:
                counted.append(message.key)
            return None

    monkeypatch.setattr(commands_delivery, "transport_for", lambda _channel, _config: Counting())
    for number in range(40):
        write_to(given.person(), f"key-{number}")
    app, problems, sent = given.app, [], []

    def work() -> None:
        try:
            with app.app_context():
                sent.append(deliver_due())
                db.session.remove()
        except BaseException as problem:
            problems.append(problem)

    workers = [threading.Thread(target=work) for _worker in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert not problems and sum(sent) == 40
    assert sorted(counted) == sorted(f"key-{number}" for number in range(40))


def test_whoever_took_her_consent_back_is_not_written_to(given: Given, memory: Memory) -> None:
    person = given.person()
    message = write_to(person)
    people.withdraw_consent(given.by(), person, ConsentKind.sign_up)
    db.session.commit()
    assert deliver_due() == 0
    assert again(message).state is MessageState.cancelled


def test_a_corrected_number_is_the_one_that_is_used(given: Given, memory: Memory) -> None:
    person = given.person()
    write_to(person)
    person.mobile = "+4520999999"
    db.session.commit()
    deliver_due()
    assert memory.sent[0][1].address == "+4520999999"


def test_a_dead_number_is_followed_by_a_mail_and_only_one(given: Given, moody: Any) -> None:
    def refuse_sms(message: Ready) -> None:
        if message.channel == "sms":
            raise Undelivered("sms_400", permanent=True)

    way = moody(refuse_sms)
    message = write_to(given.person(first_name="Amina"))
    deliver_due()
    (mail,) = way.sent
    assert again(message).state is MessageState.failed
    assert (mail.channel, mail.subject) == ("email", "Hvordan går det?")
    assert "Hej \u2068Amina\u2069." in mail.text and "http://town.example/w/" in mail.text


def test_a_message_that_fails_everywhere_ends(given: Given, moody: Any) -> None:
    def refuse(_message: Ready) -> None:
        raise Undelivered("no", permanent=True)

    moody(refuse)
    write_to(given.person())
    deliver_due()
    assert [row.state for row in db.session.query(Message)] == [MessageState.failed, MessageState.failed]


def test_a_badly_set_up_channel_keeps_its_own_messages_waiting_only(
    given: Given, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(given.app.config, "SMS_TRANSPORT", "gatewayapi")
    monkeypatch.setitem(given.app.config, "SMS_TOKEN", None)
    sms, mail = write_to(given.person(), "sms"), write_to(given.person(mobile=None), "mail")
    assert deliver_due() == 1
    assert (again(sms).state, again(mail).state) == (MessageState.waiting, MessageState.sent)


def test_the_demo_towns_mailbox_keeps_what_was_sent(given: Given) -> None:
    message = write_to(given.person())
    assert deliver_due() == 1
    assert again(message).provider_ref == f"mailbox:{message.ref}"
    assert transports.Mailbox
