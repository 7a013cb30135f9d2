"""What people send by mistake or on purpose: too many, too few, twice, too late, from another town."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.gatherings import commands, commands_seats, commands_sessions
from mentors.gatherings.commands_seats import Family
from mentors.gatherings.models import Series, Session
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeriesKind
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from tests.gatherings.building import in_days, local, series, sessions, signed_up
from tests.given import Given


def leisure(given: Given, **values: Any) -> Session:
    return sessions(series(given, SeriesKind.leisure, rule="FREQ=WEEKLY;BYDAY=TU", **values))[1]


@pytest.mark.parametrize(
    "values",
    [
        {"adults": "-1"}, {"children": "-3"}, {"adults": "0", "children": "0"}, {"adults": "99999999999999999999"},
        {"adults": "to"}, {"children": "13"}, {"name": ""}, {"name": "x" * 500}, {"way": "12"}, {"name": "010190-1234"},
    ],
)  # fmt: skip
def test_a_sign_up_that_cannot_be_is_said_and_nothing_is_kept(given: Given, values: dict[str, str]) -> None:
    session = leisure(given)
    form = given.new_visitor().get(f"/demoby/sessions/{session.ref}/sign-up").form()
    page = form.fill(**{"name": "Fatma 🌸", "way": "20309999", **values}).submit()
    assert page.status == 422 and page.errors
    assert db.session.query(SignUp).count() == 0


def test_a_name_with_a_flower_signs_up(given: Given) -> None:
    session = leisure(given)
    form = given.new_visitor().get(f"/demoby/sessions/{session.ref}/sign-up").form()
    assert form.fill(name="Fatma 🌸").submit().says("Du er tilmeldt")


def test_pressing_twice_is_one_place_and_the_same_family_later_is_told(given: Given) -> None:
    session = leisure(given)
    visitor = given.new_visitor()
    form = visitor.get(f"/demoby/sessions/{session.ref}/sign-up").form().fill(name="Fatma", way="20309999", adults=2)
    assert form.submit().says("Du er tilmeldt") and form.submit().says("Du er tilmeldt")
    assert db.session.query(SignUp).count() == 1
    clock.stop(clock.now() + timedelta(minutes=5))
    again = given.new_visitor().get(f"/demoby/sessions/{session.ref}/sign-up").form()
    page = again.fill(name="Fatma", way="+45 20 30 99 99").submit()
    assert page.status == 422 and "allerede en tilmelding" in page.errors[0]
    assert db.session.query(SignUp).count() == 1


def test_two_families_of_the_same_name_both_come(given: Given) -> None:
    session = leisure(given)
    for mobile in ("+4520309991", "+4520309992"):
        signed_up(given, session, name="Fatma", mobile=mobile)
    assert db.session.query(SignUp).count() == 2


def test_nobody_signs_up_once_it_has_begun_or_is_called_off(given: Given) -> None:
    session = leisure(given)
    form = given.new_visitor().get(f"/demoby/sessions/{session.ref}/sign-up").form().fill(name="Sen")
    clock.stop(session.starts_at)
    page = form.submit()
    assert page.status == 422 and page.says("Vælg en anden dato")
    assert db.session.query(SignUp).count() == 0


def test_fewer_seats_than_are_taken_are_refused_with_the_number(given: Given) -> None:
    session = leisure(given, capacity=20)
    signed_up(given, session, adults=5, children=3)
    ref, series_ref = session.ref, session.series.ref
    karen = given.coordinator()
    page = karen.get(f"/desk/sessions/{ref}/edit").press("Gem", capacity=7)
    assert page.status == 422 and "mindst 8" in page.errors[0]
    page = karen.get(f"/desk/series/{series_ref}/settings").press("Gem", capacity=7)
    assert page.status == 422 and "mindst 8" in page.errors[0]
    assert karen.get(f"/desk/series/{series_ref}/settings").press("Gem", capacity=8).status == 200


def test_a_place_that_was_given_back_is_not_changed_from_an_old_page(given: Given) -> None:
    row = signed_up(given, leisure(given))
    link = db.session.query(PersonalLink).filter_by(thing=f"sign_up:{row.ref}").one()
    visitor = given.new_visitor()
    old = visitor.get(f"/w/{token_for(link.ref)}/seat").form("Gem").fill(adults=4)
    visitor.get(f"/w/{token_for(link.ref)}/seat").press("Meld fra")
    assert old.submit().status == 422
    db.session.expire_all()
    assert db.session.query(SignUp).one().adults == 1


def test_a_seat_page_has_no_buttons_when_it_is_over(given: Given) -> None:
    session = leisure(given)
    row = signed_up(given, session)
    link = db.session.query(PersonalLink).filter_by(thing=f"sign_up:{row.ref}").one()
    clock.stop(session.starts_at + timedelta(hours=1))
    assert not given.new_visitor().get(f"/w/{token_for(link.ref)}/seat").soup.select("main form button")


def test_a_speaker_is_asked_nothing_about_what_is_called_off(given: Given) -> None:
    session = sessions(series(given))[0]
    speaker = commands_sessions.invite_speaker(given.by(), session, "Bo", email="bo@example.org")
    db.session.commit()
    link = db.session.query(PersonalLink).filter_by(thing=f"speaker:{speaker.ref}").one()
    address = f"/w/{token_for(link.ref)}/speaking"
    assert given.new_visitor().get(address).soup.select("main form")
    commands_sessions.cancel_session(given.by(), session)
    db.session.commit()
    page = given.new_visitor().get(address)
    assert page.says("aflyst eller forbi") and not page.soup.select("main form")


def test_a_command_refuses_what_a_form_would_never_send(given: Given) -> None:
    session = leisure(given)
    for family in (Family(name="A", adults=14, children=-2), Family(name="A", adults=-1, children=3)):
        with pytest.raises(Refused):
            commands_seats.sign_up(given.by(), session, family)
    row = signed_up(given, session)
    with pytest.raises(Refused):
        commands_seats.change_party(given.by(), row, adults=-1, children=4)


def test_another_towns_pages_are_not_there(given: Given) -> None:
    session = leisure(given)
    ref, series_ref = session.ref, session.series.ref
    far = given.town("nabo", name="Nabo Kommune")
    stranger = given.coordinator(town=far)
    for path in (f"series/{series_ref}", f"series/{series_ref}/rule", f"sessions/{ref}", f"sessions/{ref}/door",
                 f"sessions/{ref}/fire-list", f"sessions/{ref}/move", f"series/{series_ref}/people"):  # fmt: skip
        assert stranger.get(f"/desk/{path}").status == 404, path
    assert given.new_visitor().get(f"/nabo/sessions/{ref}/sign-up").status == 404
    assert given.new_visitor().get(f"/nabo/series/{series_ref}.ics").status == 404


def test_a_form_without_its_token_changes_nothing(given: Given) -> None:
    session = leisure(given)
    answer = given.new_visitor().post(f"/demoby/sessions/{session.ref}/sign-up", data={"name": "A", "adults": "1"})
    assert answer.status == 400 and db.session.query(SignUp).count() == 0
    karen = given.coordinator()
    assert karen.post(f"/desk/sessions/{session.ref}/attendances", json={"presses": []}).status == 400
    for token in ("x" * 22, "A" * 64):
        assert given.new_visitor().get(f"/w/{token}/seat").status == 410


@pytest.mark.parametrize(
    "values",
    [
        {"minutes": "0"}, {"minutes": "-60"}, {"minutes": "100000"}, {"on": "1066-10-14"}, {"on": "2026-02-30"},
        {"at": "25:00"}, {"at": "23:30"}, {"on": "2026-11-01"},
    ],
)  # fmt: skip
def test_a_move_that_cannot_be_leaves_the_session_where_it_was(given: Given, values: dict[str, str]) -> None:
    session = leisure(given)
    ref, before = session.ref, local(session)
    page = given.coordinator().get(f"/desk/sessions/{ref}/move").press("Flyt", **values)
    assert page.status == 422 and page.errors
    db.session.expire_all()
    assert local(db.session.query(Session).filter_by(ref=ref).one()) == before


def test_closing_days_end_after_they_begin(given: Given) -> None:
    page = given.coordinator().get("/desk/closings").press("Gem", name="Ups", from_on="2026-12-24", to_on="2026-12-23")
    assert page.status == 422 and "Slutdatoen" in page.errors[0]


def test_a_stale_end_of_a_series_is_harmless(given: Given) -> None:
    one = series(given)
    karen = given.coordinator()
    page = karen.get(f"/desk/series/{one.ref}")
    old = page.form("Afslut rækken")
    page.press("Afslut rækken")
    assert old.submit().status == 200
    page = karen.get(f"/desk/series/{one.ref}").press("Åbn rækken igen")
    assert sessions(one) and page.status == 200


def test_a_day_of_the_clock_change_keeps_its_hour_in_the_calendar_of_another_reader(given: Given) -> None:
    """Sunday 28 March 2027: ten o'clock stays ten o'clock, the UID stays and the SEQUENCE grows."""
    import recurring_ical_events
    from icalendar import Calendar

    cafe = series(given, rule="FREQ=WEEKLY;BYDAY=SA", first_on=in_days(0))
    session = next(s for s in sessions(cafe) if local(s).date() == date(2027, 3, 20))
    ref = session.ref
    commands_sessions.move_session(given.by(), session, clock.at_local(date(2027, 3, 28), 10), minutes=120)
    commands.change_rule(
        given.by(), cafe, "FREQ=WEEKLY;BYDAY=SA", at=local(session).time(), minutes=90, from_on=in_days(0)
    )
    db.session.commit()
    text = given.new_visitor().get(f"/demoby/series/{cafe.ref}.ics").response.get_data(as_text=True)
    found = recurring_ical_events.of(Calendar.from_ical(text)).at((2027, 3, 28))
    (event,) = [one for one in found if one["UID"].startswith(f"session-{ref}@")]
    assert (event["DTSTART"].dt.hour, event["DTSTART"].dt.utcoffset()) == (10, timedelta(hours=2))
    assert event["DTEND"].dt.hour == 12 and int(event["SEQUENCE"]) == 1
    assert db.session.query(Series).one().minutes == 90


def test_the_week_view_shows_its_seven_days_and_only_theirs(given: Given) -> None:
    series(given, title="Ugens café", rule="FREQ=WEEKLY;BYDAY=TU,TH")
    page = given.coordinator().get("/desk/calendar?week=2026-48")
    assert len(page.soup.select("li.day")) == 7 and len(page.soup.select("li.day-session")) == 2
    page = page.click("Næste")
    assert page.soup.select("li.day time")[0]["datetime"] == "2026-11-30"
    assert page.click("Vis måneden").says("november 2026")


def test_red_is_only_what_can_still_be_mended(given: Given) -> None:
    cafe = series(given, rule="FREQ=WEEKLY;BYDAY=MO,TU")
    clock.stop(sessions(cafe)[1].starts_at + timedelta(minutes=1))
    page = given.coordinator().get("/desk/calendar?week=2026-48")
    assert page.soup.select("li.day-session") and not page.soup.select("li.day-red")


def test_the_desks_buttons_pressed_twice_do_it_once(given: Given) -> None:
    karen = given.coordinator()
    form = karen.get("/desk/series/new?kind=salon").form("Opret").fill(place="Torvet", title="Salon")
    assert form.submit().heading == form.submit().heading == "Salon"
    one = db.session.query(Series).one()
    ref, count = one.ref, len(sessions(one))
    form = karen.get(f"/desk/series/{ref}/sessions/new").form("Læg i kalenderen")
    form.fill(on=in_days(5).isoformat(), at="18:00", title="Fest")
    form.submit()
    form.submit()
    assert len(sessions(one)) == count + 1
    session = sessions(one)[0].ref
    form = karen.get(f"/desk/sessions/{session}/speakers/new").form("Send invitation")
    form.fill(name="Bo", email="bo@example.org")
    form.submit()
    form.submit()
    db.session.expire_all()
    assert len(db.session.query(Session).filter_by(ref=session).one().speakers) == 1
    form = karen.get("/desk/closings").form("Gem").fill(name="Jul", from_on="2026-12-24", to_on="2026-12-31")
    form.submit()
    assert form.submit().text.count("Jul") == 1
