"""What machines are told about the house: readiness, and numbers without persons."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.core import clock
from mentors.kit import workers
from mentors.kit.db import db
from mentors.messages.commands_delivery import deliver_due
from mentors.messages.transports import Memory
from tests.given import Given
from tests.messages.writing import again, write_to


def reason(given: Given) -> str | None:
    answer = given.app.test_client().get("/readyz")
    assert (answer.status_code == 200) == answer.json["ok"]  # type: ignore[index]
    return answer.json.get("reason")  # type: ignore[union-attr]


def test_the_house_is_ready_while_a_worker_beats(given: Given) -> None:
    assert reason(given) == "worker", "none has ever run"
    workers.beat("one", "0")
    assert reason(given) is None
    with clock.stopped(clock.now() + timedelta(seconds=61)):
        assert reason(given) == "worker", "its scheduler has died"


def test_messages_that_do_not_leave_turn_readiness_red(given: Given) -> None:
    write_to(given.person())
    with clock.stopped(clock.now() + timedelta(minutes=6)):
        workers.beat("one", "0")
        assert reason(given) == "deliveries"


def test_a_full_disk_turns_readiness_red(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    workers.beat("one", "0")
    monkeypatch.setattr("mentors.health.DISK_SHARE", 2.0)
    assert reason(given) == "disk"


def test_numbers_tell_of_messages_and_of_nobody(given: Given, memory: Memory) -> None:
    message = write_to(given.person(first_name="Hemmelig", mobile="+4520304050"))
    with clock.stopped(clock.now() + timedelta(seconds=7)):
        deliver_due()
        said = given.app.test_client().get("/metrics").text
    assert 'mentors_messages{channel="sms",state="sent"} 1.0' in said
    assert 'mentors_due_lag_seconds_bucket{le="5.0"} 0.0' in said
    assert 'mentors_due_lag_seconds_bucket{le="10.0"} 1.0' in said
    assert not any(word in said for word in ("Hemmelig", "20304050", message.ref, message.key))


def test_numbers_are_for_this_machine_or_for_the_token(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    client = given.app.test_client()
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 404
    assert client.get("/metrics", headers={"X-Forwarded-For": "8.8.8.8"}).status_code == 404, "a proxy's visitor"
    monkeypatch.setitem(given.app.config, "METRICS_TOKEN", "a token of some length")
    assert client.get("/metrics").status_code == 404
    for told, status in (("Bearer a token of some length", 200), ("Bearer é", 404), ("", 404)):
        answer = client.get("/metrics", headers={"Authorization": told}, environ_base={"REMOTE_ADDR": "10.0.0.9"})
        assert answer.status_code == status


def test_a_row_of_an_older_version_is_counted(given: Given, memory: Memory) -> None:
    message = write_to(given.person())
    message.due_at = None
    db.session.commit()
    deliver_due()
    assert (
        again(message).sent_at and "mentors_due_lag_seconds_count 1.0" in given.app.test_client().get("/metrics").text
    )
