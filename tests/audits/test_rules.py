from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from mentors.audits import rules
from mentors.audits.rules import AgreementFacts, FollowUpState, PeriodProblem, Requirement

JAN, MAR = date(2026, 1, 1), date(2026, 3, 31)
_REFS = st.sets(st.text("abcdefgh23", min_size=4, max_size=6), max_size=40)


@settings(max_examples=200, deadline=None)
@examples(_REFS, st.text(max_size=8), st.integers(-2, 60))
def test_the_same_seed_draws_the_same_pairs_whatever_order_they_stand_in(refs: set[str], seed: str, size: int) -> None:
    drawn = rules.sample(sorted(refs), seed, size)
    assert drawn == rules.sample(sorted(refs, reverse=True), seed, size)
    assert len(drawn) == len(set(drawn)) == min(max(size, 0), len(refs)) and set(drawn) <= refs
    for gone in list(refs)[:3]:  # an erased pair moves no other's place
        left = [ref for ref in rules.sample(refs, seed, len(refs)) if ref != gone]
        assert rules.sample(refs - {gone}, seed, len(refs)) == left


def test_every_pair_is_about_as_likely() -> None:
    refs = [f"ref{number}" for number in range(20)]
    hits = dict.fromkeys(refs, 0)
    for seed in range(2000):
        for ref in rules.sample(refs, str(seed), 5):
            hits[ref] += 1
    # 500 expected each; 5 standard deviations of a binomial(2000, 1/4) are 97.
    assert all(403 <= count <= 597 for count in hits.values()), hits


def test_what_an_agreement_lacks() -> None:
    whole = AgreementFacts("job", "Mette", "+45", "gå ture", JAN, MAR, 120, JAN)
    assert rules.missing(whole) == ()
    assert rules.missing(AgreementFacts(None, "Mette", None, "", JAN, None, 0, None)) == (
        Requirement.goal, Requirement.reached, Requirement.tasks, Requirement.duration, Requirement.hours,
        Requirement.complaint,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "runs", "planned"),
    [
        (120, (JAN, MAR), 355),  # 90 days of 30.44 a month
        (120, (date(2026, 3, 31), date(2026, 9, 1)), 4),  # one day of it
        (120, (date(2026, 4, 1), date(2026, 9, 1)), 0),
        (120, (None, None), None),  # no agreement
        (None, (JAN, MAR), None),
        (120, (MAR, JAN), 0),
    ],
)
def test_planned_minutes(minutes: int | None, runs: tuple[date | None, date | None], planned: int | None) -> None:
    assert rules.planned_minutes(minutes, runs, (JAN, MAR)) == planned


def test_a_question_is_answered_waits_or_was_missed() -> None:
    assert rules.follow_up_state(JAN, True, MAR) is FollowUpState.answered
    assert rules.follow_up_state(JAN, False, date(2026, 1, 15)) is FollowUpState.waiting
    assert rules.follow_up_state(JAN, False, date(2026, 1, 16)) is FollowUpState.missed


def test_periods() -> None:
    assert rules.period_problem(MAR, JAN, MAR) is PeriodProblem.reversed
    assert rules.period_problem(MAR, MAR, JAN) is PeriodProblem.to_come
    assert rules.period_problem(JAN, JAN, MAR) is None
