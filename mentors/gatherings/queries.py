from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload, selectinload

from mentors.clearances.queries import facts_of
from mentors.clearances.rules import ClearanceFacts, ClearanceKind
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import is_public_holiday
from mentors.core.refusal import NotThere
from mentors.gatherings import rules
from mentors.gatherings.models import AdviceSlot, ClosingDay, Helper, Owner, Series, Session, Speaker
from mentors.gatherings.models_people import Attendance, SignUp
from mentors.gatherings.policy import visible_closings, visible_series, visible_sessions, visible_sign_ups
from mentors.gatherings.rules import Childcare, ClosingKind, Seat, SeatState, SeriesKind, SpeakerState
from mentors.gatherings.rules_recurrence import Closing, Existing
from mentors.kit.db import db
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.people.models import Person
from mentors.timetables.queries import busy_hours, clashing
from mentors.timetables.rules import Busy, clashes

# --- one thing ------------------------------------------------------------------------------------


def the_series(by: Actor, ref: str) -> Series:
    """A series by its reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_series(by).where(Series.ref == ref))
    if found is None:
        raise NotThere
    return found


def the_session(by: Actor, ref: str) -> Session:
    """A session by its reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_sessions(by).where(Session.ref == ref))
    if found is None:
        raise NotThere
    return found


def the_sign_up(by: Actor, ref: str) -> SignUp:
    found = db.session.scalar(visible_sign_ups(by).where(SignUp.ref == ref))
    if found is None:
        raise NotThere
    return found


def sign_up_of_link(ref: str) -> SignUp:
    """The place a personal link is about; the link itself is the permission. Raises NotThere."""
    found = db.session.scalar(select(SignUp).where(SignUp.ref == ref))
    if found is None:
        raise NotThere
    return found


def speaker_of_link(ref: str) -> Speaker:
    found = db.session.scalar(select(Speaker).where(Speaker.ref == ref))
    if found is None:
        raise NotThere
    return found


def slot_of_link(ref: str) -> AdviceSlot:
    found = db.session.scalar(select(AdviceSlot).where(AdviceSlot.ref == ref))
    if found is None:
        raise NotThere
    return found


# --- sessions in time -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A session as calendars show it. `free` is None where there is no limit."""

    session: Session
    free: int | None
    childcare: Childcare


def calendar(
    municipality_id: int, start: datetime, end: datetime, *, public_only: bool, owner_id: int | None = None
) -> list[CalendarRow]:
    """The sessions between two instants with their free seats and childcare. A fixed number of questions."""
    wanted = (
        select(Session)
        .join(Session.series)
        .options(lazyload(Session.series, Series.owners))
        .where(Session.municipality_id == municipality_id, Session.starts_at >= start, Session.starts_at < end)
        .order_by(Session.starts_at, Session.id)
    )
    if public_only:
        wanted = wanted.where(Series.is_public)
    if owner_id is not None:
        wanted = wanted.where(Series.id.in_(select(Owner.series_id).where(Owner.account_id == owner_id)))
    return with_standing(list(db.session.scalars(wanted).unique()))


def with_standing(sessions: Sequence[Session]) -> list[CalendarRow]:
    """Several sessions with their free seats and how childcare stands, in three questions."""
    ids = [session.id for session in sessions]
    used = _seats_used(sessions)
    cared = _childcare(ids)
    rows = []
    for session in sessions:
        on = clock.local_day(session.starts_at)
        state = rules.childcare_of(session.series.childcare, cared.get(session.id, ()), on)
        free = None if session.capacity is None else max(0, session.capacity - used.get(session.id, 0))
        rows.append(CalendarRow(session, None if session.series.is_course else free, state))
    return rows


def _seats_used(sessions: Sequence[Session]) -> dict[int, int]:
    sits = {session.id: session.series.children_sit for session in sessions}
    rows = db.session.execute(
        select(SignUp.session_id, func.sum(SignUp.adults), func.sum(SignUp.children))
        .where(SignUp.session_id.in_(list(sits)), SignUp.state.in_(rules.HOLDS_A_SEAT))
        .group_by(SignUp.session_id)
    )
    return {key: adults + (children if sits[key] else 0) for key, adults, children in rows if key is not None}


def _childcare(session_ids: Iterable[int]) -> dict[int, tuple[ClearanceFacts | None, ...]]:
    rows = db.session.execute(
        select(Helper.session_id, Helper.person_id).where(Helper.session_id.in_(list(session_ids)))
    ).all()
    known = facts_of({person_id for _session_id, person_id in rows})
    found: defaultdict[int, list[ClearanceFacts | None]] = defaultdict(list)
    for session_id, person_id in rows:
        found[session_id].append(known.get(person_id, {}).get(ClearanceKind.child_certificate))
    return {key: tuple(facts) for key, facts in found.items()}


