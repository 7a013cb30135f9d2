"""The worker stands still for ten days across the long night of 25 October 2026; started again, it says each due thing
once and in the open hours, and a coordinator sees on a page exactly what was late (M4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from mentors.accounts.commands import sign_in_link
from mentors.core import clock
from mentors.followups.models import CheckIn
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.kit.room import Job
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.worker import Worker
from tests.browser.conftest import DESK, PHONE, Reader
from tests.followups.pairs import a_pair
from tests.given import Given

STOPS, STARTS = date(2026, 10, 20), date(2026, 10, 30)  # a Tuesday and a Friday
# When each one's question falls due, in October: before the ten days, in them (the 25th is a Sunday), and after.
DUE = {"Amina": 20, "Basma": 22, "Celin": 25, "Dima": 28, "Eman": 30}
JOBS = ("followups.sweep", "messages.deliver_due")


class Clockwork:
    """A worker whose ticks the test gives: its jobs, each in a session of its own, as in the process."""

    def __init__(self, app: Flask) -> None:
        self.worker = Worker(app)
        self.jobs: list[Job] = [job for job in self.worker.jobs if job.name in JOBS]
        assert len(self.jobs) == 2

    def run(self, first: datetime, last: datetime) -> None:
        """Tick every half hour from one instant to another."""
        while first <= last:
            clock.stop(first)
            self.worker.beat()  # only the one who leads runs jobs
            for job in self.jobs:
                db.session.commit()
                self.worker.run_once(job)
            first += timedelta(minutes=30)


@pytest.fixture
def arranged(given: Given) -> list[int]:
    """Five pairs whose question falls due before, in and after the ten days."""
    found = []
    for name, day in DUE.items():
        since = clock.at_local(date(2026, 10, day) - timedelta(days=60), 12)
        newcomer = given.newcomer(first_name=name).person
        found.append(a_pair(given, newcomer=newcomer, since=since, planned_end_on=None).id)
    return found


def test_ten_days_without_a_worker(
    app: Flask, given: Given, reader: Callable[..., Reader], arranged: list[int]
) -> None:
    karen = given.staff()
    works = Clockwork(app)
    works.run(clock.at_local(STOPS, 9), clock.at_local(STOPS, 16))
    assert [row.pair_id for row in db.session.query(CheckIn)] == [arranged[0]] * 2, "the first was asked in time"
    db.session.commit()
    # Ten days pass. Nobody ticks.
    works.run(clock.at_local(STARTS, 3), clock.at_local(STARTS, 18))
    _each_once_and_by_day(arranged)
    desk = reader(size=DESK)
    _sign_in(desk, karen)
    page = desk.go("/desk/follow-ups")
    rows = [row.inner_text() for row in page.locator("#late tbody tr").all()]
    # Said on the 30th; the Sunday's could have left on the 26th.
    told = {name: next((row for row in rows if name in row), None) for name in DUE}
    assert told["Amina"] is None and told["Eman"] is None
    for name, days in (("Basma", "8 dage for sent"), ("Celin", "4 dage for sent"), ("Dima", "2 dage for sent")):
        assert told[name] is not None and days in str(told[name]), (name, rows)
    assert len(rows) == 6
    page.locator("#late tbody a", has_text="Basma").first.click()
    page.wait_for_load_state()
    assert page.locator(".follow-picture .mark-waiting").count() == 2
    page.locator("details.chart-data summary").first.click()
    assert "8 dage for sent" in page.inner_text("details.chart-data table")
    phone = reader(size=PHONE)
    _sign_in(phone, karen)
    small = phone.go("/desk/follow-ups")
    assert small.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for someone in (desk, phone):
        assert someone.complaints == []


def _each_once_and_by_day(pair_ids: list[int]) -> None:
    rows = db.session.query(CheckIn.pair_id, CheckIn.person_id).all()
    asked = [pair_id for pair_id, _person in rows]
    assert len(set(rows)) == len(rows) and {asked.count(pair_id) for pair_id in pair_ids} == {2}
    messages = db.session.query(Message).filter(Message.kind.like("followups/%")).all()
    assert {message.state for message in messages} == {MessageState.sent}
    for message in messages:
        assert message.sent_at is not None
        assert 8 <= message.sent_at.astimezone(clock.COPENHAGEN).hour < 20
    db.session.commit()


def _sign_in(someone: Reader, account: object) -> None:
    link = sign_in_link(account)  # type: ignore[arg-type]
    db.session.commit()
    someone.sign_in(f"/w/{token_for(link.ref)}")
