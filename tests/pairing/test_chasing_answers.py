from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from mentors.core import clock
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.pairing import commands
from mentors.pairing.rules import PairState
from mentors.programmes.rules import Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given
from tests.pairing.things import link_page, proposal


def _after(days: int, act: Callable[[], object]) -> None:
    with clock.stopped(clock.now() + timedelta(days=days)):
        act()


def _reminders() -> int:
    return db.session.query(Message).filter_by(kind="pairing/proposal_reminder").count()


def test_a_volunteer_is_reminded_once_after_a_week_and_the_proposal_closes_after_two(given: Given) -> None:
    pair = proposal(given)
    _after(6, commands.chase_proposals)
    assert _reminders() == 0
    for day in (7, 7, 8, 13):
        _after(day, commands.chase_proposals)
        assert _reminders() == 1
    _after(14, commands.chase_proposals)
    _after(15, commands.chase_proposals)
    assert pair.state is PairState.lapsed
    [task] = db.session.query(Task).all()
    assert (task.kind, task.person_id) == (TaskKind.lapsed, pair.newcomer_id)
    page = given.new_visitor().get(link_page(pair, Side.volunteer))
    assert page.status == 200
    assert page.heading == "Forslaget gælder ikke mere"


def test_the_newcomer_has_two_weeks_of_her_own_from_the_volunteers_yes(given: Given) -> None:
    pair = proposal(given)
    with clock.stopped(clock.now() + timedelta(days=10)):
        commands.answer_proposal(given.by(), pair, Side.volunteer, yes=True)
        db.session.commit()
        _after(6, commands.chase_proposals)
        assert (pair.state, _reminders()) == (PairState.volunteer_yes, 0)
        _after(7, commands.chase_proposals)
        assert _reminders() == 1
        [reminder] = db.session.query(Message).filter_by(kind="pairing/proposal_reminder")
        assert reminder.person_id == pair.newcomer_id
        _after(14, commands.chase_proposals)
    assert pair.state is PairState.lapsed
    [told] = db.session.query(Message).filter_by(kind="pairing/not_this_time")
    assert told.person_id == pair.volunteer_id


def test_a_new_proposal_settles_the_task_an_old_one_left(given: Given) -> None:
    newcomer = given.newcomer()
    first = proposal(given, newcomer)
    commands.answer_proposal(given.by(), first, Side.volunteer, yes=False)
    db.session.commit()
    proposal(given, newcomer)
    assert db.session.query(Task).filter(Task.done_at.is_(None)).count() == 0


def test_whoever_cannot_be_reached_becomes_a_task(given: Given) -> None:
    volunteer = given.volunteer(mobile=None, email="x@example.org")
    volunteer.person.email = None
    proposal(given, None, volunteer)
    assert [task.kind for task in db.session.query(Task)] == [TaskKind.unreachable]
