"""The invariant (M4): whoever is followed has a next follow-up or an open task; every open task has an owner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from mentors.accounts.models import Account
from mentors.core import clock
from mentors.core.actor import Role
from mentors.followups import commands_check, notices, queries_check, rules, rules_check
from mentors.followups.commands import stop_question
from mentors.followups.models import CheckIn
from mentors.followups.rules import CheckKind, PairFacts
from mentors.followups.rules_check import FaultKind, OpenTask, Relation
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.rules import Fit, PairState
from mentors.programmes.rules import Side
from mentors.tasks.commands import raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.followups.pairs import a_pair, later, swept
from tests.followups.test_rules import ladders
from tests.given import Given

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("relation", "with_task", "kind"),
    [
        (Relation("pair:a", 1, 1, TODAY), set(), None),
        (Relation("pair:a", 1, 1, None), set(), FaultKind.pair_without_next),
        (Relation("pair:a", 1, 1, None), {"pair:a"}, None),
        (Relation("pair:a", 1, 1, TODAY, TODAY - timedelta(days=2)), set(), None),
        (Relation("pair:a", 1, 1, TODAY, TODAY - timedelta(days=3)), set(), FaultKind.pair_overdue),
        (Relation("job:a", 1, 1, None), set(), FaultKind.job_without_next),
        (Relation("job:a", 1, 1, TODAY, TODAY - timedelta(days=3)), {"job:b"}, FaultKind.job_overdue),
    ],
)
def test_what_breaks_it(relation: Relation, with_task: set[str], kind: FaultKind | None) -> None:
    found = rules_check.faults([relation], [], with_task, TODAY)
    assert [fault.kind for fault in found] == ([kind] if kind else [])
    assert all(relation.thing in fault.sentence for fault in found)


def test_a_task_without_an_owner_breaks_it() -> None:
    tasks = [OpenTask("a", 1, 1, True), OpenTask("b", 2, 1, False)]
    (found,) = rules_check.faults([], tasks, set(), TODAY)
    assert (found.kind, found.thing) == (FaultKind.task_without_owner, "task:b")


@pytest.mark.parametrize(
    ("wished", "staff", "load", "owner"),
    [
        ([3, None], [1, 2, 3], {}, 3),
        ([9, 2], [1, 2, 3], {}, 2),  # the first does not work here any more
        ([None, None], [1, 2, 3], {1: 4, 2: 1, 3: 1}, 2),
        ([5], [], {}, None),
    ],
)
def test_who_takes_a_task_nobody_has(
    wished: list[int | None], staff: list[int], load: dict[int, int], owner: int | None
) -> None:
    assert rules_check.owner_of(wished, staff, load) == owner


# --- random lives -----------------------------------------------------------------------------------


@dataclass
class Life:
    """A pair that lives at random, with a sweep that works only on some days."""

    facts: PairFacts
    asked: dict[tuple[CheckKind, Side], date]
    tasks: int = 0


ACTS = ("wait", "sweep", "sweep", "meet", "fit", "pause", "pause_long", "resume", "extend", "stop", "ladder", "end")


@settings(max_examples=300)
@example(
    steps=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 45)), min_size=1, max_size=40), other=ladders(),
)  # fmt: skip
def test_no_random_life_is_ever_forgotten(steps: list[tuple[str, int]], other: object) -> None:
    today = TODAY
    life = Life(PairFacts(PairState.agreed, today), {})
    for act, days in steps:
        today += timedelta(days=days)
        life.facts = _after(life, act, today, other)
        if act == "sweep":
            for due in rules.due(life.facts, life.asked, today):
                before = life.asked.get((due.kind, due.side))
                assert before is None or due.due_on > before, "said once"
                life.asked[due.kind, due.side] = due.due_on
            assert rules.due(life.facts, life.asked, today) == []
        ahead = rules.next_follow_up(life.facts, life.asked, today)
        if life.facts.state is not PairState.ended:
            assert ahead is not None and ahead >= today


def _after(life: Life, act: str, today: date, other: object) -> PairFacts:
    facts = life.facts
    if act == "meet" and facts.state is PairState.agreed:
        return replace(facts, first_met_on=facts.first_met_on or today)
    if act == "fit" and facts.first_met_on and facts.state is PairState.agreed:
        fits = dict.fromkeys(Side, Fit.good)
        return replace(facts, state=PairState.active, active_on=today, fits=fits,
                       planned_end_on=today + timedelta(days=120))  # fmt: skip
    if act.startswith("pause") and facts.state in (PairState.agreed, PairState.active):
        until = today + timedelta(days=20) if act == "pause" else None
        return replace(facts, state=PairState.paused, paused_on=today, paused_until=until)
    if act == "resume" and facts.state is PairState.paused:
        state = PairState.active if facts.active_on else PairState.agreed
        return replace(facts, state=state, paused_on=None, paused_until=None, resumed_on=today)
    if act == "extend" and facts.planned_end_on:
        return replace(facts, planned_end_on=max(facts.planned_end_on, today) + timedelta(days=90))
    if act == "stop" and life.asked:
        key = sorted(life.asked)[today.day % len(life.asked)]
        return replace(facts, stopped={**facts.stopped, key: today})
    if act == "ladder":
        return rules.with_ladder(facts, other)  # type: ignore[arg-type]
    if act == "end":
        return replace(facts, state=PairState.ended, ended_on=today)
    return facts


# --- the house --------------------------------------------------------------------------------------


def told(given: Given, *args: str) -> tuple[int, str]:
    db.session.commit()
    result = given.app.test_cli_runner().invoke(args=["followups", "check", *args])
    return result.exit_code, result.output


def test_the_operator_gets_one_sentence_per_fault_and_an_exit_code(given: Given) -> None:
    given.staff()
    pair = a_pair(given)
    assert told(given)[0] == 0
    with clock.stopped(later(70)):
        code, said = told(given)
    ref = db.session.get_one(Pair, pair.id).ref
    assert code == 1 and said.count("\n") == 1 and f"pair:{ref} should have been asked on" in said
    assert "Amina" not in said
    swept(later(70))
    with clock.stopped(later(70)):
        assert told(given) == (0, "every follow-up has a next day or an open task, every open task an owner\n")


def test_a_pair_the_sweep_cannot_ask_becomes_a_task_once_a_day(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    karen = given.staff()
    pair = a_pair(given)

    def fail(_check_in: CheckIn) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(notices, "ask", fail)
    with clock.stopped(later(64)):
        assert commands_check.mend() == 2
        assert commands_check.mend() == 0
        assert told(given)[0] == 0
    task = db.session.query(Task).one()
    assert (task.kind, task.responsible_id) == (TaskKind.no_follow_up, karen.id)
    assert task.thing == f"pair:{db.session.get_one(Pair, pair.id).ref}"


def test_what_the_sweep_can_still_put_right_is_no_finding(given: Given) -> None:
    given.staff()
    a_pair(given)
    with clock.stopped(later(70)):
        assert commands_check.mend() == 0
    assert db.session.query(CheckIn).count() == 2 and db.session.query(Task).count() == 0


def test_a_coordinator_who_leaves_leaves_no_orphan(given: Given) -> None:
    karen, kirsten = given.staff(name="Karen"), given.staff(name="Kirsten")
    given.staff(Role.administrator, name="Adam")
    pair = a_pair(given, responsible_id=karen.id)
    newcomer = db.session.get_one(Pair, pair.id).newcomer
    for number in range(3):
        raise_task(given.by(), TaskKind.silence, newcomer, key=f"k{number}", responsible_id=karen.id)
    db.session.get_one(Account, karen.id).closed_at = clock.now()
    db.session.commit()
    assert told(given)[0] == 1
    assert told(given, "--mend")[0] == 0
    assert {task.responsible_id for task in db.session.query(Task)} == {kirsten.id}


def test_a_town_without_staff_is_told_so_and_breaks_nothing(given: Given) -> None:
    pair = a_pair(given)
    raise_task(given.by(), TaskKind.silence, pair.newcomer, key="k")
    assert told(given, "--mend")[0] == 1
    assert queries_check.faults()[0].kind is FaultKind.task_without_owner


def test_both_sides_saying_no_to_everything_is_still_looked_after(given: Given) -> None:
    given.staff()
    a_pair(given, planned_end_on=None)
    swept(later(60))
    for row in db.session.query(CheckIn).all():
        stop_question(given.by(), row)
    db.session.commit()
    for days in range(60, 300, 20):
        with clock.stopped(later(days)):
            commands_check.mend()
            assert told(given)[0] == 0
    assert db.session.query(Task).filter_by(kind=TaskKind.quiet_pair).count() >= 5
