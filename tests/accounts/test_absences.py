"""A colleague is away, somebody stands in, and afterwards it all goes back by itself (issue 5, item 2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from mentors.accounts import commands_absence_desk as commands
from mentors.accounts.models import Account
from mentors.accounts.models_absence import Absence
from mentors.accounts.queries_absence import cover_of
from mentors.core import clock
from mentors.core.actor import Role
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.tasks.commands import raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given


def away(given: Given, who: Account, substitute: Account | None, days: int = 3) -> Absence:
    today = clock.today()
    found = commands.be_away(
        given.by(), who, from_on=today, until_on=today + timedelta(days=days), substitute=substitute
    )
    db.session.commit()
    return found


def looked_after_by(given: Given, account: Account, **values: Any) -> Person:
    person = given.person(**values)
    person.responsible_id = account.id
    db.session.commit()
    return person


def told(given: Given, kind: str = "tasks/urgent") -> list[int | None]:
    return [row.account_id for row in db.session.query(Message).filter_by(kind=kind).order_by(Message.id)]


def test_the_substitute_hears_of_what_is_urgent_and_the_task_stays_whose_it_is(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    person = looked_after_by(given, karen)
    away(given, karen, bo)
    task = raise_task(given.by(), TaskKind.call_me, person, key="k")
    db.session.commit()
    assert told(given) == [bo.id] and task.responsible_id == karen.id
    page = given.signed_in(bo).get("/desk/?mine=1")
    assert page.says("Ring op") and page.says(person.first_name)
    assert given.signed_in(bo).get(f"/desk/tasks/{task.ref}").says("Bo Berg")
    with clock.stopped(clock.now() + timedelta(days=4)):
        assert not given.signed_in(bo).get("/desk/?mine=1").says(person.first_name)
        assert given.signed_in(karen).get("/desk/?mine=1").says(person.first_name)


def test_the_last_day_lasts_until_midnight_on_the_wall_clock(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    away(given, karen, bo, days=0)
    for hour, who in ((23, bo), (24, karen)):
        with clock.stopped(clock.at_local(clock.today(), 0) + timedelta(hours=hour, minutes=30 * (hour == 23))):
            found = cover_of(given.town().id).stand_in(karen.id)
            assert found is not None and found.id == who.id


def test_with_everybody_away_the_team_is_told_all_the_same(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    anna = given.staff(Role.administrator, name="Anna Admin")
    person = looked_after_by(given, karen)
    away(given, karen, bo)
    away(given, bo, karen)
    raise_task(given.by(), TaskKind.call_me, person, key="one")
    assert told(given) == [anna.id]  # the administrator is the one who is here
    away(given, anna, None)
    raise_task(given.by(), TaskKind.call_me, person, key="two")
    assert {karen.id, bo.id} <= set(told(given))  # nobody is here: everybody is told rather than nobody


def test_absence_is_written_down_and_ended_on_the_page(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    desk = given.signed_in(karen)
    page = desk.get("/desk/").click("Fravær")
    assert page.says("Alle er her")
    page = page.press("Gem", account=bo.ref, from_on="2026-11-23", until_on="2026-11-27", substitute=karen.ref)
    assert page.says("Fraværet er gemt.") and page.says("Væk nu")
    entry = db.session.query(Entry).filter_by(act="accounts.away").one()
    assert entry.by == f"account:{karen.ref}" and entry.thing == f"account:{bo.ref}"
    assert page.press("Er tilbage").says("Alle er her")


def test_what_cannot_be_is_said_kindly_and_nothing_typed_is_lost(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    desk = given.signed_in(karen)
    bad = (
        ({"from_on": "2026-12-09", "until_on": "2026-12-01"}, "Den sidste dag skal ligge efter den første."),
        ({"from_on": "2026-11-01", "until_on": "2026-11-02"}, "De dage er allerede gået."),
        ({"from_on": "2026-12-09", "substitute": bo.ref}, "Vælg en anden end den, der er væk."),
        ({"from_on": "9999"}, "Skriv en dato"),
    )
    for values, sentence in bad:
        page = desk.get("/desk/absences").press("Gem", account=bo.ref, **values)
        assert page.status == 422 and page.says(sentence), sentence
        assert ("from_on", values["from_on"]) in page.form("Gem").values
    away(given, bo, karen)
    page = desk.get("/desk/absences").press("Gem", account=bo.ref, from_on="2026-11-24")
    assert page.status == 422 and page.says("Der er allerede fravær i de dage.")


def test_another_towns_absence_is_not_there(given: Given) -> None:
    karen, bo = given.staff(name="Karen Kofoed"), given.staff(name="Bo Berg")
    absence = away(given, karen, bo)
    other = given.signed_in(given.staff(town=given.town("nabo")))
    token = other.get("/desk/absences").form("Gem").values[0]
    assert other.post(f"/desk/absences/{absence.ref}/endings", data=dict([token])).status == 404
    assert db.session.query(Absence).count() == 1


def test_there_is_nowhere_to_write_why(given: Given) -> None:
    given.staff(name="Bo Berg")
    fields = given.coordinator().get("/desk/absences").form("Gem").names()
    assert fields == {"csrf_token", "account", "from_on", "until_on", "substitute"}
    assert {column.name for column in Absence.__table__.columns} == {
        "id", "ref", "municipality_id", "account_id", "from_on", "until_on", "substitute_id", "made_at", "made_by",
    }  # fmt: skip


def test_a_task_given_to_somebody_who_is_away_reaches_her_substitute(given: Given) -> None:
    karen, bo, eva = (given.staff(name=name) for name in ("Karen Kofoed", "Bo Berg", "Eva Eg"))
    task = raise_task(given.by(), TaskKind.call_me, looked_after_by(given, karen), key="k")
    away(given, bo, eva)
    page = given.signed_in(karen).get(f"/desk/tasks/{task.ref}").press("Gem", responsible=bo.ref)
    assert page.says("Eva Eg") and told(given) == [karen.id, eva.id]
    assert db.session.get_one(Task, task.id).responsible_id == bo.id


def test_a_coordinators_substitute_is_no_one_who_only_answers_the_phone(given: Given) -> None:
    karen, hans = given.staff(name="Karen Kofoed"), given.staff(Role.hotline, name="Hans Hør")
    page = given.signed_in(karen).get("/desk/absences")
    page = page.press("Gem", account=karen.ref, from_on=str(date(2026, 12, 1)), substitute=hans.ref)
    assert page.status == 422 and page.says("Vælg en koordinator eller administrator som vikar.")
