from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from mentors.accounts.models import Account
from mentors.accounts.queries_absence import Cover, cover_of
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import is_public_holiday
from mentors.core.refusal import NotThere
from mentors.hotline import policy, rules, words
from mentors.hotline.models import HotlineCall, HotlineNumber, HotlineShift
from mentors.hotline.rules import Hours
from mentors.kit.db import db
from mentors.municipalities.queries import municipality
from mentors.people.models import Person

ANSWERED_SHOWN = 30
WEEKS_SHOWN = 12


# --- calls ------------------------------------------------------------------------------------------


def the_call(by: Actor, ref: str) -> HotlineCall:
    """The call with a public reference, for whoever answers the phone in its town. Raises NotThere."""
    found = db.session.scalar(policy.visible_calls(by).where(HotlineCall.ref == ref))
    if found is None:
        raise NotThere
    return found


def open_calls(by: Actor) -> list[HotlineCall]:
    """The queue: whoever thinks of quitting first, then urgency, then promise."""
    rows = db.session.scalars(policy.visible_calls(by).where(HotlineCall.answered_at.is_(None)))
    return sorted(rows, key=lambda call: rules.place_in_queue(call.facts()))


def answered_calls(by: Actor, limit: int = ANSWERED_SHOWN) -> list[HotlineCall]:
    return list(
        db.session.scalars(
            policy.visible_calls(by)
            .where(HotlineCall.answered_at.is_not(None))
            .order_by(HotlineCall.answered_at.desc(), HotlineCall.id.desc())
            .limit(limit)
        )
    )


def broken_promises(now: datetime) -> list[int]:
    """Calls of all towns whose promise has run out and nobody has been told."""
    wanted = (HotlineCall.answered_at.is_(None), HotlineCall.alerted_at.is_(None), HotlineCall.promised_by < now)
    return list(db.session.scalars(select(HotlineCall.id).where(*wanted).order_by(HotlineCall.id)))


def calls_about(person_id: int) -> list[HotlineCall]:
    return list(
        db.session.scalars(
            select(HotlineCall).where(HotlineCall.person_id == person_id).order_by(HotlineCall.called_at.desc())
        )
    )


def only_one_at(municipality_id: int, phone: str) -> Person | None:
    """The person a number belongs to; None where a family shares it, so that no call lands on the wrong one."""
    wanted = (Person.municipality_id == municipality_id, Person.mobile == phone)
    found = db.session.scalars(select(Person).where(*wanted).limit(2)).all()
    return found[0] if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Waits:
    """How long callers waited: the middle wait in all, and per week."""

    median: int | None
    weeks: list[tuple[date, int, int]]
    open_overdue: int


def waits(by: Actor) -> Waits:
    """Time to answer over the last weeks, by the week of the call. One question."""
    now = clock.now()
    rows = db.session.execute(
        select(HotlineCall.called_at, HotlineCall.answered_at, HotlineCall.promised_by).where(
            HotlineCall.municipality_id == by.municipality_id, HotlineCall.called_at >= now - timedelta(weeks=WEEKS_SHOWN)
        )
    ).all()  # fmt: skip
    done = [(row.called_at, rules.minutes_between(row.called_at, row.answered_at)) for row in rows if row.answered_at]
    late = sum(rules.is_overdue(row.promised_by, row.answered_at, now) for row in rows)
    return Waits(rules.median_minutes([wait for _at, wait in done]), rules.medians_by_week(done), late)


# --- the roster -------------------------------------------------------------------------------------


def shifts_of(municipality_id: int) -> list[HotlineShift]:
    return list(
        db.session.scalars(
            select(HotlineShift)
            .where(HotlineShift.municipality_id == municipality_id)
            .order_by(HotlineShift.weekday, HotlineShift.starts, HotlineShift.id)
        )
    )


def the_shift(by: Actor, ref: str) -> HotlineShift:
    wanted = (HotlineShift.ref == ref, HotlineShift.municipality_id == by.municipality_id)
    found = db.session.scalar(select(HotlineShift).where(*wanted))
    if found is None:
        raise NotThere
    return found


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's turn on a day; `by` answers, the owner's stand-in where she is away, nobody where all are."""

    shift: HotlineShift
    by: Account | None

    @property
    def is_substitute(self) -> bool:
        return self.by is not None and self.by.id != self.shift.account_id


def roster(by: Actor, monday: date) -> list[tuple[date, bool, list[Duty]]]:
    """A week: each day, whether it is a public holiday, and who has the phone when."""
    shifts = shifts_of(by.municipality_id or 0)
    week = []
    for ahead in range(7):
        day = monday + timedelta(days=ahead)
        cover = cover_of(by.municipality_id or 0, day)
        duties = [Duty(one, cover.stand_in(one.account_id)) for one in shifts if one.weekday == day.weekday()]
        week.append((day, is_public_holiday(day), duties))
    return week


def has_the_phone(municipality_id: int, now: datetime, cover: Cover) -> list[Account]:
    """Who has the phone at an instant, stand-ins included; empty outside the roster's hours."""
    local = now.astimezone(clock.COPENHAGEN)
    minute, day = local.hour * 60 + local.minute, local.date()
    if is_public_holiday(day):
        return []
    turns = [
        one for one in shifts_of(municipality_id) if one.weekday == day.weekday() and one.starts <= minute < one.ends
    ]
    found = [cover.stand_in(one.account_id) for one in turns]
    return list({one.id: one for one in found if one is not None}.values())


def own_number(municipality_id: int) -> str | None:
    """The number the municipality has set for the mentor telephone."""
    row = db.session.get(HotlineNumber, municipality_id)
    return row.phone if row else None


@dataclass(frozen=True, slots=True)
class Line:
    """The mentor telephone as callers see it."""

    phone: str
    hours: str


def line_of(municipality_id: int) -> Line | None:
    """The number to press and today's hours; None in a town that has no roster and no number: no phone, no button."""
    weekly: list[tuple[int, Hours]] = [
        (row.weekday, Hours(row.starts, row.ends))
        for row in db.session.execute(
            select(HotlineShift.weekday, HotlineShift.starts, HotlineShift.ends).where(
                HotlineShift.municipality_id == municipality_id
            )
        )
    ]
    own = own_number(municipality_id)
    if not weekly and own is None:
        return None
    now = clock.now()
    is_open = rules.is_open(weekly, now)
    said = words.say_opening(rules.open_hours(weekly, clock.today()), is_open, rules.next_opening(weekly, now))
    return Line(own or municipality(municipality_id).phone, said)
