"""The pairing desk through its pages: run, look, change, undo, send, take back (issue 4; systems.md rows 1-9)."""

from __future__ import annotations

from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PlanRound, PlanSending, PoolPlan
from mentors.pairing.rules import PairState
from mentors.pairing.rules_plans import PlanState, SendingState
from tests.given import Given
from tests.page import Page, Visitor
from tests.pairing.pools import three_and_two
from tests.pairing.things import questions


def planned(given: Given, karen: Visitor | None = None) -> tuple[Visitor, Page]:
    """A coordinator who has just made a plan."""
    karen = karen or given.coordinator()
    programme = given.programme()
    return karen, karen.get("/desk/plans").press(f"Find de bedste par i {programme.name}")


def test_a_coordinator_runs_a_plan_and_reads_why(given: Given) -> None:
    newcomers, _volunteers = three_and_two(given)
    _karen, page = planned(given)
    assert page.says("Bevist: der findes ikke noget bedre sæt par")
    assert page.says("Amal") and page.says("Dorte")
    one = page.click("Amal")
    assert one.says("Madlavning") and one.says("af 1000 point") and one.says("nr. 1 af 2 mulige")
    assert one.says("Andre muligheder") and one.says("Bo")
    waiting = page.click("Venter stadig")
    assert waiting.says("Der er 2 pladser til 3 nyankomne, der kun kan få disse frivillige") or waiting.says("1 plads")
    [left] = [one.person.first_name for one in newcomers if waiting.says(one.person.first_name)]
    assert waiting.click(left).says("Frivillige, der er tilbage efter hver regel")


def test_an_edit_shows_what_it_moves_and_costs_before_it_is_saved_and_can_be_undone(given: Given) -> None:
    three_and_two(given)
    _karen, page = planned(given)
    preview = page.click("Amal").click("Forbyd parret")
    assert preview.says("Det flytter sig") and preview.says("Amal")
    assert db.session.query(PlanRound).count() == 1
    refused = preview.press("Gem ændringen")
    assert refused.status == 422 and refused.says("Skriv kort hvorfor.")
    page = refused.press("Gem ændringen", because="De er naboer")
    assert page.says("Jeres ændringer") and page.says("De er naboer")
    assert db.session.query(Entry).filter_by(act="pairing.plan_edited:forbid").one().reason == "De er naboer"
    person = page.click("Amal")
    assert person.says("Forbudt i planen") and person.says("De er naboer")
    page = page.press("Fortryd den seneste ændring")
    assert not page.says("Jeres ændringer")
    assert page.click("Amal").says("Par med Dorte")
    assert db.session.query(PlanRound).filter(PlanRound.undone_at.is_not(None)).count() == 1


def test_a_forbidden_pair_can_be_allowed_again(given: Given) -> None:
    three_and_two(given)
    _karen, page = planned(given)
    page = page.click("Amal").click("Forbyd parret").press("Gem ændringen", because="Naboer")
    page = page.click("Amal").click("Tillad igen").press("Gem ændringen")
    assert not page.click("Amal").says("Forbudt i planen")


def test_a_pin_is_held_and_what_it_costs_is_said(given: Given) -> None:
    three_and_two(given)
    _karen, page = planned(given)
    preview = page.click("Amal").click("Se, hvad der flytter sig")
    assert preview.says("Planen mister") or preview.says("færre får en kontakt")
    page = preview.press("Gem ændringen", because="De kender hinanden")
    assert page.click("Amal").says("Par med Bo")
    assert page.click("Amal").says("Jeres begrundelse: De kender hinanden")
    page = page.click("Amal").click("Fasthold ikke længere").press("Gem ændringen")
    assert not page.click("Amal").says("Jeres begrundelse")


def test_an_impossible_pin_names_the_rule(given: Given) -> None:
    newcomers, volunteers = three_and_two(given)
    karen, _page = planned(given)
    plan = db.session.query(PoolPlan).one()
    path = f"/desk/plans/{plan.ref}/edits/{{}}/{newcomers[2].ref}/{volunteers[0].ref}"
    assert karen.get(path.format("pin")).says("De to har ingen fælles ledig tid.")
    karen.get(path.format("forbid")).press("Gem ændringen", because="Nej")
    assert karen.get(path.format("pin")).says("Parret er forbudt eller fastholdt i planen.")
    assert karen.get(path.format("forbid")).says("Parret er allerede forbudt.")
    assert karen.get(path.format("run")).status == 404
    assert karen.get(f"/desk/plans/{plan.ref}/edits/pin/{newcomers[2].ref}/abcdefghjk").status == 404


