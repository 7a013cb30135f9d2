"""Hurdles are true, and a remedy holds when it is made: the newcomer is paired, or can be and one more is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from mentors.pairing.pool import rules
from mentors.pairing.pool.facts import Newcomer, Pool, Volunteer
from mentors.pairing.pool.funnels import LeftOver, left_over
from mentors.pairing.pool.planning import Plan, make_plan
from mentors.pairing.pool.ranks import possible_pairs
from mentors.pairing.pool.remedies import Change, applied
from mentors.pairing.pool.rules import Rule
from mentors.pairing.pool.week import WHOLE_WEEK, week_of
from tests.pairing.pool import pools


def a_plan(seed: int) -> Plan:
    draw = random.Random(seed)
    pool = pools.pool(draw, draw.randint(3, 22), draw.randint(1, 16), wide=draw.choice((1, 0.3)), ties=seed % 4 == 0)
    chosen = pools.settings(default_max_km=draw.choice((None, 30)))
    return make_plan(pools.with_edits(draw, pool, chosen, pins=seed % 3, forbids=5), chosen)


@pytest.mark.parametrize("chunk", range(4))
def test_every_remedy_does_what_it_promises(chunk: int) -> None:
    seen = set()
    for seed in range(chunk, 120, 4):
        plan = a_plan(seed)
        for ref, waiting in left_over(plan).items():
            remedy = waiting.remedy
            if remedy.change is Change.several:
                continue
            after = make_plan(applied(plan.pool, remedy), plan.settings)
            seen.add(remedy.change)
            gained = len(after.pairs) - len(plan.pairs)
            assert gained >= 1, (seed, remedy)
            assert gained == 1 or not remedy.promises_pair, (seed, remedy)
            if remedy.promises_pair:
                assert ref in after.pairs, (seed, remedy)
            encoded = after.solution.encoded
            columns, _points, _weights = possible_pairs(encoded, encoded.row_of[ref])
            possible = {encoded.volunteers[column].ref for column in columns}
            promised = {remedy.recruit.ref} if remedy.recruit else set(remedy.volunteers)
            assert promised <= possible, (seed, remedy)
    assert len(seen) > 4


def test_the_rule_at_which_nobody_remains_is_the_true_one() -> None:
    for seed in range(40):
        plan = a_plan(seed)
        volunteers = [one for one in plan.pool.volunteers if one.capacity]
        for ref, waiting in left_over(plan).items():
            newcomer = plan.newcomers[ref]
            broken = [
                set(rules.broken_rules(newcomer, one, plan.settings, is_forbidden=(ref, one.ref) in plan.pool.forbids))
                for one in volunteers
            ]
            asked: set[Rule] = set()
            counts = []
            for rule in list(Rule)[:-1]:
                asked.add(rule)
                counts.append((rule, sum(not (one & asked) for one in broken)))
            zero = next((rule for rule, left in counts if not left), None)
            assert waiting.funnel.stops_at == zero
            assert waiting.funnel.steps == tuple(counts[: len(waiting.funnel.steps)])


def test_a_bottleneck_has_fewer_places_than_people_and_no_way_out() -> None:
    found = 0
    for seed in range(60):
        plan = a_plan(seed)
        left = {one.ref: one.capacity for one in plan.pool.volunteers}
        for _newcomer, volunteer in plan.pool.pins:
            left[volunteer] -= 1
        for ref, waiting in left_over(plan).items():
            if waiting.bottleneck is None:
                continue
            found += 1
            narrow = waiting.bottleneck
            assert ref in narrow.newcomers
            assert narrow.places == sum(left[one] for one in narrow.volunteers) < len(narrow.newcomers)
            encoded = plan.solution.encoded
            for newcomer in narrow.newcomers:
                columns, _points, _weights = possible_pairs(encoded, encoded.row_of[newcomer])
                possible = {encoded.volunteers[column].ref for column in columns}
                assert {one for one in possible if left[one]} <= set(narrow.volunteers)
    assert found > 20


def one(**facts: object) -> Newcomer:
    given = {"ref": "N", "languages": {"ar": 6}, "free": WHOLE_WEEK, "postcode": "5000", **facts}
    return Newcomer(**given)  # type: ignore[arg-type]


def host(**facts: object) -> Volunteer:
    given = {"ref": "V", "languages": {"ar": 6}, "free": WHOLE_WEEK, "postcode": "5000", **facts}
    return Volunteer(**given)  # type: ignore[arg-type]


def waiting_with(newcomer: Newcomer, volunteer: Volunteer, **edits: object) -> LeftOver:
    pool = Pool(newcomers=(newcomer,), volunteers=(volunteer,), **edits)  # type: ignore[arg-type]
    return left_over(make_plan(pool, pools.settings()))["N"]


@pytest.mark.parametrize(
    ("newcomer", "volunteer", "stops_at", "change", "said"),
    [
        (one(free=week_of(["mon-evening"])), host(free=week_of(["tue-evening"])), Rule.time, Change.time,
         "hvis tirsdag aften var mulig: 1 frivillig"),
        (one(max_km=1), host(postcode="5230"), Rule.distance, Change.distance, "hvis max_km var 3: 1 frivillig"),
        (one(), host(languages={"da": 6}), Rule.language, Change.language,
         "hvis der blev brugt tolk (interpreter_ok): 1 frivillig"),
        (one(meets_children=True), host(), Rule.clearance, Change.clearance,
         "hvis frivillig V fik børneattest til 2027-03-01"),
        (one(), host(postcode="5230", max_km=0), Rule.distance, Change.their_distance,
         "hvis frivillig V ville rejse 3 km (max_km)"),
        (one(programme="host"), host(programmes=frozenset({"career"})), Rule.programme, Change.programme,
         "hvis frivillig V også var med i programmet host"),
        (one(postcode=None, max_km=5), host(), Rule.distance_unknown, Change.postcode,
         "hvis postnummeret var kendt, fx 5000: 1 frivillig"),
        (one(not_with=frozenset({"V"})), host(), Rule.not_with, Change.recruit,
         "en ny frivillig, der taler arabisk, kan mandag formiddag og bor i 5000"),
        (one(free=0), host(capacity=0), None, Change.several,
         "ingen enkelt ændring er nok; begynd med at udfylde free"),
    ],
)  # fmt: skip
def test_the_smallest_change_is_said_in_words(
    newcomer: Newcomer, volunteer: Volunteer, stops_at: Rule | None, change: Change, said: str
) -> None:
    waiting = waiting_with(newcomer, volunteer)
    assert stops_at is None or waiting.funnel.stops_at is stops_at
    assert (waiting.remedy.change, waiting.remedy_words) == (change, said)


def test_a_not_with_is_never_suggested_to_be_lifted() -> None:
    for seed in range(60):
        plan = a_plan(seed)
        for ref, waiting in left_over(plan).items():
            assert not set(waiting.remedy.volunteers) & plan.newcomers[ref].not_with


def test_with_one_place_for_two_the_bottleneck_says_so() -> None:
    second = replace(one(), ref="M", urgency=0)
    pool = Pool(newcomers=(one(), second), volunteers=(host(),))
    plan = make_plan(pool, pools.settings())
    assert plan.pairs == {"M": "V"}
    assert left_over(plan)["N"].hurdle == "1 pladser til 2 nyankomne, der kun kan få disse frivillige (arabisk, 5000)"
    assert left_over(plan)["N"].remedy_words == "hvis frivillig V tog én mere (capacity 2)"
