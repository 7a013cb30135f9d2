"""Calendars to subscribe to (RFC 5545): every session is an event of its own, so that a change to one is only that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, url_for
from icalendar import Calendar, Event

from mentors.core import clock
from mentors.core.actor import PUBLIC
from mentors.gatherings import queries, queries_mine, words
from mentors.gatherings.models import Session
from mentors.kit import web
from mentors.kit.filters import turned
from mentors.kit.speech import speaking
from mentors.kit.web import open_to
from mentors.municipalities import queries as municipalities

feeds = Blueprint("gatherings_feeds", __name__)


@feeds.get("/<town:town>/series/<ref:ref>.ics")
@open_to(web.PUBLIC_DOOR)
def series_feed(town: str, ref: str) -> Response:
    here = municipalities.the_municipality(town)
    series = queries.the_series(replace(PUBLIC, municipality_id=here.id), ref)
    return _feed(queries_mine.sessions_in(series), series.title, town)


@feeds.get("/w/<token:token>/sessions.ics")
@open_to(web.link_door("my_gatherings"))
def my_feed(token: str) -> Response:
    town = municipalities.municipality(g.link.municipality_id)
    return _feed(queries_mine.sessions_of(g.link.person_id), town.name, town.slug)


@feeds.get("/w/<token:token>/desk-calendar.ics")
@open_to(web.link_door("desk_calendar"))
def desk_feed(token: str) -> Response:
    town = municipalities.municipality(g.link.municipality_id)
    return _feed(queries_mine.sessions_run_by(g.link.account_id), town.name, town.slug)


def _feed(sessions: Iterable[Session], name: str, town: str) -> Response:
    answer = Response(to_ics(sessions, name, town), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, max-age=900"
    return answer


def to_ics(sessions: Iterable[Session], name: str, town: str) -> bytes:
    """The sessions as a calendar: stable UID, growing SEQUENCE, wall-clock times with their VTIMEZONE."""
    calendar = Calendar()
    for key, value in (
        ("prodid", "-//mentors//gatherings//DA"), ("version", "2.0"), ("method", "PUBLISH"),
        ("x-wr-calname", name), ("x-published-ttl", "PT6H"),
    ):  # fmt: skip
        calendar.add(key, value)
    first = last = clock.today()
    with speaking("da"):
        for session in sessions:
            calendar.add_component(_event(session, town))
            day = session.starts_at.date()
            first, last = min(first, day), max(last, day)
    calendar.add_missing_timezones(first_date=first - timedelta(days=366), last_date=last + timedelta(days=366))
    return bytes(calendar.to_ical())


def _event(session: Session, town: str) -> Event:
    base = current_app.config["BASE_URL"]
    start = session.starts_at.astimezone(clock.COPENHAGEN)
    end = (session.starts_at + timedelta(minutes=session.minutes)).astimezone(clock.COPENHAGEN)
    event = Event()
    event.add("uid", f"session-{session.ref}@{urlsplit(base).hostname}")
    event.add("sequence", session.sequence)
    event.add("dtstamp", session.changed_at)
    event.add("last-modified", session.changed_at)
    event.add("dtstart", start)
    event.add("dtend", end)
    topic = str(words.topic(session.topic))
    event.add("summary", f"{turned(session.title)}: {topic}" if topic else session.title)
    event.add("location", session.place)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    if session.series.is_public:
        event.add("url", base + url_for("gatherings.series", town=town, ref=session.series.ref))
    return event
