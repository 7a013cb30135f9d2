"""Asking at the door: who is expected, who has come, how many, and how it went over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import Attendance, DoorTag, SignUp
from mentors.gatherings.policy import visible_tags
from mentors.gatherings.rules import SeatState
from mentors.kit.db import db
from mentors.people.models import Person

_REGULAR = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One line at the door: a person, a family known by a name, or a tag."""

    kind: str  # `person`, `seat` or `tag`: what `ref` is the reference of
    ref: str
    person: Person | None
    name: str
    tag: int | None
    expected: bool
    adults: int
    children: int
    came: Attendance | None


@dataclass(frozen=True, slots=True)
class Door:
    rows: tuple[DoorRow, ...]
    nameless_adults: int
    nameless_children: int

    @property
    def adults(self) -> int:
        return self.nameless_adults + sum(row.came.adults for row in self.rows if row.came)

    @property
    def children(self) -> int:
        return self.nameless_children + sum(row.came.children for row in self.rows if row.came)

    @property
    def arrived(self) -> tuple[DoorRow, ...]:
        return tuple(row for row in self.rows if row.came)


def door(session: Session) -> Door:
    """Everything the door needs of a session in four questions, however many come."""
    came = list(
        db.session.scalars(
            select(Attendance).where(Attendance.session_id == session.id, Attendance.undone_at.is_(None))
        )
    )
    seats = _seats(session)
    people = _people(session, came, seats)
    tags = {tag.id: tag for tag in _tags(session, came, people)}
    rows = _rows(came, seats, people, tags)
    nameless = [a for a in came if a.person_id is None and a.tag_id is None and a.sign_up_id is None]
    return Door(tuple(rows), sum(a.adults for a in nameless), sum(a.children for a in nameless))


def _seats(session: Session) -> list[tuple[SignUp, Person | None]]:
    here = SignUp.series_id == session.series_id if session.series.is_course else SignUp.session_id == session.id
    rows = db.session.execute(
        select(SignUp.id, SignUp.ref, SignUp.person_id, SignUp.name, SignUp.adults, SignUp.children).where(
            here, SignUp.state == SeatState.taken
        )
    )
    return list(rows)  # type: ignore[arg-type]


def _people(session: Session, came: Sequence[Attendance], seats: Sequence[object]) -> dict[int, Person]:
    """Those signed up, those here, and whoever came lately."""
    lately = (
        select(Attendance.person_id)
        .join(Session, Session.id == Attendance.session_id)
        .where(
            Session.series_id == session.series_id,
            Session.starts_at > session.starts_at - _REGULAR,
            Session.starts_at <= session.starts_at,
            Attendance.person_id.is_not(None),
            Attendance.undone_at.is_(None),
        )
    )
    named = [a.person_id for a in came if a.person_id] + [s.person_id for s in seats if s.person_id]  # type: ignore[attr-defined]
    found = db.session.scalars(select(Person).where(Person.id.in_(lately) | Person.id.in_(named)))
    return {person.id: person for person in found}


def _tags(session: Session, came: Sequence[Attendance], people: dict[int, Person]) -> list[DoorTag]:
    wanted = select(DoorTag).where(
        DoorTag.municipality_id == session.municipality_id,
        DoorTag.person_id.in_(list(people)) | DoorTag.id.in_([a.tag_id for a in came if a.tag_id]),
    )
    return list(db.session.scalars(wanted).unique())


def _rows(came, seats, people, tags) -> list[DoorRow]:  # type: ignore[no-untyped-def]
    by_person = {a.person_id: a for a in came if a.person_id}
    by_seat = {a.sign_up_id: a for a in came if a.sign_up_id and not a.person_id}
    seat_of = {seat.person_id: seat for seat in seats if seat.person_id}
    number = {tag.person_id: tag.number for tag in tags.values() if tag.person_id}
    rows = []
    for person in people.values():
        seat = seat_of.get(person.id)
        there = by_person.get(person.id)
        adults, children = (seat.adults, seat.children) if seat else (1, 0)
        rows.append(
            DoorRow("person", person.ref, person, person.first_name, number.get(person.id), seat is not None,
                    adults, children, there)
        )  # fmt: skip
    for seat in seats:
        if seat.person_id is None:
            rows.append(
                DoorRow("seat", seat.ref, None, seat.name or "", None, True, seat.adults, seat.children,
                        by_seat.get(seat.id))
            )  # fmt: skip
    for there in came:
        if there.tag_id and not there.person_id:
            tag = tags[there.tag_id]
            rows.append(DoorRow("tag", tag.ref, None, "", tag.number, False, 1, 0, there))
    return sorted(rows, key=lambda row: (row.name.casefold(), row.tag or 0, row.ref))


# --- tags -----------------------------------------------------------------------------------------


def tags(by: Actor) -> list[DoorTag]:
    return list(db.session.scalars(visible_tags(by).order_by(DoorTag.number)).unique())


def the_tag(by: Actor, ref: str) -> DoorTag:
    found = db.session.scalar(visible_tags(by).where(DoorTag.ref == ref))
    if found is None:
        raise NotThere
    return found


# --- over time ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many came to one session."""

    ref: str
    starts_at: datetime
    adults: int
    children: int
    presses: int

    @property
    def people(self) -> int:
        return self.adults + self.children


def attendance(series: Series, weeks: int = 52) -> list[Numbers]:
    """How many came, session by session, oldest first; one question."""
    rows = db.session.execute(
        select(
            Session.ref,
            Session.starts_at,
            func.coalesce(func.sum(Attendance.adults), 0),
            func.coalesce(func.sum(Attendance.children), 0),
            func.count(Attendance.id),
        )
        .outerjoin(Attendance, (Attendance.session_id == Session.id) & Attendance.undone_at.is_(None))
        .where(
            Session.series_id == series.id,
            Session.cancelled_at.is_(None),
            Session.starts_at <= clock.now(),
            Session.starts_at > clock.now() - timedelta(weeks=weeks),
        )
        .group_by(Session.id)
        .order_by(Session.starts_at)
    )
    return [Numbers(*row) for row in rows]
