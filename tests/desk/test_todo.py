from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.room import Room, Todo
from tests.given import Given


def line(number: int, **values: object) -> Todo:
    return Todo(
        **{
            "kind": "task:silence",
            "title": f"Opgave {number}",
            "url": "/desk/",
            "since": clock.now() - timedelta(days=number),
            "person": f"Person {number}",
            **values,
        }
    )  # type: ignore[arg-type]


def put_on_the_list(given: Given, monkeypatch: pytest.MonkeyPatch, *lines: Todo) -> None:
    def todos(_by: Actor) -> list[Todo]:
        return list(lines)

    monkeypatch.setitem(given.app.extensions, "rooms", (*given.app.extensions["rooms"], Room("made-up", todos=todos)))


def rows(page: object) -> list[str]:
    return [" ".join(row.get_text(" ").split()) for row in page.soup.select("main tbody tr")]  # type: ignore[attr-defined]


def test_what_is_urgent_stands_first_then_what_is_late_then_the_longest_wait(
    given: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_on_the_list(given, monkeypatch, line(1), line(9), line(3, late=True), line(2, urgent=True), line(5, late=True))
    shown = rows(given.coordinator().get("/desk/"))
    assert [row.split()[1] for row in shown] == ["2", "5", "3", "9", "1"]
    assert "Haster" in shown[0] and "For sent" in shown[1] and "9 dage" in shown[3]


def test_one_group_can_be_looked_at_alone(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_the_list(given, monkeypatch, line(1), line(2, kind="task:call_me"), line(3, kind="never heard of"))
    karen = given.coordinator()
    page = karen.get("/desk/")
    assert {"Alle 3", "Ring op 1", "Har ikke svaret 1", "Andet 1"} <= set(page.links())
    assert len(rows(page.click("Ring op 1"))) == 1


def test_a_kind_that_is_not_on_the_list_shows_the_whole_list(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_the_list(given, monkeypatch, line(1))
    assert len(rows(given.coordinator().get("/desk/?kind=%00nonsense&page=99999999999"))) == 1


def test_a_long_list_is_cut_into_pages_of_fifty(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on_the_list(given, monkeypatch, *(line(n) for n in range(200)))
    page = given.coordinator().get("/desk/")
    assert len(rows(page)) == 50 and page.says("Side 1 af 4")
    second = page.click("Næste")
    assert second.says("Side 2 af 4") and not set(rows(page)) & set(rows(second))


def test_an_empty_list_says_what_to_do_next(given: Given) -> None:
    page = given.coordinator().get("/desk/")
    assert page.says("Alt er gjort") and "Find en person" in page.links()


def statements(given: Given, ask: object) -> int:
    asked: list[str] = []

    def count(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    try:
        ask()  # type: ignore[operator]
    finally:
        event.remove(db.engine, "before_cursor_execute", count)
    return len(asked)


def test_two_hundred_real_tasks_cost_no_more_questions_than_two(given: Given) -> None:
    from mentors.tasks.commands import raise_task
    from mentors.tasks.rules import TaskKind

    karen, by = given.coordinator(), given.by()
    for n in range(2):
        raise_task(by, TaskKind.call_me, given.person(), key=f"few-{n}")
    db.session.commit()
    few = statements(given, lambda: karen.get("/desk/"))
    people = [given.newcomer().person for _ in range(20)]
    for n in range(200):
        raise_task(by, list(TaskKind)[n % len(TaskKind)], people[n % 20], key=f"many-{n}", thing=f"pair:{n}")
    db.session.commit()
    page = []
    many = statements(given, lambda: page.append(karen.get("/desk/")))
    assert many == few
    assert page[0].status == 200
