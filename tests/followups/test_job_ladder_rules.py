"""The ladder after a job start as a rule: what may be written, and that no change loses a job or asks twice (row 35)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given as example
from hypothesis import strategies as st

from mentors.followups import rules_job_ladder, rules_jobs
from mentors.followups.rules_job_ladder import JOB_LADDER, MOST_WEEKS, JobLadder, JobSide, fault_in_side
from mentors.followups.rules_jobs import JobFacts
from mentors.followups.rules_ladder import GAP_DAYS, Fault, Levels, Rungs

DAY0 = date(2026, 3, 2)


@st.composite
def job_ladders(draw: st.DrawFn) -> JobLadder:
    """Any ladder the house lets a town save."""
    weeks = draw(st.integers(6, MOST_WEEKS))
    rungs = {}
    for side in JobSide:
        days = [draw(st.integers(0, 40))]
        for gap in draw(st.lists(st.integers(GAP_DAYS, 60), max_size=5)):
            days.append(days[-1] + gap)
        every = draw(st.none() | st.integers(GAP_DAYS, 90))
        rungs[side] = Rungs(tuple(day for day in days if day <= weeks * 7), every)
    if draw(st.booleans()):
        rungs[JobSide.company] = Rungs(())
    ladder = JobLadder(rungs, weeks, Levels(1, draw(st.integers(2, 9)), draw(st.integers(10, 30))))
    assert rules_job_ladder.is_sound(ladder)
    return ladder


# --- the rules --------------------------------------------------------------------------------------


def test_a_town_begins_with_the_ladder_there_always_was() -> None:
    assert rules_job_ladder.is_sound(JOB_LADDER)
    assert [JOB_LADDER.days(side) for side in JobSide] == [(7, 14, 28, 56, 91, 140, 182)] * 2


@pytest.mark.parametrize(
    ("rungs", "weeks", "days"),
    [
        (Rungs((7, 14)), 26, (7, 14)),
        (Rungs((7,), 28), 12, (7, 35, 63)),
        (Rungs((0,), 7), 2, (0, 7, 14)),
        (Rungs((7, 90)), 12, (7,)),
        (Rungs(()), 26, ()),
    ],
)
def test_a_side_is_asked_until_the_last_week(rungs: Rungs, weeks: int, days: tuple[int, ...]) -> None:
    assert JobLadder({JobSide.citizen: rungs}, weeks).days(JobSide.citizen) == days


@pytest.mark.parametrize(
    ("side", "rungs", "fault"),
    [
        (JobSide.citizen, Rungs((0,)), None),
        (JobSide.citizen, Rungs(()), Fault.none),
        (JobSide.company, Rungs(()), None),
        (JobSide.company, Rungs((), 28), Fault.none),  # again, after what?
        (JobSide.citizen, Rungs((182,)), None),
        (JobSide.citizen, Rungs((183,)), Fault.too_far),
        (JobSide.citizen, Rungs((7, 13)), Fault.too_close),
        (JobSide.citizen, Rungs((7,), 6), Fault.every),
        (JobSide.citizen, Rungs((-1,)), Fault.negative),
        (JobSide.citizen, Rungs(tuple(range(0, 175, 7))), Fault.too_many),
    ],
)
def test_what_a_side_may_hold(side: JobSide, rungs: Rungs, fault: Fault | None) -> None:
    assert fault_in_side(side, rungs, 26) is fault


@pytest.mark.parametrize(
    "ladder",
    [
        JobLadder({}),
        JobLadder({JobSide.company: Rungs((7,))}),
        JobLadder(until_weeks=MOST_WEEKS + 1),
        JobLadder(until_weeks=0),
        JobLadder(levels=Levels(3, 3, 5)),
        JobLadder(until_weeks=25),  # the last day lies behind it
    ],
)
def test_a_ladder_that_would_lose_a_job_is_not_sound(ladder: JobLadder) -> None:
    assert not rules_job_ladder.is_sound(ladder)


@example(ladder=job_ladders())
def test_a_ladder_is_kept_and_read_back(ladder: JobLadder) -> None:
    again = rules_job_ladder.read(rules_job_ladder.written(ladder), 3)
    assert replace(again, number=0, rungs=dict(again.rungs)) == replace(ladder, rungs=dict(ladder.rungs))


class Life:
    """A job that is swept on some days, moved by those who are asked, and lives under one ladder after the other."""

    def __init__(self) -> None:
        self.facts = JobFacts(DAY0)
        self.put: dict[JobSide, list[tuple[date, date]]] = {side: [] for side in JobSide}  # on which day, about which

    def sweep(self, today: date, *, is_moving: bool) -> None:
        for side, due_on in rules_jobs.due(self.facts, today):
            self.put[side].append((today, due_on))
            asked = {**self.facts.asked, side: self.facts.asked.get(side, frozenset()) | {due_on}}
            self.facts = replace(self.facts, asked=asked, told={**self.facts.told, side: today})
            if is_moving:
                moved = self.facts.moved.get(side, frozenset()) | {rules_jobs.moved_to(today)}
                self.facts = replace(self.facts, moved={**self.facts.moved, side: moved})
        if rules_jobs.is_last_look(self.facts, today):
            self.facts = replace(self.facts, is_looked_at=True)


@example(
    steps=st.lists(st.tuples(st.integers(1, 40), st.booleans(), st.booleans(), st.integers(0, 3)), min_size=1, max_size=30),
    others=st.lists(job_ladders(), min_size=3, max_size=3),
)  # fmt: skip
def test_no_ladder_however_often_changed_loses_a_job_or_asks_twice(
    steps: list[tuple[int, bool, bool, int]], others: list[JobLadder]
) -> None:
    life, today = Life(), DAY0
    for days, is_swept, is_moving, ladder in steps:
        today += timedelta(days=days)
        if ladder:
            life.facts = rules_jobs.with_ladder(life.facts, replace(others[ladder - 1], since=today))
        if not life.facts.is_looked_at:
            ahead = rules_jobs.next_check(life.facts, today)
            assert ahead is not None and ahead >= today, "a running job always has a next check"
        owed = rules_jobs.owed_since(life.facts, DAY0, today)
        assert not ladder or owed is None or owed >= today, "nothing was owed under it before it was written"
        if is_swept:
            life.sweep(today, is_moving=is_moving)
            assert rules_jobs.due(life.facts, today) == [] or life.facts.is_looked_at
    for found in life.put.values():
        assert all((after[0] - before[0]).days >= GAP_DAYS for before, after in pairwise(found))
        assert all((after[1] - before[1]).days >= GAP_DAYS for before, after in pairwise(found))


def test_a_job_followed_to_its_end_is_not_begun_again_by_a_longer_ladder() -> None:
    facts = JobFacts(DAY0, asked=dict.fromkeys(JobSide, frozenset({DAY0 + timedelta(days=182)})), is_looked_at=True)
    longer = rules_jobs.with_ladder(facts, JobLadder(dict.fromkeys(JobSide, Rungs((7,), 28)), MOST_WEEKS))
    assert rules_jobs.due(longer, DAY0 + timedelta(days=700)) == []


def test_the_last_look_comes_after_every_check_whatever_the_month() -> None:
    for number in range(366 * 4):
        start = date(2024, 1, 1) + timedelta(days=number)
        assert rules_jobs.last_look_on(start) >= start + timedelta(weeks=MOST_WEEKS)
