from __future__ import annotations

from datetime import timedelta

from mentors.core import clock
from mentors.kit.db import db
from mentors.pairing import commands, queries_desk
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, Outcome, PairState
from mentors.people.models import Person
from mentors.programmes.rules import Side
from tests.given import Given
from tests.pairing.things import agreed_pair, proposal, questions


def _many_pairs(given: Given, count: int) -> None:
    """Straight into the table: the list is under test, not the way there."""
    town, programme = given.town(), given.programme()
    people = [Person(municipality_id=town.id, first_name=f"Nr{n}", created_at=clock.now()) for n in range(2 * count)]
    db.session.add_all(people)
    db.session.flush()
    for n in range(count):
        db.session.add(
            Pair(
                municipality_id=town.id,
                programme_id=programme.id,
                newcomer_id=people[2 * n].id,
                volunteer_id=people[2 * n + 1].id,
                state=PairState.proposed,
                proposed_at=clock.now() - timedelta(days=n % 20),
            )
        )
    db.session.commit()


def test_the_list_of_pairs_and_the_to_do_list_cost_the_same_with_200_rows(given: Given) -> None:
    _many_pairs(given, 2)
    few = [questions(given, path) for path in ("/desk/pairs", "/desk/")]
    _many_pairs(given, 200)
    assert [questions(given, path) for path in ("/desk/pairs", "/desk/")] == few


def test_the_list_is_paged_and_filtered_by_where_a_pair_stands(given: Given) -> None:
    _many_pairs(given, 60)
    pair = agreed_pair(given, given.newcomer(first_name="Amal"))
    karen = given.coordinator()
    page = karen.get("/desk/pairs")
    assert page.says("61 par") and page.says("Side 1 af 2")
    assert len(page.click("Næste").soup.select("tbody tr")) == 11
    page = karen.get("/desk/pairs?state=agreed")
    assert page.says("Amal") and page.says("1 par")
    assert page.click("Amal").path == f"/desk/pairs/{pair.ref}"
    assert karen.get("/desk/pairs?state=nonsense&programme=%00&page=-4").status == 200


def _kinds(given: Given) -> list[str]:
    actor = next(iter(_staff(given)))
    return sorted(line.kind for line in queries_desk.todos(actor))


def _staff(given: Given):  # type: ignore[no-untyped-def]
    from mentors.core.actor import Actor, Role

    yield Actor(label="account:x", municipality_id=given.town().id, roles=frozenset({Role.coordinator}))


def _later(given: Given, days: int) -> list[str]:
    with clock.stopped(clock.now() + timedelta(days=days)), given.app.test_request_context():
        return _kinds(given)


def test_what_waits_too_long_stands_on_the_to_do_list(given: Given) -> None:
    given.newcomer(first_name="Venter")
    asked = proposal(given)
    assert _later(given, 6) == ["pairing.waiting"]
    assert _later(given, 7) == ["pairing.unanswered", "pairing.waiting"]
    for side in (Side.volunteer, Side.newcomer):
        commands.answer_proposal(given.by(), asked, side, yes=True)
    db.session.commit()
    assert _later(given, 13) == ["pairing.waiting"]
    assert _later(given, 14) == ["pairing.not_met", "pairing.waiting"]
    commands.note_first_meeting(given.by(), asked, clock.today())
    db.session.commit()
    assert _later(given, 8) == ["pairing.no_fit", "pairing.waiting"]
    for side in Side:
        commands.answer_fit(given.by(), asked, side, Fit.good)
    db.session.commit()
    assert _later(given, 8) == ["pairing.waiting"]
    assert _later(given, 107) == ["pairing.ending", "pairing.waiting"]
    commands.end_pair(given.by(), asked, outcome=Outcome.network)
    db.session.commit()
    assert _later(given, 107) == ["pairing.waiting", "pairing.waiting"]


def test_a_persons_page_shows_her_pairs_and_their_history(given: Given) -> None:
    pair = agreed_pair(given, given.newcomer(first_name="Amal"), given.volunteer(first_name="Bente"))
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{pair.newcomer.ref}")
    assert page.says("Bente") and page.says("Den nyankomne sagde ja")
    waiting = given.newcomer(first_name="Olena")
    page = karen.get(f"/desk/people/{waiting.person.ref}")
    assert page.click("Find en til").path == f"/desk/newcomers/{waiting.ref}/suggestions"
