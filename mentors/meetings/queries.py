from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import WEEK_PARTS
from mentors.core.refusal import NotThere
from mentors.kit.calendars import CalendarEvent
from mentors.kit.db import db
from mentors.kit.filters import turned
from mentors.links.models import PersonalLink
from mentors.links.queries import find_live
from mentors.meetings import rules, words
from mentors.meetings.models import Meeting
from mentors.meetings.policy import visible_meetings
from mentors.pairing import queries as pairing
from mentors.pairing.models import Pair
from mentors.pairing.words import languages_of, listed
from mentors.programmes.models import Participation
from mentors.programmes.queries import participations_of
from mentors.programmes.rules import ParticipationState, Side
from mentors.timetables.queries import clashing, weeks_of
from mentors.timetables.words import busy_time, hours, week_part

DEFAULT_MINUTES = 60
_STILL_ON = timedelta(hours=2)  # a meeting that has just begun is still the next one


def the_meeting(by: Actor, ref: str) -> Meeting:
    """The meeting with a public reference, for this actor. Raises NotThere."""
    found = db.session.scalar(visible_meetings(by).where(Meeting.ref == ref))
    if found is None:
        raise NotThere
    return found


def next_meeting(pair_id: int) -> Meeting | None:
    """The next planned meeting of a pair, today's included while it lasts."""
    return next_meetings([pair_id]).get(pair_id)


def next_meetings(pair_ids: Iterable[int]) -> dict[int, Meeting]:
    """The next planned meeting of several pairs, in one question."""
    rows = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.pair_id.in_(list(pair_ids)),
            Meeting.held_at.is_(None),
            Meeting.cancelled_at.is_(None),
            Meeting.starts_at > clock.now() - _STILL_ON,
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )
    return {meeting.pair_id: meeting for meeting in rows}


def meetings_of(pair_id: int) -> list[Meeting]:
    """All meetings of a pair, planned, held and cancelled; newest first."""
    return list(
        db.session.scalars(
            select(Meeting).where(Meeting.pair_id == pair_id).order_by(Meeting.starts_at.desc(), Meeting.id.desc())
        )
    )


def last_held(pair_ids: Iterable[int]) -> dict[int, date]:
    """The day each of these pairs last met; pairs that have not are left out. One question."""
    rows = db.session.execute(
        select(Meeting.pair_id, func.max(Meeting.starts_at))
        .where(Meeting.pair_id.in_(list(pair_ids)), Meeting.held_at.is_not(None))
        .group_by(Meeting.pair_id)
    )
    return {row[0]: clock.local_day(row[1]) for row in rows}


def hours_a_week(pairs: Iterable[Pair]) -> dict[int, tuple[float, float]]:
    """Hours a week that weekly contacts were together in the last four weeks (or since they began), and how many
    are meant, by pair. One question; pairs that meet more seldom, or have not begun, are left out."""
    today = clock.today()
    weekly = {pair.id: pair for pair in pairs if pair.is_running and pair.starts_on and _is_weekly(pair)}
    since = today - timedelta(weeks=rules.LOOK_BACK_WEEKS)
    rows = db.session.execute(
        select(Meeting.pair_id, func.sum(Meeting.minutes))
        .where(
            Meeting.pair_id.in_(weekly),
            Meeting.held_at.is_not(None),
            Meeting.starts_at >= clock.at_local(since + timedelta(days=1), 0),
        )
        .group_by(Meeting.pair_id)
    )
    logged: dict[int, int] = {pair_id: minutes or 0 for pair_id, minutes in rows} if weekly else {}
    return {
        number: (
            rules.hours_a_week(logged.get(number, 0), min(rules.LOOK_BACK_WEEKS, max(1.0, _weeks(pair, today)))),
            rules.wanted_hours_a_week(pair.minutes_a_month or pair.programme.minutes_a_month),
        )
        for number, pair in weekly.items()
    }


def _is_weekly(pair: Pair) -> bool:
    return pair.programme.meet_every_days <= 7


def _weeks(pair: Pair, today: date) -> float:
    return (today - (pair.starts_on or today)).days / 7


def on_day(pair_id: int, day: date) -> list[Meeting]:
    """A pair's meetings on a day of the wall calendar, cancelled ones left out."""
    starts, ends = clock.at_local(day, 0), clock.at_local(day + timedelta(days=1), 0)
    return list(
        db.session.scalars(
            select(Meeting)
            .where(
                Meeting.pair_id == pair_id,
                Meeting.cancelled_at.is_(None),
                Meeting.starts_at >= starts,
                Meeting.starts_at < ends,
            )
            .order_by(Meeting.id)
        )
    )


def clash_sentence(by: Actor, pair: Pair, starts_at: datetime, minutes: int) -> str | None:
    """What in the two people's weeks collides with a time, named; None where nothing does.

    Staff and the person herself read what it is; the other reads only when.
    """
    found = clashing([pair.newcomer_id, pair.volunteer_id], starts_at, minutes)
    if not found:
        return None
    named = []
    for person in (pair.newcomer, pair.volunteer):
        open_ = by.is_staff or by.person_id == person.id
        for busy in found.get(person.id, ()):
            what = busy_time(busy) if open_ else hours(busy)
            named.append(_("%(name)s: %(what)s", name=person.first_name, what=what))
    return "; ".join(named)


def find_by_key(key: str | None) -> Meeting | None:
    return db.session.scalar(select(Meeting).where(Meeting.log_key == key)) if key else None


