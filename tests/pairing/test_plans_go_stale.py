"""Between run and sending a town lives on: people come, go, change, are erased or protected."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.core import clock
from mentors.kit.db import db
from mentors.pairing import queries_plans as queries
from mentors.pairing import rules_plans
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PlanRound, PlanSending, PoolPlan
from mentors.pairing.pool import freezing
from mentors.pairing.pool.facts import Newcomer, Pool, Volunteer
from mentors.pairing.rules_plans import Changes, SendingState, changes_between
from mentors.people.models import Person
from mentors.programmes import commands as programmes
from mentors.programmes.rules import ProgrammeKind
from mentors.timetables.commands import set_free_times
from tests.given import Given
from tests.page import Page, Visitor
from tests.pairing.pools import made_plan, opened, three_and_two
from tests.pairing.things import proposal

A, B = Newcomer(ref="a", free=1), Newcomer(ref="b", free=1)
V, W = Volunteer(ref="v", capacity=2, free=1), Volunteer(ref="w", free=1)
THEN = Pool(newcomers=(A, B), volunteers=(V, W))


@pytest.mark.parametrize(
    ("now", "sent", "found"),
    [
        (THEN, (), Changes()),
        (Pool(newcomers=(A, B, Newcomer(ref="c")), volunteers=(V, W)), (), Changes(joined=("c",))),
        (Pool(newcomers=(A,), volunteers=(V, W)), (), Changes(left=("b",))),
        (Pool(newcomers=(A, Newcomer(ref="b", free=3)), volunteers=(V, W)), (), Changes(changed=("b",))),
        # What the plan did itself is no change: b has left by it, and v has a place less.
        (Pool(newcomers=(A,), volunteers=(Volunteer(ref="v", capacity=1, free=1), W)), (("b", "v"),), Changes()),
        (Pool(newcomers=(A,), volunteers=(V,)), (("b", "w"),), Changes()),
        (Pool(newcomers=(A,), volunteers=(Volunteer(ref="v", capacity=1, free=3), W)), (("b", "v"),),
         Changes(changed=("v",))),
        (Pool(newcomers=(A, B), volunteers=(Volunteer(ref="v", capacity=1, free=1), W)), (), Changes(changed=("v",))),
    ],
)  # fmt: skip
def test_who_joined_left_or_changed(now: Pool, sent: tuple[tuple[str, str], ...], found: Changes) -> None:
    assert changes_between(THEN, now, sent) == found


def _page(given: Given) -> tuple[Visitor, Page]:
    karen = given.coordinator()
    return karen, karen.get(f"/desk/plans/{db.session.query(PoolPlan).order_by(PoolPlan.id.desc()).first().ref}")


def test_a_plan_says_who_has_come_gone_and_changed_since(given: Given) -> None:
    [amal, *_others], [_dorte, bo] = three_and_two(given)
    made_plan(given)
    _karen, page = _page(given)
    assert not page.says("Puljen har ændret sig")
    given.newcomer(first_name="Farah")
    set_free_times(given.by(), amal.person_id, ("sun-morning",))
    programmes.pause(given.by(), bo, None)
    _karen, page = _page(given)
    assert page.says("1 er kommet til: Farah")
    assert page.says("1 har fået nye oplysninger: Amal")
    assert page.says("1 er ikke i puljen mere: Bo")


def test_a_pair_no_longer_possible_is_left_with_its_reason_and_the_others_are_sent(given: Given) -> None:
    [amal, *_others], _volunteers = three_and_two(given)
    made_plan(given)
    set_free_times(given.by(), amal.person_id, ("sun-morning",))
    _karen, page = _page(given)
    page = page.click("Send alle").press("Send 2 forslag")
    assert page.says("Sendt: 1") and page.says("Blev ikke sendt: 1")
    assert page.click("Blev ikke sendt").says("Ingen fælles tider.")
    assert db.session.query(Pair).one().newcomer_id != amal.person_id


def test_somebody_erased_meanwhile_has_no_name_and_gets_no_proposal(given: Given) -> None:
    [amal, *_others], _volunteers = three_and_two(given)
    made_plan(given)
    amal_id = amal.person_id
    db.session.delete(db.session.get(Person, amal_id))
    db.session.commit()
    db.session.expunge_all()
    _karen, page = _page(given)
    assert page.says("Ikke registreret mere") and not page.says("Amal")
    page = page.click("Send alle").press("Send 2 forslag")
    assert page.click("Blev ikke sendt").says("En af de to er ikke i puljen mere.")
    assert db.session.query(Pair).count() == 1


def test_somebody_protected_meanwhile_shows_no_distance_and_no_place(given: Given) -> None:
    [amal, *_others], _volunteers = three_and_two(given)
    amal.person.postcode = "5230"
    made_plan(given)
    amal.person.is_protected = True
    _karen, page = _page(given)
    person = page.click("Amal")
    assert person.says("Beskyttet adresse") and person.says("En adresse er blevet beskyttet")
    assert not person.says("km") and not person.says("af 190")


def test_somebody_who_took_consent_back_is_not_proposed(given: Given) -> None:
    from mentors.people import commands as people
    from mentors.people.rules import ConsentKind

    [amal, *_others], _volunteers = three_and_two(given)
    made_plan(given)
    people.withdraw_consent(given.by(), amal.person, ConsentKind.share_with_contact)
    _karen, page = _page(given)
    page = page.click("Send alle").press("Send 2 forslag")
    assert page.click("Blev ikke sendt").says("Samtykke mangler.")


def test_a_place_given_away_meanwhile_is_not_given_twice(given: Given) -> None:
    [_amal, _basel, celine], [_dorte, bo] = three_and_two(given)
    made_plan(given)
    proposal(given, celine, bo, because="Vi mødte dem på biblioteket")
    _karen, page = _page(given)
    page = page.click("Send alle").press(_send_words(page))
    refused = db.session.query(PlanSending).filter_by(state=SendingState.refused).one()
    assert refused.volunteer_ref == bo.ref
    assert db.session.query(Pair).filter_by(volunteer_id=bo.person_id).count() == 1


def _send_words(page: Page) -> str:
    return f"Send {len(page.soup.select('input[name=newcomer]'))} forslag"


def test_a_child_is_not_proposed_on_a_certificate_that_has_run_out_since(given: Given) -> None:
    from mentors.clearances.queries import clearances_of
    from mentors.clearances.rules import ClearanceKind

    children = given.programme(ProgrammeKind.contact_person_child)
    newcomer, volunteer = given.newcomer(programme=children), given.volunteer(programme=children)
    karen = given.coordinator()
    page = karen.get("/desk/plans").press(f"Find de bedste par i {children.name}")
    assert opened(db.session.query(PoolPlan).one()).pairs == {newcomer.ref: volunteer.ref}
    clearances_of(volunteer.person_id)[ClearanceKind.child_certificate].valid_until = clock.today() + timedelta(30)
    page = page.click("Send alle").press("Send 1 forslag")
    assert page.click("Blev ikke sendt").says("Børneattesten mangler eller udløber før tid.")
    assert db.session.query(Pair).count() == 0


def test_a_plan_is_opened_a_year_later_with_the_same_numbers(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    [amal, *_others], _volunteers = three_and_two(given)
    plan = made_plan(given)
    before = opened(plan)
    pairs, certificate = dict(before.pairs), before.result["certificate"]
    set_free_times(given.by(), amal.person_id, ("sun-morning",))
    given.programme().months = 3
    clock.stop(clock.now() + timedelta(days=365))
    db.session.commit()
    from mentors.pairing import queries_plans_engine as engine

    engine._opened.clear()
    found = opened(plan)
    assert (found.pairs, found.result["certificate"]) == (pairs, certificate)
    assert found.complaints == []
    assert dict(found.plan.pairs) == pairs
    assert found.plan.certificate["value"] == certificate["value"]


@pytest.mark.parametrize("what", ["value", "newcomer_prices", "pairs", "settings"])
def test_a_plan_whose_proof_was_tampered_with_is_never_called_optimal(given: Given, what: str) -> None:
    three_and_two(given)
    plan = made_plan(given)
    round_ = db.session.query(PlanRound).one()
    result = freezing.unpacked(round_.result)
    certificate = result["certificate"]
    certificate[what] = {
        "value": certificate["value"] + 1,
        "newcomer_prices": {},
        "pairs": certificate["pairs"][:1],
        "settings": {**certificate["settings"], "concave": 1},
    }[what]
    round_.result = freezing.packed(result)
    db.session.commit()
    assert queries.is_proven(plan, round_, queries.opened(plan, round_)) is False
    _karen, page = _page(given)
    assert page.says("Planen er ikke bevist") and not page.says("Bevist:")
    assert page.click("Send alle").press(_send_words(page) if what != "pairs" else "Send 1 forslag").status == 422
    assert db.session.query(Pair).count() == 0


def test_a_run_is_given_up_only_after_a_long_silence() -> None:
    now = clock.now()
    assert not rules_plans.is_abandoned(now - timedelta(minutes=10), now)
    assert rules_plans.is_abandoned(now - timedelta(minutes=10, seconds=1), now)