def upcoming(series: Series, limit: int = 12) -> list[Session]:
    """The next sessions of a series, cancelled ones too: they are shown as such."""
    now = clock.now()
    return list(
        db.session.scalars(
            select(Session)
            .where(Session.series_id == series.id, Session.starts_at > now - timedelta(hours=6))
            .order_by(Session.starts_at)
            .limit(limit)
        )
    )


def just_opened(by: Actor, kind: SeriesKind, title: str, place: str, first_on: date) -> Series | None:
    """The series that the very same form made a moment ago, as when a button is pressed twice."""
    wanted = visible_series(by).where(
        Series.kind == kind, Series.title == title, Series.place == place, Series.rule_from == first_on,
        Series.ended_at.is_(None), Series.created_at > clock.now() - timedelta(seconds=30),
    )  # fmt: skip
    return db.session.scalars(wanted.order_by(Series.id.desc())).first()


def to_come(series: Series) -> int:
    """How many sessions stand in the calendar from now on."""
    wanted = select(func.count()).where(Session.series_id == series.id, Session.starts_at > clock.now())
    return db.session.scalar(wanted) or 0


def earlier(series: Series, limit: int = 12) -> list[Session]:
    before = clock.now() - timedelta(hours=6)
    wanted = select(Session).where(Session.series_id == series.id, Session.starts_at <= before)
    return list(db.session.scalars(wanted.order_by(Session.starts_at.desc()).limit(limit)))


def whole_session(by: Actor, ref: str) -> Session:
    """A session with its speakers and helpers. Raises NotThere."""
    found = db.session.scalar(
        visible_sessions(by)
        .where(Session.ref == ref)
        .options(selectinload(Session.speakers), selectinload(Session.helpers))
    )
    if found is None:
        raise NotThere
    return found


@dataclass(frozen=True, slots=True)
class SeriesRow:
    series: Series
    next_at: datetime | None
    to_come: int


def series_list(by: Actor, *, ended: bool = False) -> list[SeriesRow]:
    """The series of the municipality with their next session, the soonest first."""
    wanted = visible_series(by).where(Series.ended_at.is_not(None) if ended else Series.ended_at.is_(None))
    found = list(db.session.scalars(wanted))
    rows = db.session.execute(
        select(Session.series_id, func.min(Session.starts_at), func.count())
        .where(
            Session.series_id.in_([series.id for series in found]),
            Session.starts_at > clock.now(),
            Session.cancelled_at.is_(None),
        )
        .group_by(Session.series_id)
    )
    ahead: dict[int, tuple[datetime | None, int]] = {series_id: (next_at, count) for series_id, next_at, count in rows}
    listed = [SeriesRow(series, *ahead.get(series.id, (None, 0))) for series in found]
    last = datetime.max.replace(tzinfo=clock.COPENHAGEN)
    return sorted(listed, key=lambda row: (row.next_at or last, row.series.title))


# --- what the rules ask ---------------------------------------------------------------------------


def closings(municipality_id: int, since: date | None = None) -> list[ClosingDay]:
    wanted = visible_closings(municipality_id).order_by(ClosingDay.from_on)
    return list(db.session.scalars(wanted.where(ClosingDay.to_on >= since) if since else wanted))


def closing_facts(municipality_id: int) -> list[Closing]:
    return [day.facts() for day in closings(municipality_id)]


def existing(series: Series, since: date) -> tuple[list[Existing], dict[int, Session]]:
    """The sessions its rule gave a series from a day on, and whether there are people in them: signed up,
    written down, with a talk booked, asked to speak or to mind the children."""
    by_rule = select(Session).where(
        Session.series_id == series.id, Session.planned_on >= since, Session.is_extra.is_(False)
    )
    found = list(db.session.scalars(by_rule))
    ids = [session.id for session in found]
    signed = select(SignUp.session_id).where(SignUp.session_id.in_(ids), SignUp.state.in_(rules.LIVE)).distinct()
    came = select(Attendance.session_id).where(Attendance.session_id.in_(ids)).distinct()
    booked = select(AdviceSlot.session_id).where(AdviceSlot.session_id.in_(ids), AdviceSlot.booked_at.is_not(None))
    asked = select(Speaker.session_id).where(Speaker.session_id.in_(ids), Speaker.state != SpeakerState.declined)
    minds = select(Helper.session_id).where(Helper.session_id.in_(ids))
    people = set(db.session.scalars(signed.union(came, booked, asked, minds)))
    return [session.existing(session.id in people) for session in found], {s.id: s for s in found}


