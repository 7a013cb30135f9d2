"""Pools nobody thinks of: one person, nobody possible, everybody alike, no places."""

from __future__ import annotations

import pytest

from mentors.kit.db import db
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.rules_plans import MOST_AT_ONCE, is_small
from tests.given import Given
from tests.page import Page
from tests.pairing.pools import opened


def _run(given: Given) -> Page:
    given.programme()
    return given.coordinator().get("/desk/plans").press("Find de bedste par i")


def test_one_newcomer_alone_is_told_that_there_are_no_volunteers(given: Given) -> None:
    given.newcomer(first_name="Amal")
    page = _run(given).click("Venter stadig")
    assert page.says("Der er ingen frivillige med plads.")
    assert page.says("Find en ny frivillig, der taler arabisk")
    assert page.click("Amal").says("Frivillige, der er tilbage efter hver regel")


def test_one_volunteer_alone_makes_an_empty_plan(given: Given) -> None:
    given.volunteer()
    assert _run(given).says("Ingen venter i programmet lige nu.")


def test_where_nobody_is_possible_everybody_reads_why(given: Given) -> None:
    given.newcomer(first_name="Amal", free=("mon-morning",))
    given.newcomer(first_name="Basel", speaks=("ar",), language="ar")
    given.volunteer(free=("tue-evening",))
    page = _run(given).click("Venter stadig")
    assert page.says("Ingen af dem har tid på samme tidspunkt.")
    assert page.says("Ingen af dem har et fælles sprog eller bruger tolk.")
    assert page.says("Hvis tirsdag aften var mulig: 1 frivillig.")


def test_a_volunteer_without_a_place_is_nobodys(given: Given) -> None:
    given.newcomer()
    given.volunteer(capacity=0)
    page = _run(given)
    plan = db.session.query(PoolPlan).one()
    assert (plan.places, opened(plan).pairs) == (0, {})
    assert page.click("Venter stadig").says("Der er ingen frivillige med plads.")


def test_where_all_are_alike_the_lots_decide_and_decide_the_same_again(given: Given) -> None:
    for _ in range(5):
        given.newcomer()
    for _ in range(3):
        given.volunteer()
    page = _run(given)
    plan = db.session.query(PoolPlan).one()
    first = dict(opened(plan).pairs)
    assert len(first) == 3
    page.press("Læg planen væk")
    _run(given)
    newest = db.session.query(PoolPlan).order_by(PoolPlan.id.desc()).first()
    assert newest is not None and newest.id != plan.id
    assert opened(newest).pairs == first


@pytest.mark.parametrize(
    ("newcomers", "volunteers", "small"),
    [(0, 0, True), (0, 10**6, True), (500, 500, True), (501, 500, False), (MOST_AT_ONCE, 1, True)],
)
def test_what_is_small_enough_for_a_request(newcomers: int, volunteers: int, small: bool) -> None:
    assert is_small(newcomers, volunteers) is small


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=99999", "?page=x", "?only=%00", "?language=%25", "?q=%25_'", "?q=" + "æ" * 300]
)
def test_odd_addresses_show_a_page(given: Given, query: str) -> None:
    given.newcomer()
    given.volunteer()
    page = _run(given)
    karen = page.visitor
    assert karen.get(page.path + query).status == 200
    assert karen.get(f"{page.path}/waiting{query}").status == 200


def test_odd_posts_are_answered_with_a_sentence(given: Given) -> None:
    given.newcomer()
    given.volunteer()
    page = _run(given)
    form = page.form("Send de valgte par")
    form.values = [(name, "abc" if name == "number" else value) for name, value in form.values]
    form.values.append(("newcomer", "findesikke"))
    answer = form.submit()
    assert answer.status == 422 and answer.says("Planen er ændret, siden du åbnede siden.")
    form = page.form("Send de valgte par")
    form.values.append(("newcomer", "findesikke"))
    assert form.submit().says("De par er allerede sendt eller ikke i planen.")
