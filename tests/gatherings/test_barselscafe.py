"""Row 10: a barselscafé twice a week, planned through the pages."""

from __future__ import annotations

from datetime import date, time, timedelta

from mentors.accounts.models import Account
from mentors.clearances import commands as clearances
from mentors.clearances.rules import ClearanceKind
from mentors.gatherings import commands_closings, commands_sessions
from mentors.gatherings.models import Helper, Series, Session, Speaker
from mentors.gatherings.rules import ClosingKind, SeriesKind
from mentors.kit.db import db
from mentors.messages.models import Message
from tests.gatherings.building import TODAY, at, cleared, days, in_days, local, series, sessions, signed_up
from tests.given import Given

CHRISTMAS = {date(2026, 12, 24), date(2026, 12, 31)}


def test_row_10_a_coordinator_plans_a_cafe_and_its_sessions_stand_in_the_calendar(given: Given) -> None:
    karen = given.coordinator()
    page = karen.get("/desk/series").click("Ny række").click("Barselscafé")
    page = page.press(
        "Opret", title="Barselscafé Maglehøj", place="Maglehøj 12, Frederiksværk", repeat="weekly", days=["TU", "TH"]
    )
    assert page.heading == "Barselscafé Maglehøj"
    found = db.session.query(Series).one()
    assert {local(s).weekday() for s in sessions(found)} == {1, 3}
    assert all(local(s).hour == 10 for s in sessions(found))
    assert min(days(found)) == date(2026, 11, 24)
    assert date(2027, 3, 25) not in days(found)  # Maundy Thursday
    assert date(2027, 5, 6) not in days(found)  # Ascension
    assert max(days(found)) > date(2027, 5, 15)
    assert "Hver tirsdag og torsdag kl. 10.00" in page.text


def test_row_10_editing_one_date_leaves_the_others(given: Given) -> None:
    cafe = series(given)
    karen = given.coordinator()
    first, second = sessions(cafe)[:2]
    refs = first.ref, second.ref
    before = local(second)
    page = karen.get(f"/desk/sessions/{refs[0]}").click("Flyt").press("Flyt", on="2026-11-25", at="13:00")
    assert "De andre gange er, som de var" in page.text
    moved, other = (db.session.query(Session).filter_by(ref=ref).one() for ref in refs)
    assert local(moved).hour == 13 and local(moved).date() == date(2026, 11, 25)
    assert local(other) == before


def test_row_10_closing_days_take_sessions_out_and_name_those_with_people(given: Given) -> None:
    event = series(given, SeriesKind.leisure, rule="FREQ=WEEKLY;BYDAY=TU,TH")
    full, empty = sessions(event)[:2]
    signed_up(given, full)
    empty_ref = empty.ref
    page = (
        given.coordinator()
        .get("/desk/closings")
        .press("Gem", name="Vi flytter", from_on="2026-11-24", to_on="2026-11-27")
    )
    assert "tirsdag 24. november kl. 10.00" in page.text
    assert "torsdag 26. november" not in page.text.split("Ny lukkedag")[0].replace("27. november", "")
    left = [s.ref for s in sessions(event)]
    assert empty_ref not in left
    assert full.ref in left


def test_row_10_school_holidays_are_kept_only_where_wished(given: Given) -> None:
    keeps = series(given, skips_school_holidays=True)
    works = series(given)
    commands_closings.close_days(
        given.by(), ClosingKind.school_holiday, "Vinterferie", from_on=date(2027, 2, 13), to_on=date(2027, 2, 21)
    )
    assert not [day for day in days(keeps) if date(2027, 2, 13) <= day <= date(2027, 2, 21)]
    assert [day for day in days(works) if date(2027, 2, 13) <= day <= date(2027, 2, 21)]


def test_a_closing_that_is_taken_back_fills_the_days_again(given: Given) -> None:
    cafe = series(given)
    before = days(cafe)
    karen = given.coordinator()
    karen.get("/desk/closings").press("Gem", name="Lukket", from_on="2026-12-01", to_on="2026-12-04")
    assert days(cafe) != before
    karen.get("/desk/closings").press("Fjern")
    assert days(cafe) == before


