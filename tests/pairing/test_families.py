"""Families (systems.md row 51): one wish for a household that asks for it, siblings to the same contact person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.pairing import queries
from mentors.pairing.pool.facts import Gender, Newcomer
from mentors.pairing.pool.planning import make_plan
from mentors.pairing.pool.week import BIT
from mentors.pairing.rules import Hurdle
from mentors.pairing.rules_households import as_one_wish
from mentors.people.commands import protect
from mentors.people.commands_households import leave_household, link_household, pair_household_as_one
from mentors.people.models import Household
from mentors.programmes.models import Participation
from mentors.programmes.rules import ProgrammeKind
from tests.given import Given
from tests.pairing.test_the_pool import pool_today
from tests.pairing.things import proposal

AMAL = Newcomer(
    ref="amal", languages={"ar": 6, "en": 4, "da": 2}, free=BIT["tue-evening"] | BIT["sat-morning"], postcode="5000",
    interests=frozenset({"film"}), birth_year=1980, gender=Gender.woman,
)  # fmt: skip
OMAR = replace(
    AMAL, ref="omar", languages={"ar": 6, "da": 3}, busy=BIT["tue-evening"], max_km=10, birth_year=1984,
    interests=frozenset({"art"}), gender=Gender.man, urgency=0, not_with=frozenset({"v1"}), meets_children=True,
)  # fmt: skip


def family(given: Given, *people: Participation, as_one: bool = True) -> None:
    for other in people[1:]:
        link_household(given.by(), people[0].person, other.person)
    pair_household_as_one(given.by(), people[0].person, as_one)
    db.session.commit()


def planned(one: Participation) -> dict[str, str]:
    pool = pool_today(one.programme)
    return dict(make_plan(pool.engine(), pool.settings).pairs)


def test_a_household_shares_what_all_have_and_keeps_what_anyone_needs() -> None:
    one = as_one_wish("home", [AMAL, OMAR])
    assert one is not None
    assert (one.languages, one.times) == ({"ar": 6, "da": 2}, BIT["sat-morning"])
    assert (one.max_km, one.meets_children, one.urgency) == (10, True, 0)
    assert (one.not_with, one.interests) == (frozenset({"v1"}), frozenset({"film", "art"}))
    assert (one.gender, one.birth_year, one.interpreter_ok) == (None, 1980, False)


def test_wishes_that_exclude_each_other_cannot_be_one() -> None:
    wishes = replace(AMAL, wants_gender=Gender.woman), replace(OMAR, wants_gender=Gender.man)
    assert as_one_wish("home", wishes) is None
    one = as_one_wish("home", [wishes[0], OMAR])
    assert one is not None and one.wants_gender is Gender.woman


def test_a_family_is_one_newcomer_for_the_plan_and_its_suggestions_are_the_same(given: Given) -> None:
    amal = given.newcomer(first_name="Amal", speaks=("ar", "en"))
    omar = given.newcomer(first_name="Omar", speaks=("ar",), free=("sat-morning",))
    english, arabic = given.volunteer(speaks=("da", "en")), given.volunteer(speaks=("da", "ar"))
    family(given, amal, omar)
    pool = pool_today(amal.programme)
    assert [one.ref for one in pool.newcomers] == [amal.ref]
    assert [who.ref for who in pool.who[amal.ref]] == [amal.ref, omar.ref]
    assert planned(amal) == {amal.ref: arabic.ref}
    for one in (amal, omar):
        found = {offer.ref: offer.hurdles for offer in queries.suggestions_for(given.by(), one)}
        assert found == {arabic.ref: (), english.ref: (Hurdle.no_shared_language,)}
        assert queries.suggestions_for(given.by(), one)[0].common_times == ("sat-morning",)


def test_a_household_that_does_not_ask_for_it_is_paired_one_by_one(given: Given) -> None:
    amal, omar = given.newcomer(), given.newcomer()
    given.volunteer(capacity=2)
    family(given, amal, omar, as_one=False)
    assert set(planned(amal)) == {amal.ref, omar.ref}


def test_siblings_go_to_the_same_contact_person_and_take_one_place(given: Given) -> None:
    children = given.programme(ProgrammeKind.contact_person_child)
    sara, sami = (given.newcomer(programme=children, birth_year=2019) for _ in range(2))
    bente, clara = (given.volunteer(programme=children) for _ in range(2))
    family(given, sara, sami)
    proposal(given, sara, bente)
    pool = pool_today(children)
    assert pool.newcomers == () and dict(pool.follows) == {sami.ref: bente.ref}
    assert {one.ref: one.capacity for one in pool.volunteers} == {bente.ref: 0, clara.ref: 1}
    assert {one.ref: one.hurdles for one in queries.suggestions_for(given.by(), sami)}[bente.ref] == ()
    proposal(given, sami, bente)
    assert {one.ref: one.capacity for one in pool_today(children).volunteers} == {bente.ref: 0, clara.ref: 1}
    other = given.newcomer(programme=children, birth_year=2019)
    with pytest.raises(Refused):
        proposal(given, other, bente)


def test_family_never_mentors_family(given: Given) -> None:
    amal, omar = given.newcomer(), given.volunteer()
    link_household(given.by(), amal.person, omar.person)
    db.session.commit()
    assert planned(amal) == {}
    assert queries.suggestions_for(given.by(), amal)[0].hurdles == (Hurdle.conflict,)


# --- through the page --------------------------------------------------------------------------------


def link(given: Given, one: Any, other: Any, **more: Any) -> Any:
    page = given.coordinator().get(f"/desk/people/{one.ref}/household?q={other.first_name}")
    return page.press("Knyt til husstanden", other=other.ref, **more)


def test_a_coordinator_links_a_partner_and_sees_who_has_been_offered_nothing(given: Given) -> None:
    employee, partner = given.newcomer(first_name="Ingrid"), given.person(first_name="Pablo")
    page = link(given, employee.person, partner)
    assert page.says("De hører sammen nu.") and page.says("Pablo") and page.says("Har ikke fået et tilbud")
    page = page.press("Find én kontakt til dem alle")
    assert page.says("Vi finder én kontakt til dem alle.")
    assert db.session.query(Household).one().as_one
    person = given.coordinator().get(f"/desk/people/{employee.person.ref}")
    assert person.says("Husstand") and person.says("Pablo")
    page = page.press("Tag Pablo ud")
    assert page.says("Pablo hører ikke til husstanden mere.") and page.says("Ingen hører sammen endnu")
    assert db.session.query(Household).count() == 0


def test_a_protected_person_is_linked_only_on_purpose_and_leaves_when_protected(given: Given) -> None:
    amal, omar = given.person(first_name="Amal"), given.person(first_name="Omar")
    protect(given.by(), amal, True)
    db.session.commit()
    page = link(given, omar, amal)
    assert page.status == 422 and page.says("En af dem er beskyttet")
    assert page.press("Knyt til husstanden", other=amal.ref, agreed=True).says("De hører sammen nu.")
    sara = given.person(first_name="Sara")
    link_household(given.by(), omar, sara)
    db.session.commit()
    protect(given.by(), sara, True)
    db.session.commit()
    assert sara.household_id is None and amal.household_id == omar.household_id is not None
    protect(given.by(), omar, True)
    db.session.commit()
    assert amal.household_id is None and db.session.query(Household).count() == 0


def test_odd_links_are_refused(given: Given) -> None:
    one, two, three, four = (given.person() for _ in range(4))
    link_household(given.by(), one, two)
    link_household(given.by(), three, four)
    assert link_household(given.by(), two, one).id == one.household_id
    with pytest.raises(Refused):
        link_household(given.by(), one, one)
    with pytest.raises(Refused):
        link_household(given.by(), one, three)
    with pytest.raises(Refused):
        pair_household_as_one(given.by(), given.person(), True)
    leave_household(given.by(), given.person())
    db.session.commit()
    stranger = given.person(town=given.town("andenby"))
    karen = given.coordinator()
    assert karen.get(f"/desk/people/{stranger.ref}/household").status == 404
    page = karen.get(f"/desk/people/{one.ref}/household?q={stranger.last_name}")
    assert page.says("Vi fandt ingen andre")
    page = karen.get(f"/desk/people/{one.ref}/household?q={three.last_name}").press("Knyt til husstanden")
    assert page.status == 422 and page.errors == ["Fejl: Vælg en person på listen."]


def test_an_urgent_newcomer_is_marked_on_her_page(given: Given) -> None:
    amal = given.newcomer()
    page = given.coordinator().get(f"/desk/people/{amal.person.ref}").press("Haster")
    assert page.says("Kommer først")
    assert pool_today(amal.programme).newcomers[0].urgency == 0
    page.press("Haster ikke mere")
    db.session.expire_all()
    assert pool_today(amal.programme).newcomers[0].urgency is None
