"""Thinking about gatherings: kinds with their defaults, seats and the waiting list, absence, childcare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from mentors.clearances.rules import ClearanceFacts, may_meet_children


class SeriesKind(StrEnum):
    barselscafe = "barselscafe"
    salon = "salon"
    advice_cafe = "advice_cafe"
    womens_course = "womens_course"
    intro_course = "intro_course"
    motivation_group = "motivation_group"
    homework_cafe = "homework_cafe"
    leisure = "leisure"
    open_company = "open_company"
    open_event = "open_event"


class SignUpMode(StrEnum):
    open_door = "open_door"  # nobody signs up; whoever comes is welcome
    link = "link"  # families sign up themselves
    coordinator = "coordinator"  # staff sign people up


class SeatState(StrEnum):
    taken = "taken"
    waiting = "waiting"
    offered = "offered"  # a freed seat is held for this family until `offered_until`
    left = "left"


class SpeakerState(StrEnum):
    invited = "invited"
    confirmed = "confirmed"
    declined = "declined"


class ClosingKind(StrEnum):
    closing = "closing"
    school_holiday = "school_holiday"


class AfterLeave(StrEnum):
    """What somebody went on to after the leave (systems.md row 11)."""

    language_school = "language_school"
    placement = "placement"
    job = "job"
    other = "other"
    none = "none"


class Unit(StrEnum):
    """The units that can own a group together (systems.md row 16)."""

    job_centre = "job_centre"
    social_psychiatry = "social_psychiatry"
    family_centre = "family_centre"
    integration = "integration"
    volunteering = "volunteering"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a series of a kind starts with; all of it may be changed on its page."""

    mode: SignUpMode
    minutes: int = 120
    rule: str | None = None  # None: a single session
    capacity: int | None = None
    minimum: int | None = None
    childcare: bool = False
    is_course: bool = False  # people sign up for the whole series, not for one session
    is_public: bool = True
    promotes: bool = False  # a freed seat goes to the next in line at once, without asking


# systems.md rows 10-16, 19, 21: twice a week, weekly, groups of 10-12, once a year.
DEFAULTS: Mapping[SeriesKind, Defaults] = {
    SeriesKind.barselscafe: Defaults(SignUpMode.open_door, rule="FREQ=WEEKLY;BYDAY=TU,TH", childcare=True),
    SeriesKind.salon: Defaults(SignUpMode.open_door, rule="FREQ=WEEKLY"),
    SeriesKind.advice_cafe: Defaults(SignUpMode.open_door, minutes=180, rule="FREQ=WEEKLY;BYDAY=TU,TH"),
    SeriesKind.womens_course: Defaults(
        SignUpMode.coordinator, 180, "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=20", 12, 10, True, True, False, True
    ),
    SeriesKind.intro_course: Defaults(
        SignUpMode.coordinator, 180, "FREQ=WEEKLY;COUNT=8", 20, 5, is_course=True, is_public=False
    ),
    SeriesKind.motivation_group: Defaults(
        SignUpMode.coordinator, 120, "FREQ=WEEKLY;COUNT=12", 12, 4, is_course=True, is_public=False
    ),
    SeriesKind.homework_cafe: Defaults(SignUpMode.open_door, rule="FREQ=WEEKLY"),
    SeriesKind.leisure: Defaults(SignUpMode.link, rule="FREQ=WEEKLY", capacity=20),
    SeriesKind.open_company: Defaults(SignUpMode.link, capacity=15),
    SeriesKind.open_event: Defaults(SignUpMode.link, capacity=60),
}

# What the sessions can be about. Halsnæs: its barselscafé, women's courses and introduction course
# (systems.md rows 10, 12, 13). Holbæk: its advice café (row 15).
TOPICS_HALSNAES = (
    "family_life", "school_daycare", "leisure_offers", "rights_duties", "labour_market", "company_visit",
    "health_system", "sexuality", "after_birth", "social_control", "pregnancy", "childcare", "upbringing",
    "education", "economy", "associations",
)  # fmt: skip
TOPICS_HOLBAEK = ("health", "private_economy", "work", "digital_id", "tax", "library", "debt")
TOPICS = TOPICS_HALSNAES + TOPICS_HOLBAEK
ADVICE_TOPICS = ("health", "private_economy", "debt", "work", "digital_id", "tax", "library", "other_topic")


