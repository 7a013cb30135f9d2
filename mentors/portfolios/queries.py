from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from mentors.accounts.models import Account
from mentors.accounts.queries import caseworkers_of, employees_of, staff_of
from mentors.accounts.queries_absence import Cover, changes_of, cover_of
from mentors.accounts.words import CHANGE_REASON
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import NotThere
from mentors.followups.models import CheckIn
from mentors.gatherings.models import Owner, Series, Session
from mentors.gatherings.models_people import LeaderPeriod, LeaderSwitch
from mentors.hotline.models import HotlineCall, HotlineShift
from mentors.kit.db import db
from mentors.pairing.models import Pair
from mentors.pairing.rules import RUNNING_STATES
from mentors.people.models import Person
from mentors.portfolios import rules
from mentors.portfolios.models import Handover, HandoverItem
from mentors.portfolios.rules import Item, ItemKind
from mentors.programmes.models_cases import NewcomerCase
from mentors.tasks.models import Task


def the_employee(by: Actor, ref: str) -> Account:
    """Somebody who works in the actor's own town. Raises NotThere."""
    found = next((one for one in employees_of(by.municipality_id or 0) if one.ref == ref), None)
    if found is None:
        raise NotThere
    return found


# --- a portfolio ------------------------------------------------------------------------------------


def portfolio_of(account_id: int) -> list[Item]:
    """Everything somebody is responsible for. Eleven questions, however much it is."""
    return [
        *_people(account_id), *_pairs(account_id), *_tasks(account_id), *_series(account_id), *_leading(account_id),
        *_telephone(account_id), *_cases(account_id),
    ]  # fmt: skip


def _cases(account_id: int) -> list[Item]:
    rows = db.session.execute(
        select(NewcomerCase.ref, NewcomerCase.person_id).where(
            NewcomerCase.account_id == account_id, NewcomerCase.ended_at.is_(None)
        )
    )
    return [Item(ItemKind.case, row.ref, f"person:{row.person_id}", row.person_id) for row in rows]


def may_take_over(giver: Account) -> list[Account]:
    """Who can take over from somebody, by name: the desk; and other caseworkers where it is newcomers alone."""
    able = {one.id for one in staff_of(giver.municipality_id)}
    if rules.only_cases(portfolio_of(giver.id)):
        able |= {one.id for one in caseworkers_of(giver.municipality_id)}
    return [one for one in employees_of(giver.municipality_id) if one.id in able and one.id != giver.id]


def _people(account_id: int) -> list[Item]:
    rows = db.session.execute(select(Person.id, Person.ref).where(Person.responsible_id == account_id))
    return [Item(ItemKind.person, row.ref, f"person:{row.id}", row.id) for row in rows]


def _pairs(account_id: int) -> list[Item]:
    rows = db.session.execute(
        select(Pair.ref, Pair.newcomer_id).where(Pair.responsible_id == account_id, Pair.closed_at.is_(None))
    )
    return [Item(ItemKind.pair, row.ref, f"person:{row.newcomer_id}", row.newcomer_id) for row in rows]


def _tasks(account_id: int) -> list[Item]:
    newcomer = select(Pair.newcomer_id).where(Task.thing == "pair:" + Pair.ref).scalar_subquery()
    rows = db.session.execute(
        select(Task.ref, Task.person_id, func.coalesce(newcomer, Task.person_id).label("together")).where(
            Task.responsible_id == account_id, Task.done_at.is_(None)
        )
    )
    return [Item(ItemKind.task, row.ref, f"person:{row.together}", row.person_id) for row in rows]


def _series(account_id: int) -> list[Item]:
    ahead = (
        select(func.count())
        .select_from(Session)
        .where(Session.series_id == Series.id, Session.cancelled_at.is_(None), Session.starts_at > clock.now())
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Series.ref, ahead.label("ahead"))
        .join(Owner, Owner.series_id == Series.id)
        .where(Owner.account_id == account_id)
    )
    return [Item(ItemKind.series, row.ref, f"series:{row.ref}", None, row.ahead) for row in rows]