def find_planned_at(pair_id: int, starts_at: datetime) -> Meeting | None:
    """A planned meeting of the pair at exactly that time."""
    return db.session.scalar(
        select(Meeting).where(
            Meeting.pair_id == pair_id, Meeting.starts_at == starts_at, Meeting.cancelled_at.is_(None)
        )
    )


def common_times(pair: Pair) -> str:
    """The parts of the week both have free, in words, when what lies fixed is taken out; empty for none."""
    ids = [pair.newcomer_id, pair.volunteer_id]
    weeks = weeks_of(ids, clock.today())
    shared = frozenset.intersection(*(weeks[one].times if one in weeks else frozenset() for one in ids))
    return listed(week_part(part) for part in WEEK_PARTS if part in shared)


# --- calendars --------------------------------------------------------------------------------------


def event_of(meeting: Meeting, side: Side) -> CalendarEvent:
    """A meeting as it stands in one side's calendar: no programme, no surname."""
    return CalendarEvent(
        uid=f"{meeting.ref}@mentors",
        starts_at=meeting.starts_at,
        minutes=meeting.minutes or DEFAULT_MINUTES,
        summary=_("Møde med %(name)s", name=turned(meeting.pair.other_than(side).first_name)),
        changed_at=meeting.changed_at or meeting.created_at,
        sequence=meeting.sequence,
        place=meeting.place,
        is_cancelled=meeting.cancelled_at is not None,
    )


def events_of(person_id: int) -> list[CalendarEvent]:
    """What a person's calendar shows: the planned meetings of her running pairs, from three months back."""
    rows = db.session.scalars(
        select(Meeting)
        .join(Meeting.pair)
        .where(
            or_(Pair.newcomer_id == person_id, Pair.volunteer_id == person_id),
            Pair.closed_at.is_(None),
            Meeting.starts_at > clock.now() - timedelta(days=92),
        )
        .order_by(Meeting.starts_at)
    )
    return [event_of(meeting, meeting.pair.side_of(person_id) or Side.newcomer) for meeting in rows]


def calendar_link(person_id: int) -> PersonalLink | None:
    return find_live(person_id, "calendar")


# --- my own page ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class MyPair:
    """A pair as one of the two sees it."""

    pair: Pair
    side: Side
    phone: str | None
    reasons: list[str]
    next_meeting: Meeting | None
    last_met_on: date | None
    hours: tuple[float, float] | None  # a week: had, and meant

    @property
    def other(self) -> str:
        return self.pair.other_than(self.side).first_name

    @property
    def languages(self) -> str:
        """What the other speaks, in the language being spoken."""
        return languages_of(self.pair.other_than(self.side))


@dataclass(frozen=True, slots=True)
class Mine:
    running: list[MyPair]
    asked: list[MyPair]  # proposals that wait for my answer
    waiting: list[MyPair]  # I said yes; the other is asked
    offers: list[Participation]
    is_newcomer: bool

    @property
    def is_only_newcomer(self) -> bool:
        """Whether there is nothing here that her own page, My contact, does not show better."""
        rows = [*self.running, *self.asked, *self.waiting]
        return self.is_newcomer and not self.offers and all(row.side is Side.newcomer for row in rows)


def mine(person_id: int) -> Mine:
    """Everything on a participant's own page, whichever side she is on."""
    pairs = [pair for pair in pairing.pairs_of(person_id) if pair.is_open]
    ids = [pair.id for pair in pairs]
    coming, met, hours = next_meetings(ids), last_held(ids), hours_a_week(pairs)
    rows = [_my_pair(pair, person_id, coming, met, hours) for pair in pairs]
    known = (ParticipationState.approved, ParticipationState.paused)
    joined = participations_of(person_id)
    return Mine(
        running=[row for row in rows if row.pair.is_running],
        asked=[row for row in rows if row.pair.asked is row.side],
        # A newcomer hears of a proposal first when the volunteer has said yes.
        waiting=[row for row in rows if row.side is Side.volunteer and row.pair.asked is Side.newcomer],
        offers=[one for one in joined if one.side is Side.volunteer and one.state in known],
        is_newcomer=any(one.side is Side.newcomer for one in joined),
    )


def _my_pair(
    pair: Pair,
    person_id: int,
    coming: dict[int, Meeting],
    met: dict[int, date],
    hours: dict[int, tuple[float, float]],
) -> MyPair:
    side = pair.side_of(person_id)
    if side is None:
        raise NotThere
    return MyPair(
        pair,
        side,
        pairing.shown_phone(pair, side),
        pairing.why(pair),
        coming.get(pair.id),
        met.get(pair.id),
        hours.get(pair.id),
    )


def meets_among_others(pair: Pair) -> bool:
    """Whether one of the two is protected, so that they meet in public places alone (facts.md 5.6)."""
    return pair.newcomer.is_protected or pair.volunteer.is_protected


def pair_panel(by: Actor, pair_id: int) -> dict[str, Any]:
    """A pair's meetings for the coordinator: when, how long, which kind and face; there is no more to show."""
    pair, meetings = db.session.get_one(Pair, pair_id), meetings_of(pair_id)
    hidden = meets_among_others(pair)
    return {
        "meetings": meetings,
        "hides_time": hidden,
        # From before one of the two was protected: somebody must talk to them.
        "at_home": hidden and any(one.is_planned and not rules.is_public_place(one.place or "") for one in meetings),
        "kind_word": words.KIND,
        "face_word": words.FACE,
        "hours": hours_a_week([pair]).get(pair.id),
    }
