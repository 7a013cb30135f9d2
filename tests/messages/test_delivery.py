"""What may go wrong between a row and a reader: crashes, two workers, people who left."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from mentors.core import clock
from mentors.kit.db import db, transaction
from mentors.messages import commands_claims as claims
from mentors.messages import commands_delivery, rules, transports
from mentors.messages.commands_claims import Claim
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.commands_last_look import prepare
from mentors.messages.commands_outcomes import settle
from mentors.messages.models import Message
from mentors.messages.queries import unsaid_since
from mentors.messages.rules import LEASE, MessageState
from mentors.messages.rules_provider import PROBE_EVERY, TOO_MANY
from mentors.messages.transports import Memory, Ready, Sent, Undelivered
from mentors.people import commands as people
from mentors.people.rules import Channel, ConsentKind
from tests.given import Given
from tests.messages.writing import again, write_to


class Moody:
    """A transport that does to each message what the test says."""

    name, knows_copies = "moody", True

    def __init__(self, does: Any) -> None:
        self.does, self.sent = does, []

    def send(self, message: Ready) -> str | None:
        self.does(message)
        self.sent.append(message)
        return "ok"

    def freshen(self) -> None:
        return None

    def close(self) -> None:
        return None


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


def test_a_dead_provider_is_left_alone_and_probed(given: Given, moody: Any) -> None:
    def dead(_message: Ready) -> None:
        raise Undelivered("smtp_TimeoutError", unreachable=True)

    moody(dead)
    for number in range(40):
        write_to(given.person(email=None), f"key-{number}")
    deliver_due()
    tried = db.session.query(Message).filter(Message.tries > 0).count()
    assert TOO_MANY <= tried <= TOO_MANY + rules.AT_ONCE[Channel.sms], "those in flight when it opened, no more"
    with clock.stopped(clock.now() + PROBE_EVERY - timedelta(seconds=1)):
        deliver_due()
    assert db.session.query(Message).filter(Message.tries > 0).count() == tried, "an open breaker costs no try"
    with clock.stopped(clock.now() + PROBE_EVERY):
        deliver_due()
        assert db.session.query(Message).filter(Message.tries > 0).count() == tried + 1, "one probe"
    way = moody(lambda _message: None)
    with clock.stopped(clock.now() + 3 * PROBE_EVERY):
        deliver_due()
    assert len(way.sent) >= 40 - tried - 1, "the probe got through, and all that had not been tried followed"


def hold(message: Message) -> Claim:
    """A worker takes the message and begins to send it."""
    with transaction():
        (held,) = claims.claim(message.channel, 1)
    with transaction():
        ready, _refused = prepare([held])
    assert message.id in ready
    return held


def rescue() -> None:
    with transaction():
        commands_delivery.rescue_stranded()


def test_a_message_whose_worker_died_is_sent_by_the_next_one(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    hold(message)
    assert deliver_due() == 0, "somebody holds it"
    with clock.stopped(clock.now() + LEASE + timedelta(seconds=1)):
        assert deliver_due() == 1
    assert again(message).state is MessageState.sent


def test_a_message_nobody_had_begun_to_send_waits_again_soon_and_no_try_is_counted(
    given: Given, memory: Memory
) -> None:
    message = write_to(given.person())
    with transaction():
        claims.claim(message.channel, 5)
    assert again(message).state is MessageState.leased and deliver_due() == 0
    with clock.stopped(clock.now() + rules.HELD + timedelta(seconds=1)):
        assert deliver_due() == 1
    assert (again(message).state, again(message).tries) == (MessageState.sent, 0)


def test_a_worker_that_has_lost_its_claim_changes_nothing(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    held = hold(message)
    with clock.stopped(clock.now() + LEASE + timedelta(seconds=1)):
        rescue()
    with transaction():
        assert not settle(held, Sent("late", None)) and not settle(held, Undelivered("late"))
    assert again(message).state is MessageState.waiting


def test_a_text_whose_answer_was_lost_is_never_blindly_sent_again(given: Given, moody: Any) -> None:
    def lost(_message: Ready) -> None:
        raise Undelivered("sms_TimeoutError", unreachable=True, maybe=True)

    way = moody(lost)
    message = write_to(given.person())
    deliver_due()
    for days in range(1, 4):
        with clock.stopped(clock.now() + timedelta(days=days)):
            deliver_due()
    assert (again(message).state, way.sent) == (MessageState.unknown, []), "no second try, no other channel"
    assert again(message) in unsaid_since(clock.now() - timedelta(days=1)), "so a coordinator gets a task"


def test_a_frozen_workers_late_yes_clears_what_was_unclear(given: Given, moody: Any) -> None:
    moody(lambda _message: None).knows_copies = False
    message = write_to(given.person())
    held = hold(message)
    with clock.stopped(clock.now() + LEASE + timedelta(seconds=1)):
        rescue()
        assert again(message).state is MessageState.unknown
        with transaction():
            assert settle(held, Sent("late", "4711"))
    assert (again(message).state, again(message).provider_ref) == (MessageState.sent, "4711")


def test_a_message_that_kills_its_worker_each_time_is_given_up(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    at = clock.now()
    for _round in range(14):
        with clock.stopped(at):
            rescue()
            if again(message).state is MessageState.waiting:
                hold(message)
        at += LEASE + timedelta(seconds=1)
    assert (again(message).state, again(message).problem) == (MessageState.failed, "worker_lost")


def test_two_workers_at_once_say_nothing_twice(given: Given, moody: Any) -> None:
    way = moody(lambda _message: None)
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
    assert sorted(one.key for one in way.sent) == sorted(f"key-{number}" for number in range(40))


def test_a_row_an_older_version_wrote_is_sent_like_any_other(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    message.due_at = None
    db.session.commit()
    assert deliver_due() == 1
    held = write_to(given.person(), "held by an old worker")
    held.state, held.lease_token, held.lease_until = MessageState.sending, "old", clock.now()
    held.due_at = None
    db.session.commit()
    with clock.stopped(clock.now() + timedelta(seconds=1)):
        assert deliver_due() == 1
    assert again(held).state is MessageState.sent


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
