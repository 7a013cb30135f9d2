from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mentors.clearances.rules import ClearanceFacts, ClearanceKind, ClearanceState
from mentors.pairing.rules import (
    HARD,
    SOFT,
    Chase,
    Fit,
    Hurdle,
    NeedFacts,
    OfferFacts,
    PairState,
    after_fit,
    chase,
    hurdles,
    may_become,
    months_of_one_agreement,
)
from mentors.pairing.rules_weighing import WEIGHTS, Part, rank, weigh
from mentors.people.rules import Gender
from mentors.programmes.rules import ParticipationState, ProgrammeKind

ON = date(2026, 11, 23)
END = date(2027, 3, 23)
AMAL = NeedFacts(
    ref="amal", person_id=1, language="ar", speaks=frozenset({"ar", "en"}), free=frozenset({"tue-evening"}),
    postcode="5000", interests=frozenset({"cooking"}), trade="health", birth_year=1990, planned_end_on=END,
    waiting_since=ON,
)  # fmt: skip
BENTE = OfferFacts(
    ref="bente", person_id=2, speaks=frozenset({"da", "ar"}), free=frozenset({"tue-evening", "sat-morning"}),
    postcode="5000", interests=frozenset({"cooking"}), trade="health", birth_year=1991, waiting_since=ON,
)  # fmt: skip


def _certificate(until: date | None, state: ClearanceState = ClearanceState.clean) -> ClearanceFacts:
    return ClearanceFacts(ClearanceKind.child_certificate, state, valid_until=until)


def test_two_who_fit_have_no_hurdle() -> None:
    assert hurdles(AMAL, BENTE, ON) == ()


@pytest.mark.parametrize(
    ("need", "offer", "hurdle"),
    [
        ({}, {"person_id": 1}, Hurdle.same_person),
        ({}, {"state": ParticipationState.applied}, Hurdle.not_approved),
        ({"state": ParticipationState.left}, {}, Hurdle.not_approved),
        ({}, {"state": ParticipationState.paused}, Hurdle.paused),
        ({}, {"steps_missing": True}, Hurdle.steps_missing),
        ({"has_consent": False}, {}, Hurdle.consent_missing),
        ({}, {"has_consent": False}, Hurdle.consent_missing),
        ({"is_paired": True}, {}, Hurdle.already_paired),
        ({}, {"capacity_left": 0}, Hurdle.no_capacity),
        ({}, {"capacity_left": -1}, Hurdle.no_capacity),
        ({}, {"speaks": frozenset({"da"})}, Hurdle.no_shared_language),
        ({"wants_gender": Gender.woman}, {"gender": Gender.man}, Hurdle.wanted_gender),
        ({"wants_gender": Gender.woman}, {"gender": None}, Hurdle.wanted_gender),
        ({"gender": Gender.man}, {"wants_gender": Gender.woman}, Hurdle.wanted_gender),
        ({"meets_children": True}, {}, Hurdle.child_certificate),
        ({"meets_children": True}, {"child_certificate": _certificate(date(2027, 3, 22))}, Hurdle.child_certificate),
        ({"meets_children": True}, {"child_certificate": _certificate(None, ClearanceState.asked)}, Hurdle.child_certificate),
        ({"meets_children": True}, {"child_certificate": _certificate(None)}, Hurdle.child_certificate),
        ({"failed_with": frozenset({2})}, {}, Hurdle.failed_before),
        ({}, {"free": frozenset({"mon-morning"})}, Hurdle.no_common_time),
        ({}, {"free": frozenset()}, Hurdle.no_common_time),
        ({}, {"postcode": "8000"}, Hurdle.too_far),
        ({"max_km": 1}, {"postcode": "5230"}, Hurdle.too_far),
        ({}, {"postcode": "5230", "max_km": 1}, Hurdle.too_far),
        ({"postcode": None}, {}, Hurdle.distance_unknown),
        ({}, {"postcode": "0001"}, Hurdle.distance_unknown),
    ],
)  # fmt: skip
def test_each_hurdle_is_found_and_named_alone(need: dict[str, Any], offer: dict[str, Any], hurdle: Hurdle) -> None:
    assert hurdles(replace(AMAL, **need), replace(BENTE, **offer), ON) == (hurdle,)


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ({"interpreter_ok": True}, {"speaks": frozenset({"da"})}),
        ({"wants_gender": Gender.woman}, {"gender": Gender.woman}),
        ({"meets_children": True}, {"child_certificate": _certificate(END)}),
        ({"is_protected": True}, {"postcode": "9990"}),  # a hurdle would tell where she lives
        ({"is_protected": True, "postcode": None}, {}),
        ({"max_km": 200}, {"postcode": "8000", "max_km": 200}),
        ({"failed_with": frozenset({3})}, {}),
    ],
)
def test_what_is_no_hurdle(need: dict[str, Any], offer: dict[str, Any]) -> None:
    assert hurdles(replace(AMAL, **need), replace(BENTE, **offer), ON) == ()


