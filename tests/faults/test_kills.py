"""Workers die at every step, and nothing is lost: the short form of `make faults` (reliability.md 3.2, R1-R3)."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mentors.core import clock
from mentors.kit import failpoints
from mentors.messages import rules
from mentors.people.rules import Channel
from tests.databases import PostgresStore, Store
from tests.faults import naive
from tests.faults.killing import judge, kills_at, random_kills
from tests.faults.sinks import Plan, Sink
from tests.faults.workshop import Shop, end

IN_FLIGHT = sum(rules.AT_ONCE.values())


@pytest.fixture(autouse=True)
def stopped_clock() -> None:
    """These workers live in real time: their leases must run out."""


@pytest.fixture(autouse=True)
def no_mail() -> None:
    """These workers write to a mail server of the harness's own."""


@pytest.fixture
def shop(store: Store, tmp_path: Path) -> Iterator[Shop]:
    clock.stop(None)
    url = f"sqlite:///{tmp_path / 'shop.db'}"
    if isinstance(store, PostgresStore):
        from tests.house.test_schema import _fresh_postgres

        url = _fresh_postgres(store, "shop")
    mail, sms = Sink(Plan()), Sink(Plan(honours_keys=True, seed=2))
    yield Shop(url, mail, sms)
    mail.stop()
    sms.stop()


def test_without_faults_each_is_accepted_once(shop: Shop) -> None:
    shop.write(60, Channel.email)
    shop.write(60, Channel.sms)
    shop.finish()
    found = judge(shop, 0)
    assert (found.lost, found.endless, found.unclear, found.copies) == (0, 0, 0, 0)
    assert sum((shop.mail.accepted() + shop.sms.accepted()).values()) == 120


def test_workers_killed_at_random_lose_nothing(shop: Shop) -> None:
    shop.write(150, Channel.email)
    shop.write(50, Channel.sms)
    kills = random_kills(shop, 8, gap=(0.05, 0.3))
    shop.finish()
    found = judge(shop, kills)
    assert (found.lost, found.endless, found.unclear) == (0, 0, 0), found
    assert found.copies <= IN_FLIGHT * kills, found
    assert max(shop.sms.accepted().values()) == 1, "a gateway that knows copies gets none"


def test_workers_that_die_at_every_step_lose_nothing(shop: Shop) -> None:
    chance = random.Random(7)
    died = {step: kills_at(shop, step, 1, chance) for step in failpoints.STEPS}
    shop.finish()
    found = judge(shop, sum(died.values()))
    assert all(died.values()), f"a step nobody came by: {died}"
    assert (found.lost, found.endless, found.unclear) == (0, 0, 0), (found, died)
    assert found.copies <= IN_FLIGHT * found.kills, found


def test_a_worker_told_to_stop_neither_loses_nor_repeats(shop: Shop) -> None:
    shop.write(150, Channel.email)
    for _deploy in range(3):
        child = shop.worker()
        time.sleep(0.4)
        assert end(child, signal.SIGTERM) == 0
    shop.finish()
    found = judge(shop, 3)
    assert (found.lost, found.endless, found.copies) == (0, 0, 0), found


# Between two transactions, with letters marked and not handed over, and with some on their way: inside a transaction,
# nobody else could write to SQLite (docs/faults.md). The first "outcome.committed" is that of the rescue, inside one.
@pytest.mark.parametrize("step", ["marker.committed:1", "outcome.committed:2"])
def test_a_worker_frozen_past_its_lease_is_fenced(shop: Shop, step: str) -> None:
    shop.write(120, Channel.email)
    frozen = shop.worker(step, how=signal.SIGSTOP)
    try:
        assert os.WIFSTOPPED(os.waitpid(frozen, os.WUNTRACED)[1]), f"it never came by {step}"
        shop.finish()  # the others take over what it held
    finally:
        os.kill(frozen, signal.SIGCONT)
        time.sleep(0.5)
        end(frozen, signal.SIGTERM)
    found = judge(shop, 1)
    assert (found.lost, found.endless) == (0, 0) and found.copies <= IN_FLIGHT, found


def test_a_gateway_that_knows_no_copies_gets_none_and_a_coordinator_the_rest(shop: Shop) -> None:
    shop.app.config["SMS_KNOWS_COPIES"] = False
    shop.write(120, Channel.sms)
    kills = random_kills(shop, 6, gap=(0.05, 0.3))
    shop.finish()
    found = judge(shop, kills)
    assert (found.lost, found.endless, found.copies) == (0, 0, 0), found
    assert found.unclear <= rules.AT_ONCE[Channel.sms] * kills


def test_the_harness_sees_designs_that_lose_messages(tmp_path: Path) -> None:
    sink = Sink(Plan(honours_keys=True, reply_seconds=0.01))
    try:
        assert naive.marked_before_sending(tmp_path, sink, messages=60, kills=6) > 0
        assert naive.a_job_per_reminder(sink, messages=60, kills=3) > 0
    finally:
        sink.stop()
