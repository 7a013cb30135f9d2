"""A coordinator with something on her hands."""

from __future__ import annotations

from mentors.accounts.models import Account
from mentors.gatherings.models import Owner
from mentors.hotline.models import HotlineShift
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.tasks.commands import raise_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.followups.pairs import a_pair
from tests.gatherings.building import series
from tests.given import Given


def carried_by(given: Given, account: Account, pairs: int = 1) -> list[Pair]:
    """So many pairs with both persons and a task each."""
    made = []
    for number in range(pairs):
        newcomer, volunteer = given.newcomer().person, given.volunteer().person
        pair = a_pair(given, newcomer=newcomer, volunteer=volunteer, responsible_id=account.id)
        newcomer.responsible_id = volunteer.responsible_id = account.id
        raise_task(given.by(), TaskKind.bad_face, newcomer, key=f"{account.ref}-{number}", thing=f"pair:{pair.ref}")
        made.append(pair)
    db.session.commit()
    return made


def everything_carried_by(given: Given, account: Account) -> Pair:
    """One of each kind there is."""
    pair = carried_by(given, account)[0]
    made = series(given)
    given.keep(Owner(series_id=made.id, account_id=account.id))
    given.keep(
        HotlineShift(municipality_id=account.municipality_id, account_id=account.id, weekday=0, starts=540, ends=900)
    )
    return pair


def orphans() -> list[str]:
    """Open things of which nobody who works here is responsible, though somebody was."""
    closed = {one.id for one in db.session.query(Account).filter(Account.closed_at.is_not(None))}
    rows: list[tuple[str, int | None]] = []
    rows += [(f"task {one.key}", one.responsible_id) for one in db.session.query(Task).filter(Task.done_at.is_(None))]
    rows += [(f"pair {one.ref}", one.responsible_id) for one in db.session.query(Pair).filter(Pair.closed_at.is_(None))]
    rows += [(f"owner {one.series_id}", one.account_id) for one in db.session.query(Owner)]
    rows += [(f"shift {one.ref}", one.account_id) for one in db.session.query(HotlineShift)]
    return [what for what, who in rows if who is None or who in closed]