def test_every_hurdle_is_either_hard_or_soft_and_hard_ones_come_first() -> None:
    assert frozenset(Hurdle) == HARD | SOFT
    assert not HARD & SOFT
    assert {Hurdle.failed_before, Hurdle.no_common_time, Hurdle.too_far, Hurdle.distance_unknown} == SOFT
    order = [hurdle in SOFT for hurdle in Hurdle]
    assert order == sorted(order)


@pytest.mark.parametrize("kind", ProgrammeKind)
def test_points_are_whole_and_never_more_than_a_thousand(kind: ProgrammeKind) -> None:
    weights = WEIGHTS[kind]
    assert set(weights) == set(Part)
    assert sum(weights.values()) == 1000
    best = replace(
        BENTE, interests=frozenset({"cooking", "film", "dance"}), waiting_since=date(2020, 1, 1),
        free=frozenset({"mon-evening", "tue-evening", "wed-evening", "thu-evening", "fri-evening"}),
    )  # fmt: skip
    need = replace(AMAL, interests=best.interests, free=best.free, waiting_since=date(2020, 1, 1))
    parts = weigh(need, best, weights, ON)
    assert sum(part.points for part in parts) == 1000
    assert all(isinstance(part.points, int) and 0 <= part.points <= part.most for part in parts)


@pytest.mark.parametrize(
    ("worse", "part"),
    [
        ({"speaks": frozenset({"en"})}, Part.language),
        ({"free": frozenset()}, Part.time),
        ({"postcode": "5230"}, Part.distance),
        ({"interests": frozenset()}, Part.interests),
        ({"trade": "care"}, Part.trade),
        ({"trade": "it"}, Part.trade),
        ({"birth_year": 1950}, Part.age),
    ],
)
def test_less_in_common_means_fewer_points_in_that_part_alone(worse: dict[str, Any], part: Part) -> None:
    weights = WEIGHTS[ProgrammeKind.host]
    before = {points.part: points.points for points in weigh(AMAL, BENTE, weights, ON)}
    after = {points.part: points.points for points in weigh(AMAL, replace(BENTE, **worse), weights, ON)}
    assert after[part] < before[part]
    assert {key: value for key, value in after.items() if key != part} == {
        key: value for key, value in before.items() if key != part
    }


def test_a_long_wait_gives_points_on_either_side() -> None:
    weights = WEIGHTS[ProgrammeKind.host]

    def waiting(need: NeedFacts, offer: OfferFacts) -> int:
        return next(points.points for points in weigh(need, offer, weights, ON) if points.part is Part.waiting)

    long_ago = date(2026, 1, 1)
    assert waiting(AMAL, BENTE) == 0
    assert waiting(replace(AMAL, waiting_since=long_ago), BENTE) == weights[Part.waiting] // 2
    assert waiting(AMAL, replace(BENTE, waiting_since=long_ago)) == weights[Part.waiting] // 2


