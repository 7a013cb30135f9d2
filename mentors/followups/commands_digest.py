from __future__ import annotations

from collections import defaultdict

from flask import current_app
from sqlalchemy import select

from mentors.accounts.models import Account
from mentors.accounts.queries import reader_of_account
from mentors.accounts.queries_absence import cover_of
from mentors.core import clock
from mentors.followups import rules_digest
from mentors.followups.commands_sweep import each
from mentors.followups.rules_digest import Digest, TaskLine
from mentors.kit.db import db, reading
from mentors.messages.commands import post
from mentors.messages.models import Message
from mentors.municipalities.models import Municipality
from mentors.municipalities.queries import all_municipalities
from mentors.tasks import words as task_words
from mentors.tasks.models import Task
from mentors.tasks.rules import URGENT


def send_digests() -> int:
    """A job: one mail a day to each member of staff with tasks to be told of, in the morning and never on a Sunday or
    holiday; how many were written."""
    db.session.rollback()
    with reading():
        units = [(town.id, account_id, told) for town in all_municipalities() for account_id, told in _due(town)]
        db.session.rollback()
    return each(_write, units)


def _due(town: Municipality) -> list[tuple[int, Digest]]:
    now = clock.now()
    if not town.window.is_open(now):
        return []
    if not rules_digest.is_morning(now.astimezone(clock.COPENHAGEN).hour, town.from_hour):
        return []
    opens_at = clock.at_local(clock.today(), town.from_hour)
    cover = cover_of(town.id)
    mine: dict[int, list[TaskLine]] = defaultdict(list)
    accounts: dict[int, Account] = {}
    for task in db.session.scalars(
        select(Task).where(Task.municipality_id == town.id, Task.done_at.is_(None), Task.raised_at < opens_at)
    ):
        for account in cover.who_answers(task.responsible_id):
            mine[account.id].append(_line(task))
            accounts[account.id] = account
    said = set(db.session.scalars(select(Message.key).where(Message.key.in_([_key(a) for a in accounts.values()]))))
    found = [(account_id, rules_digest.digest(lines, opens_at)) for account_id, lines in mine.items()]
    return [(account_id, told) for account_id, told in found if told and _key(accounts[account_id]) not in said]


def _line(task: Task) -> TaskLine:
    name = None if task.person.is_protected else task.person.first_name
    return TaskLine(task.kind, name, task.raised_at, task.due_at, task.kind in URGENT)


def _key(account: Account) -> str:
    return f"digest:{account.ref}:{clock.today()}"


def _write(unit: tuple[int, int, Digest]) -> int:
    town_id, account_id, told = unit
    account, town = db.session.get_one(Account, account_id), db.session.get_one(Municipality, town_id)
    closes_at = clock.at_local(clock.today(), town.until_hour - 1, 59)
    message = post(
        reader_of_account(account),
        "followups/digest",
        key=_key(account),
        lasts=max(closes_at - clock.now(), rules_digest.LEAST),  # yesterday's list is no use tomorrow
        name=account.name,
        lines=[(task_words.KIND[line.kind], line.name) for line in told.lines],  # type: ignore[index]
        more=told.more,
        late=told.late,
        link=f"{current_app.config['BASE_URL']}/desk/",
    )
    return int(message is not None)