def _leading(account_id: int) -> list[Item]:
    led = db.session.execute(
        select(Series.ref)
        .join(LeaderPeriod, LeaderPeriod.series_id == Series.id)
        .where(LeaderPeriod.leader_id == account_id, LeaderPeriod.ended_at.is_(None))
    )
    before = db.session.execute(
        select(Person.id, Person.ref, Series.ref.label("series"))
        .join(LeaderSwitch, LeaderSwitch.person_id == Person.id)
        .join(Series, Series.id == LeaderSwitch.series_id)
        .where(LeaderSwitch.before_id == account_id, LeaderSwitch.back_at.is_(None))
    )
    return [
        *(Item(ItemKind.leader, row.ref, f"series:{row.ref}") for row in led),
        *(Item(ItemKind.before, f"{row.series}.{row.ref}", f"person:{row.id}", row.id) for row in before),
    ]


def _telephone(account_id: int) -> list[Item]:
    calls = db.session.execute(
        select(HotlineCall.ref, HotlineCall.person_id).where(
            HotlineCall.taken_by_id == account_id, HotlineCall.answered_at.is_(None)
        )
    )
    shifts = db.session.scalars(select(HotlineShift.ref).where(HotlineShift.account_id == account_id))
    return [
        *(
            Item(ItemKind.call, one.ref, f"person:{one.person_id}" if one.person_id else f"call:{one.ref}", one.person_id)
            for one in calls
        ),
        *(Item(ItemKind.shift, ref, f"shift:{ref}") for ref in shifts),
    ]  # fmt: skip


# --- the dashboard (systems.md row 9) ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """What one colleague carries; without an account, what stands on everybody's list."""

    account: Account | None
    pairs: int
    people: int
    tasks: int
    late_tasks: int
    overdue: int
    is_away: bool
    stand_in: Account | None


def caseload(by: Actor) -> list[Load]:
    """Running pairs, people, open tasks and overdue follow-ups per coordinator. A fixed number of questions."""
    town = by.municipality_id or 0
    cover = cover_of(town)
    now = clock.now()
    pairs = _per(Pair.responsible_id, Pair.municipality_id == town, Pair.state.in_(RUNNING_STATES))
    people = _per(Person.responsible_id, Person.municipality_id == town)
    open_ = (Task.municipality_id == town, Task.done_at.is_(None))
    tasks, late = _per(Task.responsible_id, *open_), _per(Task.responsible_id, *open_, Task.due_at < now)
    waiting = db.session.execute(
        select(Pair.responsible_id, func.count(CheckIn.id))
        .join(CheckIn, CheckIn.pair_id == Pair.id)
        .where(*_overdue(town))
        .group_by(Pair.responsible_id)
    )
    overdue = {row[0]: row[1] for row in waiting}
    known = [one.id for one in cover.employees]
    ids: list[int | None] = [one for one in known if _is_on_the_list(cover, one, people, tasks, pairs)]
    # What a closed account still has, if anything, is nobody's; so it is shown as that.
    strays = [key for key in {*pairs, *people, *tasks} if key not in known]
    by_id = {one.id: one for one in cover.employees}
    rows = [_load(by_id.get(one or 0), [one], cover, pairs, people, tasks, late, overdue) for one in ids]
    nobody = _load(None, strays, cover, pairs, people, tasks, late, overdue)
    rows.sort(key=lambda row: (-row.pairs, -row.people, row.account.name if row.account else ""))
    return [*rows, nobody] if strays else rows


def _is_on_the_list(cover: Cover, account_id: int, *counts: dict[Any, int]) -> bool:
    staff = next(one for one in cover.employees if one.id == account_id)
    return bool(set(staff.roles) - {Role.hotline, Role.caseworker}) or any(account_id in count for count in counts)


