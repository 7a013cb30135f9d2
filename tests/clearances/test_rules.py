"""How a check stands on a day, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from mentors.clearances.rules import (
    ChildHurdle,
    ClearanceFacts,
    ClearanceKind,
    ClearanceState,
    Standing,
    child_hurdle,
    may_meet_children,
    rung,
    standing,
)
from mentors.clearances.rules_policy import AgeGroup, Policy, Work, WorkActivity, WorkPlace, WorkRole, required_checks

DAY = date(2026, 11, 23)


def certificate(state: str = "clean", **values: date) -> ClearanceFacts:
    return ClearanceFacts(ClearanceKind.child_certificate, ClearanceState(state), **values)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (None, Standing.missing),
        (certificate("asked"), Standing.asked),
        (certificate("consent_pending", consent_by=DAY), Standing.consent_pending),
        (certificate("consent_pending", consent_by=date(2026, 11, 22)), Standing.lapsed),
        (certificate("refused"), Standing.refused),
        (certificate(valid_until=date(2028, 11, 1)), Standing.clean),
        (certificate(valid_until=date(2027, 1, 22)), Standing.expiring),
        (certificate(valid_until=date(2026, 11, 22)), Standing.expired),
        (certificate(valid_until=date(2026, 11, 22), consent_by=date(2026, 12, 1)), Standing.consent_pending),
        (certificate(valid_until=date(2028, 1, 1), paused_on=date(2026, 5, 24)), Standing.clean),
        (certificate(valid_until=date(2028, 1, 1), paused_on=date(2026, 5, 23)), Standing.paused),
    ],
)
def test_a_check_stands_in_one_word(facts: ClearanceFacts | None, expected: Standing) -> None:
    assert standing(facts, DAY) is expected


@pytest.mark.parametrize(
    ("facts", "through", "expected"),
    [
        (None, None, ChildHurdle.missing),
        (certificate(valid_until=DAY), None, None),
        (certificate(valid_until=DAY), date(2026, 11, 24), ChildHurdle.ends_before),
        (certificate(valid_until=date(2026, 11, 22)), None, ChildHurdle.expired),
        (certificate(), None, ChildHurdle.ends_before),  # without an end it opens no door
        (certificate("refused"), None, ChildHurdle.refused),
        (certificate("consent_pending", consent_by=DAY), None, ChildHurdle.pending),
        (ClearanceFacts(ClearanceKind.confidentiality, ClearanceState.clean), None, ChildHurdle.missing),
    ],
)
def test_nobody_meets_children_without_a_certificate_valid_on_every_day(
    facts: ClearanceFacts | None, through: date | None, expected: ChildHurdle | None
) -> None:
    assert child_hurdle(facts, DAY, through) is expected
    assert may_meet_children(facts, DAY, through) is (expected is None)


@pytest.mark.parametrize(
    ("left", "step"), [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (1, 1), (0, 1), (-1, None)]
)
def test_the_ladder_has_four_steps(left: int, step: int | None) -> None:
    assert rung(date.fromordinal(DAY.toordinal() + left), DAY) == step


def test_what_is_asked_for_depends_on_role_age_and_place() -> None:
    child = Work(WorkRole.activity_leader, WorkActivity.leisure, AgeGroup.under_15)
    youth = Work(WorkRole.activity_leader, WorkActivity.leisure, AgeGroup.from_15_to_17)
    guest = Work(WorkRole.speaker, WorkActivity.session, AgeGroup.under_15)
    at_home = Work(WorkRole.mentor, WorkActivity.pair, AgeGroup.adults, WorkPlace.home)
    kind = ClearanceKind
    assert required_checks(child, Policy(), DAY) == (kind.child_certificate, kind.confidentiality)
    assert required_checks(youth, Policy(), DAY) == (kind.confidentiality,)
    assert required_checks(youth, Policy(course_for_children=True), DAY) == (kind.confidentiality, kind.course)
    assert required_checks(guest, Policy(), DAY) == ()
    assert kind.criminal_record in required_checks(at_home, Policy(criminal_in_homes=True), DAY)
    assert required_checks(child, Policy(), date(2000, 1, 1)) == ()
