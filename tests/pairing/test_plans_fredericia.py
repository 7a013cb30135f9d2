"""Fredericia on the desk: 8 families and 7 hosts wait for each other, held up by placements and calendars
(systems.md row 2 of the pains, moonshot M1)."""

from __future__ import annotations

from datetime import time

import pytest

from mentors.kit.db import db
from mentors.pairing import commands
from mentors.pairing.models import Pair
from mentors.pairing.models_plans import PoolPlan
from mentors.pairing.rules import PairState
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from mentors.timetables.commands import set_free_times
from mentors.timetables.models import BusyTime
from mentors.timetables.rules import BusyKind
from tests.given import Given
from tests.pairing.pools import opened

TUESDAY = 1


@pytest.fixture
def families(given: Given) -> list[Participation]:
    """Six work on Tuesday evenings, when six hosts are free; the seventh speaks Arabic only, the eighth finds a host."""
    people = [
        given.newcomer(
            first_name=f"Familie{at}", language="uk", speaks=("uk", "da"), postcode="7000", interests=(),
            free=("mon-evening", "tue-evening"),
        )
        for at in range(1, 7)
    ]  # fmt: skip
    people.append(
        given.newcomer(first_name="Familie7", speaks=("ar",), postcode="7000", free=("mon-evening", "tue-evening"))
    )
    people.append(given.newcomer(first_name="Familie8", speaks=("da",), postcode="7000", free=("sat-morning",)))
    for family in people[:6]:
        db.session.add(
            BusyTime(
                person_id=family.person_id, kind=BusyKind.placement, weekday=TUESDAY, from_time=time(15, 0),
                to_time=time(23, 0),
            )
        )  # fmt: skip
    for at in range(1, 7):
        given.volunteer(first_name=f"Vært{at}", speaks=("da",), postcode="7000", free=("tue-evening",))
    given.volunteer(first_name="Vært7", speaks=("da",), postcode="7000", free=("sat-morning",))
    db.session.commit()
    return people


def test_one_pair_at_first_and_each_of_the_others_is_told_what_helps(
    given: Given, families: list[Participation]
) -> None:
    karen = given.coordinator()
    page = karen.get("/desk/plans").press("Find de bedste par i")
    found = opened(db.session.query(PoolPlan).one())
    assert list(found.pairs) == [families[7].ref]
    waiting = page.click("Venter stadig")
    assert waiting.text.count("Hvis tirsdag aften var mulig") == 6
    assert waiting.says("7 venter stadig")
    seventh = waiting.click("Familie7")
    assert seventh.says("Ingen af dem har et fælles sprog eller bruger tolk.")


def test_the_placements_moved_the_six_pairs_appear_are_sent_and_both_say_yes(
    given: Given, families: list[Participation]
) -> None:
    karen = given.coordinator()
    karen.get("/desk/plans").press("Find de bedste par i")
    for busy in db.session.query(BusyTime):
        db.session.delete(busy)
    db.session.commit()
    page = karen.get(f"/desk/plans/{db.session.query(PoolPlan).one().ref}")
    assert page.says("6 har fået nye oplysninger:")
    page = page.press("Lav en ny plan")
    assert page.says("7 par i planen") and page.says("Bevist:")
    page = page.click("Send alle").press("Send 7 forslag")
    assert page.says("Sendt: 7")
    for pair in db.session.query(Pair):
        for side in Side:
            commands.answer_proposal(given.by(), pair, side, yes=True)
    db.session.commit()
    assert {pair.state for pair in db.session.query(Pair)} == {PairState.agreed}
    assert [one.ref for one in families if one.ref not in _paired()] == [families[6].ref]


def test_what_the_remedy_promises_for_one_family_comes_true(given: Given, families: list[Participation]) -> None:
    karen = given.coordinator()
    page = karen.get("/desk/plans").press("Find de bedste par i")
    assert page.click("Venter stadig").click("Familie3").says("Hvis tirsdag aften var mulig: 6 frivillige.")
    db.session.query(BusyTime).filter_by(person_id=families[2].person_id).delete()
    set_free_times(given.by(), families[2].person_id, ("tue-evening",))
    db.session.commit()
    page.press("Lav en ny plan") if page.says("Lav en ny plan") else karen.get("/desk/plans").press(
        "Find de bedste par i"
    )
    newest = db.session.query(PoolPlan).order_by(PoolPlan.id.desc()).first()
    assert newest is not None
    assert set(opened(newest).pairs) == {families[2].ref, families[7].ref}


def _paired() -> set[str]:
    rows = db.session.query(Participation.ref).join(Pair, Pair.newcomer_id == Participation.person_id)
    return {ref for (ref,) in rows}
