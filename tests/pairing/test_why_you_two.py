"""The same reasons for everybody it concerns, each in her own language, and nothing that is not hers to know
(systems.md rows 1-9, moonshot M2)."""

from __future__ import annotations

from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.pairing import commands
from mentors.pairing.models import Pair
from mentors.pairing.queries import find_proposal_link
from mentors.pairing.rules_plans import OPEN_PLANS
from mentors.people.rules import Gender
from mentors.programmes.rules import Side
from tests.given import Given
from tests.page import Page
from tests.pairing.pools import made_plan, opened
from tests.pairing.things import link_page


def _sent(given: Given, **newcomer: object) -> Pair:
    given.newcomer(first_name="Amal", **newcomer)
    given.volunteer(first_name="Bo", speaks=("da", "en"), postcode="5000", birth_year=1961, gender=Gender.man)
    plan = made_plan(given)
    karen = given.coordinator()
    karen.get(f"/desk/plans/{plan.ref}").click("Send alle").press("Send 1 forslag")
    assert plan.state in OPEN_PLANS
    return db.session.query(Pair).one()


def _page(given: Given, pair: Pair, side: Side) -> Page:
    link = find_proposal_link(pair, side)
    assert link is not None
    return given.new_visitor().get(f"/w/{token_for(link.ref)}/proposal")


def test_the_reasons_are_those_of_the_plan_in_each_ones_language(given: Given) -> None:
    pair = _sent(given, language="en", speaks=("ar", "en"), postcode="5000")
    plan_earned = {row["part"]: row for row in pair.reasons}
    assert plan_earned["language"]["detail"] == ["en"]
    assert sum(row["points"] for row in pair.reasons) == pair.points
    danish = _page(given, pair, Side.volunteer)
    assert danish.says("Derfor jer to") and danish.says("I taler begge engelsk.")
    assert danish.says("tirsdag aften og lørdag formiddag")
    commands.answer_proposal(given.by(), pair, Side.volunteer, yes=True)
    db.session.commit()
    english = _page(given, pair, Side.newcomer)
    assert english.soup.html is not None and english.soup.html["lang"] == "en"
    assert english.says("English") and not english.says("I taler begge")


def test_the_points_shown_are_the_plans_points(given: Given) -> None:
    from mentors.pairing.models_plans import PoolPlan

    pair = _sent(given)
    [points] = opened(db.session.query(PoolPlan).one()).points.values()
    assert pair.points == points


def test_neither_reads_what_only_the_coordinator_knows(given: Given) -> None:
    pair = _sent(given, postcode="5230", birth_year=1990)
    page = _page(given, pair, Side.volunteer)
    for secret in ("1990", "5230", "point", "nr. 1", "Efternavn", "haster", "ventet"):
        assert not page.says(secret), secret


def test_a_protected_persons_page_tells_nothing_of_where_she_lives(given: Given) -> None:
    amal = given.newcomer(first_name="Amal", postcode="5000")
    amal.person.is_protected = True
    given.volunteer(first_name="Bo", postcode="5000")
    plan = made_plan(given)
    given.coordinator().get(f"/desk/plans/{plan.ref}").click("Send alle").press("Send 1 forslag")
    pair = db.session.query(Pair).one()
    page = given.new_visitor().get(link_page(pair, Side.volunteer))
    assert not page.says("tæt på") and not page.says("km") and not page.says("postnummer")


def test_an_interpreter_is_named_where_there_is_no_language_in_common(given: Given) -> None:
    amal = given.newcomer(first_name="Amal", speaks=("ar",))
    amal.interpreter_ok = True
    bo = given.volunteer(first_name="Bo", speaks=("da",))
    bo.interpreter_ok = True
    plan = made_plan(given)
    given.coordinator().get(f"/desk/plans/{plan.ref}").click("Send alle").press("Send 1 forslag")
    page = given.new_visitor().get(link_page(db.session.query(Pair).one(), Side.volunteer))
    assert page.says("En tolk hjælper jer med at forstå hinanden.")
