from __future__ import annotations

import threading

import pytest
from sqlalchemy import event

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.followups import notices, queries
from mentors.followups.commands_sweep import sweep
from mentors.followups.models import CheckIn
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.pairing import commands as pairing
from mentors.pairing.models import Pair
from mentors.pairing.rules import Outcome, PairState
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.followups.pairs import a_pair, later, swept
from tests.given import Given

HOST_CHECK = 60  # days between check-ins in the host programme


def kinds() -> list[str]:
    return [str(row.kind) for row in db.session.query(CheckIn).order_by(CheckIn.id)]


def test_both_are_asked_each_in_her_own_language(given: Given) -> None:
    a_pair(given)
    assert swept(later(HOST_CHECK - 1)) == 0
    assert swept(later(HOST_CHECK)) == 2
    messages = {m.language: m for m in db.session.query(Message)}
    assert set(messages) == {"ar", "da"}
    assert messages["da"].about == f"pair:{db.session.query(Pair).one().ref}"
    assert messages["da"].body.startswith("Hvordan går det? Svar her: ")


def test_a_second_sweep_says_nothing_more(given: Given) -> None:
    a_pair(given)
    swept(later(HOST_CHECK))
    assert swept(later(HOST_CHECK)) == 0
    assert db.session.query(Message).count() == 2


def test_two_sweeps_at_once_say_everything_once(given: Given) -> None:
    for _pair in range(4):
        a_pair(given)
    problems: list[BaseException] = []

    def work() -> None:
        try:
            with given.app.app_context():
                sweep()
                db.session.commit()
                db.session.remove()
        except BaseException as problem:
            problems.append(problem)

    with clock.stopped(later(HOST_CHECK)):
        workers = [threading.Thread(target=work) for _worker in range(3)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert not problems
    assert db.session.query(CheckIn).count() == db.session.query(Message).count() == 8


def test_after_a_long_outage_each_is_asked_once(given: Given) -> None:
    a_pair(given, planned_end_on=None)
    swept(later(HOST_CHECK * 5 + 3))
    assert kinds() == ["check_in", "check_in"]


def test_a_pair_that_has_met_is_not_asked_whether_it_has_been_in_touch(given: Given) -> None:
    pair = a_pair(given, PairState.agreed)
    swept(later(7))
    assert kinds() == ["first_contact"] * 2
    db.session.get_one(Pair, pair.id).first_met_on = later(8).date()
    db.session.commit()
    swept(later(9))
    assert kinds() == ["first_contact"] * 2 + ["fit"] * 2
    open_now = {str(row.kind) for row in db.session.query(CheckIn).filter(CheckIn.closed_at.is_(None))}
    assert open_now == {"fit"}


def test_two_weeks_before_the_end_both_are_asked_whether_to_go_on(given: Given) -> None:
    a_pair(given)
    swept(later(106))
    assert sorted(set(kinds())) == ["check_in", "ending"]


def test_silence_is_reminded_once_and_then_becomes_a_task_once(given: Given) -> None:
    pair = a_pair(given)
    swept(later(HOST_CHECK))
    assert swept(later(HOST_CHECK + 2)) == 0
    assert swept(later(HOST_CHECK + 3)) == 2 and swept(later(HOST_CHECK + 3)) == 0
    assert swept(later(HOST_CHECK + 5)) == 2 and swept(later(HOST_CHECK + 5)) == 0
    assert swept(later(HOST_CHECK + 7)) == 2 and swept(later(HOST_CHECK + 8)) == 0
    reminders = db.session.query(Message).filter_by(kind="followups/reminder").order_by(Message.id)
    assert [(m.person_id, str(m.channel)) for m in reminders] == [
        (person_id, channel) for channel in ("sms", "email") for person_id in _both(pair.id)
    ], "once on each channel"
    tasks = db.session.query(Task).filter_by(kind=TaskKind.silence).all()
    assert len(tasks) == 2 and {task.thing for task in tasks} == {f"pair:{pair.ref}"}


def _both(pair_id: int) -> list[int]:
    return [row.person_id for row in db.session.query(CheckIn).filter_by(pair_id=pair_id).order_by(CheckIn.id)]


def test_whoever_has_one_channel_only_is_not_written_to_twice_on_it(given: Given) -> None:
    pair = a_pair(given)
    for person in (db.session.get_one(Pair, pair.id).newcomer, db.session.get_one(Pair, pair.id).volunteer):
        person.email = None
    db.session.commit()
    for day in (0, 3, 5, 7):
        swept(later(HOST_CHECK + day))
    assert db.session.query(Message).filter_by(kind="followups/reminder").count() == 2
    assert db.session.query(Task).filter_by(kind=TaskKind.silence).count() == 2


def test_a_paused_pair_is_left_in_peace(given: Given) -> None:
    a_pair(given, PairState.paused, paused_at=clock.now(), paused_until=later(200).date())
    assert swept(later(100)) == 0
    assert db.session.query(Message).count() == 0


def test_a_pause_without_an_end_comes_back_to_the_coordinator(given: Given) -> None:
    a_pair(given, PairState.paused, paused_at=clock.now())
    swept(later(28))
    swept(later(29))
    (task,) = db.session.query(Task)
    assert task.kind is TaskKind.pause_over


def test_the_open_questions_of_a_pair_that_has_ended_are_closed(given: Given) -> None:
    pair = a_pair(given)
    swept(later(HOST_CHECK))
    karen = given.staff()
    by = Actor("account:x", pair.municipality_id, frozenset({Role.coordinator}), account_id=karen.id)
    pairing.end_pair(by, db.session.get_one(Pair, pair.id), outcome=Outcome.network)
    db.session.commit()
    swept(later(HOST_CHECK + 10))
    assert all(row.closed_at for row in db.session.query(CheckIn))
    assert db.session.query(Task).filter_by(kind=TaskKind.silence).count() == 0


def test_somebody_without_phone_or_mail_is_a_task_at_once(given: Given) -> None:
    pair = a_pair(given)
    newcomer = db.session.get_one(Pair, pair.id).newcomer
    newcomer.mobile = newcomer.email = None
    db.session.commit()
    swept(later(HOST_CHECK))
    (task,) = db.session.query(Task)
    assert (task.kind, task.person_id) == (TaskKind.unreachable, newcomer.id)


def test_one_pair_that_breaks_holds_nobody_else_back(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = a_pair(given)
    a_pair(given)
    ask = notices.ask

    def fail_once(check_in: CheckIn) -> object:
        if check_in.pair_id == broken.id:
            raise RuntimeError("a bug")
        return ask(check_in)

    monkeypatch.setattr(notices, "ask", fail_once)
    assert swept(later(HOST_CHECK)) == 2
    assert {row.pair_id for row in db.session.query(CheckIn)} != {broken.id}
    monkeypatch.undo()
    assert swept(later(HOST_CHECK)) == 2, "and is asked when the bug is gone"


def test_the_sweep_looks_at_two_hundred_pairs_with_as_many_questions_as_at_two(given: Given) -> None:
    def looks() -> int:
        seen: list[str] = []

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            sweep()
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    volunteer = given.volunteer().person
    for _number in range(2):
        a_pair(given, volunteer=volunteer)
    few = looks()
    for _number in range(30):
        a_pair(given, volunteer=volunteer)
    assert looks() == few


def test_every_running_pair_shows_its_next_follow_up(given: Given) -> None:
    pair = a_pair(given)
    assert queries.next_follow_up_of(pair.id) == later(HOST_CHECK).date()
    assert queries.next_follow_up_of(999) is None
