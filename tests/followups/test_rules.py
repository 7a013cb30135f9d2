from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume
from hypothesis import given as example
from hypothesis import strategies as st

from mentors.followups import rules
from mentors.followups.rules import CheckKind, Due, PairFacts, Step
from mentors.followups.rules_ladder import GAP_DAYS, RUNNING, Ladder, Rungs, fault_in, ladder_of
from mentors.pairing.rules import OPEN_STATES, RUNNING_STATES, Fit, PairState
from mentors.programmes.rules import Side

DAY0 = date(2026, 3, 2)
AGREED = PairFacts(state=PairState.agreed, agreed_on=DAY0)
MET = replace(AGREED, first_met_on=DAY0 + timedelta(days=5))
ACTIVE = replace(MET, state=PairState.active, active_on=DAY0 + timedelta(days=10))
ENDING = replace(ACTIVE, planned_end_on=DAY0 + timedelta(days=120))


def asked_on(facts: PairFacts, day: int, asked: rules.Asked | None = None) -> list[tuple[str, int]]:
    """What is asked of the newcomer so many days after day 0: the kind, and the day it was due."""
    found = rules.due(facts, asked or {}, DAY0 + timedelta(days=day))
    both = {(due.kind, due.due_on) for due in found if due.side is Side.volunteer}
    mine = [(str(due.kind), (due.due_on - DAY0).days) for due in found if due.side is Side.newcomer]
    if not facts.fits:
        assert both == {(due.kind, due.due_on) for due in found if due.side is Side.newcomer}
    return mine


@pytest.mark.parametrize(
    ("facts", "day", "expected"),
    [
        (AGREED, 6, []),
        (AGREED, 7, [("first_contact", 7)]),
        (AGREED, 20, [("first_contact", 7)]),  # the worker was down: once
        (AGREED, 21, [("first_contact", 21)]),  # still not met a fortnight on
        (MET, 5, []),
        (MET, 6, [("fit", 6)]),  # the day after the first meeting, and nothing about contact any more
        (MET, 20, [("fit", 20)]),
        (ACTIVE, 10, []),
        (ACTIVE, 39, []),
        (ACTIVE, 40, [("check_in", 40)]),
        (ACTIVE, 69, [("check_in", 40)]),
        (ACTIVE, 135, [("check_in", 130)]),  # after a long outage the latest one only
        (ENDING, 105, [("check_in", 100)]),
        (ENDING, 106, [("check_in", 100), ("ending", 106)]),
        (ENDING, 119, [("check_in", 100), ("ending", 106)]),
        (ENDING, 140, [("check_in", 100), ("ending", 134)]),  # past its end and not closed: still asked
        (replace(ACTIVE, state=PairState.paused, paused_on=DAY0), 60, []),
        (replace(ACTIVE, state=PairState.ended), 60, []),
        (replace(AGREED, state=PairState.proposed), 60, []),
        (replace(ACTIVE, resumed_on=DAY0 + timedelta(days=45)), 50, []),  # it fell due in the pause: let go
        (replace(ACTIVE, resumed_on=DAY0 + timedelta(days=45)), 70, [("check_in", 70)]),
    ],
)
def test_what_is_due(facts: PairFacts, day: int, expected: list[tuple[str, int]]) -> None:
    assert asked_on(facts, day) == expected


def test_what_has_been_asked_is_not_asked_again_until_the_next_period() -> None:
    asked = {(CheckKind.check_in, side): DAY0 + timedelta(days=40) for side in Side}
    assert asked_on(ACTIVE, 50, asked) == []
    assert asked_on(ACTIVE, 70, asked) == [("check_in", 70)]


def test_an_extended_pair_is_asked_about_its_new_end() -> None:
    asked = {(CheckKind.ending, side): DAY0 + timedelta(days=106) for side in Side}
    asked |= {(CheckKind.check_in, side): DAY0 + timedelta(days=100) for side in Side}
    later = replace(ENDING, planned_end_on=DAY0 + timedelta(days=240))
    assert asked_on(later, 110, asked) == []
    assert asked_on(later, 226, asked) == [("check_in", 220), ("ending", 226)]


def test_whoever_has_said_it_fits_is_not_asked_again_while_the_other_decides() -> None:
    facts = replace(MET, fits={Side.newcomer: Fit.good, Side.volunteer: Fit.deciding})
    found = rules.due(facts, {}, DAY0 + timedelta(days=20))
    assert found == [Due(CheckKind.fit, Side.volunteer, DAY0 + timedelta(days=20))]


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31), date(2027, 1, 1)])
def test_nobody_is_asked_between_christmas_and_new_year(day: date) -> None:
    facts = replace(ACTIVE, active_on=day - timedelta(days=30))
    assert rules.due(facts, {}, day) == []
    assert rules.due(facts, {}, date(2027, 1, 2)) != []
    assert rules.next_follow_up(facts, {}, day) == date(2027, 1, 2)


days = st.integers(0, 1500)
maybe = st.none() | days