# --- seats ----------------------------------------------------------------------------------------

HOLDS_A_SEAT = frozenset({SeatState.taken, SeatState.offered})
LIVE = frozenset({SeatState.taken, SeatState.offered, SeatState.waiting})
PARTY_MOST = 12
OFFER_LASTS = timedelta(hours=48)
ANSWER_BEFORE_START = timedelta(hours=2)
SHORTEST_OFFER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Seat:
    """One family's place at a session or a course, in the order they came."""

    key: int
    state: SeatState
    people: int
    offered_until: datetime | None = None


def seats_used(seats: Iterable[Seat]) -> int:
    return sum(seat.people for seat in seats if seat.state in HOLDS_A_SEAT)


def seats_free(capacity: int | None, seats: Sequence[Seat]) -> int | None:
    """How many seats are left; None where there is no limit."""
    return None if capacity is None else max(0, capacity - seats_used(seats))


def may_sit(capacity: int | None, seats: Sequence[Seat], people: int) -> bool:
    """Whether a new family gets a seat at once: room for all of it, and nobody is waiting before it."""
    free = seats_free(capacity, seats)
    queue = any(seat.state is SeatState.waiting for seat in seats)
    return free is None or (people <= free and not queue)


def next_in_line(capacity: int | None, seats: Sequence[Seat]) -> tuple[Seat, ...]:
    """Who gets the free seats now, in the order they came.

    The whole family or none of it; a family too large for what is free keeps its turn and lets a
    smaller one pass, so that no chair stays empty.
    """
    free = seats_free(capacity, seats)
    chosen = []
    for seat in seats:
        if seat.state is SeatState.waiting and (free is None or seat.people <= free):
            chosen.append(seat)
            free = None if free is None else free - seat.people
    return tuple(chosen)


def offer_until(said_at: datetime, starts_at: datetime | None) -> datetime | None:
    """How long a freed seat is held: two days, but until two hours before the start at the latest.

    None where too little time is left to ask anybody.
    """
    latest = said_at + OFFER_LASTS
    if starts_at is not None:
        latest = min(latest, starts_at - ANSWER_BEFORE_START)
    return latest if latest - said_at >= SHORTEST_OFFER else None


def expired(seats: Iterable[Seat], now: datetime) -> tuple[Seat, ...]:
    return tuple(
        seat
        for seat in seats
        if seat.state is SeatState.offered and seat.offered_until is not None and seat.offered_until <= now
    )


# --- who came -------------------------------------------------------------------------------------

ABSENCES_TO_CALL = 3


@dataclass(frozen=True, slots=True)
class Held:
    """A session that took place: its key, when, and who was written down."""

    key: str
    starts_at: datetime
    came: frozenset[int]


def absent_since(held: Iterable[Held], person_id: int, expected_from: datetime) -> tuple[str, ...]:
    """The sessions in a row, up to the latest, that a person who was expected did not come to.

    A session at which nobody at all was written down says nothing about anybody.
    """
    run: list[str] = []
    for session in sorted(held, key=lambda s: s.starts_at):
        if not session.came or session.starts_at < expected_from:
            continue
        run = [] if person_id in session.came else [*run, session.key]
    return tuple(run)


# --- childcare ------------------------------------------------------------------------------------


class Childcare(StrEnum):
    not_wanted = "not_wanted"
    covered = "covered"
    nobody = "nobody"  # red: nobody is there for the children
    not_cleared = "not_cleared"  # red: somebody is, without a child certificate valid on the day


def childcare_of(wanted: bool, helpers: Sequence[ClearanceFacts | None], on: date) -> Childcare:
    """How a session stands with childcare on its day, given each helper's child certificate."""
    if not wanted and not helpers:
        return Childcare.not_wanted
    if not helpers:
        return Childcare.nobody
    cleared = all(may_meet_children(helper, on) for helper in helpers)
    return Childcare.covered if cleared else Childcare.not_cleared


# --- one-to-one advice ----------------------------------------------------------------------------


def slot_times(starts_at: datetime, minutes: int, each: int) -> tuple[datetime, ...]:
    """The starts of one-to-one talks of so many minutes inside a session."""
    return tuple(starts_at + timedelta(minutes=at) for at in range(0, minutes - each + 1, each))