def test_a_protected_address_is_not_to_be_read_from_the_points() -> None:
    hidden = replace(AMAL, is_protected=True)
    near, far = (
        weigh(hidden, replace(BENTE, postcode=code), WEIGHTS[ProgrammeKind.host], ON) for code in ("5000", "9990")
    )
    assert near == far
    assert not next(part for part in near if part.part is Part.distance).detail


@pytest.mark.parametrize("kind", [ProgrammeKind.career_mentor, ProgrammeKind.business_mentor])
def test_in_mentoring_for_work_the_same_trade_beats_the_same_language(kind: ProgrammeKind) -> None:
    same_trade = replace(BENTE, ref="z", speaks=frozenset({"en"}), trade="health")
    same_language = replace(BENTE, ref="a", trade="it")
    assert [one.ref for one in rank(AMAL, [same_language, same_trade], WEIGHTS[kind], ON)] == ["z", "a"]
    host = rank(AMAL, [same_trade, same_language], WEIGHTS[ProgrammeKind.host], ON)
    assert [one.ref for one in host] == ["a", "z"]


def test_equals_always_stand_in_the_same_order_and_hurdles_below() -> None:
    offers = [replace(BENTE, ref=ref, person_id=10 + number) for number, ref in enumerate("dacb")]
    offers += [
        replace(BENTE, ref="soft", person_id=20, free=frozenset()),
        replace(BENTE, ref="hard", person_id=21, capacity_left=0),
    ]
    expected = ["a", "b", "c", "d", "soft", "hard"]
    assert [one.ref for one in rank(AMAL, offers, WEIGHTS[ProgrammeKind.host], ON)] == expected
    assert [one.ref for one in rank(AMAL, reversed(offers), WEIGHTS[ProgrammeKind.host], ON)] == expected


def test_facts_know_nothing_of_origin_or_faith() -> None:
    names = {*NeedFacts.__dataclass_fields__, *OfferFacts.__dataclass_fields__}
    assert not names & {"nationality", "ethnicity", "religion", "country", "born_in"}


@pytest.mark.parametrize(
    ("state", "wanted", "may"),
    [
        (PairState.proposed, PairState.volunteer_yes, True),
        (PairState.proposed, PairState.agreed, False),
        (PairState.volunteer_yes, PairState.agreed, True),
        (PairState.agreed, PairState.active, True),
        (PairState.active, PairState.agreed, False),
        (PairState.paused, PairState.active, True),
        (PairState.active, PairState.declined, False),
        (PairState.ended, PairState.active, False),
        (PairState.lapsed, PairState.proposed, False),
        (PairState.declined, PairState.proposed, False),
    ],
)
def test_what_may_follow_what(state: PairState, wanted: PairState, may: bool) -> None:
    assert may_become(state, wanted) is may


@pytest.mark.parametrize(
    ("volunteer", "newcomer", "state"),
    [
        (Fit.good, Fit.good, PairState.active),
        (Fit.good, None, PairState.agreed),
        (Fit.good, Fit.deciding, PairState.agreed),
        (Fit.good, Fit.bad, PairState.agreed),
        (Fit.bad, Fit.bad, PairState.agreed),
    ],
)
def test_a_pair_is_active_once_both_say_good(volunteer: Fit | None, newcomer: Fit | None, state: PairState) -> None:
    assert after_fit(PairState.agreed, volunteer, newcomer) is state


def test_a_paused_pair_does_not_wake_by_an_answer() -> None:
    assert after_fit(PairState.paused, Fit.good, Fit.good) is PairState.paused


@pytest.mark.parametrize(("days", "verdict"), [(0, "wait"), (6, "wait"), (7, "remind"), (13, "remind"), (14, "lapse")])
def test_an_unanswered_proposal_is_reminded_of_after_7_days_and_closed_after_14(days: int, verdict: str) -> None:
    assert chase(days) is Chase(verdict)


def test_an_agreement_lasts_the_programmes_months_but_never_beyond_its_limit() -> None:
    assert [months_of_one_agreement(4, 6), months_of_one_agreement(12, 6), months_of_one_agreement(12, None)] == [
        4,
        6,
        12,
    ]
