"""Doing: at the door. A press is kept once, however often it is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.gatherings import words_desk
from mentors.gatherings.models import Session
from mentors.gatherings.models_people import Attendance, DoorTag, SignUp
from mentors.gatherings.policy import visible_sign_ups, visible_tags
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.people.policy import visible_people

EARLY = timedelta(hours=3)  # the door may be opened so long before the start
BATCH_MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """One press at the door. Who: a person's, a family's or a tag's reference, a tag's number, or nobody."""

    uuid: str
    person: str | None = None
    seat: str | None = None
    tag: str | None = None
    adults: int = 1
    children: int = 0
    undo: bool = False
    recount: bool = False  # set how many of a family are here already
    at: datetime | None = None


class Outcome(StrEnum):
    kept = "kept"
    already = "already"
    unknown = "unknown"  # no such person, family or tag here


def check_in(by: Actor, session: Session, presses: Sequence[Press]) -> dict[str, Outcome]:
    """Keep presses; the outcome of each by its uuid. Sent again they change nothing.

    Raises Refused for a cancelled session or one that is not near its start.
    """
    db.session.scalars(select(Session.id).where(Session.id == session.id).with_for_update(of=Session)).one()
    if session.cancelled_at is not None:
        raise Refused(words_desk.CANCELLED)
    if session.starts_at > clock.now() + EARLY:
        raise Refused(words_desk.DOOR_SHUT)
    people = _found(visible_people(by), Person, {p.person for p in presses if p.person})
    seats = _found(visible_sign_ups(by), SignUp, {p.seat for p in presses if p.seat})
    tags = _tags(by, {p.tag for p in presses if p.tag})
    known = {
        row.client_uuid: row
        for row in db.session.scalars(select(Attendance).where(Attendance.client_uuid.in_([p.uuid for p in presses])))
    }
    outcomes: dict[str, Outcome] = {}
    for press in presses[:BATCH_MOST]:
        who = _who(session, press, people, seats, tags)
        if who is None:
            outcomes[press.uuid] = Outcome.unknown
        elif press.undo:
            outcomes[press.uuid] = _undo(by, session, press, who, known)
        else:
            outcomes[press.uuid] = _come(by, session, press, who, known)
    db.session.flush()
    return outcomes


@dataclass(frozen=True, slots=True)
class _Who:
    person_id: int | None = None
    tag_id: int | None = None
    sign_up_id: int | None = None

    @property
    def is_nobody(self) -> bool:
        return self.person_id is None and self.tag_id is None and self.sign_up_id is None


def _found(visible: Select[Any], kind: Any, refs: set[str]) -> dict[str, Any]:
    if not refs:
        return {}
    rows = db.session.scalars(visible.where(kind.ref.in_(refs))).unique()
    return {row.ref: row for row in rows}


def _tags(by: Actor, wanted: set[str]) -> dict[str, DoorTag]:
    """Tags by what a reader or a finger gives: the reference in the QR code, or the number."""
    numbers = {int(word) for word in wanted if word.isascii() and word.isdigit() and len(word) < 7}
    if not wanted:
        return {}
    rows = db.session.scalars(visible_tags(by).where(DoorTag.ref.in_(wanted) | DoorTag.number.in_(numbers))).unique()
    return {key: tag for tag in rows for key in (tag.ref, str(tag.number))}


def _who(
    session: Session, press: Press, people: dict[str, Person], seats: dict[str, SignUp], tags: dict[str, DoorTag]
) -> _Who | None:
    if press.person:
        person = people.get(press.person)
        return _Who(person_id=person.id) if person else None
    if press.seat:
        seat = seats.get(press.seat)
        if seat is None or (seat.session_id != session.id and seat.series_id != session.series_id):
            return None
        return _Who(person_id=seat.person_id, sign_up_id=seat.id)
    if press.tag:
        tag = tags.get(str(int(press.tag)) if press.tag.isdigit() and press.tag.isascii() else press.tag)
        return _Who(person_id=tag.person_id, tag_id=tag.id) if tag else None
    return _Who()


def _standing(session: Session, who: _Who) -> Attendance | None:
    """The row that says these are here already."""
    wanted = select(Attendance).where(Attendance.session_id == session.id, Attendance.undone_at.is_(None))
    if who.person_id is not None:
        return db.session.scalar(wanted.where(Attendance.person_id == who.person_id))
    if who.sign_up_id is not None:
        return db.session.scalar(wanted.where(Attendance.sign_up_id == who.sign_up_id))
    return db.session.scalar(wanted.where(Attendance.tag_id == who.tag_id)) if who.tag_id is not None else None


def _come(by: Actor, session: Session, press: Press, who: _Who, known: dict[str, Attendance]) -> Outcome:
    if press.uuid in known:
        return Outcome.already
    there = None if who.is_nobody else _standing(session, who)
    if there is not None:
        if press.recount:
            there.adults, there.children = max(0, press.adults), max(0, press.children)
        return Outcome.already
    if who.is_nobody and not _stays_positive(session, press):
        return Outcome.already
    row = Attendance(
        session_id=session.id, person_id=who.person_id, tag_id=who.tag_id, sign_up_id=who.sign_up_id,
        client_uuid=press.uuid, adults=press.adults, children=press.children, at=_when(session, press),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    known[press.uuid] = row
    note(by, "gatherings.came", thing=f"session:{session.ref}", person_id=who.person_id)
    return Outcome.kept


def _stays_positive(session: Session, press: Press) -> bool:
    """A nameless minus takes back a nameless plus, never more."""
    if press.adults >= 0 and press.children >= 0:
        return True
    adults, children = db.session.execute(
        select(func.coalesce(func.sum(Attendance.adults), 0), func.coalesce(func.sum(Attendance.children), 0)).where(
            Attendance.session_id == session.id, Attendance.undone_at.is_(None), Attendance.person_id.is_(None),
            Attendance.tag_id.is_(None), Attendance.sign_up_id.is_(None),
        )
    ).one()  # fmt: skip
    return int(adults) + press.adults >= 0 and int(children) + press.children >= 0


def _undo(by: Actor, session: Session, press: Press, who: _Who, known: dict[str, Attendance]) -> Outcome:
    """Take a press back: the row of that uuid, or the standing one. It stays, marked, for late copies."""
    there = known.get(press.uuid) or _standing(session, who)
    if there is None or there.undone_at is not None or there.session_id != session.id:
        return Outcome.already
    there.undone_at = clock.now()
    db.session.flush()
    note(by, "gatherings.came_undone", thing=f"session:{session.ref}", person_id=there.person_id)
    return Outcome.kept


def _when(session: Session, press: Press) -> datetime:
    """The tablet's own time where it is believable, else now."""
    now = clock.now()
    at = press.at or now
    return at if session.starts_at - EARLY <= at <= now else now


# --- tags -----------------------------------------------------------------------------------------


def make_tags(by: Actor, count: int) -> list[DoorTag]:
    """So many new tags with the next free numbers."""
    if by.municipality_id is None or not 1 <= count <= 200:
        raise Refused(words_desk.TAGS_AT_ONCE, field="count")
    last = db.session.scalar(
        select(func.max(DoorTag.number)).where(DoorTag.municipality_id == by.municipality_id)
    ) or 0  # fmt: skip
    made = [DoorTag(municipality_id=by.municipality_id, number=last + 1 + i) for i in range(count)]
    db.session.add_all(made)
    db.session.flush()
    note(by, "gatherings.tags_made")
    return made


def give_tag(by: Actor, tag: DoorTag, person: Person | None) -> None:
    """Tie a tag to a person, or free it (None). A person has one tag: the old one is freed."""
    if person is not None:
        for other in db.session.scalars(visible_tags(by).where(DoorTag.person_id == person.id)).unique():
            other.person_id = None
    tag.person_id = person.id if person else None
    db.session.flush()
    note(by, "gatherings.tag_given" if person else "gatherings.tag_freed", thing=f"door_tag:{tag.ref}",
         person_id=tag.person_id)  # fmt: skip
