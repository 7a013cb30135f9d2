"""A household that asks for it is one line of a plan and gets one contact (systems.md row 51)."""

from __future__ import annotations

from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PoolPlan
from mentors.people.models import Household
from mentors.programmes.models import Participation
from tests.given import Given
from tests.pairing.pools import opened


def _family(given: Given, *names: str) -> list[Participation]:
    household = Household(municipality_id=given.town().id, as_one=True)
    db.session.add(household)
    db.session.flush()
    members = [given.newcomer(first_name=name) for name in names]
    for one in members:
        one.person.household_id = household.id
    db.session.commit()
    return members


def test_a_household_is_one_line_and_both_are_asked_about_the_same_volunteer(given: Given) -> None:
    family = _family(given, "Amal", "Basel")
    given.volunteer(first_name="Bo")
    karen = given.coordinator()
    page = karen.get("/desk/plans").press("Find de bedste par i")
    assert page.says("Husstand: Amal og Basel") and page.says("1 par i planen")
    assert page.click("Husstand").says("Par med Bo")
    page = page.click("Send alle").press("Send 1 forslag")
    pairs = db.session.query(Pair).all()
    assert {pair.newcomer_id for pair in pairs} == {one.person_id for one in family}
    assert len({pair.volunteer_id for pair in pairs}) == 1
    assert page.says("Sendt: 2")


def test_a_sibling_who_comes_later_gets_the_contact_her_family_has(given: Given) -> None:
    [amal, celine] = _family(given, "Amal", "Celine")
    bo = given.volunteer(first_name="Bo")
    celine.state = type(celine.state).applied
    db.session.commit()
    karen = given.coordinator()
    karen.get("/desk/plans").press("Find de bedste par i").click("Send alle").press("Send 1 forslag")
    celine.state = type(celine.state).approved
    given.volunteer(first_name="Dorte")
    db.session.commit()
    page = karen.get("/desk/plans").press("Find de bedste par i")
    assert page.says("samme kontakt som husstanden")
    plan = db.session.query(PoolPlan).order_by(PoolPlan.id.desc()).first()
    assert plan is not None and opened(plan).follows == {celine.ref: bo.ref}
    page.click("Send alle").press("Send 1 forslag")
    assert {pair.volunteer_id for pair in db.session.query(Pair)} == {bo.person_id}
    assert {pair.newcomer_id for pair in db.session.query(Pair)} == {amal.person_id, celine.person_id}
