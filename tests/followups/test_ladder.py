"""Follow-up ladders per programme: what may be written, what a change does to pairs that run, versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from mentors.core import clock
from mentors.followups import rules, rules_ladder, rules_timeline
from mentors.followups.models import CheckIn, LadderVersion
from mentors.followups.queries import ladder_for
from mentors.followups.rules import CheckKind, PairFacts
from mentors.followups.rules_ladder import GAP_DAYS, Fault, Ladder, Levels, Rungs, fault_in, ladder_of, read_days
from mentors.kit.db import db
from mentors.messages.commands_delivery import deliver_due
from mentors.pairing.rules import PairState
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side
from tests.followups.pairs import a_pair, later, swept
from tests.followups.test_rules import facts_of_any_pair, ladders
from tests.given import Given
from tests.page import Page

DAY0 = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("7", (7,)),
        ("60, 7;30", (7, 30, 60)),
        ("", ()),
        ("0", (0,)),
        ("7 -3", Fault.negative),
        ("a week", Fault.not_days),
        ("7.5.", (5, 7)),
        ("٧", Fault.not_days),
        ("9999999", Fault.too_far),
        ("--7", Fault.negative),
        ("-", Fault.not_days),
    ],
)
def test_days_are_read_as_people_write_them(written: str, days: object) -> None:
    assert read_days(written) == days


@pytest.mark.parametrize(
    ("kind", "rungs", "fault"),
    [
        (CheckKind.check_in, Rungs((0,), 30), None),  # asked on the very day the pair gets going
        (CheckKind.check_in, Rungs((), 30), Fault.none),
        (CheckKind.check_in, Rungs((30,), None), Fault.every),
        (CheckKind.check_in, Rungs((30,), 6), Fault.every),
        (CheckKind.check_in, Rungs((30,), -30), Fault.every),
        (CheckKind.check_in, Rungs((30, 30), 30), Fault.too_close),
        (CheckKind.check_in, Rungs((30, 36), 30), Fault.too_close),
        (CheckKind.check_in, Rungs(tuple(range(0, 3500, 7)), 30), Fault.too_many),  # 500 steps
        (CheckKind.check_in, Rungs((-1,), 30), Fault.negative),
        (CheckKind.check_in, Rungs((731,), 30), Fault.too_far),
        (CheckKind.afterwards, Rungs(()), None),
        (CheckKind.afterwards, Rungs((91, 180)), None),
    ],
)
def test_what_a_line_may_hold(kind: CheckKind, rungs: Rungs, fault: Fault | None) -> None:
    assert fault_in(kind, rungs) is fault


@pytest.mark.parametrize("levels", [(0, 1, 2), (3, 3, 7), (3, 5, 5), (5, 3, 7), (3, 5, 31)])
def test_levels_come_in_their_order(levels: tuple[int, int, int]) -> None:
    assert not rules_ladder.are_levels(Levels(*levels)) and rules_ladder.are_levels(rules_ladder.LEVELS)


@example(ladder=ladders())
def test_a_ladder_is_kept_and_read_back(ladder: Ladder) -> None:
    again = rules_ladder.read(rules_ladder.written(ladder), 3)
    assert (dict(again.rungs), again.levels, again.number) == (dict(ladder.rungs), ladder.levels, 3)


@example(
    facts=facts_of_any_pair(states=frozenset({PairState.agreed, PairState.active})), other=ladders(),
    days=st.lists(st.integers(1, 40), min_size=1, max_size=12), change=st.integers(0, 11),
)  # fmt: skip
def test_a_ladder_changed_mid_way_doubles_nothing_and_loses_nobody(
    facts: PairFacts, other: Ladder, days: list[int], change: int
) -> None:
    facts = replace(facts, resumed_on=None, stopped={})
    asked: dict[tuple[CheckKind, Side], date] = {}
    put: dict[tuple[CheckKind, Side], list[date]] = {}
    today = facts.agreed_on
    for number, step in enumerate(days):
        if number == change:
            facts = rules.with_ladder(facts, other)
        today += timedelta(days=step)
        for due in rules.due(facts, asked, today):
            asked[due.kind, due.side] = due.due_on
            put.setdefault((due.kind, due.side), []).append(due.due_on)
        ahead = rules.next_follow_up(facts, asked, today)
        assert ahead is not None and ahead >= today, "a running pair always has a next follow-up"
    for found in put.values():
        assert all((after - before).days >= GAP_DAYS for before, after in pairwise(found))


def test_a_shorter_rhythm_asks_the_overdue_once_and_a_longer_one_nobody_twice() -> None:
    since = DAY0 - timedelta(days=50)
    facts = PairFacts(PairState.active, since, since, since, ladder=ladder_of(7, 1, 60))
    quicker = rules.with_ladder(facts, ladder_of(7, 1, 30))
    assert [due.due_on for due in rules.due(quicker, {}, DAY0)] == [since + timedelta(days=30)] * 2
    asked = {(CheckKind.check_in, side): DAY0 for side in Side}
    slower = rules.with_ladder(facts, ladder_of(7, 1, 53))
    for days in range(1, 56):
        assert rules.due(slower, asked, DAY0 + timedelta(days=days)) == []
    assert rules.due(slower, asked, since + timedelta(days=106)) != []


def test_the_example_pair_is_asked_in_order_and_never_more_than_can_be_drawn() -> None:
    found = rules_timeline.example(ladder_of(7, 1, 60), 4)
    assert found == [
        (CheckKind.first_contact, 7), (CheckKind.fit, 11), (CheckKind.check_in, 74), (CheckKind.ending, 122),
        (CheckKind.afterwards, 227),
    ]  # fmt: skip
    busy = Ladder({kind: Rungs(tuple(range(0, 140, 7)), 7) for kind in CheckKind})
    assert len(rules_timeline.example(busy, 36)) <= rules_timeline.MOST_MARKS


# --- the page ---------------------------------------------------------------------------------------


def editor(given: Given) -> Page:
    visitor = given.coordinator()
    return visitor.get(f"/desk/programmes/{given.programme().ref}/ladder")


def test_the_programmes_page_leads_to_its_ladder_which_shows_a_picture_and_its_table(given: Given) -> None:
    given.programme()
    page = given.coordinator().get(f"/desk/programmes/{given.programme().ref}").click("Opfølgningsplan")
    assert page.status == 200 and page.heading == "Opfølgningsplan"
    assert len(page.soup.select(".follow-picture .mark")) == 5
    assert page.soup.find("input", {"name": "check_in"})["value"] == "60"  # type: ignore[index]
    assert db.session.query(LadderVersion).count() == 0


def test_a_change_is_shown_on_the_pairs_it_meets_before_it_is_saved(given: Given) -> None:
    with clock.stopped(later(-50)):
        a_pair(given, planned_end_on=None)
    a_pair(given, planned_end_on=None)
    preview = editor(given).press("Se, hvad der ændrer sig", check_in="30", check_in_every="30")
    assert preview.status == 200 and db.session.query(LadderVersion).count() == 0
    assert preview.says("2 par er i gang.") and preview.says("1 spørges i dag") and preview.says("1 før end nu")
    saved = preview.press("Gem planen")
    assert saved.says("Planen er gemt") and saved.says("Gælder nu")
    assert ladder_for(given.programme()).rungs[CheckKind.check_in] == Rungs((30,), 30)
    assert swept(clock.now()) == 2 and swept(clock.now()) == 0
    assert db.session.query(CheckIn).count() == 2


def test_two_steps_of_one_question_are_both_asked_and_then_the_rhythm(given: Given) -> None:
    a_pair(given, planned_end_on=None)
    editor(given).press("Se, hvad der ændrer sig", check_in="0 10", check_in_every="35").press("Gem planen")
    for day in range(90):
        swept(later(day))
        with clock.stopped(later(day)):
            deliver_due()
            db.session.commit()
    asked = sorted({(row.due_on - clock.today()).days for row in db.session.query(CheckIn)})
    assert asked == [0, 10, 45, 80] and db.session.query(CheckIn).count() == 8


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"check_in": ""}, "Skriv mindst én dag."),
        ({"check_in": "-7"}, "kan ikke være under 0"),
        ({"check_in": " ".join(str(7 * n) for n in range(500))}, "Skriv højst 20 dage"),
        ({"check_in": "30 30"}, "mindst 7 dage"),
        ({"check_in": "hver uge"}, "Skriv hele tal"),
        ({"check_in_every": ""}, "hvor mange dage"),
        ({"check_in_every": "1"}, "hvor mange dage"),
        ({"check_in_every": "ofte"}, "Skriv et helt tal"),
        ({"remind": "7", "second": "5"}, "i den rækkefølge"),
    ],
)
def test_what_will_not_do_gets_a_sentence_and_nothing_typed_is_lost(
    given: Given, typed: dict[str, str], sentence: str
) -> None:
    page = editor(given).press("Se, hvad der ændrer sig", fit="3", **typed)
    assert page.status == 422 and page.says(sentence)
    assert page.soup.find("input", {"name": "fit", "type": "text"})["value"] == "3"  # type: ignore[index]
    assert page.form("Se, hvad der ændrer sig") and db.session.query(LadderVersion).count() == 0


def test_saving_over_a_colleague_is_refused_and_saving_twice_is_once(given: Given) -> None:
    mine, hers = editor(given), editor(given)
    preview = mine.press("Se, hvad der ændrer sig", check_in="35", check_in_every="35")
    hers.press("Se, hvad der ændrer sig", check_in="42", check_in_every="42").press("Gem planen")
    refused = preview.press("Gem planen")
    assert refused.status == 422 and refused.says("En kollega har ændret planen imens.")
    assert db.session.query(LadderVersion).count() == 1
    again = editor(given).press("Se, hvad der ændrer sig", check_in="42").press("Gem planen")
    assert again.status == 200 and db.session.query(LadderVersion).count() == 1, "nothing changed, no new version"


def test_an_earlier_version_can_be_taken_up_again(given: Given) -> None:
    for days in ("35", "42"):
        editor(given).press("Se, hvad der ændrer sig", check_in=days, check_in_every=days).press("Gem planen")
    earlier = editor(given).click("Begynd med denne")
    earlier.press("Se, hvad der ændrer sig").press("Gem planen")
    assert ladder_for(given.programme()).rungs[CheckKind.check_in].days == (35,)
    assert [row.number for row in db.session.query(LadderVersion).order_by(LadderVersion.number)] == [1, 2, 3]


def test_another_towns_programme_has_no_ladder_here(given: Given) -> None:
    other = given.programme(town=given.town("andenby"))
    ref = db.session.get_one(Programme, other.id).ref
    assert given.coordinator().get(f"/desk/programmes/{ref}/ladder").status == 404


def test_levels_of_the_ladder_hold_for_its_pairs(given: Given) -> None:
    a_pair(given)
    editor(given).press("Se, hvad der ændrer sig", remind="1", second="2", task="10").press("Gem planen")
    swept(later(60))
    assert [day for day in range(61, 72) if swept(later(day))] == [61, 62, 70]
