from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mentors.clearances.rules import ClearanceFacts, ClearanceKind, ClearanceState, is_valid
from mentors.pairing.pool.facts import Gender, Newcomer, Volunteer
from mentors.pairing.pool.rules import earned
from mentors.pairing.pool.settings import Part
from mentors.pairing.pool.week import BIT, WHOLE_WEEK
from mentors.pairing.rules import (
    HARD,
    SOFT,
    Chase,
    Fit,
    Hurdle,
    Offering,
    PairState,
    Waiting,
    after_fit,
    certified_until,
    chase,
    hurdles,
    may_be_under_15,
    may_become,
    months_of_one_agreement,
    own_hurdles,
)
from mentors.pairing.rules_settings import WEIGHTS, defaults_for, engine_settings
from mentors.pairing.rules_weighing import rank
from mentors.programmes.rules import ParticipationState, ProgrammeKind


def _certificate(
    until: date | None, state: ClearanceState = ClearanceState.clean, paused_on: date | None = None
) -> ClearanceFacts:
    return ClearanceFacts(ClearanceKind.child_certificate, state, valid_until=until, paused_on=paused_on)


ON = date(2026, 11, 23)
SETTINGS = engine_settings(defaults_for(ProgrammeKind.host), start_on=ON, months=4, months_at_most=None, seed="x")
END = date(2027, 3, 23)
EVENING, MORNING = BIT["tue-evening"], BIT["sat-morning"]
AMAL = Newcomer(
    ref="amal", languages={"ar": 6, "en": 4}, free=EVENING, postcode="5000", interests=frozenset({"cooking"}),
    trade="health", birth_year=1990, waiting_since=ON,
)  # fmt: skip
BENTE = Volunteer(
    ref="bente", languages={"da": 6, "ar": 6}, free=EVENING | MORNING, postcode="5000",
    interests=frozenset({"cooking"}), trade="health", birth_year=1991,
)  # fmt: skip


def _waiting(**values: Any) -> Waiting:
    outer = {name: values.pop(name) for name in ("hurdles", "conflicts", "follows") if name in values}
    return Waiting(person_id=1, fact=replace(AMAL, **values), **outer)


def _offering(**values: Any) -> Offering:
    outer = {name: values.pop(name) for name in ("hurdles", "person_id") if name in values}
    return Offering(**{"person_id": 2, **outer}, fact=replace(BENTE, **values))


def _found(need: dict[str, Any], offer: dict[str, Any]) -> tuple[Hurdle, ...]:
    return hurdles(_waiting(**need), _offering(**offer), SETTINGS)


def test_two_who_fit_have_no_hurdle() -> None:
    assert _found({}, {}) == ()


@pytest.mark.parametrize(
    ("need", "offer", "hurdle"),
    [
        ({}, {"person_id": 1}, Hurdle.same_person),
        ({"hurdles": {Hurdle.paused}}, {}, Hurdle.paused),
        ({}, {"hurdles": {Hurdle.steps_missing}}, Hurdle.steps_missing),
        ({"not_with": frozenset({"bente"}), "conflicts": frozenset({"bente"})}, {}, Hurdle.conflict),
        ({}, {"capacity": 0}, Hurdle.no_capacity),
        ({"follows": "clara"}, {"capacity": 0}, Hurdle.no_capacity),
        ({}, {"languages": {"da": 6}}, Hurdle.no_shared_language),
        ({"wants_gender": Gender.woman}, {"gender": Gender.man}, Hurdle.wanted_gender),
        ({"wants_gender": Gender.woman}, {"gender": None}, Hurdle.wanted_gender),
        ({"gender": Gender.man}, {"wants_gender": Gender.woman}, Hurdle.wanted_gender),
        ({"meets_children": True}, {}, Hurdle.child_certificate),
        ({"meets_children": True}, {"clearance_until": date(2027, 3, 22)}, Hurdle.child_certificate),
        ({"not_with": frozenset({"bente"})}, {}, Hurdle.failed_before),
        ({}, {"free": BIT["mon-morning"]}, Hurdle.no_common_time),
        ({}, {"free": 0}, Hurdle.no_common_time),
        ({"busy": EVENING}, {}, Hurdle.no_common_time),
        ({}, {"postcode": "8000"}, Hurdle.too_far),
        ({"max_km": 1}, {"postcode": "5230"}, Hurdle.too_far),
        ({}, {"postcode": "5230", "max_km": 1}, Hurdle.too_far),
        ({"postcode": None}, {}, Hurdle.distance_unknown),
        ({}, {"postcode": "0001"}, Hurdle.distance_unknown),
    ],
)
def test_each_hurdle_is_found_and_named_alone(need: dict[str, Any], offer: dict[str, Any], hurdle: Hurdle) -> None:
    assert _found(need, offer) == (hurdle,)


@pytest.mark.parametrize(
    ("need", "offer"),
    [
        ({"interpreter_ok": True}, {"languages": {"da": 6}}),
        ({"wants_gender": Gender.woman}, {"gender": Gender.woman}),
        ({"meets_children": True}, {"clearance_until": END}),
        ({"place_hidden": True}, {"postcode": "9990"}),  # a hurdle would tell where she lives
        ({"place_hidden": True, "postcode": None}, {"max_km": 1}),
        ({"max_km": 200}, {"postcode": "8000", "max_km": 200}),
        ({"not_with": frozenset({"clara"})}, {}),
        ({"follows": "bente"}, {"capacity": 0}),  # her sister has the place already
    ],
)
def test_what_is_no_hurdle(need: dict[str, Any], offer: dict[str, Any]) -> None:
    assert _found(need, offer) == ()


