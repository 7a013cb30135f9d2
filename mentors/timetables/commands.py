from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta

from flask import current_app
from flask_babel import gettext as _

from mentors.core.actor import Actor
from mentors.core.calendar import WEEK_PARTS
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.timetables.models import BusyTime, Week
from mentors.timetables.queries import busy_hours
from mentors.timetables.rules import Busy, BusyKind


def _changed(by: Actor, person_id: int) -> None:
    """Everybody who keeps something in people's time looks at it anew, in the same transaction."""
    for room in current_app.extensions["rooms"]:
        if room.week_changed is not None:
            room.week_changed(by, person_id)


def set_free_times(by: Actor, person_id: int, parts: Iterable[str]) -> Week:
    """Write down in which parts of the week somebody is free."""
    chosen = set(parts)
    week = db.session.get(Week, person_id)
    is_new = week is None
    if week is None:
        week = Week(person_id=person_id)
        db.session.add(week)
    week.free = tuple(part for part in WEEK_PARTS if part in chosen)
    note(by, "timetables.free_times_set", person_id=person_id)
    db.session.flush()
    if not is_new:
        _changed(by, person_id)
    return week


def add_busy_time(
    by: Actor,
    person_id: int,
    kind: BusyKind,
    weekday: int,
    *,
    from_time: time,
    to_time: time,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> BusyTime:
    """Write down hours of a weekday (0 is Monday) that are taken.

    Raises Refused where they end before they begin, for a day that never comes, and for what is there already.
    """
    if not 0 <= weekday <= 6:
        raise Refused(_("Vælg en ugedag."), field="weekday")
    if to_time <= from_time:
        raise Refused(_("Sluttiden skal ligge efter starttiden."), field="to_time")
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused(_("Slutdatoen skal ligge efter startdatoen."), field="valid_to")
    wanted = Busy(kind, weekday, from_time, to_time, valid_from, valid_to)
    if (
        valid_from
        and valid_to
        and not any(
            wanted.is_on(valid_from + timedelta(days=later))
            for later in range(min(7, (valid_to - valid_from).days + 1))
        )
    ):
        raise Refused(_("Den ugedag findes ikke mellem de to datoer."), field="weekday")
    if wanted in busy_hours([person_id]).get(person_id, ()):
        raise Refused(_("Det står der allerede."), field="from_time")
    busy = BusyTime(
        person_id=person_id, kind=kind, weekday=weekday, from_time=from_time, to_time=to_time,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    db.session.add(busy)
    db.session.flush()
    note(by, "timetables.busy_time_added", thing=f"busy_time:{busy.ref}", person_id=person_id)
    _changed(by, person_id)
    return busy


def end_busy_time(by: Actor, busy: BusyTime, last_day: date) -> BusyTime:
    """Let hours end on a day, as when a class moves. Raises Refused for a day before they began."""
    if busy.valid_from and last_day < busy.valid_from:
        raise Refused(_("Slutdatoen skal ligge efter startdatoen."), field="last_day")
    busy.valid_to = last_day
    db.session.flush()
    note(by, "timetables.busy_time_ended", thing=f"busy_time:{busy.ref}", person_id=busy.person_id)
    _changed(by, busy.person_id)
    return busy


def remove_busy_time(by: Actor, busy: BusyTime) -> None:
    """Take hours out of the week: they were never so, or are over."""
    note(by, "timetables.busy_time_removed", thing=f"busy_time:{busy.ref}", person_id=busy.person_id)
    db.session.delete(busy)
    db.session.flush()
    _changed(by, busy.person_id)
