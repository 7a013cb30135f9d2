"""From the town's rows to what the engine is given (systems.md rows 1-9): everybody who can be paired, and nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mentors.clearances.queries import clearances_of
from mentors.clearances.rules import ClearanceKind
from mentors.core import clock
from mentors.kit.db import db
from mentors.pairing import commands, queries
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.week import parts_of
from mentors.pairing.queries_pool import Pool, pool_of
from mentors.pairing.queries_settings import choices_now, settings_of
from mentors.pairing.rules import Fit, Hurdle, Outcome
from mentors.people.commands import withdraw_consent
from mentors.people.rules import ConsentKind, Gender
from mentors.programmes.models import Programme
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side
from tests.databases import statements
from tests.given import Given
from tests.pairing.things import agreed_pair, proposal


def pool_today(programme: Programme, **values: Any) -> Pool:
    on = clock.today()
    return pool_of(programme, on, settings_of(programme, choices_now(programme)[0], on), **values)


def test_who_waits_and_who_offers_with_everything_the_rules_ask(given: Given) -> None:
    amal = given.newcomer(speaks=("ar", "en", "da"), gender=Gender.woman, postcode="5230", trade="health")
    amal.person.levels, amal.wants_gender, amal.max_km = ("da:2",), Gender.woman, 10
    bente = given.volunteer(capacity=2, speaks=("da", "ar"), interests=("film",))
    db.session.commit()
    pool = pool_today(amal.programme)
    [newcomer], [volunteer] = pool.newcomers, pool.volunteers
    assert (newcomer.ref, volunteer.ref) == (amal.ref, bente.ref)
    assert newcomer.languages == {"ar": 6, "en": 4, "da": 2}
    assert volunteer.languages == {"da": 6, "ar": 6}
    assert (newcomer.wants_gender, newcomer.max_km, newcomer.postcode) == ("woman", 10, "5230")
    assert parts_of(newcomer.times) == ("tue-evening", "sat-morning")
    assert (volunteer.capacity, volunteer.interests) == (2, frozenset({"film"}))
    assert [who.person_id for who in pool.who[amal.ref] + pool.who[bente.ref]] == [amal.person_id, bente.person_id]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"state": ParticipationState.applied}, Hurdle.not_approved),
        ({"state": ParticipationState.paused}, Hurdle.paused),
        ({"consents": False}, Hurdle.consent_missing),
    ],
)
@pytest.mark.parametrize("side", Side)
def test_who_cannot_be_paired_stands_outside_with_the_reason(
    given: Given, side: Side, values: dict[str, Any], why: Hurdle
) -> None:
    one = given.participation(side, **{"consents": True, **values})
    pool = pool_today(one.programme)
    assert (pool.newcomers, pool.volunteers) == ((), ())
    assert pool.outside == {one.ref: {why}}


def test_a_volunteer_who_lacks_a_step_and_a_consent_withdrawn_stand_outside(given: Given) -> None:
    new = given.volunteer(steps=False)
    gone = given.newcomer()
    withdraw_consent(given.by(), gone.person, ConsentKind.share_with_contact)
    db.session.commit()
    pool = pool_today(new.programme)
    assert pool.outside == {new.ref: {Hurdle.steps_missing}, gone.ref: {Hurdle.consent_missing}}


def test_capacity_is_what_open_pairs_in_all_programmes_leave(given: Given) -> None:
    host, contact = given.programme(ProgrammeKind.host), given.programme(ProgrammeKind.contact_person)
    bente = given.person(speaks=("da", "en"))
    given.volunteer(person=bente, programme=host, capacity=2)
    given.volunteer(person=bente, programme=contact, capacity=1)
    here = db.session.query(type(given.newcomer())).filter_by(person_id=bente.id, programme_id=host.id).one()
    taken = proposal(given, given.newcomer(programme=host), here)
    assert [one.capacity for one in pool_today(host).volunteers] == [1]
    assert [one.capacity for one in pool_today(contact).volunteers] == [0]
    assert Hurdle.already_paired in pool_today(host).outside[_ref(taken)]


def _ref(pair: Any) -> str:
    found = queries.participation_in(pair, Side.newcomer)
    assert found is not None
    return found.ref


@pytest.mark.parametrize("how", ["no", "bad", "ended"])
def test_what_failed_before_is_forbidden_and_what_ended_well_is_not(given: Given, how: str) -> None:
    newcomer, volunteer = given.newcomer(), given.volunteer()
    if how == "no":
        commands.answer_proposal(given.by(), proposal(given, newcomer, volunteer), Side.volunteer, yes=False)
    else:
        pair = agreed_pair(given, newcomer, volunteer)
        if how == "bad":
            commands.answer_fit(given.by(), pair, Side.volunteer, Fit.bad)
        commands.end_pair(given.by(), pair, outcome=Outcome.network)
    db.session.commit()
    pool = pool_today(newcomer.programme)
    forbidden = frozenset() if how == "ended" else frozenset({(newcomer.ref, volunteer.ref)})
    assert pool.forbids == forbidden
    assert [one.hurdles for one in queries.suggestions_for(given.by(), newcomer)] == [
        (Hurdle.failed_before,) if forbidden else ()
    ]


def test_nobody_is_paired_with_herself_or_with_the_one_who_handles_her_case(given: Given) -> None:
    from mentors.accounts import commands as accounts

    both = given.person(speaks=("da", "en"))
    as_newcomer, as_volunteer = given.newcomer(person=both), given.volunteer(person=both)
    caseworker = given.volunteer()
    amal = given.newcomer()
    account = accounts.account_for(caseworker.person)
    db.session.flush()
    amal.person.responsible_id = account.id
    db.session.commit()
    pool = pool_today(amal.programme)
    assert pool.forbids == {(as_newcomer.ref, as_volunteer.ref), (amal.ref, caseworker.ref)}
    found = {one.ref: one.hurdles for one in queries.suggestions_for(given.by(), amal)}
    assert found == {caseworker.ref: (Hurdle.conflict,), as_volunteer.ref: ()}


def test_a_certificate_must_last_through_the_relation_where_children_are_met(given: Given) -> None:
    children = given.programme(ProgrammeKind.contact_person_child)
    given.newcomer(programme=children)
    volunteer = given.volunteer(programme=children)
    certificate = clearances_of(volunteer.person_id)[ClearanceKind.child_certificate]
    assert len(make_plan(pool_today(children).engine(), pool_today(children).settings).pairs) == 1
    certificate.valid_until = clock.today() + timedelta(days=300)  # the programme lasts twelve months
    db.session.commit()
    pool = pool_today(children)
    assert pool.newcomers[0].meets_children
    assert pool.volunteers[0].clearance_until == certificate.valid_until
    assert not make_plan(pool.engine(), pool.settings).pairs


def test_a_protected_address_does_not_reach_the_engine_and_hinders_nothing(given: Given) -> None:
    amal = given.newcomer(postcode="5000")
    amal.person.is_protected, amal.max_km = True, 1
    far = given.volunteer(postcode="9990")
    far.max_km = 5
    db.session.commit()
    pool = pool_today(amal.programme)
    [newcomer] = pool.newcomers
    assert (newcomer.postcode, newcomer.max_km, newcomer.place_hidden) == (None, None, True)
    assert dict(make_plan(pool.engine(), pool.settings).pairs) == {amal.ref: far.ref}
    assert pool.who[amal.ref][0].is_protected


def test_urgent_people_and_those_who_have_waited_12_weeks_come_first(given: Given) -> None:
    urgent, long_waiting, new = given.newcomer(), given.newcomer(), given.newcomer()
    given.volunteer(capacity=2)
    urgent.is_urgent = True
    long_waiting.applied_at = clock.now() - timedelta(weeks=13)
    db.session.commit()
    pool = pool_today(new.programme)
    plan = make_plan(pool.engine(), pool.settings)
    assert set(plan.pairs) == {urgent.ref, long_waiting.ref}
    assert plan.by_class == {"0": 1, "1": 1, "2": 0}


def test_pairs_of_the_last_draft_earn_the_bonus_while_both_are_here(given: Given) -> None:
    amal, bente = given.newcomer(), given.volunteer()
    pool = pool_today(amal.programme, previous=[(amal.ref, bente.ref), (amal.ref, "gone"), ("gone", bente.ref)])
    assert pool.previous == {(amal.ref, bente.ref)}
    assert pool.engine(pins=[(amal.ref, bente.ref), ("gone", bente.ref)]).pins == {(amal.ref, bente.ref)}


def test_another_town_and_another_programme_stay_out(given: Given) -> None:
    other = given.town("andenby")
    given.newcomer(town=other)
    given.volunteer(programme=given.programme(ProgrammeKind.career_mentor))
    pool = pool_today(given.programme())
    assert (pool.newcomers, pool.volunteers, dict(pool.outside)) == ((), (), {})


def test_a_suggestion_and_the_plan_say_the_same(given: Given) -> None:
    amal = given.newcomer(postcode="5230", interests=("film", "cooking"), trade="health")
    for number in range(6):
        given.volunteer(
            postcode=("5000", "9990", "5220")[number % 3], speaks=(("da", "ar"), ("pl",), ("en",))[number % 3],
            interests=("film",) * (number % 2), free=("tue-evening",) if number % 2 else ("mon-morning",), trade="care",
        )  # fmt: skip
    pool = pool_today(amal.programme)
    plan = make_plan(pool.engine(), pool.settings)
    suggested = queries.suggestions_for(given.by(), amal)
    from mentors.pairing.pool.ranks import every_pair

    possible = {other: points for _one, other, points in every_pair(plan.solution.encoded)}
    assert possible == {one.ref: one.points for one in suggested if one.weighed.is_free}
    assert len(possible) > 0
    assert plan.points[amal.ref] == suggested[0].points


def test_the_pool_costs_the_same_number_of_questions_whatever_its_size(given: Given) -> None:
    programme = given.programme()

    def asked() -> int:
        with statements() as seen:
            pool_today(programme)
        return len(seen)

    given.newcomer(), given.volunteer()
    few = asked()
    for _ in range(8):
        agreed_pair(given, given.newcomer(), given.volunteer())
        given.newcomer(), given.volunteer()
    assert asked() == few <= 20
