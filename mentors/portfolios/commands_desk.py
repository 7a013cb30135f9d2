"""Moving what somebody is responsible for, and taking it back. One thing at a time in a town: two who move the
same portfolio at once do it one after the other, and the second is told that it has changed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from mentors.accounts.commands import hold_town
from mentors.accounts.commands_absence_desk import forget_changes, make_responsible
from mentors.accounts.models import Account
from mentors.accounts.rules_absence import ChangeReason
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.gatherings.models import Owner, Series
from mentors.gatherings.models_people import LeaderPeriod, LeaderSwitch
from mentors.hotline.models import HotlineCall, HotlineShift
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.portfolios import notices, queries, rules
from mentors.portfolios.models import Handover, HandoverItem
from mentors.portfolios.rules import Item, ItemKind
from mentors.programmes.models_cases import NewcomerCase
from mentors.tasks.commands import tell_if_urgent
from mentors.tasks.models import Task


def check_receivers(giver: Account, receivers: Sequence[Account]) -> None:
    """Raises Refused for nobody, oneself, a stranger, or somebody whose role does not carry it."""
    if not receivers:
        raise Refused(_("Vælg mindst én kollega, der tager over."), field="to")
    able = {one.id for one in queries.may_take_over(giver)}
    for one in receivers:
        if one.id == giver.id:
            raise Refused(_("Man kan ikke give noget videre til sig selv."), field="to")
        if one.id not in able:
            raise Refused(_("Vælg en koordinator eller administrator."), field="to")


def hand_over(
    by: Actor, giver: Account, receivers: Sequence[Account], *, reason: ChangeReason, seen: str | None = None
) -> Handover:
    """Move everything somebody is responsible for to one colleague, or share it out among several.

    `seen` is the fingerprint of what was shown before it was confirmed. Raises Refused where the portfolio
    has changed since, is empty, or cannot go to those.
    """
    if giver.municipality_id != by.municipality_id:
        raise NotThere
    hold_town(giver.municipality_id)
    db.session.expire_all()
    check_receivers(giver, receivers)
    items = queries.portfolio_of(giver.id)
    if seen is not None and seen != rules.fingerprint(items):
        raise Refused(_("Der er sket noget, siden du så listen. Se den igennem igen."), field="to")
    if not items:
        raise Refused(_("Der er ikke noget at give videre."), field="to")
    handover = Handover(
        municipality_id=giver.municipality_id, giver=giver, reason=reason, made_at=clock.now(), made_by=by.label
    )
    db.session.add(handover)
    db.session.flush()
    for to_id, share in rules.share_out(items, [one.id for one in receivers]).items():
        for item in share:
            row = HandoverItem(kind=item.kind, thing=item.ref, to_id=to_id, person_id=item.person_id)
            row.was_there = item.kind is ItemKind.series and _owner(item.ref, to_id) is not None
            handover.items.append(row)
            _give(by, row, giver.id, to_id, handover)
            note(
                by, f"portfolios.moved:{item.kind}", thing=f"handover:{handover.ref}", person_id=item.person_id,
                reason=str(reason),
            )  # fmt: skip
    note(by, "portfolios.handed_over", thing=f"account:{giver.ref}", reason=str(reason))
    db.session.flush()
    _tell(handover, receivers)
    return handover


def _tell(handover: Handover, receivers: Sequence[Account]) -> None:
    """The new ones hear of it, and of what is urgent among it: reminders follow the owner."""
    address = f"{current_app.config['BASE_URL']}/desk/caseload"
    for one in receivers:
        mine = [item for item in handover.items if item.to_id == one.id]
        if mine:
            notices.taken_over(handover, one, len(mine), f"{address}/{one.ref}")
    refs = [item.thing for item in handover.items if item.kind is ItemKind.task]
    for task in db.session.scalars(select(Task).where(Task.ref.in_(refs))):
        tell_if_urgent(task)


def _give(by: Actor, item: HandoverItem, from_id: int, to_id: int, handover: Handover) -> bool:
    """Move one thing, if it still is where it is taken from; whether it was."""
    kind, ref = item.kind, item.thing
    if kind is ItemKind.person:
        return _give_person(by, ref, from_id, to_id, handover)
    if kind is ItemKind.series:
        return _give_series(ref, from_id, to_id, keep=item.was_there and handover.undone_at is not None)
    if kind is ItemKind.case:
        return _give_case(ref, from_id, to_id)
    if kind is ItemKind.leader:
        return _give_lead(ref, from_id, to_id)
    if kind is ItemKind.before:
        series, person = ref.split(".")
        where = (
            LeaderSwitch.series_id == select(Series.id).where(Series.ref == series).scalar_subquery(),
            LeaderSwitch.person_id == select(Person.id).where(Person.ref == person).scalar_subquery(),
        )
        return _moved(update(LeaderSwitch).where(*where, LeaderSwitch.before_id == from_id).values(before_id=to_id))
    table, column = {
        ItemKind.pair: (Pair, "responsible_id"),
        ItemKind.task: (Task, "responsible_id"),
        ItemKind.call: (HotlineCall, "taken_by_id"),
        ItemKind.shift: (HotlineShift, "account_id"),
    }[kind]
    return _moved(
        update(table).where(table.ref == ref, getattr(table, column) == from_id).values({column: to_id})  # type: ignore[attr-defined]
    )


def _moved(statement: object) -> bool:
    return change_rows(statement.execution_options(synchronize_session="fetch")) == 1  # type: ignore[attr-defined]


def _give_person(by: Actor, ref: str, from_id: int, to_id: int, handover: Handover) -> bool:
    person = db.session.scalar(select(Person).where(Person.ref == ref, Person.responsible_id == from_id))
    if person is None:
        return False
    if handover.undone_at is None:
        return make_responsible(by, person, to_id, reason=handover.reason, at=handover.made_at)
    person.responsible_id = to_id
    return True


def _owner(ref: str, account_id: int) -> Owner | None:
    series_id = select(Series.id).where(Series.ref == ref).scalar_subquery()
    return db.session.scalar(select(Owner).where(Owner.series_id == series_id, Owner.account_id == account_id))


def _give_series(ref: str, from_id: int, to_id: int, *, keep: bool) -> bool:
    row = _owner(ref, from_id)
    if row is None:
        return False
    if _owner(ref, to_id) is None:
        db.session.add(Owner(series_id=row.series_id, account_id=to_id, unit=row.unit))
    if not keep:
        db.session.delete(row)
    db.session.flush()
    return True


def _give_case(ref: str, from_id: int, to_id: int) -> bool:
    """A caseworker's newcomer. Where the receiver answers for her already, the giver's word ends."""
    case = db.session.scalar(
        select(NewcomerCase).where(NewcomerCase.ref == ref, NewcomerCase.account_id == from_id, NewcomerCase.ended_at.is_(None))
    )  # fmt: skip
    if case is None:
        return False
    hers = (NewcomerCase.person_id == case.person_id, NewcomerCase.account_id == to_id, NewcomerCase.ended_at.is_(None))
    if db.session.scalar(select(NewcomerCase.id).where(*hers)) is not None:
        case.ended_at = clock.now()
    else:
        case.account_id = to_id
    db.session.flush()
    return True


def _give_lead(ref: str, from_id: int, to_id: int) -> bool:
    series_id = select(Series.id).where(Series.ref == ref).scalar_subquery()
    _moved(
        update(LeaderSwitch)
        .where(LeaderSwitch.series_id == series_id, LeaderSwitch.leader_id == from_id, LeaderSwitch.back_at.is_(None))
        .values(leader_id=to_id)
    )
    return _moved(
        update(LeaderPeriod)
        .where(LeaderPeriod.series_id == series_id, LeaderPeriod.leader_id == from_id)
        .values(leader_id=to_id)
    )


def undo_handover(by: Actor, handover: Handover) -> int:
    """Give back what still is where it was moved to; how many things. What has been changed since stays.

    Raises Refused where it has been undone, is too long ago, or the giver has left.
    """
    hold_town(handover.municipality_id)
    db.session.refresh(handover)
    if handover.undone_at is not None:
        raise Refused(_("Det er allerede fortrudt."))
    if clock.now() - handover.made_at > rules.UNDO_FOR:
        raise Refused(_("Det er for længe siden. Giv det videre igen i stedet."))
    if handover.giver.closed_at is not None:
        raise Refused(_("Kollegaen arbejder her ikke mere og kan ikke få det tilbage."))
    handover.undone_at = clock.now()
    back = [item for item in handover.items if _give(by, item, item.to_id, handover.from_id, handover)]
    people = [item.person_id for item in back if item.kind is ItemKind.person and item.person_id]
    forget_changes(people, handover.made_at)
    note(by, "portfolios.undone", thing=f"handover:{handover.ref}")
    db.session.flush()
    return len(back)


def what_moves(items: Sequence[Item], receivers: Sequence[Account]) -> list[tuple[Account, dict[ItemKind, int], int]]:
    """Who would get how much of each kind, and how many sessions that lie ahead."""
    shares = rules.share_out(items, [one.id for one in receivers])
    return [(one, rules.counts(shares[one.id]), rules.upcoming(shares[one.id])) for one in receivers]