def test_changing_the_rule_shows_what_happens_first_and_keeps_every_sign_up(given: Given) -> None:
    event = series(given, SeriesKind.leisure, rule="FREQ=WEEKLY;BYDAY=TU")
    _first, second, third = sessions(event)[:3]
    signed_up(given, second)
    signed_up(given, third)
    ref, count = second.ref, len(sessions(event))
    karen = given.coordinator()
    page = karen.get(f"/desk/series/{event.ref}").click("Ret tiderne fra en dato")
    page = page.press("Vis, hvad der sker", days=["WE"], every_weeks=2, at="12:30", from_on="2026-12-01")
    assert "tirsdag 1. december kl. 10.00 flyttes til onsdag 2. december kl. 12.30" in page.text
    assert "Hver 2. uge: onsdag kl. 12.30" in page.text
    assert "Disse gange står der endnu" in page.text and "tirsdag 8. december kl. 10.00" in page.text
    assert len(sessions(event)) == count, "a preview changes nothing"
    page = page.press("Ja, ret tiderne")
    assert "Alle tilmeldinger og fremmøder er bevaret" in page.text
    moved = db.session.query(Session).filter_by(ref=ref).one()
    assert (local(moved).date(), local(moved).time()) == (date(2026, 12, 2), time(12, 30))
    told = [m.body for m in db.session.query(Message).filter_by(kind="gatherings/moved")]
    assert len(told) == 1 and "2/12 12.30" in told[0]
    assert date(2026, 11, 24) in days(event), "what comes before the day stays"


def test_row_10_topic_speaker_and_helper_stand_on_the_session(given: Given) -> None:
    cafe = series(given)
    ref = sessions(cafe)[0].ref
    karen = given.coordinator()
    page = (
        karen.get(f"/desk/sessions/{ref}")
        .click("Emne og materialer")
        .press("Gem", topic="after_birth", materials="Måtter")
    )
    assert "Genoptræning efter fødsel" in page.text and "Måtter" in page.text
    page = page.click("Inviter en oplægsholder").press(
        "Send invitation", name="Fysioterapeut Bo", email="bo@example.org"
    )
    assert "Inviteret" in page.text
    said = db.session.query(Message).filter_by(kind="gatherings/speaker_invited").one()
    assert "tirsdag 24. november kl. 10.00" in said.body
    from mentors.kit.links import with_addresses

    link = with_addresses(said.body).split("http://town.example")[1].split()[0]
    answer = given.new_visitor().get(link)
    assert db.session.query(Speaker).one().state == "invited", "opening a link answers nothing"
    answer.press("Ja, jeg kommer")
    assert "Kommer" in karen.get(f"/desk/sessions/{ref}").text


def test_row_10_a_helper_without_a_valid_certificate_is_refused_and_the_session_is_red(given: Given) -> None:
    cafe = series(given)
    session = sessions(cafe)[0]
    trainee = given.person(first_name="Trine")
    karen = given.coordinator()
    page = karen.get(f"/desk/sessions/{session.ref}")
    assert "Ingen passer børnene" in page.text
    found = karen.get(f"/desk/sessions/{session.ref}/helpers/new?q=Trine")
    refused = found.press("Vælg")
    assert refused.status == 422
    assert db.session.query(Helper).count() == 0
    clearances.ask_for(given.by(), trainee.id, ClearanceKind.child_certificate)
    clearances.assess(given.by(), trainee.id, ClearanceKind.child_certificate, clean=True, on=TODAY)
    page = karen.get(f"/desk/sessions/{session.ref}/helpers/new?q=Trine").press("Vælg")
    assert "På plads" in page.text and "Ingen passer børnene" not in page.text


def test_a_helper_is_not_carried_along_to_a_day_after_her_certificate_ends(given: Given) -> None:
    cafe = series(given, rule="FREQ=WEEKLY;BYDAY=TU")
    helper = cleared(given, on=TODAY - timedelta(days=720))  # ends about ten days from today
    session = sessions(cafe)[0]
    commands_sessions.assign_helper(given.by(), session, helper)
    db.session.commit()
    commands_sessions.move_session(given.by(), session, at(in_days(60)), minutes=120)
    db.session.commit()
    assert db.session.query(Helper).count() == 0
    assert "Ingen passer børnene" in given.coordinator().get(f"/desk/sessions/{session.ref}").text


def test_a_cancelled_session_tells_the_families_and_can_be_undone(given: Given) -> None:
    event = series(given, SeriesKind.leisure)
    session = sessions(event)[1]
    signed_up(given, session)
    karen = given.coordinator()
    page = karen.get(f"/desk/sessions/{session.ref}").click("Aflys").press("Aflys")
    assert "1 får besked" in page.text
    assert db.session.query(Message).filter_by(kind="gatherings/cancelled").count() == 1
    assert "Aflyst" in karen.get(f"/desk/series/{event.ref}").text
    page.press("Fortryd aflysningen")
    assert db.session.query(Session).filter_by(ref=session.ref).one().cancelled_at is None


def test_the_house_of_another_town_sees_nothing_of_it(given: Given) -> None:
    cafe = series(given)
    session = sessions(cafe)[0]
    stranger = given.signed_in(given.staff(town=given.town("nabo", name="Nabo Kommune")))
    for path in (
        f"series/{cafe.ref}",
        f"sessions/{session.ref}",
        f"sessions/{session.ref}/door",
        f"series/{cafe.ref}/rule",
    ):
        assert stranger.get(f"/desk/{path}").status == 404, path
    assert given.new_visitor().get(f"/nabo/series/{cafe.ref}").status == 404
    assert db.session.query(Account).count() == 1
