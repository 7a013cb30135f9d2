"""Many workers and many planners at once, each a process of its own (reliability.md 3.2: 2 and 8 schedulers, 8 workers)."""

from __future__ import annotations

import os
import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from mentors.core import clock
from mentors.followups.commands_sweep import sweep
from mentors.followups.models import CheckIn
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.rules import Channel
from tests.conftest import MONDAY_MORNING
from tests.databases import PostgresStore, Store
from tests.faults.killing import judge
from tests.faults.test_kills import no_mail, shop, stopped_clock
from tests.faults.workshop import Shop, end, fork, name_of
from tests.followups.pairs import a_pair
from tests.given import Given

__all__ = ["no_mail", "shop", "stopped_clock"]


def test_eight_workers_send_each_message_once(shop: Shop) -> None:
    shop.write(160, Channel.email)
    shop.write(80, Channel.sms)
    shop.finish(workers=8 if shop.url.startswith("postgresql") else 2)
    found = judge(shop, 0)
    assert (found.lost, found.endless, found.unclear, found.copies) == (0, 0, 0, 0), found


def test_no_reader_gets_more_a_day_than_the_town_allows_however_many_workers_send(shop: Shop) -> None:
    """Six messages each for eight readers, all due at one instant, three a day: four workers look at them at once."""
    shop.at, most = MONDAY_MORNING, 3
    shop.write(0, Channel.email)
    with shop.looking():
        clock.stop(MONDAY_MORNING)
        keys = shop.write_to_readers(8, 6)
        clock.stop(None)
    crew = [shop.worker() for _ in range(4 if shop.url.startswith("postgresql") else 2)]
    until = time.monotonic() + 60
    while time.monotonic() < until:
        accepted = shop.mail.accepted()
        if sum(accepted.values()) >= 8 * most and not shop.in_hand(MONDAY_MORNING):
            break
        time.sleep(0.2)
    for child in crew:
        end(child)
    accepted = shop.mail.accepted()
    had = Counter(reader for reader, key in keys for _copy in range(accepted[name_of(key)]))
    assert had == dict.fromkeys(range(8), most), "neither one more nor one fewer"


@pytest.mark.parametrize("planners", [2, 8])
def test_several_planners_at_one_instant_ask_everybody_once(given: Given, store: Store, planners: int) -> None:
    if planners > 2 and not isinstance(store, PostgresStore):
        planners = 3  # SQLite has one writer, and `flask worker` starts one planner there
    pairs, programme = 6, given.programme()
    for _pair in range(pairs):
        a_pair(
            given,
            since=MONDAY_MORNING - timedelta(days=60),
            programme=programme,
            newcomer=given.newcomer(programme=programme).person,
            volunteer=given.volunteer(programme=programme).person,
        )
    db.session.remove()
    db.engine.dispose()  # a child may inherit no connection
    ready, go = os.pipe()

    def plan() -> None:
        os.read(ready, 1)  # all begin at one instant
        clock.stop(MONDAY_MORNING)
        sweep()
        db.session.remove()

    crew = [fork(plan) for _ in range(planners)]
    os.write(go, b"." * planners)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in crew] == [0] * planners
    asked = db.session.execute(select(CheckIn.pair_id, CheckIn.person_id, CheckIn.kind)).all()
    assert len(asked) == len(set(asked)) == 2 * pairs, asked
    assert db.session.scalar(select(func.count(Message.id))) == 2 * pairs
    with clock.stopped(MONDAY_MORNING):
        sweep()
    assert db.session.scalar(select(func.count(CheckIn.id))) == 2 * pairs, "nothing was left for one more"
    os.close(ready)
    os.close(go)
