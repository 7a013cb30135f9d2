"""Planning, moving, cancelling and logging meetings. Nothing of what was said is ever written down."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import add_months
from mentors.core.guard import looks_like_cpr, printable
from mentors.core.refusal import NotThere, Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.meetings import notices, queries, rules
from mentors.meetings.models import Meeting
from mentors.meetings.rules import MINUTES, Face, MeetingKind
from mentors.meetings.words import DAY_PROBLEM
from mentors.pairing import policy
from mentors.pairing.commands import note_first_meeting
from mentors.pairing.commands_children import require_certificate
from mentors.pairing.commands_steps import hold
from mentors.pairing.models import Pair
from mentors.pairing.rules import PairState
from mentors.programmes.rules import Side
from mentors.tasks.commands import raise_task
from mentors.tasks.rules import TaskKind


def plan_meeting(
    by: Actor,
    pair: Pair,
    *,
    starts_at: datetime,
    minutes: int = 60,
    place: str | None = None,
    despite_clash: bool = False,
    field: str = "at",
) -> Meeting:
    """Plan a meeting and tell the other (both, where staff plan it). The same time twice is one meeting.

    Raises Refused for a time that is past or more than a year off, for a pair that does not run, and (at `field`)
    for a time that collides with what lies fixed in one of their weeks, unless they know and want it anyway. Where one
    of the two is protected, the place must be named and public (facts.md 5.6): refused at `place`.
    """
    _check(by, pair)
    if pair.state is PairState.paused:
        raise Refused(_("I holder pause. Gå i gang igen, før I planlægger."))
    _refuse_time(starts_at, field="on")
    require_certificate(by, pair, clock.local_day(starts_at), field="on")
    if place and looks_like_cpr(place):
        raise Refused(_("Det ligner et CPR-nummer. Slet tallet."), field="place")
    _refuse_private(pair, place)
    found = queries.find_planned_at(pair.id, starts_at)
    if found is not None:
        return found
    if not despite_clash:
        _refuse_clash(by, pair, starts_at, minutes, field)
    now = clock.now()
    meeting = Meeting(
        pair=pair, starts_at=starts_at, minutes=minutes, place=_kept(place),
        created_at=now, changed_at=now,
    )  # fmt: skip
    db.session.add(meeting)
    db.session.flush()
    note(by, "meetings.planned", thing=_thing(meeting), person_id=pair.newcomer_id)
    notices.planned(meeting, _others(by, pair))
    return meeting


def move_meeting(
    by: Actor, meeting: Meeting, starts_at: datetime, *, place: str | None = None, despite_clash: bool = False
) -> Meeting:
    """Give a planned meeting another time, and another place where one is named; tell the other. Raises Refused as
    planning does: a meeting from before one of the two was protected cannot be moved and stay at somebody's home."""
    _check(by, meeting.pair)
    _refuse_over(meeting)
    _refuse_time(starts_at, field="on")
    require_certificate(by, meeting.pair, clock.local_day(starts_at), field="on")
    place = _kept(place) or meeting.place
    if place and looks_like_cpr(place):
        raise Refused(_("Det ligner et CPR-nummer. Slet tallet."), field="place")
    _refuse_private(meeting.pair, place)
    if (starts_at, place) == (meeting.starts_at, meeting.place):
        return meeting
    if not despite_clash and starts_at != meeting.starts_at:
        _refuse_clash(by, meeting.pair, starts_at, meeting.minutes or queries.DEFAULT_MINUTES, "at")
    meeting.starts_at, meeting.place = starts_at, place
    _changed(meeting)
    note(by, "meetings.moved", thing=_thing(meeting), person_id=meeting.pair.newcomer_id)
    notices.moved(meeting, _others(by, meeting.pair))
    return meeting


def cancel_meeting(by: Actor, meeting: Meeting) -> Meeting:
    """Call a planned meeting off, and tell the other. Twice is once."""
    _check(by, meeting.pair)
    if meeting.cancelled_at is not None:
        return meeting
    _refuse_over(meeting)
    meeting.cancelled_at = clock.now()
    _changed(meeting)
    note(by, "meetings.cancelled", thing=_thing(meeting), person_id=meeting.pair.newcomer_id)
    notices.cancelled(meeting, _others(by, meeting.pair))
    return meeting


