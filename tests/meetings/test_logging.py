from __future__ import annotations

from datetime import date, timedelta

import pytest

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.kit.db import db
from mentors.meetings import commands, queries
from mentors.meetings.models import Meeting
from mentors.meetings.rules import Face, MeetingKind
from mentors.pairing.models import Pair
from mentors.programmes.rules import Side
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given
from tests.page import Page
from tests.pairing.things import agreed_pair

TODAY = date(2026, 11, 23)


def _log(given: Given, pair: Pair, by: Actor | None = None, **values: object) -> Meeting:
    start = {"held_on": TODAY, "minutes": 60, "kind": MeetingKind.walk, "face": Face.good}
    return commands.log_meeting(by or given.by(), pair, **{**start, **values})  # type: ignore[arg-type]


def _side(pair: Pair, side: Side) -> Actor:
    person = pair.person_of(side)
    return Actor(label=f"account:{person.ref}", municipality_id=pair.municipality_id, person_id=person.id)


def _log_page(given: Given, pair: Pair) -> Page:
    return given.as_person(pair.volunteer).get("/my/").click("Vi har mødtes")


def test_a_volunteer_logs_a_meeting_in_one_tap_when_the_hour_is_right(given: Given) -> None:
    pair = agreed_pair(given)
    page = _log_page(given, pair)
    page = page.form("good").submit()  # the day is today, an hour and a talk are chosen already
    assert page.says("Tak. Det er skrevet ned.")
    meeting = db.session.query(Meeting).one()
    assert (meeting.minutes, meeting.kind, meeting.face) == (60, MeetingKind.talk, Face.good)
    assert meeting.starts_at.astimezone(clock.COPENHAGEN).date() == TODAY
    db.session.expire_all()
    assert pair.first_met_on == TODAY


def test_three_taps_choose_minutes_kind_and_face(given: Given) -> None:
    page = _log_page(given, agreed_pair(given))
    page.form("ok").fill(minutes="90", kind="walk").submit()
    meeting = db.session.query(Meeting).one()
    assert (meeting.minutes, meeting.kind, meeting.face) == (90, MeetingKind.walk, Face.ok)


def test_there_is_nowhere_to_write_what_was_said(given: Given) -> None:
    page = _log_page(given, agreed_pair(given))
    kinds = {
        str(field.get("type", field.name))
        for field in page.soup.select("main input, main textarea, main select")
        if field.get("name") != "place"
    }  # where they meet next is a name on a map
    assert kinds <= {"hidden", "radio", "date", "time"}
    texts = {c.name for c in Meeting.__table__.columns if str(c.type) == "TEXT"}
    assert texts == {"ref", "place", "logged_by", "log_key"}


def test_a_page_sent_twice_counts_once(given: Given) -> None:
    page = _log_page(given, agreed_pair(given))
    form = page.form("good")
    form.submit()
    with clock.stopped(clock.now() + timedelta(hours=2)):
        assert form.submit().status == 200
    assert db.session.query(Meeting).count() == 1


def test_the_same_meeting_logged_by_both_counts_once(given: Given) -> None:
    pair = agreed_pair(given)
    _log(given, pair, _side(pair, Side.volunteer))
    with clock.stopped(clock.now() + timedelta(hours=3)):
        _log(given, pair, _side(pair, Side.newcomer), minutes=90)
    assert db.session.query(Meeting).count() == 1


def test_two_real_meetings_on_one_day_are_two(given: Given) -> None:
    pair = agreed_pair(given)
    _log(given, pair, _side(pair, Side.volunteer))
    _log(given, pair, _side(pair, Side.volunteer))
    assert db.session.query(Meeting).count() == 1
    with clock.stopped(clock.now() + timedelta(hours=5)):
        _log(given, pair, _side(pair, Side.volunteer))
    assert db.session.query(Meeting).count() == 2


def test_a_planned_meeting_becomes_the_held_one(given: Given) -> None:
    pair = agreed_pair(given)
    commands.plan_meeting(given.by(), pair, starts_at=clock.now() + timedelta(hours=2))
    _log(given, pair)
    meeting = db.session.query(Meeting).one()
    assert meeting.held_at is not None
    assert queries.next_meeting(pair.id) is None
    assert queries.last_held([pair.id]) == {pair.id: TODAY}


def test_a_bad_face_becomes_a_task(given: Given) -> None:
    pair = agreed_pair(given)
    _log(given, pair, _side(pair, Side.volunteer), face=Face.bad)
    [task] = db.session.query(Task).all()
    assert (task.kind, task.person_id) == (TaskKind.bad_face, pair.volunteer_id)


@pytest.mark.parametrize("held_on", [TODAY + timedelta(days=1), TODAY - timedelta(days=61)])
def test_a_day_to_come_or_long_past_is_refused(given: Given, held_on: date) -> None:
    with pytest.raises(Refused):
        _log(given, agreed_pair(given), held_on=held_on)


def test_a_slip_keeps_what_was_typed_and_says_what_to_change(given: Given) -> None:
    page = _log_page(given, agreed_pair(given))
    page = page.form("good").fill(held_on="2026-11-30", minutes="120").submit()
    assert page.status == 422
    assert page.errors == ["Fejl: Datoen må ikke ligge i fremtiden."]
    assert page.soup.find("input", {"name": "minutes", "value": "120"}).has_attr("checked")  # type: ignore[union-attr]
    page.form("good").fill(held_on="2026-11-22").submit()
    assert db.session.query(Meeting).one().minutes == 120


@pytest.mark.parametrize(
    "wrong",
    [{"face": "hest"}, {"minutes": "-5"}, {"kind": "secret"}, {"held_on": "0000-00-00"}, {"next_time": "99:99"}],
)
def test_nonsense_gets_a_sentence_never_a_crash(given: Given, wrong: dict[str, str]) -> None:
    pair = agreed_pair(given)
    page = _log_page(given, pair)
    form = page.form("good")
    [(name, value)] = wrong.items()
    form.values = [one for one in form.values if one[0] != name] + [(name, value)]
    assert form.submit().status == 422
    assert db.session.query(Meeting).count() == 0


def test_the_next_meeting_is_planned_in_the_same_go(given: Given) -> None:
    pair = agreed_pair(given)
    _log_page(given, pair).form("good").fill(next_on="2026-12-01", next_time="17:00").submit()
    found = queries.next_meeting(pair.id)
    assert found is not None
    assert found.starts_at == clock.at_local(date(2026, 12, 1), 17)
