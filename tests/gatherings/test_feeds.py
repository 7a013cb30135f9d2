"""Calendars to subscribe to: read by readers that are not ours (dateutil reads the zone, recurring-ical-events the events)."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime

import recurring_ical_events
from dateutil.tz import tzical
from icalendar import Calendar

from mentors.gatherings import commands, commands_sessions
from mentors.gatherings.models import Session
from mentors.gatherings.rules import SeriesKind
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.commands import standing_link
from tests.gatherings.building import at, in_days, series, sessions, signed_up
from tests.given import Given


def events(text: str) -> dict[str, dict[str, str]]:
    """A reader of its own, by the letter of RFC 5545: unfolded lines, properties by event."""
    found, current = {}, None
    for line in text.replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            current = {}
        elif line == "END:VEVENT" and current is not None:
            found[current["UID"]] = current
            current = None
        elif current is not None and ":" in line:
            name, value = line.split(":", 1)
            current[name.split(";")[0]] = value
    return found


def starts(text: str) -> dict[str, datetime]:
    """Each event's start in UTC, by the VTIMEZONE in the file itself as dateutil reads it."""
    zone = tzical(io.StringIO(text.replace("\r\n", "\n").replace("\n ", ""))).get("Europe/Copenhagen")
    return {
        uid: datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%S").replace(tzinfo=zone).astimezone(UTC)
        for uid, event in events(text).items()
    }


def test_every_start_is_right_on_both_sides_of_both_clock_changes(given: Given) -> None:
    cafe = series(given, rule="FREQ=WEEKLY;BYDAY=SU,MO", first_on=date(2026, 10, 1))
    for _ in range(3):
        commands.extend_series()
    text = given.new_visitor().get(f"/demoby/series/{cafe.ref}.ics").response.get_data(as_text=True)
    read = starts(text)
    ours = {f"session-{s.ref}@town.example": s.starts_at for s in sessions(cafe)}
    assert read == {uid: ours[uid] for uid in read} and len(read) > 30
    assert {moment.hour for moment in read.values()} == {8, 9}, "ten o'clock in summer and in winter"
    assert {date(2027, 3, 21), date(2027, 4, 4)} <= {moment.date() for moment in read.values()}


def test_another_library_finds_the_same_sessions(given: Given) -> None:
    cafe = series(given)
    text = given.new_visitor().get(f"/demoby/series/{cafe.ref}.ics").response.get_data(as_text=True)
    found = recurring_ical_events.of(Calendar.from_ical(text)).between("20261123", "20261207")
    assert len(found) == 4
    assert text.count("BEGIN:VTIMEZONE") == 1 and "\r\n" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_a_moved_session_keeps_its_uid_and_its_sequence_grows(given: Given) -> None:
    cafe = series(given)
    first, second = sessions(cafe)[:2]
    visitor = given.new_visitor()
    address = f"/demoby/series/{cafe.ref}.ics"
    before = events(visitor.get(address).response.get_data(as_text=True))
    commands_sessions.move_session(given.by(), first, at(in_days(2), 13), minutes=60)
    commands_sessions.cancel_session(given.by(), second)
    db.session.commit()
    after = events(visitor.get(address).response.get_data(as_text=True))
    assert set(before) == set(after)
    uids = [f"session-{one.ref}@town.example" for one in (first, second)]
    for uid in uids:
        assert int(after[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) + 1
    assert after[uids[0]]["DTSTART"] == "20261125T130000"
    assert (before[uids[1]]["STATUS"], after[uids[1]]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    untouched = set(before) - set(uids)
    assert all(after[uid] == before[uid] for uid in untouched)


def test_a_person_subscribes_to_her_own_and_a_coordinator_to_what_he_runs(given: Given) -> None:
    course = series(given, SeriesKind.womens_course)
    event = series(given, SeriesKind.leisure)
    series(given, SeriesKind.salon)
    woman = given.person()
    signed_up(given, course, woman)
    signed_up(given, sessions(event)[0], woman)
    link = standing_link("my_gatherings", municipality_id=woman.municipality_id, person_id=woman.id, language="ar")
    token = token_for(link.ref)
    page = given.new_visitor().get(f"/w/{token}")
    assert page.soup.html["dir"] == "rtl"
    text = given.new_visitor().get(f"/w/{token}/sessions.ics").response.get_data(as_text=True)
    assert len(events(text)) == len(sessions(course)) + 1
    boss = given.staff()
    commands.set_owners(given.by(), event, [(boss.id, None)])
    his = given.signed_in(boss)
    page = his.get("/desk/calendar/feed").press("Lav min adresse")
    address = re.search(r"http://town.example(/w/\S+desk-calendar.ics)", page.text)
    assert address is not None
    text = given.new_visitor().get(address[1]).response.get_data(as_text=True)
    assert len(events(text)) == len(sessions(event))


def test_a_series_that_is_not_public_has_no_public_feed(given: Given) -> None:
    course = series(given, SeriesKind.womens_course)
    assert given.new_visitor().get(f"/demoby/series/{course.ref}.ics").status == 404
    assert db.session.query(Session).count() > 0