def sign_ups_of(thing: Session | Series, *states: SeatState) -> list[SignUp]:
    """The places at a session or course, in the order they came; only in those states, where any are named."""
    column = SignUp.session_id if isinstance(thing, Session) else SignUp.series_id
    wanted = select(SignUp).where(column == thing.id, SignUp.state.in_(states or tuple(SeatState)))
    return list(db.session.scalars(wanted.order_by(SignUp.id)).unique())


def with_a_line(series: Series) -> list[Session]:
    """The sessions to come at which somebody waits for a seat."""
    waiting = select(SignUp.session_id).where(SignUp.state == SeatState.waiting, SignUp.session_id.is_not(None))
    return list(
        db.session.scalars(
            select(Session)
            .where(Session.series_id == series.id, Session.starts_at > clock.now(), Session.id.in_(waiting))
            .order_by(Session.starts_at)
        )
    )


def seats_of(thing: Session | Series) -> list[Seat]:
    """The live seats as the rules count them."""
    series = thing.series if isinstance(thing, Session) else thing
    return [sign_up.seat(series.children_sit) for sign_up in sign_ups_of(thing, *rules.LIVE)]


def free_seats(thing: Session | Series) -> int | None:
    return rules.seats_free(thing.capacity, seats_of(thing))


@dataclass(frozen=True, slots=True)
class Clash:
    session: Session
    busy: Busy


def clashes_of(person_id: int, sessions: Sequence[Session]) -> list[Clash]:
    """What in somebody's week collides with these sessions: each busy time once, at the first it meets."""
    week = busy_hours([person_id]).get(person_id, ())
    found: dict[Busy, Clash] = {}
    for session in sessions if week else ():
        for busy in clashes(week, session.starts_at, session.starts_at + timedelta(minutes=session.minutes)):
            found.setdefault(busy, Clash(session, busy))
    return list(found.values())


def held_up_at(session: Session) -> list[Person]:
    """Whoever is signed up for a session or helps at it and has something fixed in her week at that time; by name."""
    places = sign_ups_of(session, *rules.LIVE)
    if session.series.is_course:
        places += sign_ups_of(session.series, *rules.LIVE)
    people = {one.person.id: one.person for one in places if one.person is not None}
    people |= {helper.person.id: helper.person for helper in session.helpers}
    found = clashing(list(people), session.starts_at, session.minutes) if people else {}
    return sorted((people[one] for one in found), key=lambda person: person.name)


def slots_of(session: Session) -> list[AdviceSlot]:
    wanted = select(AdviceSlot).where(AdviceSlot.session_id == session.id).order_by(AdviceSlot.starts_at)
    return list(db.session.scalars(wanted))


def most_used(series: Series) -> int:
    """How many seats are taken: of a course, or at the fullest of its sessions to come without a number of
    seats of its own."""
    if series.is_course:
        return rules.seats_used(seats_of(series))
    coming = select(Session).where(
        Session.series_id == series.id, Session.starts_at > clock.now(), Session.own_capacity.is_(None)
    )
    return max(_seats_used(list(db.session.scalars(coming))).values(), default=0)


def shut_for(series: Series, day: date) -> str | None:
    """What the house is shut for on a day: the closing's name, nothing written for a public holiday; None
    where it is open to this series."""
    kinds = {ClosingKind.closing} | ({ClosingKind.school_holiday} if series.skips_school_holidays else set())
    for closing in closings(series.municipality_id, day):
        if closing.kind in kinds and closing.facts().covers(day):
            return closing.name
    return "" if is_public_holiday(day) else None


def was_called_off(session: Session) -> bool:
    """Whether somebody has already read that a session is called off."""
    told = Message.kind == "gatherings/cancelled", Message.about == f"session:{session.ref}"
    gone = Message.state.in_((MessageState.cancelled, MessageState.waiting))
    return db.session.scalar(select(Message.id).where(*told, ~gone).limit(1)) is not None


def standing_on(municipality_id: int, from_on: date, to_on: date, *, schools: bool) -> list[Session]:
    """What takes place on those days; with `schools` only what keeps to the schools' holidays."""
    wanted = (
        select(Session)
        .join(Series)
        .where(
            Session.municipality_id == municipality_id,
            Session.cancelled_at.is_(None),
            Session.starts_at > clock.now(),
            Session.starts_at >= clock.at_local(from_on, 0),
            Session.starts_at < clock.at_local(to_on + timedelta(days=1), 0),
        )
        .order_by(Session.starts_at)
    )
    return list(db.session.scalars(wanted.where(Series.skips_school_holidays) if schools else wanted))


def feed_link(account_id: int) -> PersonalLink | None:
    """The address of a coordinator's own calendar, if she has asked for one."""
    return db.session.scalar(
        select(PersonalLink).where(
            PersonalLink.account_id == account_id,
            PersonalLink.purpose == "desk_calendar",
            PersonalLink.withdrawn_at.is_(None),
        )
    )