def log_meeting(
    by: Actor,
    pair: Pair,
    *,
    held_on: date,
    minutes: int,
    kind: MeetingKind,
    face: Face,
    next_at: datetime | None = None,
    next_place: str | None = None,
    key: str | None = None,
) -> Meeting:
    """Write down that the two have met: day, minutes, kind and face, and no word of what was said.

    A planned meeting of that day becomes the held one. Sent twice it counts once: by the page's `key`, by
    the same day and minutes within a minute, and where the other side has already logged that day.
    The first one also notes the first meeting. A bad face becomes a task. Raises Refused for a day to come.
    """
    _check(by, pair)
    problem = rules.day_problem(held_on, clock.today())
    if problem is not None:
        raise Refused(DAY_PROBLEM[problem], field="held_on")
    if not 1 <= minutes <= 24 * 60:
        raise Refused(_("Vælg, hvor længe I var sammen."), field="minutes")
    hold(pair)  # two taps at once stand in line here
    meeting = _already_logged(by, pair, held_on, minutes, key)
    if meeting is None:
        meeting = _written_down(by, pair, held_on, minutes, kind, face, key)
        note_first_meeting(by, pair, held_on)
        if face is Face.bad:
            _tell_coordinator(by, meeting)
    if next_at is not None:
        plan_meeting(
            by, pair, starts_at=next_at, minutes=minutes if minutes in MINUTES else 60, place=next_place,
            field="next_time",
        )  # fmt: skip
    return meeting


def _already_logged(by: Actor, pair: Pair, held_on: date, minutes: int, key: str | None) -> Meeting | None:
    known = queries.find_by_key(key)
    if known is not None and known.pair_id == pair.id:
        return known
    now = clock.now()
    for meeting in queries.on_day(pair.id, held_on):
        if meeting.held_at is None:
            continue
        by_the_other = meeting.logged_by_id is not None and meeting.logged_by_id != by.person_id
        if by_the_other or rules.is_same_tap(meeting.held_at, meeting.minutes, now=now, wanted_minutes=minutes):
            return meeting
    return None


def _written_down(
    by: Actor, pair: Pair, held_on: date, minutes: int, kind: MeetingKind, face: Face, key: str | None
) -> Meeting:
    now = clock.now()
    planned = [meeting for meeting in queries.on_day(pair.id, held_on) if meeting.held_at is None]
    meeting = planned[0] if planned else Meeting(pair=pair, starts_at=clock.at_local(held_on, 12), created_at=now)
    meeting.minutes, meeting.kind, meeting.face = minutes, kind, face
    meeting.held_at, meeting.changed_at = now, now
    meeting.logged_by, meeting.logged_by_id, meeting.log_key = by.label, by.person_id, key
    db.session.add(meeting)
    db.session.flush()
    note(by, "meetings.logged", thing=_thing(meeting), person_id=pair.newcomer_id)
    return meeting


def _tell_coordinator(by: Actor, meeting: Meeting) -> None:
    pair = meeting.pair
    person = pair.person_of(pair.side_of(by.person_id) or Side.newcomer)
    raise_task(
        by, TaskKind.bad_face, person, key=f"meeting-{meeting.ref}-bad", thing=f"pair:{pair.ref}",
        responsible_id=pair.responsible_id,
    )  # fmt: skip


def _check(by: Actor, pair: Pair) -> None:
    if not policy.may_change(by, pair):
        raise NotThere
    if not pair.is_running:
        raise Refused(_("I er ikke et par endnu, eller det er slut."))


def _refuse_time(starts_at: datetime, *, field: str) -> None:
    if starts_at <= clock.now():
        raise Refused(_("Vælg en tid, der kommer."), field=field)
    if clock.local_day(starts_at) > add_months(clock.today(), 12):
        raise Refused(_("Vælg en dag inden for det næste år."), field=field)


def _refuse_private(pair: Pair, place: str | None) -> None:
    """Whoever is protected meets among other people: no place named is no public place."""
    if queries.meets_among_others(pair) and not (place and rules.is_public_place(place)):
        # A sentence that fits whoever is not protected, too: it must not tell who of the two is.
        raise Refused(_("Vælg et sted med andre mennesker, fx biblioteket, en café eller rådhuset."), field="place")


def _kept(place: str | None) -> str | None:
    return printable(place or "").strip()[:120] or None


def _refuse_clash(by: Actor, pair: Pair, starts_at: datetime, minutes: int, field: str) -> None:
    clash = queries.clash_sentence(by, pair, starts_at, minutes)
    if clash is not None:
        raise Refused(_("Det falder sammen med noget, der ligger fast. %(what)s.", what=clash), field=field)


def _refuse_over(meeting: Meeting) -> None:
    if meeting.held_at is not None or meeting.cancelled_at is not None:
        raise Refused(_("Mødet er allerede holdt eller aflyst."))


def _changed(meeting: Meeting) -> None:
    meeting.sequence += 1
    meeting.changed_at = clock.now()
    db.session.flush()


def _others(by: Actor, pair: Pair) -> tuple[Side, ...]:
    """Who has to be told: everybody but the one who acts."""
    return tuple(side for side in Side if pair.person_of(side).id != by.person_id)


def _thing(meeting: Meeting) -> str:
    return f"meeting:{meeting.ref}"
