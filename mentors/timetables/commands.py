from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from flask_babel import gettext as _

from mentors.core.actor import Actor
from mentors.core.calendar import WEEK_PARTS
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.timetables.models import BusyTime, Week
from mentors.timetables.rules import BusyKind


def set_free_times(by: Actor, person_id: int, parts: Iterable[str]) -> Week:
    """Write down in which parts of the week somebody is free."""
    chosen = set(parts)
    week = db.session.get(Week, person_id)
    if week is None:
        week = Week(person_id=person_id)
        db.session.add(week)
    week.free = tuple(part for part in WEEK_PARTS if part in chosen)
    note(by, "timetables.free_times_set", person_id=person_id)
    db.session.flush()
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
    """Write down hours of a weekday (0 is Monday) that are taken. Raises Refused where they end before they begin."""
    if to_time <= from_time:
        raise Refused(_("Sluttiden skal ligge efter starttiden."), field="to_time")
    if valid_from and valid_to and valid_to < valid_from:
        raise Refused(_("Slutdatoen skal ligge efter startdatoen."), field="valid_to")
    busy = BusyTime(
        person_id=person_id, kind=kind, weekday=weekday, from_time=from_time, to_time=to_time,
        valid_from=valid_from, valid_to=valid_to,
    )  # fmt: skip
    db.session.add(busy)
    db.session.flush()
    note(by, "timetables.busy_time_added", thing=f"busy_time:{busy.ref}", person_id=person_id)
    return busy


def remove_busy_time(by: Actor, busy: BusyTime) -> None:
    note(by, "timetables.busy_time_removed", thing=f"busy_time:{busy.ref}", person_id=busy.person_id)
    db.session.delete(busy)
    db.session.flush()
