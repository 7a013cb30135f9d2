"""Whatever way a coordinator goes, somebody has what she had (issue 5, item 2)."""

from __future__ import annotations

import ast
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import given as examples
from hypothesis import strategies as st

from mentors.accounts import commands_absence_desk as absences
from mentors.accounts.models import Account
from mentors.accounts.queries import employees_of
from mentors.accounts.queries_absence import cover_of
from mentors.accounts.rules_absence import ChangeReason
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere, Refused
from mentors.desk.commands import close_colleague
from mentors.kit.db import db
from mentors.portfolios import commands_desk as commands
from mentors.portfolios.models import Handover
from mentors.tasks.models import Task
from mentors.tasks.queries import who_must_know
from tests.databases import Store
from tests.given import Given
from tests.portfolios.carrying import carried_by, everything_carried_by, orphans

STEPS = st.lists(
    st.tuples(st.sampled_from(("close", "away", "move", "undo")), st.integers(0, 4), st.integers(0, 4), st.integers(0, 3)),
    min_size=1, max_size=10,
)  # fmt: skip


def acting(account: Account) -> Actor:
    return Actor(
        f"account:{account.ref}", account.municipality_id, frozenset(map(Role, account.roles)), account_id=account.id
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@examples(steps=STEPS)
def test_every_way_leaves_somebody(given: Given, store: Store, steps: list[tuple[str, int, int, int]]) -> None:
    db.session.remove()
    store.empty()
    staff = [given.staff(name=f"Kollega {n}") for n in range(4)] + [given.staff(Role.administrator, name="Anna Admin")]
    for account in staff[:2]:
        carried_by(given, account)
    everything_carried_by(given, staff[2])
    for what, who, other, days in steps:
        try:
            _do(given, what, staff[who], staff[other], days)
            db.session.commit()
        except (Refused, NotThere):
            db.session.rollback()
        db.session.expire_all()
        assert orphans() == []
        for ahead in range(4):
            _somebody_is_told(given, ahead)


def _do(given: Given, what: str, who: Account, other: Account, days: int) -> None:
    by = acting(other)
    if what == "close":
        close_colleague(by, who, [other] if days else [])
    elif what == "away":
        day = clock.today()
        absences.be_away(by, who, from_on=day, until_on=day + timedelta(days=days) if days else None, substitute=other)
    elif what == "move":
        commands.hand_over(by, who, [other], reason=ChangeReason.workload)
    else:
        made = db.session.query(Handover).order_by(Handover.id.desc()).first()
        if made is not None:
            commands.undo_handover(by, made)


def _somebody_is_told(given: Given, ahead: int) -> None:
    """Of every open task somebody who works here hears, and one who is here if anybody is."""
    with clock.stopped(clock.now() + timedelta(days=ahead)):
        working = {one.id for one in employees_of(given.town().id)}
        cover = cover_of(given.town().id)
        for task in db.session.query(Task).filter(Task.done_at.is_(None)):
            told = who_must_know(task)
            assert told and {one.id for one in told} <= working
            if any(not cover.is_away(one) for one in working):
                assert not any(cover.is_away(one.id) for one in told)


def test_the_last_administrator_stays(given: Given) -> None:
    anna, karen = given.staff(Role.administrator, name="Anna Admin"), given.staff(name="Karen Kofoed")
    with pytest.raises(Refused, match="Du kan ikke lukke din egen konto"):
        close_colleague(acting(anna), anna, [karen])
    with pytest.raises(Refused, match="Det er den sidste administrator"):
        close_colleague(given.by(), anna, [karen])


def test_the_last_coordinator_of_a_town_hands_over_to_its_administrator(given: Given) -> None:
    anna, karen = given.staff(Role.administrator, name="Anna Admin"), given.staff(name="Karen Kofoed")
    carried_by(given, karen)
    page = given.signed_in(anna).get(f"/desk/team/{karen.ref}/closings")
    assert page.says("Det skal en anden have") and page.press("Ja, luk kontoen").status == 422
    assert page.press("Ja, luk kontoen", to=anna.ref).says("Kontoen er lukket.")
    db.session.expire_all()
    assert orphans() == [] and db.session.query(Task).one().responsible_id == anna.id


def test_nothing_in_the_house_deletes_an_account(root: Path) -> None:
    """Closing is the only way out, for a deleted row would take its name from what it did."""
    culprits = []
    for path in (root / "mentors").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node) in ("delete(Account)", "db.session.delete(account)"):
                culprits.append(f"{path}:{node.lineno}")
    assert culprits == []


def _at_once(app: Flask, acts: list[object]) -> list[str]:
    ready, said = threading.Barrier(len(acts)), []

    def run(act: object) -> None:
        with app.app_context():
            ready.wait(timeout=20)
            try:
                act()  # type: ignore[operator]
                db.session.commit()
                said.append("yes")
            except (Refused, NotThere) as no:
                db.session.rollback()
                said.append(type(no).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return sorted(said)


def test_two_who_move_the_same_portfolio_at_once_move_it_once(given: Given, app: Flask) -> None:
    karen, bo, eva = (given.staff(name=name) for name in ("Karen Kofoed", "Bo Berg", "Eva Eg"))
    carried_by(given, karen, 3)
    ids, by = (karen.id, bo.id, eva.id), given.by()
    db.session.remove()

    def move(to_id: int) -> object:
        def act() -> None:
            giver, receiver = db.session.get_one(Account, ids[0]), db.session.get_one(Account, to_id)
            commands.hand_over(by, giver, [receiver], reason=ChangeReason.workload)

        return act

    assert _at_once(app, [move(ids[1]), move(ids[2])]) == ["Refused", "yes"]
    owners = {row.responsible_id for row in db.session.query(Task)}
    assert len(owners) == 1 and db.session.query(Handover).count() == 1


def test_two_administrators_who_close_each_other_at_once_leave_one(given: Given, app: Flask) -> None:
    anna, eva = (given.staff(Role.administrator, name=name) for name in ("Anna Admin", "Eva Eg"))
    actors = {anna.id: acting(anna), eva.id: acting(eva)}
    pair = [(anna.id, eva.id), (eva.id, anna.id)]
    db.session.remove()

    def close(by_id: int, who_id: int) -> object:
        return lambda: close_colleague(actors[by_id], db.session.get_one(Account, who_id))

    said = _at_once(app, [close(*ids) for ids in pair])
    assert said.count("yes") == 1
    assert db.session.query(Account).filter(Account.closed_at.is_(None)).count() == 1
