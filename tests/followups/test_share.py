"""The share of active pairs without documented follow-up (pain 4, M6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.followups import rules_share
from mentors.followups.queries import share_without_follow_up
from mentors.followups.rules_share import FollowUpShare, PairInPeriod
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.programmes.rules import Side
from mentors.tasks.commands import finish_task, raise_task
from mentors.tasks.rules import TaskKind
from tests.followups.pairs import a_pair, later, opened, swept
from tests.given import Given

SINCE, UNTIL = date(2026, 7, 1), date(2026, 9, 30)
PAIR = PairInPeriod("a", date(2026, 1, 1), None, None, False)


@pytest.mark.parametrize(
    ("pair", "counted"),
    [
        (PAIR, True),
        (replace(PAIR, began_on=date(2026, 9, 16)), True),
        (replace(PAIR, began_on=date(2026, 9, 17)), False),  # too new to have been heard from
        (replace(PAIR, began_on=date(2026, 10, 5)), False),
        (replace(PAIR, ended_on=date(2026, 7, 15)), True),
        (replace(PAIR, ended_on=date(2026, 7, 14)), False),  # ended just as the period began
        (replace(PAIR, began_on=date(2026, 8, 1), ended_on=date(2026, 8, 10)), False),
        (replace(PAIR, paused_since=date(2026, 6, 1)), False),  # rested all the time
        (replace(PAIR, paused_since=date(2026, 9, 1)), True),
    ],
)
def test_who_the_period_asks_about(pair: PairInPeriod, counted: bool) -> None:
    assert rules_share.counts(pair, SINCE, UNTIL) is counted


@pytest.mark.parametrize(
    ("pairs", "without", "percent"), [(0, 0, None), (3, 1, 34), (3, 0, 0), (2, 2, 100), (1000, 1, 1)]
)
def test_one_forgotten_pair_is_never_rounded_away(pairs: int, without: int, percent: int | None) -> None:
    assert FollowUpShare(pairs, tuple("x" * without)).percent == percent


def shared(given: Given, days: int = 90) -> FollowUpShare:
    today = clock.today()
    return share_without_follow_up(given.town().id, today - timedelta(days=days), today)


def test_a_question_is_no_follow_up_and_an_answer_is(given: Given) -> None:
    first, second = a_pair(given), a_pair(given)
    refs = [db.session.get_one(Pair, pair.id).ref for pair in (first, second)]
    swept(later(60))
    with clock.stopped(later(70)):
        assert list(shared(given).without) == refs
    page = opened(given, Side.volunteer)  # the latest message went to the second pair
    with clock.stopped(later(61)):
        page.form("Godt").submit()
    with clock.stopped(later(70)):
        found = shared(given)
        assert (found.pairs, found.without, found.percent) == (2, (refs[0],), 50)
    with clock.stopped(later(200)):
        assert len(shared(given).without) == 2, "an answer counts in its own period only"


def test_a_task_that_a_colleague_has_done_is_a_follow_up_and_one_the_house_closed_is_not(given: Given) -> None:
    karen = given.staff()
    by = Actor("account:karen", karen.municipality_id, frozenset({Role.coordinator}), account_id=karen.id)
    for who in (by, given.by()):
        pair = a_pair(given)
        task = raise_task(who, TaskKind.silence, pair.newcomer, key=pair.ref, thing=f"pair:{pair.ref}")
        with clock.stopped(later(20)):
            finish_task(who, task)
    db.session.commit()
    with clock.stopped(later(30)):
        found = shared(given)
    assert (found.pairs, len(found.without)) == (2, 1)


def test_proposals_other_towns_and_what_was_never_agreed_are_left_out(given: Given) -> None:
    a_pair(given, PairState.proposed, newcomer_said_yes_at=None, volunteer_said_yes_at=None)
    a_pair(given, PairState.ended, newcomer_said_yes_at=None, closed_at=later(40))
    a_pair(given, programme=given.programme(town=given.town("andenby")))
    with clock.stopped(later(60)):
        assert shared(given) == FollowUpShare(0, ())


def test_it_takes_one_question_however_many_pairs(given: Given) -> None:
    volunteer = given.volunteer().person
    for _number in range(5):
        a_pair(given, volunteer=volunteer)
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    town = given.town().id
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        with clock.stopped(later(60)):
            share_without_follow_up(town, clock.today() - timedelta(days=90), clock.today())
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len([one for one in seen if one.startswith("SELECT")]) == 1
