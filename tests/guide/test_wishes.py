from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mentors.core import clock
from mentors.guide.rules import Wish, calls_by
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.guide.newcomers import address_of, agreed, page_of
from tests.page import Page


def start(given: Given, **values: object) -> tuple[Page, Pair]:
    newcomer = given.newcomer(language="da", **values)
    pair = agreed(given, newcomer, first_name="Hanne")
    return page_of(given, newcomer.person), pair


def tasks() -> list[Task]:
    db.session.expire_all()
    return db.session.query(Task).order_by(Task.id).all()


def test_call_me_says_who_calls_and_by_when(given: Given) -> None:
    newcomer = given.newcomer(language="da")
    newcomer.person.responsible_id = given.staff(name="Karen Koordinator").id
    receipt = page_of(given, newcomer.person).press("Ring til mig")
    assert receipt.heading == "Karen ringer til dig" and receipt.says("tirsdag 24. november")
    assert receipt.click("Tilbage til min side").heading.startswith("Hej")
    assert [task.kind for task in tasks()] == [TaskKind.call_me]


def test_without_a_responsible_colleague_we_call(given: Given) -> None:
    assert page_of(given, given.newcomer(language="da").person).press("Ring til mig").heading == "Vi ringer til dig"


def test_a_new_time_is_one_tap_and_can_be_undone(given: Given) -> None:
    page, pair = start(given)
    receipt = page.press("Ny tid")
    assert receipt.says("Vi har fået din besked om en ny tid")
    (task,) = tasks()
    assert (task.kind, task.thing, task.person_id) == (TaskKind.new_time, f"pair:{pair.ref}", pair.newcomer_id)
    back = receipt.press("Fortryd")
    assert back.says("Det er fortrudt") and tasks()[0].done_at is not None


def test_stopping_asks_once_before_anything_is_sent(given: Given) -> None:
    page, pair = start(given)
    question = page.click("Jeg vil stoppe")
    assert question.heading.startswith("Vil du stoppe med at mødes med Hanne") and tasks() == []
    assert question.click("Nej, gå tilbage").heading.startswith("Hej") and tasks() == []
    receipt = question.press("Ja, jeg vil stoppe")
    assert receipt.says("Vi har fået din besked om at stoppe") and [t.kind for t in tasks()] == [TaskKind.wants_to_stop]
    assert db.session.get_one(Pair, pair.id).state is PairState.agreed, "a coordinator calls and decides with her"


def test_tapping_twice_counts_once_a_day_and_again_the_next(given: Given) -> None:
    page, _pair = start(given)
    for _ in range(3):
        page.press("Ny tid")
    assert len(tasks()) == 1
    clock.stop(MONDAY_MORNING + timedelta(days=1))
    page.press("Ny tid")
    assert len(tasks()) == 2


def test_a_wish_taken_back_can_be_wished_again_the_same_day(given: Given) -> None:
    page, _pair = start(given)
    page.press("Ny tid").press("Fortryd")
    page.press("Ny tid")
    (task,) = tasks()
    assert task.done_at is None


def test_the_same_wish_about_two_contacts_is_two_tasks(given: Given) -> None:
    from mentors.programmes.rules import ProgrammeKind

    newcomer = given.newcomer(language="da")
    agreed(given, newcomer)
    agreed(given, given.newcomer(person=newcomer.person, programme=given.programme(ProgrammeKind.career_mentor)))
    page = page_of(given, newcomer.person)
    wishes = [form for form in page.soup.select("main form") if "Ny tid" in form.text]
    for form in wishes:
        data = {field["name"]: field["value"] for field in form.find_all("input")}
        page.visitor.post(str(form["action"]), data=data)
    assert len({task.thing for task in tasks()}) == 2


def test_opening_any_of_the_pages_changes_nothing(given: Given) -> None:
    page, pair = start(given)
    base = address_of(pair.newcomer)
    for path in (f"{base}/contacts/{pair.ref}/stop", f"{base}/wishes/stop?pair={pair.ref}", f"{base}/contact"):
        assert page.visitor.get(path).status == 200
    assert tasks() == []


@pytest.mark.parametrize("wish", ["wishes", "wishes/withdrawals", "proposals"])
def test_a_wish_needs_the_token_of_the_page_it_stood_on(given: Given, wish: str) -> None:
    page, pair = start(given)
    answer = page.visitor.post(f"{address_of(pair.newcomer)}/{wish}", data={"kind": "call_me", "pair": pair.ref})
    assert answer.status == 400 and tasks() == []


@pytest.mark.parametrize("kind", ["", "delete_me", "stop", "new_time"])
def test_a_nonsense_wish_or_one_about_nobody_is_not_there(given: Given, kind: str) -> None:
    page, _pair = start(given)
    assert page.form("Ring til mig").fill(kind=kind).submit().status == 404 and tasks() == []


def test_nobody_wishes_about_somebody_elses_pair(given: Given) -> None:
    page, _pair = start(given)
    _other, others = start(given)
    assert page.form("Ny tid").fill(pair=others.ref).submit().status == 404
    base = page.path.removesuffix("/contact")
    assert page.visitor.get(f"{base}/contacts/{others.ref}/stop").status == 404
    assert page.visitor.get(f"{base}/wishes/stop?pair={others.ref}").status == 404


def test_a_withdrawn_link_is_dead_for_looking_and_for_wishing(given: Given) -> None:
    from mentors.guide.commands import withdraw_page_link

    page, pair = start(given)
    withdraw_page_link(given.by(), pair.newcomer)
    assert page.visitor.get(page.path).status == 410
    assert page.press("Ring til mig").status == 410 and tasks() == []


def test_a_receipt_of_yesterday_leads_back_to_the_page(given: Given) -> None:
    page, _pair = start(given)
    receipt = page.press("Ny tid")
    clock.stop(MONDAY_MORNING + timedelta(days=1))
    assert page.visitor.get(receipt.path).heading.startswith("Hej")


@pytest.mark.parametrize(
    ("wish", "today", "promised"),
    [
        (Wish.call_me, date(2026, 11, 23), date(2026, 11, 24)),
        (Wish.call_me, date(2026, 11, 27), date(2026, 11, 30)),  # Friday: Monday
        (Wish.stop, date(2026, 12, 23), date(2026, 12, 28)),  # Christmas falls on Friday
        (Wish.new_time, date(2026, 11, 27), date(2026, 12, 1)),
    ],
)
def test_we_promise_to_call_on_office_days(wish: Wish, today: date, promised: date) -> None:
    assert calls_by(wish, today) == promised


def test_a_wish_at_night_is_promised_from_the_danish_day(given: Given) -> None:
    person = given.newcomer(language="da").person
    clock.stop(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))  # half past midnight on Tuesday in Denmark
    assert page_of(given, person).press("Ring til mig").says("onsdag 25. november")


def test_a_word_no_database_can_hold_is_just_not_there(given: Given) -> None:
    amal = given.newcomer().person
    page = given.as_person(amal).get("/my/?lang=da").press("Åbn min side")
    form = page.form("Ring til mig") if page.soup.find("button", string="Ring til mig") else page.form()
    token = dict(form.values)["csrf_token"]
    answer = page.visitor.post(
        page.path.split("/contact")[0] + "/proposals", data={"csrf_token": token, "pair": "\x00"}
    )
    assert answer.status == 404
