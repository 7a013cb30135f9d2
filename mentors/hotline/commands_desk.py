"""Calls are logged, answered, handed over and chased; the roster says who has the phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select, update

from mentors.accounts.models import Account
from mentors.accounts.queries import phone_team_of
from mentors.accounts.queries_absence import cover_of
from mentors.core import clock
from mentors.core.actor import Actor, system
from mentors.core.refusal import NotThere, Refused
from mentors.hotline import notices, policy, queries, rules
from mentors.hotline.models import HotlineCall, HotlineNumber, HotlineShift
from mentors.hotline.rules import CallCategory, Promise, Relation, Urgency
from mentors.journal.commands import note
from mentors.journal.models import Entry
from mentors.kit.db import change_rows, db, transaction
from mentors.people.models import Person
from mentors.tasks.commands import raise_task, reopen_task, settle_task, tell_of_ticks
from mentors.tasks.queries import find_task
from mentors.tasks.rules import TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A call as it was written down."""

    caller: str | None
    phone: str | None
    relation: Relation
    category: CallCategory
    urgency: Urgency
    promise: Promise
    words: str | None
    is_answered: bool


def log_call(by: Actor, draft: Draft, *, person: Person | None = None) -> HotlineCall:
    """Write a call down. Whoever it is about is found by the number; a caller may be unknown.

    One who thinks of quitting becomes an urgent task at once, with a mail to whoever is responsible. Raises
    Refused where there is neither a name nor a number to call back, unless it was settled on the phone.
    """
    if not policy.answers_the_phone(by):
        raise NotThere
    if person is None and draft.phone:
        person = queries.only_one_at(by.municipality_id or 0, draft.phone)
    if not draft.is_answered and not draft.phone and (person is None or not person.mobile):
        raise Refused(_("Skriv et nummer, så vi kan ringe tilbage."), field="phone")
    now = clock.now()
    call = HotlineCall(
        municipality_id=by.municipality_id, person=person, caller=draft.caller or None, phone=draft.phone or None,
        relation=draft.relation, category=draft.category, urgency=draft.urgency, words=draft.words or None,
        called_at=now, promised_by=rules.promised_by(draft.promise, now), logged_by=by.label,
        answered_at=now if draft.is_answered else None, answered_by=by.label if draft.is_answered else None,
    )  # fmt: skip
    db.session.add(call)
    db.session.flush()
    note(by, "hotline.logged", thing=_thing(call), person_id=call.person_id)
    if call.answered_at is None and call.category is CallCategory.quitting:
        _call_back_task(by, call)
    return call


def _thing(call: HotlineCall) -> str:
    return f"hotline_call:{call.ref}"


def _call_back_task(by: Actor, call: HotlineCall) -> None:
    """The call on its person's own list of tasks; a caller nobody knows stands in the queue alone."""
    if call.person is not None:
        raise_task(
            by, TaskKind.call_me, call.person, key=_task_key(call), thing=_thing(call), responsible_id=call.taken_by_id
        )


def _task_key(call: HotlineCall) -> str:
    return f"hotline:{call.ref}"


def answer_call(by: Actor, call: HotlineCall) -> None:
    """The caller has been called and the matter taken care of."""
    if call.answered_at is None:
        call.answered_at, call.answered_by = clock.now(), by.label
        note(by, "hotline.answered", thing=_thing(call), person_id=call.person_id)
        db.session.flush()
        settle_task(by, _task_key(call))


def reopen_call(by: Actor, call: HotlineCall) -> None:
    """Undo an answer that was a slip of the finger."""
    if call.answered_at is not None:
        call.answered_at = call.answered_by = None
        note(by, "hotline.reopened", thing=_thing(call), person_id=call.person_id)
        db.session.flush()
        task = find_task(_task_key(call))
        if task is not None:
            reopen_task(by, task)


def _task_ticked(by: Actor, ref: str, is_done: bool) -> None:
    """Its task ticked off is the call answered, and the other way round: one truth."""
    call = db.session.scalar(select(HotlineCall).where(HotlineCall.ref == ref))
    if call is not None:
        (answer_call if is_done else reopen_call)(by, call)


tell_of_ticks("hotline_call", _task_ticked)


def show_number(by: Actor, call: HotlineCall) -> None:
    """Write down that somebody has looked at a protected person's number to call her back."""
    note(by, "hotline.number_seen", thing=_thing(call), person_id=call.person_id)


