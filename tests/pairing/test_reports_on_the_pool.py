"""What keeps the pool waiting, whom to recruit, who waits where: said to staff, and true when it is done (rows 1-9)."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from mentors.core import clock
from mentors.kit.db import db
from mentors.pairing import commands_reports, queries_reports
from mentors.pairing.models_reports import PoolReport
from mentors.pairing.pool.blockers import blockers
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.recruiting import wanted_kinds
from mentors.pairing.rules_reports import ReportState, crowd_of
from mentors.people.commands import protect
from mentors.programmes.models import Participation
from mentors.programmes.rules import ProgrammeKind
from mentors.timetables.commands import add_busy_time, remove_busy_time, set_free_times
from mentors.timetables.queries import busy_times_of
from mentors.timetables.rules import BusyKind
from tests.given import Given
from tests.page import Page, Visitor
from tests.pairing.pool import pools


def fredericia(given: Given) -> tuple[list[Participation], list[Participation]]:
    """Eight families and seven hosts: six families work on Tuesday evenings, when six hosts are free."""
    programme = given.programme()
    same: dict[str, Any] = {"postcode": "7000", "programme": programme}
    families = [given.newcomer(speaks=("da", "uk"), free=("mon-evening", "tue-evening"), **same) for _ in range(6)]
    for family in families:
        add_busy_time(given.by(), family.person_id, BusyKind.placement, 1, from_time=time(17), to_time=time(22))
    families.append(given.newcomer(speaks=("ar",), free=("mon-evening",), **same))
    families.append(given.newcomer(speaks=("da",), free=("sat-morning",), **same))
    hosts = [given.volunteer(speaks=("da",), free=("tue-evening",), **same) for _ in range(6)]
    hosts.append(given.volunteer(speaks=("da",), free=("sat-morning",), **same))
    db.session.commit()
    return families, hosts


def made(desk: Visitor, path: str) -> Page:
    """Ask for the report on the page, let the worker work, and look again."""
    asked = desk.get(path).form("Regn").submit()
    assert asked.says("Bliver regnet ud")
    assert commands_reports.make_reports() == 1
    return desk.get(path)


def path(page: str = "") -> str:
    programme = db.session.query(Participation).first().programme  # type: ignore[union-attr]
    return f"/desk/programmes/{programme.ref}/pool{page}"


def test_six_pairs_appear_if_tuesday_evening_is_possible(given: Given) -> None:
    families, _hosts = fredericia(given)
    page = made(given.coordinator(), path("/blockers"))
    assert page.says("8 venter 7 ledige pladser 1 par kan dannes nu")
    assert page.says("6 par mere")
    assert page.says("hvis tirsdag aften var mulig for")
    assert all(page.says(family.person.name) for family in families[:6])


def test_making_the_changes_in_town_gives_exactly_the_promised_pairs(given: Given) -> None:
    families, _hosts = fredericia(given)
    given_programme = families[0].programme
    made(given.coordinator(), path("/blockers"))
    body = db.session.query(PoolReport).one().body
    assert body is not None
    first, second = body["changes"]
    assert (first["change"], first["detail"], first["paired"]) == ("time", "tue-evening", 7)
    assert sorted(first["people"]) == sorted(family.ref for family in families[:6])
    for family in families[:6]:
        for busy in busy_times_of(family.person_id):
            remove_busy_time(given.by(), busy)
    db.session.commit()
    pool = queries_reports.pool_on(given_programme, clock.today())
    plan = make_plan(pool.engine(), pool.settings)
    assert len(plan.pairs) == first["paired"]
    assert set(first["newcomers"]) <= plan.pairs.keys()
    wanted = second["recruit"]
    given.volunteer(
        speaks=tuple(wanted["languages"]), free=tuple(wanted["parts"]), postcode=wanted["postcode"],
        programme=given_programme,
    )  # fmt: skip
    pool = queries_reports.pool_on(given_programme, clock.today())
    assert len(make_plan(pool.engine(), pool.settings).pairs) == second["paired"] == 8


@pytest.mark.parametrize("chunk", range(4))
def test_in_random_towns_every_change_and_every_kind_keeps_its_promise(chunk: int) -> None:
    for seed in range(chunk * 6, chunk * 6 + 6):
        draw, chosen = random.Random(seed), pools.settings()
        plan = make_plan(pools.pool(draw, 14, 9, wide=0.5, most=2), chosen)
        before = len(plan.pairs)
        for promised in blockers(plan, most=3):
            again = make_plan(promised.made, chosen)
            assert dict(again.pairs) == dict(promised.pairs)
            assert len(again.pairs) > before
            before = len(again.pairs)
        for kind in wanted_kinds(plan, most=5):
            more = replace(plan.pool, volunteers=(*plan.pool.volunteers, kind.example))
            assert len(make_plan(more, chosen).pairs) == len(plan.pairs) + 1


def test_the_recruiting_list_says_whom_to_look_for_and_names_nobody(given: Given) -> None:
    families, _hosts = fredericia(given)
    desk = given.coordinator()
    page = made(desk, path("/recruiting"))
    assert page.says("taler ukrainsk")
    assert page.says("bor nær 7000 Fredericia")
    call = page.soup.find(id="call")
    assert call is not None
    assert "taler arabisk og kan mandag aften" in call.text
    assert not any(character.isdigit() for character in call.text.replace("7000", ""))
    for family in families:
        assert not page.says(family.person.name)
    file = desk.get(path("/recruiting.csv")).response.data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert rows[0] == ["Venter", "Sprog", "Sted", "Tid", "Hvem"]
    assert rows[1][:4] == ["6", "ukrainsk", "7000 Fredericia", "mandag aften"]
    assert not any(family.person.last_name in file for family in families)


def test_the_picture_counts_and_names_nobody(given: Given) -> None:
    families, hosts = fredericia(given)
    page = made(given.coordinator(), path())
    rows = {row.find("th").get_text(): [" ".join(cell.get_text().split()) for cell in row.find_all("td")]  # type: ignore[union-attr]
            for row in page.soup.select("table.grid")[0].select("tbody tr")}  # fmt: skip
    assert rows == {"7000 Fredericia": ["7", "6", "1"]}  # Danish, Ukrainian, Arabic
    week = {row.find("th").get_text(): [" ".join(cell.get_text().split()) for cell in row.find_all("td")]  # type: ignore[union-attr]
            for row in page.soup.select("table.grid")[1].select("tbody tr")}  # fmt: skip
    assert week["tirsdag"] == ["0", "0", "0"], "they work on Tuesday evenings"
    assert week["mandag"] == ["0", "0", "7"]
    for somebody in (*families, *hosts):
        assert not page.says(somebody.person.first_name + " ")


def test_a_protected_place_is_on_no_picture_and_in_no_list(given: Given) -> None:
    hidden = given.newcomer(speaks=("ti",), postcode="8300", free=("mon-evening",))
    given.newcomer(speaks=("ti",), postcode="7000", free=("mon-evening",))
    protect(given.by(), hidden.person, True)
    db.session.commit()
    desk = given.coordinator()
    pages = [made(desk, path()), desk.get(path("/blockers")), desk.get(path("/recruiting"))]
    pages.append(desk.get(path("/recruiting.csv")))
    assert all("8300" not in page.html and "Odder" not in page.html for page in pages)
    body = db.session.query(PoolReport).one().body
    assert "8300" not in str(body)
    assert pages[0].says("Sted ukendt")


def test_a_protected_place_is_left_out_of_the_count_itself() -> None:
    draw = random.Random(1)
    people = [replace(pools.newcomer(draw, f"n{at}", 1.0), postcode="8300", place_hidden=True) for at in range(3)]
    assert dict(crowd_of(people).areas) == {None: 3}


def test_pressing_twice_asks_once_and_the_old_report_stands_meanwhile(given: Given) -> None:
    fredericia(given)
    desk = given.coordinator()
    first = made(desk, path("/blockers"))
    assert first.form("Regn igen").submit().says("6 par mere")
    again = first.form("Regn igen").submit()
    assert again.says("Bliver regnet ud")
    assert db.session.query(PoolReport).count() == 1
    assert commands_reports.make_reports() == 1
    assert commands_reports.make_reports() == 0


def test_an_empty_pool_is_no_fault(given: Given) -> None:
    programme = given.programme(ProgrammeKind.career_mentor)
    desk = given.coordinator()
    base = f"/desk/programmes/{programme.ref}/pool"
    page = made(desk, base)
    assert page.says("Ingen venter")
    assert desk.get(f"{base}/blockers").says("Intet står i vejen")
    assert desk.get(f"{base}/recruiting").says("I mangler ingen")
    assert desk.get(f"{base}/recruiting.csv").status == 200


def test_before_anybody_has_asked_there_is_a_button_and_no_file(given: Given) -> None:
    programme = given.programme()
    desk = given.coordinator()
    assert desk.get("/desk/pool").says("Ikke endnu")
    assert desk.get(f"/desk/programmes/{programme.ref}/pool").says("Regn det ud")
    assert desk.get(f"/desk/programmes/{programme.ref}/pool/recruiting.csv").status == 404


def test_a_report_that_fails_says_so_and_can_be_asked_for_again(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    fredericia(given)
    desk = given.coordinator()

    def fail(_pool: object) -> dict[str, Any]:
        raise RuntimeError("no")

    with monkeypatch.context() as broken:
        broken.setattr(queries_reports, "report_on", fail)
        assert made(desk, path()).says("Det gik ikke at regne det ud")
    assert db.session.query(PoolReport).one().state is ReportState.failed
    assert made(desk, path()).says("8 venter")


def test_somebody_who_has_left_is_not_named_on_an_old_report(given: Given) -> None:
    families, _hosts = fredericia(given)
    desk = given.coordinator()
    made(desk, path("/blockers"))
    gone = families[0].person.name
    db.session.delete(db.session.merge(families[0]))
    db.session.commit()
    page = desk.get(path("/blockers").replace("None", ""))
    assert not page.says(gone)
    assert page.says("6 par mere")


def test_another_towns_pool_is_not_there(given: Given) -> None:
    fredericia(given)
    other = given.coordinator(given.town("andenby"))
    for page in ("", "/blockers", "/recruiting", "/recruiting.csv"):
        assert other.get(path(page)).status == 404
    assert not other.get("/desk/pool").says("Test host")


def test_the_week_counts_what_is_left_after_the_timetable(given: Given) -> None:
    family = given.newcomer(free=("mon-morning", "mon-evening"))
    add_busy_time(given.by(), family.person_id, BusyKind.language_school, 0, from_time=time(9), to_time=time(12))
    set_free_times(given.by(), family.person_id, ("mon-morning", "mon-evening"))
    db.session.commit()
    made(given.coordinator(), path())
    body = db.session.query(PoolReport).one().body
    assert body is not None and body["waiting"]["parts"] == {"mon-evening": 1}