@st.composite
def facts_of_any_pair(draw: st.DrawFn, states: frozenset[PairState] = OPEN_STATES) -> PairFacts:
    on = st.builds(lambda n: DAY0 + timedelta(days=n), days)
    return PairFacts(
        state=draw(st.sampled_from(sorted(states))),
        agreed_on=draw(on),
        first_met_on=draw(st.none() | on),
        active_on=draw(st.none() | on),
        planned_end_on=draw(st.none() | on),
        paused_on=draw(st.none() | on),
        paused_until=draw(st.none() | on),
        resumed_on=draw(st.none() | on),
        fits=draw(st.dictionaries(st.sampled_from(Side), st.none() | st.sampled_from(Fit))),
        ended_on=draw(st.none() | on),
        ladder=draw(ladders()),
        stopped=draw(st.dictionaries(st.tuples(st.sampled_from(CheckKind), st.sampled_from(Side)), on)),
        closings=tuple(draw(st.lists(st.tuples(on, st.integers(0, 40)).map(_closing), max_size=3))),
    )


def _closing(drawn: tuple[date, int]) -> tuple[date, date]:
    return drawn[0], drawn[0] + timedelta(days=drawn[1])


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """Any ladder the house lets somebody save, or the one a programme starts with."""
    if draw(st.booleans()):
        return ladder_of(draw(st.integers(0, 60)), draw(st.integers(0, 30)), draw(st.integers(0, 120)))
    rungs = {}
    for kind in CheckKind:
        gaps = draw(st.lists(st.integers(GAP_DAYS, 60), max_size=5))
        days = [draw(st.integers(0, 40))]
        for gap in gaps:
            days.append(days[-1] + gap)
        rungs[kind] = Rungs(tuple(days), draw(st.integers(GAP_DAYS, 120)) if kind in RUNNING else None)
        assert fault_in(kind, rungs[kind]) is None
    return Ladder(rungs)


@example(facts=facts_of_any_pair(states=RUNNING_STATES), today=days)
def test_no_running_pair_is_without_a_next_follow_up(facts: PairFacts, today: int) -> None:
    on = DAY0 + timedelta(days=today)
    found = rules.next_follow_up(facts, {}, on)
    assert found is not None and found >= on


@example(facts=facts_of_any_pair(), today=days, later=st.integers(0, 400))
def test_each_thing_is_asked_once_and_never_before_its_day(facts: PairFacts, today: int, later: int) -> None:
    on = DAY0 + timedelta(days=today)
    first = rules.due(facts, {}, on)
    assert all(due.due_on <= on for due in first)
    assert len({(due.kind, due.side) for due in first}) == len(first), "one question of a kind at a time"
    asked = {(due.kind, due.side): due.due_on for due in first}
    assert rules.due(facts, asked, on) == []
    again = rules.due(facts, asked, on + timedelta(days=later))
    week = timedelta(days=GAP_DAYS)
    assert all(due.due_on >= asked.get((due.kind, due.side), date.min + week) + week for due in again)
    assert all((due.kind, due.side) not in facts.stopped for due in again)


@example(facts=facts_of_any_pair(states=frozenset({PairState.agreed, PairState.active})), today=days)
def test_on_the_promised_day_something_is_really_asked(facts: PairFacts, today: int) -> None:
    asked: dict[tuple[CheckKind, Side], date] = {}
    on = DAY0 + timedelta(days=today)
    assume(facts.resumed_on is None or facts.resumed_on <= on)  # nobody has gone on tomorrow
    asked |= {(due.kind, due.side): due.due_on for due in rules.due(facts, asked, on)}
    promised = rules.next_follow_up(facts, asked, on)
    assert promised is not None and promised > on
    looked_at = rules.quiet_on(facts, promised) is not None
    assert looked_at or rules.due(facts, asked, promised)


@pytest.mark.parametrize(
    ("asked", "reminded", "second", "today", "step"),
    [
        (0, None, None, 2, Step.wait),
        (0, None, None, 3, Step.remind),
        (0, None, None, 10, Step.remind),  # the worker was down: reminded first
        (0, 3, None, 4, Step.wait),
        (0, 3, None, 5, Step.second),
        (0, 3, 5, 6, Step.wait),
        (0, 3, 5, 7, Step.task),
        (0, 10, None, 11, Step.wait),
        (0, 10, None, 12, Step.second),
        (0, 10, 12, 13, Step.wait),
        (0, 10, 12, 14, Step.task),
        (5, None, None, 0, Step.wait),  # the clock has jumped back
    ],
)
def test_silence_is_followed_up(asked: int, reminded: int | None, second: int | None, today: int, step: Step) -> None:
    on = [DAY0 + timedelta(days=n) if n is not None else None for n in (asked, reminded, second, today)]
    assert rules.escalation(*on) is step  # type: ignore[arg-type]


def test_a_question_that_life_has_answered_is_not_wanted_any_more() -> None:
    assert rules.is_wanted(CheckKind.first_contact, Side.newcomer, AGREED)
    assert not rules.is_wanted(CheckKind.first_contact, Side.newcomer, MET)
    assert not rules.is_wanted(CheckKind.fit, Side.newcomer, ACTIVE)
    assert rules.is_wanted(CheckKind.check_in, Side.newcomer, replace(ACTIVE, state=PairState.paused))


def test_a_long_pause_is_looked_at_every_four_weeks() -> None:
    facts = replace(ACTIVE, state=PairState.paused, paused_on=DAY0)
    assert rules.long_pause_on(facts, DAY0 + timedelta(days=27)) is None
    assert rules.long_pause_on(facts, DAY0 + timedelta(days=60)) == DAY0 + timedelta(days=56)
    assert rules.long_pause_on(replace(facts, paused_until=DAY0), DAY0 + timedelta(days=60)) is None
