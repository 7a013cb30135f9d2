"""One mail a day per coordinator: in the morning, only with something to tell, no protected name, nothing in the subject."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from mentors.accounts.models import Account
from mentors.core import clock
from mentors.core.actor import Role
from mentors.followups import rules_digest
from mentors.followups.commands_digest import send_digests
from mentors.followups.rules_digest import TaskLine
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.tasks.commands import finish_task, raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given

MONDAY = date(2026, 11, 30)
OPENS = clock.at_local(MONDAY, 8)


def line(raised: float, due: float, urgent: bool = False) -> TaskLine:
    return TaskLine("silence", "Amina", OPENS + timedelta(days=raised), OPENS + timedelta(days=due), urgent)


@pytest.mark.parametrize(
    ("task", "told"),
    [
        (line(-0.5, 2.5), True),  # new since yesterday's mail
        (line(-2, 1.5), False),  # told of already, and not due yet
        (line(-2, 0.5), True),  # due today
        (line(-9, -6), True),  # late
        (line(-2, 9, urgent=True), True),
        (line(0.1, 3), False),  # raised after the hour: tomorrow's
    ],
)
def test_what_stands_in_the_mail(task: TaskLine, told: bool) -> None:
    assert (rules_digest.digest([task], OPENS) is not None) is told


def test_urgent_first_then_the_longest_wait_and_no_more_than_ten() -> None:
    tasks = [line(-n / 10, -1 if n > 8 else 2) for n in range(1, 13)] + [line(-0.01, 5, urgent=True)]
    found = rules_digest.digest(tasks, OPENS)
    assert found is not None and found.lines[0].is_urgent and found.lines[1].raised_at == tasks[11].raised_at
    assert (len(found.lines), found.more, found.late) == (10, 3, 4)


def sent(at: datetime) -> list[Message]:
    db.session.commit()
    with clock.stopped(at):
        send_digests()
        send_digests()
    return list(db.session.query(Message).filter_by(kind="followups/digest").order_by(Message.id))


def a_task(given: Given, *, owner: Account | None = None, protected: bool = False, name: str = "Amina") -> Task:
    person = given.newcomer(first_name=name, last_name="Haddad").person
    person.is_protected = protected
    with clock.stopped(clock.at_local(MONDAY, 7)):
        task = raise_task(given.by(), TaskKind.silence, person, key=f"k{person.ref}",
                          responsible_id=owner.id if owner else None)  # fmt: skip
    db.session.commit()
    return task


def test_each_gets_her_own_tasks_once_in_the_morning(given: Given) -> None:
    karen, kirsten = given.staff(name="Karen"), given.staff(name="Kirsten")
    a_task(given, owner=karen)
    assert sent(clock.at_local(MONDAY, 7)) == [], "not before the town opens"
    (mail,) = sent(clock.at_local(MONDAY, 8))
    assert mail.account_id == karen.id and "Har ikke svaret" in mail.body and "Amina" in mail.body
    assert "Haddad" not in mail.body
    assert len(sent(clock.at_local(MONDAY, 9))) == 1 and kirsten.id != mail.account_id
    tuesday = sent(clock.at_local(MONDAY + timedelta(days=1), 8))
    assert len(tuesday) == 1, "told of, and neither late nor due"
    assert len(sent(clock.at_local(MONDAY + timedelta(days=3), 8))) == 2, "late by Thursday"


def test_what_nobody_has_goes_to_every_coordinator_and_not_to_administrators(given: Given) -> None:
    karen, kirsten = given.staff(name="Karen"), given.staff(name="Kirsten")
    given.staff(Role.administrator, name="Adam")
    a_task(given)
    assert {mail.account_id for mail in sent(clock.at_local(MONDAY, 8))} == {karen.id, kirsten.id}


def test_a_protected_name_stands_nowhere_and_the_subject_tells_nothing(given: Given) -> None:
    karen = given.staff()
    a_task(given, owner=karen, protected=True, name="Zeynab")
    (mail,) = sent(clock.at_local(MONDAY, 8))
    assert "Zeynab" not in mail.body + mail.subject and mail.subject == "Dine opgaver i dag"


@pytest.mark.parametrize("at", [clock.at_local(date(2026, 12, 6), 9), clock.at_local(date(2026, 12, 25), 9),
                                clock.at_local(date(2026, 12, 7), 13), clock.at_local(date(2026, 12, 7), 23)])  # fmt: skip
def test_nothing_on_sundays_holidays_in_the_afternoon_or_at_night(given: Given, at: datetime) -> None:
    a_task(given, owner=given.staff())
    assert sent(at) == []


def test_nothing_to_tell_is_no_mail_and_a_mail_does_not_outlive_its_day(given: Given) -> None:
    karen = given.staff()
    task = a_task(given, owner=karen)
    (mail,) = sent(clock.at_local(MONDAY, 8))
    assert mail.expires_at.astimezone(clock.COPENHAGEN).date() == MONDAY
    finish_task(given.by(), db.session.get_one(Task, task.id))
    assert len(sent(clock.at_local(MONDAY + timedelta(days=7), 8))) == 1


def test_another_towns_tasks_stay_there(given: Given) -> None:
    there = given.staff(town=given.town("andenby"))
    a_task(given, owner=given.staff())
    assert there.id not in {mail.account_id for mail in sent(clock.at_local(MONDAY, 8))}
    assert db.session.query(Person).count() == 1
