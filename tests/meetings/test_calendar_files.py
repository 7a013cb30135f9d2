"""Read back by a reader that knows nothing of the writer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from mentors.core import clock
from mentors.kit.calendars import CalendarEvent, calendar_file
from mentors.kit.db import db
from mentors.meetings import commands
from mentors.pairing.models import Pair
from tests.given import Given
from tests.page import Page
from tests.pairing.things import agreed_pair

NOW = clock.at_local(date(2026, 10, 1), 12)


def _read(content: bytes, day: date) -> list[Any]:
    return list(recurring_ical_events.of(icalendar.Calendar.from_ical(content)).at(day))


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_five_in_the_afternoon_stays_five_around_both_clock_changes(sunday: date, offset: int) -> None:
    day = sunday + timedelta(days=offset)
    event = CalendarEvent("x@mentors", clock.at_local(day, 17), 90, "Møde med Amal", NOW)
    [read] = _read(calendar_file([event]), day)
    starts, ends = read["DTSTART"].dt, read["DTEND"].dt
    assert (starts.hour, starts.minute, ends.hour, ends.minute) == (17, 0, 18, 30)
    assert starts.astimezone(clock.COPENHAGEN) == datetime(day.year, day.month, day.day, 17, tzinfo=clock.COPENHAGEN)


def test_the_file_brings_denmarks_clock_changes_with_it() -> None:
    content = calendar_file([CalendarEvent("x@mentors", clock.at_local(date(2027, 3, 28), 17), 60, "x", NOW)])
    text = content.decode()
    assert "DTSTART;TZID=Europe/Copenhagen:20270328T170000" in text
    assert "BEGIN:VTIMEZONE" in text and "BEGIN:DAYLIGHT" in text and "BEGIN:STANDARD" in text
    # By the file's own rules alone, without this machine's zone data: summer time since two in the night.
    [zone] = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")
    own = zone.to_tz(lookup_tzid=False)
    assert datetime(2027, 3, 28, 17, tzinfo=own).utcoffset() == timedelta(hours=2)
    assert datetime(2027, 3, 27, 17, tzinfo=own).utcoffset() == timedelta(hours=1)


def _planned(given: Given, pair: Pair) -> Any:
    meeting = commands.plan_meeting(
        given.by(), pair, starts_at=clock.at_local(date(2026, 12, 1), 17), place="Café, Nr. 1"
    )
    db.session.commit()
    return meeting


def _one(page: Page) -> Any:
    [event] = icalendar.Calendar.from_ical(page.response.get_data()).walk("VEVENT")
    return event


def test_a_moved_meeting_keeps_its_name_tag_and_a_cancelled_one_says_so(given: Given) -> None:
    pair = agreed_pair(given, given.newcomer(first_name="Amal", last_name="Hemmelig"))
    meeting = _planned(given, pair)
    bente = given.as_person(pair.volunteer)
    path = f"/my/meetings/{meeting.ref}.ics"
    first = _one(bente.get(path))
    assert (first["SUMMARY"], first["LOCATION"], first["STATUS"], first["SEQUENCE"]) == (
        "Møde med Amal", "Café, Nr. 1", "CONFIRMED", 0,
    )  # fmt: skip
    commands.move_meeting(given.by(), meeting, clock.at_local(date(2026, 12, 2), 17))
    moved = _one(bente.get(path))
    commands.cancel_meeting(given.by(), meeting)
    gone = _one(bente.get(path))
    assert first["UID"] == moved["UID"] == gone["UID"]
    assert [one["SEQUENCE"] for one in (first, moved, gone)] == [0, 1, 2]
    assert gone["STATUS"] == "CANCELLED"
    text = bente.get(path).response.get_data(as_text=True)
    assert "Hemmelig" not in text and pair.programme.name not in text


def test_a_calendar_follows_a_link_without_signing_in_until_it_is_renewed(given: Given) -> None:
    pair = agreed_pair(given, given.newcomer(first_name="Amal"))
    _planned(given, pair)
    bente = given.as_person(pair.volunteer)
    page = bente.get("/my/").press("Lav et kalenderlink")
    address = next(text for text in page.text.split() if "/w/" in text)
    path = address.removeprefix("http://town.example")
    feed = given.new_visitor().get(path)
    assert feed.path.endswith("/calendar.ics")
    assert _one(feed)["SUMMARY"] == "Møde med Amal"
    bente.get("/my/").press("Lav et nyt link")
    assert given.new_visitor().get(path).status == 410
