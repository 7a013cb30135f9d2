"""Doing: one session by itself - put in, moved, edited, cancelled - and its programme."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from mentors.associations.models import Association
from mentors.clearances.commands_contacts import enter_contact, leave_contact
from mentors.clearances.queries import contacts_of
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.gatherings import commands_seats, commands_told, notices, queries, rules, words_desk
from mentors.gatherings.models import Helper, Series, Session, Speaker
from mentors.gatherings.models_people import Attendance
from mentors.gatherings.rules import SpeakerState
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.kit.speech import say_day
from mentors.links.commands import make_link, withdraw_links
from mentors.messages.commands import cancel_about
from mentors.people.models import Person


def put_session(series: Series, starts_at: datetime, *, minutes: int | None = None) -> Session:
    """A session of a series, as its rule puts it in the calendar."""
    session = Session(
        municipality_id=series.municipality_id,
        series_id=series.id,
        planned_on=clock.local_day(starts_at),
        starts_at=starts_at,
        minutes=minutes or series.minutes,
        changed_at=clock.now(),
    )
    session.series = series
    db.session.add(session)
    return session


def add_session(
    by: Actor, series: Series, starts_at: datetime, *, minutes: int, title: str | None = None,
    place: str | None = None, capacity: int | None = None, host: Association | None = None, anyway: bool = True,
) -> Session:  # fmt: skip
    """One more session outside the rule, such as a host company with its own place and seats.

    Raises Refused for a time that has passed and, unless `anyway`, for a day on which the house is shut.
    """
    if series.ended_at is not None:
        raise Refused(words_desk.SERIES_ENDED)
    if starts_at <= clock.now():
        raise Refused(words_desk.TIME_PASSED, field="on")
    _check_open(series, starts_at, anyway)
    check_host(by, host)
    same = {"series_id": series.id, "starts_at": starts_at, "own_title": title, "own_place": place, "is_extra": True}
    again = db.session.query(Session).filter_by(**same, cancelled_at=None).first()
    if again is not None:
        return again  # the button was pressed twice
    session = put_session(series, starts_at, minutes=minutes)
    session.own_title, session.own_place, session.own_capacity = title, place, capacity
    session.association, session.is_extra = host, True
    db.session.flush()
    note(by, "gatherings.session_added", thing=f"session:{session.ref}")
    return session


def _check_open(series: Series, starts_at: datetime, anyway: bool) -> None:
    """Say why the house is shut on that day, unless somebody has decided to meet all the same."""
    day = clock.local_day(starts_at)
    why = None if anyway else queries.shut_for(series, day)
    if why is not None:
        raise Refused(words_desk.shut_on(say_day(day), why or words_desk.HOLIDAY), field="anyway")


def check_host(by: Actor, host: Association | None) -> None:
    """Only an association or company of the same town that still takes part."""
    if host is not None and (host.municipality_id != by.municipality_id or host.closed_at is not None):
        raise Refused(words_desk.CHOOSE_HOST, field="host")


def _touch(session: Session) -> None:
    session.sequence += 1
    session.changed_at = clock.now()


def retime(
    by: Actor, session: Session, starts_at: datetime, minutes: int, *, planned_on: date | None = None, tell: bool = True
) -> None:
    """Let a session begin at another time; helpers without a certificate on the new day are taken off it."""
    changed = session.starts_at != starts_at
    session.starts_at, session.minutes = starts_at, minutes
    if planned_on is not None:
        session.planned_on = planned_on
    _touch(session)
    _clear_helpers(by, session)
    _shift_slots(session)
    db.session.flush()
    note(by, "gatherings.session_moved", thing=f"session:{session.ref}")
    if changed and tell:
        commands_told.tell(by, session, "moved")


def _clear_helpers(by: Actor, session: Session) -> None:
    """Ask for everybody anew on the new day; whoever has no certificate then is taken off the session."""
    for person in [helper.person for helper in session.helpers]:
        remove_helper(by, session, person.id)
        with suppress(Refused):
            assign_helper(by, session, person)


def _shift_slots(session: Session) -> None:
    """One-to-one talks keep their order inside the moved session."""
    slots = queries.slots_of(session)
    if slots:
        by_how_much = session.starts_at - slots[0].starts_at
        for slot in slots if by_how_much.total_seconds() <= 0 else reversed(slots):
            slot.starts_at += by_how_much
            db.session.flush()


def move_session(
    by: Actor, session: Session, starts_at: datetime, *, minutes: int, tell: bool = True, anyway: bool = True
) -> None:
    """Move one session; the others stand. Raises Refused for a time that has passed, a session that is over or
    called off and, unless `anyway`, a day on which the house is shut."""
    if session.cancelled_at is not None:
        raise Refused(words_desk.CANCELLED_STAYS, field="on")
    if starts_at <= clock.now():
        raise Refused(words_desk.TIME_PASSED, field="on")
    if session.starts_at <= clock.now() and _has_attendance(session):
        raise Refused(words_desk.HELD_STAYS, field="on")
    _check_open(session.series, starts_at, anyway)
    session.moved_at = clock.now()
    retime(by, session, starts_at, minutes, tell=tell)


def _has_attendance(session: Session) -> bool:
    found = db.session.scalar(select(Attendance.id).where(Attendance.session_id == session.id).limit(1))
    return found is not None


def edit_session(
    by: Actor, session: Session, *, title: str | None, place: str | None, capacity: int | None,
    host: Association | None = None, tell: bool = False,
) -> None:  # fmt: skip
    """Give one session a title, place, number of seats or host of its own (None: the series').

    A new place is told to everybody where `tell`. Raises Refused for fewer seats than are taken.
    """
    before = session.place
    used = rules.seats_used(queries.seats_of(session))
    if capacity is not None and capacity != session.own_capacity and used > capacity:
        raise Refused(words_desk.too_few_seats(used), field="capacity")
    if host is not session.association:
        check_host(by, host)
    session.own_title, session.own_place, session.own_capacity = title, place, capacity
    session.association, session.is_edited = host, True
    _touch(session)
    db.session.flush()
    note(by, "gatherings.session_edited", thing=f"session:{session.ref}")
    commands_seats.fill(by, session)
    if tell and session.place != before and session.cancelled_at is None and session.starts_at > clock.now():
        commands_told.tell(by, session, "new_place")


def cancel_session(by: Actor, session: Session, *, tell: bool = True) -> int:
    """Call one session off; how many were told. What nobody has read yet about it is taken back."""
    if session.cancelled_at is not None:
        return 0
    if session.starts_at <= clock.now():
        raise Refused(words_desk.BEGUN)
    session.cancelled_at = clock.now()
    _touch(session)
    db.session.flush()
    note(by, "gatherings.session_cancelled", thing=f"session:{session.ref}")
    for row in queries.sign_ups_of(session, *rules.LIVE):
        cancel_about(notices.about(row))
    commands_told.take_back(session)
    return commands_told.tell(by, session, "cancelled") if tell else 0


def restore_session(by: Actor, session: Session) -> int:
    """Undo a cancellation; whoever has heard of it hears that it is on again. How many were told."""
    if session.cancelled_at is None:
        return 0
    session.cancelled_at = None
    session.is_edited = True
    _touch(session)
    commands_told.take_back(session)
    db.session.flush()
    note(by, "gatherings.session_restored", thing=f"session:{session.ref}")
    is_ahead = session.starts_at > clock.now()
    return commands_told.tell(by, session, "on_again") if is_ahead and queries.was_called_off(session) else 0


# --- the programme --------------------------------------------------------------------------------


def set_programme(by: Actor, session: Session, *, topic: str | None, materials: str | None) -> None:
    """What a session is about, from the catalogue, and what to bring or prepare."""
    if topic is not None and topic not in rules.TOPICS:
        raise Refused(words_desk.CHOOSE_TOPIC, field="topic")
    session.topic, session.materials = topic, materials
    session.is_edited = session.is_edited or topic is not None
    _touch(session)
    db.session.flush()
    note(by, "gatherings.programme_set", thing=f"session:{session.ref}")


def invite_speaker(
    by: Actor, session: Session, name: str, *, email: str | None = None, mobile: str | None = None
) -> Speaker:
    """Ask somebody to speak; the answer comes by a link. Raises Refused without a way to ask."""
    if not email and not mobile:
        raise Refused(words_desk.WAY_FOR_SPEAKER, field="email")
    if session.starts_at <= clock.now() or session.cancelled_at:
        raise Refused(words_desk.OVER)
    for asked in session.speakers:
        if (asked.name, asked.email, asked.mobile) == (name, email, mobile) and asked.state is SpeakerState.invited:
            return asked  # asked already: the button was pressed twice
    speaker = Speaker(name=name, email=email, mobile=mobile)
    session.speakers.append(speaker)
    db.session.flush()
    link = make_link(
        "speaking", municipality_id=session.municipality_id, thing=f"speaker:{speaker.ref}", language="da",
        lasts=session.starts_at - clock.now() + timedelta(days=1),
    )  # fmt: skip
    note(by, "gatherings.speaker_invited", thing=f"speaker:{speaker.ref}")
    notices.speaker_invited(speaker, link)
    return speaker


def answer_invitation(by: Actor, speaker: Speaker, *, yes: bool) -> None:
    """A speaker says yes or no; may be changed until the session begins."""
    if speaker.session.starts_at <= clock.now():
        raise Refused(_("Den gang er allerede begyndt eller forbi."))
    speaker.state = SpeakerState.confirmed if yes else SpeakerState.declined
    speaker.answered_at = clock.now()
    db.session.flush()
    note(by, f"gatherings.speaker_{speaker.state}", thing=f"speaker:{speaker.ref}")


def remove_speaker(by: Actor, speaker: Speaker) -> None:
    note(by, "gatherings.speaker_removed", thing=f"speaker:{speaker.ref}")
    withdraw_links(thing=f"speaker:{speaker.ref}")
    cancel_about(notices.about(speaker))
    speaker.session.speakers.remove(speaker)
    db.session.flush()


def assign_helper(by: Actor, session: Session, person: Person) -> Helper:
    """Put somebody with the children at a session, through the one door in `clearances`.

    Raises Refused without a child certificate valid on the session's day: fixed contact with children
    under 15 (facts.md 5.2).
    """
    on = clock.local_day(session.starts_at)
    if person.municipality_id != session.municipality_id:
        raise Refused(words_desk.CHOOSE_PERSON, field="person")
    known = next((h for h in session.helpers if h.person_id == person.id), None)
    enter_contact(by, person.id, notices.about(session), on=on, through=on)
    if known is None:
        known = Helper(session_id=session.id, person_id=person.id, person=person)
        session.helpers.append(known)
        db.session.flush()
        note(by, "gatherings.helper_assigned", thing=f"session:{session.ref}", person_id=person.id)
    return known


def remove_helper(by: Actor, session: Session, person_id: int) -> None:
    for helper in [h for h in session.helpers if h.person_id == person_id]:
        session.helpers.remove(helper)
        for contact in contacts_of(notices.about(session)):
            if contact.person_id == person_id:
                leave_contact(by, contact)
        note(by, "gatherings.helper_removed", thing=f"session:{session.ref}", person_id=person_id)
    db.session.flush()