def test_an_edit_of_a_plan_that_has_changed_meanwhile_is_shown_again_first(given: Given) -> None:
    three_and_two(given)
    _karen, page = planned(given)
    one, other = (page.click("Amal").click("Forbyd parret") for _ in range(2))
    one.press("Gem ændringen", because="Først")
    late = other.press("Gem ændringen", because="Sidst")
    assert late.status == 422 and late.says("Parret er allerede forbudt.")
    assert db.session.query(PlanRound).count() == 2


def test_the_chosen_pairs_are_sent_once_and_asked_like_any_proposal(given: Given) -> None:
    three_and_two(given)
    _karen, page = planned(given)
    amal = page.soup.select_one("input[name=newcomer]")
    assert amal is not None
    page.press("Send de valgte par", newcomer=[str(amal["value"])])
    again = page.press("Send de valgte par", newcomer=[str(amal["value"])])
    assert again.says("De par er allerede sendt eller ikke i planen.")
    pair = db.session.query(Pair).one()
    assert pair.state is PairState.proposed
    assert db.session.query(PlanSending).one().pair_id == pair.id
    assert db.session.query(PoolPlan).one().state is PlanState.published
    assert again.click("Send alle").press("Send 1 forslag").says("Sendt: 2")
    assert db.session.query(Pair).count() == 2


def test_nothing_chosen_is_said_and_nothing_sent(given: Given) -> None:
    three_and_two(given)
    _karen, page = planned(given)
    answer = page.press("Send de valgte par")
    assert answer.status == 422 and answer.says("Sæt et flueben ved mindst ét par.")
    assert db.session.query(PoolPlan).one().state is PlanState.ready


def test_unanswered_proposals_are_taken_back_and_answered_ones_stay(given: Given) -> None:
    from mentors.pairing import commands
    from mentors.programmes.rules import Side

    three_and_two(given)
    _karen, page = planned(given)
    page = page.click("Send alle").press("Send 2 forslag")
    answered, open_ = db.session.query(Pair).order_by(Pair.id).all()
    commands.answer_proposal(given.by(), answered, Side.volunteer, yes=True)
    page = page.press("Træk ubesvarede forslag tilbage")
    db.session.expire_all()
    assert (answered.state, open_.state) == (PairState.volunteer_yes, PairState.ended)
    assert {one.state for one in db.session.query(PlanSending)} == {SendingState.sent, SendingState.withdrawn}
    assert page.press("Træk ubesvarede forslag tilbage").says("Der er ikke noget at trække tilbage.")


def test_another_towns_plan_is_nobodys_business(given: Given) -> None:
    three_and_two(given)
    planned(given)
    plan = db.session.query(PoolPlan).one()
    elsewhere = given.coordinator(given.town("andenby"))
    for path in ("", "/waiting", "/certificate.json", "/sendings"):
        assert elsewhere.get(f"/desk/plans/{plan.ref}{path}").status == 404
    page = elsewhere.get("/desk/plans")
    assert page.says("Ingen planer endnu")
    assert elsewhere.post("/desk/plans", data={"programme": given.programme().ref}).status in (400, 404)


def test_a_plan_page_costs_the_same_number_of_questions_whatever_the_pairs(given: Given) -> None:
    three_and_two(given)
    karen, page = planned(given)
    few = questions(given, page.path)
    for _ in range(12):
        given.newcomer()
        given.volunteer()
    _karen, page = planned(given, karen)
    assert questions(given, page.path) <= few
    assert questions(given, page.path.split("?")[0] + "/waiting") <= few


def test_a_plan_is_put_away_and_fetched_again(given: Given) -> None:
    three_and_two(given)
    _karen, page = planned(given)
    page = page.press("Læg planen væk")
    assert page.says("Lagt væk") and not page.says("Send de valgte par")
    assert page.press("Hent planen frem igen").says("Send de valgte par")


def test_the_empty_town_says_so(given: Given) -> None:
    given.programme()
    _karen, page = planned(given)
    assert page.says("Ingen venter i programmet lige nu.")
    assert page.click("Venter stadig").says("Ingen venter")