def hand_over_call(by: Actor, call: HotlineCall, account: Account | None) -> None:
    """Give a call to a colleague, or back to whoever has the phone. Raises Refused for a stranger."""
    if account is not None and account.id not in {one.id for one in phone_team_of(call.municipality_id)}:
        raise Refused(_("Vælg en kollega på listen."), field="account")
    if call.answered_at is not None:
        raise Refused(_("Opkaldet er allerede besvaret."), field="account")
    if call.taken_by_id == (account.id if account else None):
        return
    call.taken_by = account
    note(by, "hotline.handed_over", thing=_thing(call), person_id=call.person_id)
    db.session.flush()
    for one in _who_calls(call) if account is not None else []:
        times = select(func.count()).where(Entry.thing == _thing(call), Entry.act == "hotline.handed_over")
        notices.handed_over(call, one, _address(call), db.session.scalar(times) or 0)


def _address(call: HotlineCall) -> str:
    return f"{current_app.config['BASE_URL']}/desk/hotline/{call.ref}"


def _who_calls(call: HotlineCall) -> list[Account]:
    """Who must call back: whoever took it (or stands in for her), else whoever has the phone, else the team."""
    cover = cover_of(call.municipality_id)
    taken = cover.stand_in(call.taken_by_id)
    if taken is not None:
        return [taken]
    return queries.has_the_phone(call.municipality_id, clock.now(), cover) or cover.team()


def chase_promises() -> int:
    """A job: a promise that has run out is said once, and becomes a task where we know the person."""
    said, due = 0, queries.broken_promises(clock.now())
    db.session.rollback()
    for call_id in due:
        with transaction():
            taken = change_rows(
                update(HotlineCall)
                .where(HotlineCall.id == call_id, HotlineCall.alerted_at.is_(None), HotlineCall.answered_at.is_(None))
                .values(alerted_at=clock.now())
            )
            if taken == 1:
                call = db.session.get_one(HotlineCall, call_id, populate_existing=True)
                notices.promise_broken(call, _who_calls(call), _address(call))
                _call_back_task(system(call.municipality_id), call)
                said += 1
    return said


def forget_old() -> int:
    """A job: half a year after the answer nothing tells any more who called; what is left are the numbers."""
    before = clock.now() - timedelta(days=rules.FORGET_AFTER_DAYS)
    old = (HotlineCall.answered_at.is_not(None), HotlineCall.answered_at < before)
    some = HotlineCall.person_id.is_not(None) | HotlineCall.caller.is_not(None) | HotlineCall.phone.is_not(None)
    with transaction():
        return change_rows(
            update(HotlineCall)
            .where(*old, some | HotlineCall.words.is_not(None))
            .values(person_id=None, caller=None, phone=None, words=None)
        )


# --- the roster -------------------------------------------------------------------------------------


def add_shift(by: Actor, account: Account, *, weekday: int, starts: int, ends: int) -> HotlineShift:
    """Give somebody the phone on a weekday, from and until in minutes after midnight. Raises Refused."""
    if account.id not in {one.id for one in phone_team_of(by.municipality_id or 0)}:
        raise Refused(_("Vælg en kollega på listen."), field="account")
    if ends <= starts:
        raise Refused(_("Vagten skal slutte, efter den er begyndt."), field="ends")
    same = [one for one in queries.shifts_of(account.municipality_id) if one.account_id == account.id]
    if any(one.weekday == weekday and one.starts < ends and starts < one.ends for one in same):
        raise Refused(_("Kollegaen har allerede telefonen i de timer."), field="starts")
    shift = HotlineShift(
        municipality_id=account.municipality_id, account=account, weekday=weekday, starts=starts, ends=ends
    )
    db.session.add(shift)
    db.session.flush()
    note(by, "hotline.shift_added", thing=f"hotline_shift:{shift.ref}")
    return shift


def drop_shift(by: Actor, shift: HotlineShift) -> None:
    note(by, "hotline.shift_dropped", thing=f"hotline_shift:{shift.ref}")
    db.session.delete(shift)
    db.session.flush()


def set_number(by: Actor, phone: str | None) -> None:
    """The number callers press; None for the municipality's own."""
    row = db.session.get(HotlineNumber, by.municipality_id)
    if row is not None and phone is None:
        db.session.delete(row)
    elif phone is not None:
        if row is None:
            row = HotlineNumber(municipality_id=by.municipality_id)
            db.session.add(row)
        row.phone = phone
    db.session.flush()
    note(by, "hotline.number_set")
