"""Rows 14, 15, 19 and 21: the salon, the advice café, an open evening, open companies."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Text

from mentors.core import clock
from mentors.gatherings import commands_advice, commands_sessions
from mentors.gatherings.models import AdviceSlot
from mentors.gatherings.models_people import SignUp
from mentors.gatherings.rules import SeatState, SeriesKind
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.vault import Sealed
from mentors.messages.models import Message
from tests.gatherings.building import at, in_days, series, sessions
from tests.given import Given


def test_row_14_the_salon_is_weekly_with_an_open_door(given: Given) -> None:
    salon = series(given, SeriesKind.salon, title="Café Paraplyen", rule="FREQ=WEEKLY;BYDAY=WE")
    page = given.new_visitor().get(f"/demoby/series/{salon.ref}")
    assert "Bare kom. Du skal ikke melde dig til." in page.text
    assert not [label for label in page.links() if "Meld dig til" in label]
    assert all(s.planned_on.weekday() == 2 for s in sessions(salon))


def test_row_15_a_talk_is_booked_with_a_first_name_and_a_topic_and_nothing_else(given: Given) -> None:
    cafe = series(given, SeriesKind.advice_cafe)
    session = sessions(cafe)[0]
    karen = given.coordinator()
    page = karen.get(f"/desk/sessions/{session.ref}").click("Samtaler på tomandshånd").press("Lav tider", minutes=20)
    assert page.text.count("–") >= 9  # nine free talks in three hours
    visitor = given.new_visitor()
    page = visitor.get(f"/demoby/series/{cafe.ref}").click("Book en samtale")
    form = page.form("Book")
    assert form.names() == {"csrf_token", "first_name", "topic", "slot", "way"}
    page = form.fill(first_name="Samir", topic="debt", way="20 30 98 98").submit()
    assert page.heading == "Din samtale" and "Gæld" in page.text
    seen = karen.get(f"/desk/sessions/{session.ref}/slots").text
    assert "Samir" in seen and "Gæld" in seen and "20309898" not in seen.replace(" ", "")
    assert {c.name for c in AdviceSlot.__table__.columns if isinstance(c.type, Text | Sealed)} == {
        "ref", "first_name", "topic", "mobile", "email", "language",
    }  # fmt: skip
    assert db.session.query(Message).count() == 0
    assert not [e for e in db.session.query(Entry) if e.reason or "debt" in e.act]


def test_row_15_a_taken_time_is_not_booked_twice_and_can_be_given_back(given: Given) -> None:
    session = sessions(series(given, SeriesKind.advice_cafe))[0]
    commands_advice.open_slots(given.by(), session, minutes=60)
    db.session.commit()
    slow, quick = given.new_visitor(), given.new_visitor()
    late = slow.get(f"/demoby/sessions/{session.ref}/talks").form("Book").fill(first_name="B", topic="tax")
    page = quick.get(f"/demoby/sessions/{session.ref}/talks").form("Book").fill(first_name="A", topic="tax").submit()
    refused = late.submit()
    assert refused.status == 422 and "lige blevet taget" in refused.text
    page.press("Meld fra")
    assert db.session.query(AdviceSlot).filter(AdviceSlot.first_name.is_not(None)).count() == 0
    assert quick.get(page.path).status == 410


def test_row_15_the_day_after_nothing_is_left_of_who_came(given: Given) -> None:
    session = sessions(series(given, SeriesKind.advice_cafe))[0]
    commands_advice.open_slots(given.by(), session, minutes=30)
    slot = db.session.query(AdviceSlot).first()
    commands_advice.book_slot(
        given.by(), slot, first_name="Samir", topic="debt", language="da", mobile="+4520309898"
    )  # fmt: skip
    db.session.commit()
    assert commands_advice.forget_names() == 0
    clock.stop(session.starts_at + timedelta(hours=20))
    assert commands_advice.forget_names() == 1
    assert slot.first_name is None and slot.topic is None and slot.mobile is None


def test_row_19_an_open_evening_stores_nothing_about_who_people_live_with(given: Given) -> None:
    party = series(given, SeriesKind.open_event, title="Fest i Bjergmarkshallen", rule=None, first_on=in_days(5))
    (evening,) = sessions(party)
    assert evening.capacity == 60
    columns = {column.name for column in SignUp.__table__.columns}
    assert not columns & {"civil_status", "marital_status", "single", "partner", "reason"}
    form = given.new_visitor().get(f"/demoby/sessions/{evening.ref}/sign-up").form()
    assert form.names() == {"csrf_token", "name", "way", "adults", "children"}


def test_row_21_many_companies_open_on_one_day_each_with_its_own_seats(given: Given) -> None:
    day = series(given, SeriesKind.open_company, title="Åben virksomhed 2027", rule=None, first_on=in_days(90))
    karen = given.coordinator()
    for number in range(12):
        karen.get(f"/desk/series/{day.ref}/sessions/new").press(
            "Læg i kalenderen", on=in_days(90).isoformat(), at=f"{9 + number % 6:02}:00", minutes=60,
            title=f"Firma {number}", place=f"Industrivej {number}", capacity=4 + number,
        )  # fmt: skip
    page = given.new_visitor().get(f"/demoby/series/{day.ref}")
    assert "Firma 7" in page.text and "Industrivej 7" in page.text
    company = next(s for s in sessions(day) if s.own_title == "Firma 0")
    form = given.new_visitor().get(f"/demoby/sessions/{company.ref}/sign-up").form()
    form.fill(name="Familien A", way="a@example.org", adults=2, children=2, wants_contact=True).submit()
    form = given.new_visitor().get(f"/demoby/sessions/{company.ref}/sign-up").form()
    form.fill(name="Familien B", way="b@example.org", adults=1).submit()
    first, second = db.session.query(SignUp).order_by(SignUp.id)
    assert (first.state, second.state) == (SeatState.taken, SeatState.waiting)
    assert "Vil kontaktes" in karen.get(f"/desk/sessions/{company.ref}").text
    clock.stop(at(in_days(90), company.starts_at.astimezone(clock.COPENHAGEN).hour))
    karen = given.coordinator()
    karen.get(f"/desk/sessions/{company.ref}/door").press("Familien A")
    assert "2 voksne, 2 børn" in karen.get(f"/desk/sessions/{company.ref}/fire-list").text


def test_a_session_of_a_series_can_be_put_in_beside_the_rule(given: Given) -> None:
    salon = series(given, SeriesKind.salon, rule="FREQ=WEEKLY;BYDAY=WE")
    extra = commands_sessions.add_session(given.by(), salon, at(in_days(3), 18), minutes=90, title="Julefrokost")
    db.session.commit()
    karen = given.coordinator()
    karen.get(f"/desk/series/{salon.ref}/rule").press("Vis, hvad der sker", days=["TH"]).press("Ja, ret tiderne")
    assert extra.ref in [s.ref for s in sessions(salon)]