def _per(column: Any, *wanted: Any) -> dict[int | None, int]:
    rows = db.session.execute(select(column, func.count()).where(*wanted).group_by(column))
    return {row[0]: row[1] for row in rows}


def _overdue(town: int) -> tuple[Any, ...]:
    before = clock.now() - timedelta(days=rules.OVERDUE_AFTER_DAYS)
    return (
        Pair.municipality_id == town, Pair.state.in_(RUNNING_STATES), CheckIn.closed_at.is_(None),
        CheckIn.asked_at < before,
    )  # fmt: skip


def _load(account: Account | None, keys: list[int | None], cover: Cover, *counts: dict[int | None, int]) -> Load:
    pairs, people, tasks, late, overdue = (sum(count.get(key, 0) for key in keys) for count in counts)
    return Load(
        account, pairs, people, tasks, late, overdue,
        account is not None and cover.is_away(account.id), cover.stand_in(account.id) if account else None,
    )  # fmt: skip


def overdue_pairs(by: Actor, account_id: int) -> list[Pair]:
    """Somebody's running pairs in which a question has waited too long, the longest first."""
    waits = func.min(CheckIn.asked_at).label("since")
    rows = db.session.execute(
        select(Pair.id, waits)
        .join(CheckIn, CheckIn.pair_id == Pair.id)
        .where(*_overdue(by.municipality_id or 0), Pair.responsible_id == account_id)
        .group_by(Pair.id)
        .order_by(waits)
    ).all()
    found = {pair.id: pair for pair in db.session.scalars(select(Pair).where(Pair.id.in_([row.id for row in rows])))}
    return [found[row.id] for row in rows]


# --- what has been moved ----------------------------------------------------------------------------


def the_handover(by: Actor, ref: str) -> Handover:
    wanted = (Handover.ref == ref, Handover.municipality_id == by.municipality_id)
    found = db.session.scalar(select(Handover).where(*wanted)) if by.is_staff else None
    if found is None:
        raise NotThere
    return found


def recent_handovers(by: Actor, limit: int = 10) -> list[Handover]:
    return list(
        db.session.scalars(
            select(Handover)
            .where(Handover.municipality_id == by.municipality_id)
            .order_by(Handover.made_at.desc(), Handover.id.desc())
            .limit(limit)
        )
    )


def receivers(handover: Handover) -> list[tuple[Account, dict[ItemKind, int]]]:
    """Who got how much of each kind."""
    rows = db.session.execute(
        select(HandoverItem.to_id, HandoverItem.kind, func.count())
        .where(HandoverItem.handover_id == handover.id)
        .group_by(HandoverItem.to_id, HandoverItem.kind)
    )
    found: dict[int, dict[ItemKind, int]] = {}
    for to_id, kind, count in rows:
        found.setdefault(to_id, dict.fromkeys(ItemKind, 0))[kind] = count
    accounts = db.session.scalars(select(Account).where(Account.id.in_(list(found))).order_by(Account.name))
    return [(one, found[one.id]) for one in accounts]


def for_person_page(by: Actor, person_id: int) -> dict[str, Any] | None:
    """How often somebody got another responsible, and why (systems.md row 48)."""
    changes = changes_of(person_id) if by.is_staff else []
    if not changes:
        return None
    ids = {one for change in changes for one in (change.from_id, change.to_id) if one}
    names = {one.id: one.name for one in db.session.scalars(select(Account).where(Account.id.in_(ids)))}
    return {"changes": changes, "names": names, "reason_word": CHANGE_REASON}


def held(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """What this room keeps about a person: that she was part of what was moved."""
    rows = db.session.execute(
        select(HandoverItem.kind, Handover.made_at, Handover.reason)
        .join(Handover, Handover.id == HandoverItem.handover_id)
        .where(HandoverItem.person_id == person_id)
        .order_by(Handover.made_at)
    )
    return {"handover_item": [{"kind": row.kind, "at": row.made_at, "reason": row.reason} for row in rows]}