@pytest.mark.parametrize(
    ("stand", "hurdle"),
    [
        ({"state": ParticipationState.applied}, Hurdle.not_approved),
        ({"state": ParticipationState.left}, Hurdle.not_approved),
        ({"state": ParticipationState.paused}, Hurdle.paused),
        ({"steps_missing": True}, Hurdle.steps_missing),
        ({"has_consent": False}, Hurdle.consent_missing),
        ({"is_paired": True}, Hurdle.already_paired),
    ],
)
def test_what_stands_in_ones_own_way(stand: dict[str, Any], hurdle: Hurdle) -> None:
    fine: dict[str, Any] = {"state": ParticipationState.approved, "has_consent": True}
    assert own_hurdles(**fine) == frozenset()
    assert own_hurdles(**{**fine, **stand}) == {hurdle}


@pytest.mark.parametrize(
    ("certificate", "until"),
    [
        (None, None),
        (_certificate(date(2027, 3, 22)), date(2027, 3, 22)),
        (_certificate(None), date.max),
        (_certificate(date(2026, 11, 22)), None),
        (_certificate(None, ClearanceState.asked), None),
        (_certificate(None, paused_on=date(2026, 10, 1)), date(2027, 3, 31)),
        (_certificate(None, paused_on=date(2026, 5, 1)), None),
    ],
)
def test_a_certificate_opens_the_door_until_its_end_or_half_a_year_into_a_pause(
    certificate: ClearanceFacts | None, until: date | None
) -> None:
    assert certified_until(certificate, ON) == until
    for day in (ON, END, date(2027, 3, 31), date(2027, 4, 1)):
        assert is_valid(certificate, day) == (until is not None and day <= until)


@pytest.mark.parametrize(("born", "may"), [(None, False), (2010, False), (2011, True), (2020, True)])
def test_whoever_may_be_under_15_takes_a_child_certificate(born: int | None, may: bool) -> None:
    assert may_be_under_15(born, ON) is may


def test_every_hurdle_is_either_hard_or_soft_and_hard_ones_come_first() -> None:
    assert frozenset(Hurdle) == HARD | SOFT
    assert not HARD & SOFT
    assert {Hurdle.failed_before, Hurdle.no_common_time, Hurdle.too_far, Hurdle.distance_unknown} == SOFT
    order = [hurdle in SOFT for hurdle in Hurdle]
    assert order == sorted(order)


@pytest.mark.parametrize("kind", ProgrammeKind)
def test_points_are_whole_and_never_more_than_a_thousand(kind: ProgrammeKind) -> None:
    chosen = replace(SETTINGS, weights=WEIGHTS[kind])
    best = replace(BENTE, interests=frozenset({"cooking", "film", "dance"}), free=WHOLE_WEEK)
    parts = earned(replace(AMAL, interests=best.interests, free=best.free), best, chosen)
    assert [part.part for part in parts] == list(Part)
    assert sum(part.points for part in parts) == 1000
    assert all(isinstance(part.points, int) and 0 <= part.points <= part.most for part in parts)


@pytest.mark.parametrize(
    ("worse", "part"),
    [
        ({"languages": {"en": 6}}, Part.language),
        ({"free": 0}, Part.time),
        ({"postcode": "5230"}, Part.distance),
        ({"interests": frozenset()}, Part.interests),
        ({"trade": "care"}, Part.trade),
        ({"trade": "it"}, Part.trade),
        ({"birth_year": 1950}, Part.age),
    ],
)
def test_less_in_common_means_fewer_points_in_that_part_alone(worse: dict[str, Any], part: Part) -> None:
    before = {points.part: points.points for points in earned(AMAL, BENTE, SETTINGS)}
    after = {points.part: points.points for points in earned(AMAL, replace(BENTE, **worse), SETTINGS)}
    assert after[part] < before[part]
    assert {key: value for key, value in after.items() if key != part} == {
        key: value for key, value in before.items() if key != part
    }


def test_a_protected_address_is_not_to_be_read_from_the_points() -> None:
    hidden = replace(AMAL, place_hidden=True)
    near, far = (earned(hidden, replace(BENTE, postcode=code), SETTINGS) for code in ("5000", "9990"))
    assert near == far
    assert not next(part for part in near if part.part is Part.distance).detail


@pytest.mark.parametrize("kind", [ProgrammeKind.career_mentor, ProgrammeKind.business_mentor])
def test_in_mentoring_for_work_the_same_trade_beats_the_same_language(kind: ProgrammeKind) -> None:
    same_trade = _offering(ref="z", languages={"en": 6}, trade="health")
    same_language = _offering(ref="a", trade="it")
    work, host = (replace(SETTINGS, weights=WEIGHTS[one]) for one in (kind, ProgrammeKind.host))
    assert [one.ref for one in rank(_waiting(), [same_language, same_trade], work)] == ["z", "a"]
    assert [one.ref for one in rank(_waiting(), [same_trade, same_language], host)] == ["a", "z"]


def test_equals_always_stand_in_the_same_order_and_hurdles_below() -> None:
    offers = [_offering(ref=ref, person_id=10 + number) for number, ref in enumerate("dacb")]
    offers += [_offering(ref="soft", person_id=20, free=0), _offering(ref="hard", person_id=21, capacity=0)]
    expected = ["a", "b", "c", "d", "soft", "hard"]
    assert [one.ref for one in rank(_waiting(), offers, SETTINGS)] == expected
    assert [one.ref for one in rank(_waiting(), reversed(offers), SETTINGS)] == expected


def test_facts_know_nothing_of_origin_faith_or_health() -> None:
    names = {*Newcomer.__dataclass_fields__, *Volunteer.__dataclass_fields__}
    assert not names & {"nationality", "ethnicity", "religion", "country", "born_in", "health", "note"}


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
