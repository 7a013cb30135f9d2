"""Calendar files (RFC 5545) that real calendars read, with Denmark's own clock changes inside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import icalendar
from flask import Response

from mentors.core.clock import COPENHAGEN


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One entry. `uid` never changes; `sequence` grows with each change, so that calendars take the newest."""

    uid: str
    starts_at: datetime
    minutes: int
    summary: str
    changed_at: datetime
    sequence: int = 0
    place: str | None = None
    is_cancelled: bool = False


def calendar_file(events: Iterable[CalendarEvent], *, name: str | None = None) -> bytes:
    """The bytes of an `.ics` file. Times stand in Danish local time with its zone, so that 17.00 stays 17.00
    on both Sundays when the clock changes."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//mentors//meetings//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    if name:
        calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(_component(event))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _component(event: CalendarEvent) -> icalendar.Event:
    starts = event.starts_at.astimezone(COPENHAGEN)
    ends = (event.starts_at + timedelta(minutes=event.minutes)).astimezone(COPENHAGEN)
    component = icalendar.Event()
    component.add("uid", event.uid)
    component.add("dtstamp", event.changed_at)
    component.add("dtstart", starts)
    component.add("dtend", ends)
    component.add("summary", event.summary)
    component.add("sequence", event.sequence)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.place:
        component.add("location", event.place)
    return component


def calendar_answer(content: bytes, filename: str) -> Response:
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return answer
