"""Row 11 and issue 3 point 4: what comes after the leave, and who has been away three times."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.gatherings import commands_door, commands_people, rules
from mentors.gatherings.models import Session
from mentors.gatherings.rules import Held, SeriesKind
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.gatherings.building import at, in_days, series, sessions, signed_up
from tests.given import Given
from tests.page import Form


def tasks(kind: TaskKind) -> list[Task]:
    db.session.expire_all()
    return db.session.query(Task).filter_by(kind=kind).all()


def test_row_11_a_leave_that_ends_soon_becomes_a_task_and_the_cohort_can_be_counted(given: Given) -> None:
    cafe = series(given, title="Café Maglehøj")
    mother, other = given.person(), given.person()
    before = given.staff(name="Mette")
    mother.responsible_id = before.id
    karen = given.coordinator()
    karen.get(f"/desk/people/{mother.ref}/leave").press("Gem", ends_on=in_days(40).isoformat(), series=cafe.ref)
    karen.get(f"/desk/people/{other.ref}/leave").press("Gem", ends_on=in_days(45).isoformat(), series=cafe.ref)
    commands_people.notice_leaves()
    assert tasks(TaskKind.leave_ends) == []
    clock.stop(clock.now() + timedelta(days=11))
    commands_people.notice_leaves()
    commands_people.notice_leaves()
    (task,) = tasks(TaskKind.leave_ends)
    assert (task.person_id, task.responsible_id) == (mother.id, before.id)
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{mother.ref}/leave")
    tag = next(form for form in page.soup.select("main form") if "outcomes" in str(form.get("action")))
    Form(page, tag, tag.find("button")).fill(went_on_to="language_school").submit()
    text = karen.get("/desk/series/afterwards").text
    assert "Café Maglehøj" in text
    row = karen.get("/desk/series/afterwards").soup.select("tbody tr")[0]
    cells = [cell.get_text(strip=True) for cell in row.find_all("td")]
    assert cells == ["2027", "1", "0", "0", "0", "0", "1", "2"]


def held(*came: set[int]) -> list[Held]:
    return [Held(str(n), at(in_days(7 * n)), frozenset(who)) for n, who in enumerate(came)]


def test_absence_counts_in_a_row_up_to_the_latest_and_skips_days_without_a_list() -> None:
    start = at(in_days(-1))
    assert rules.absent_since(held({1}, {2}, {2}, {2}), 1, start) == ("1", "2", "3")
    assert rules.absent_since(held({2}, {2}, {2}, {1}), 1, start) == ()
    assert rules.absent_since(held({2}, set(), {2}, {2}), 1, start) == ("0", "2", "3")
    assert rules.absent_since(held({2}, {2}, {2}), 1, at(in_days(1))) == ("1", "2")


def come(given: Given, session: Session, *people: Person) -> None:
    clock.stop(session.starts_at)
    staff = Actor(label="account:t", municipality_id=session.municipality_id, roles=frozenset({Role.coordinator}))
    commands_door.check_in(staff, session, [commands_door.Press(uuid=str(uuid4()), person=p.ref) for p in people])
    db.session.commit()
    clock.stop(session.starts_at + timedelta(hours=5))


def test_three_absences_in_a_row_become_one_task_and_no_message(given: Given) -> None:
    group = series(given, SeriesKind.womens_course, rule="FREQ=WEEKLY;BYDAY=TU;COUNT=10")
    here, away = given.person(), given.person()
    leader = given.staff()
    away.responsible_id = leader.id
    signed_up(given, group, here)
    signed_up(given, group, away)
    said = db.session.query(Message).count()
    for number, session in enumerate(sessions(group)[:5]):
        come(given, session, here)
        commands_people.notice_absences()
        db.session.commit()
        assert len(tasks(TaskKind.absent_thrice)) == (1 if number >= 2 else 0)
    (task,) = tasks(TaskKind.absent_thrice)
    assert (task.person_id, task.responsible_id) == (away.id, leader.id)
    assert db.session.query(Message).filter(Message.person_id == away.id).count() == said - 1
    come(given, sessions(group)[5], here, away)
    for session in sessions(group)[6:9]:
        come(given, session, here)
    commands_people.notice_absences()
    assert len(tasks(TaskKind.absent_thrice)) == 2, "a new row of three is a new task"


def test_a_regular_of_the_open_cafe_who_stays_away_is_missed_too(given: Given) -> None:
    cafe = series(given, rule="FREQ=WEEKLY;BYDAY=TU")
    regular, once, other = given.person(), given.person(), given.person()
    for number, session in enumerate(sessions(cafe)[:6]):
        come(given, session, other, *([regular] if number < 3 else []), *([once] if number == 0 else []))
    commands_people.notice_absences()
    assert [task.person_id for task in tasks(TaskKind.absent_thrice)] == [regular.id]


def test_a_family_that_signed_up_for_single_days_is_only_missed_on_those(given: Given) -> None:
    leisure = series(given, SeriesKind.leisure, rule="FREQ=WEEKLY;BYDAY=TU")
    someone, other = given.person(), given.person()
    signed_up(given, sessions(leisure)[0], someone)
    for session in sessions(leisure)[:5]:
        come(given, session, other)
    commands_people.notice_absences()
    assert tasks(TaskKind.absent_thrice) == []
