from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.tasks import commands, queries, rules, words
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind, Wish
from tests.given import Given
from tests.messages.writing import again, write_to


def a_task(given: Given, kind: TaskKind = TaskKind.bad_face, key: str = "a-key", **values: object) -> Task:
    person = values.pop("person", None) or given.person(first_name="Amina")
    task = commands.raise_task(given.by(), kind, person, key=key, **values)  # type: ignore[arg-type]
    db.session.commit()
    return task


def staff_actor(given: Given) -> Actor:
    return Actor(label="account:x", municipality_id=given.town().id, roles=frozenset({Role.coordinator}))


def test_every_kind_has_its_words() -> None:
    for table in (words.KIND, words.ADVICE, words.DONE):
        assert set(table) == set(TaskKind)
    assert set(words.WISH) == set(Wish)


def test_what_is_raised_twice_stands_once(given: Given) -> None:
    assert a_task(given).id == a_task(given).id
    assert db.session.query(Task).count() == 1


def test_urgent_tasks_come_first_then_the_longest_wait(given: Given) -> None:
    a_task(given, key="old")
    with clock.stopped(clock.now() + timedelta(hours=1)):
        a_task(given, key="new")
    with clock.stopped(clock.now() + timedelta(hours=2)):
        a_task(given, TaskKind.call_me, key="urgent")
    with given.app.test_request_context("/desk/"):
        lines = queries.todos(staff_actor(given))
    assert [line.urgent for line in lines] == [True, False, False]
    assert lines[1].since < lines[2].since
    assert lines[0].title == "Ring op" and lines[0].person and lines[0].person.startswith("Amina")


@pytest.mark.parametrize(("days", "late"), [(2, False), (3, False), (4, True)])
def test_a_task_is_late_after_its_time(given: Given, days: int, late: bool) -> None:
    a_task(given)
    with clock.stopped(clock.now() + timedelta(days=days)), given.app.test_request_context("/desk/"):
        assert queries.todos(staff_actor(given))[0].late is late


def test_a_coordinator_ticks_a_task_off_and_undoes_it(given: Given) -> None:
    task = a_task(given)
    karen = given.coordinator()
    page = karen.get(f"/desk/tasks/{task.ref}")
    assert page.heading == "Det går ikke så godt"
    done = page.press("Opgaven er klaret")
    assert done.path == "/desk/" and done.says("Klaret: det gik ikke så godt")
    assert queries.open_tasks(staff_actor(given)) == []
    back = done.press("Fortryd")
    assert back.says("Opgaven er åben igen.")
    assert len(queries.open_tasks(staff_actor(given))) == 1


def test_a_task_is_given_to_a_colleague_and_back_to_everybody(given: Given) -> None:
    task = a_task(given)
    bo = given.staff(name="Bo Kollega")
    karen = given.coordinator()
    page = karen.get(f"/desk/tasks/{task.ref}").press("Gem", responsible=bo.ref)
    assert page.says("Bo Kollega")
    page.press("Gem", responsible="")
    db.session.expire_all()
    assert db.session.get_one(Task, task.id).responsible_id is None


def test_a_colleague_from_elsewhere_cannot_be_chosen(given: Given) -> None:
    task = a_task(given)
    stranger = given.staff(town=given.town("nabo"))
    page = given.coordinator().get(f"/desk/tasks/{task.ref}")
    assert page.press("Gem", responsible=stranger.ref).status == 422


def test_another_town_does_not_find_the_task(given: Given) -> None:
    task = a_task(given)
    stranger = given.coordinator(given.town("nabo"))
    assert stranger.get(f"/desk/tasks/{task.ref}").status == 404
    token = stranger.get("/desk/").soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    for act in ("endings", "reopenings", "responsible"):
        assert stranger.post(f"/desk/tasks/{task.ref}/{act}", data={"csrf_token": token}).status == 404


def test_whoever_asks_to_be_called_reaches_all_coordinators_at_once_even_at_night(given: Given) -> None:
    karen, _bo, _elsewhere = given.staff(), given.staff(), given.staff(town=given.town("nabo"))
    given.staff(Role.administrator)
    with clock.stopped(clock.now().replace(hour=23)):
        a_task(given, TaskKind.call_me, person=given.person(first_name="Amina", last_name="Hemmelig"))
        mails = db.session.query(Message).filter_by(kind="tasks/urgent").all()
        assert len(mails) == 2 and karen.email in {mail.address for mail in mails}
        assert all(mail.not_before == clock.now() for mail in mails)
    told = mails[0].subject + mails[0].body
    assert "Amina" not in told and "Ring" not in told and "http://town.example/desk/tasks/" in told


def test_the_responsible_coordinator_alone_is_told_where_there_is_one(given: Given) -> None:
    karen, _bo = given.staff(), given.staff()
    a_task(given, TaskKind.wants_to_stop, responsible_id=karen.id)
    assert [mail.address for mail in db.session.query(Message)] == [karen.email]


def test_ordinary_tasks_send_no_mail(given: Given) -> None:
    given.staff()
    a_task(given)
    assert db.session.query(Message).count() == 0


def test_somebody_who_could_not_be_reached_is_a_task_once(given: Given) -> None:
    person = given.person()
    for number in range(3):
        message = again(write_to(person, f"key-{number}"))
        message.state, message.finished_at = MessageState.failed, clock.now()
    db.session.commit()
    assert commands.notice_unreachable() == 1
    db.session.commit()
    assert commands.notice_unreachable() == 0
    (task,) = db.session.query(Task)
    assert task.kind is TaskKind.unreachable
    commands.finish_task(given.by(), task)
    db.session.commit()
    assert commands.notice_unreachable() == 0, "done is done"


def test_a_settled_thing_is_ticked_off(given: Given) -> None:
    a_task(given, key="silence:x")
    commands.settle_task(given.by(), "silence:x")
    commands.settle_task(given.by(), "silence:nobody")
    assert queries.open_tasks(staff_actor(given)) == []


def test_urgent_means_within_a_day() -> None:
    assert rules.time_to_do(TaskKind.call_me) == timedelta(days=1)
    assert all(rules.time_to_do(kind) == timedelta(days=3) for kind in set(TaskKind) - rules.URGENT)
