"""Rows 12 and 15: a moved, cancelled or resumed session is said once to everybody it concerns, in her language."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.core import clock
from mentors.core.refusal import Refused
from mentors.gatherings import commands, commands_advice, commands_sessions, queries
from mentors.gatherings.models import AdviceSlot, Session
from mentors.gatherings.rules import SeriesKind
from mentors.kit.db import db
from mentors.kit.links import with_addresses
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.gatherings.building import at, in_days, local, series, sessions, signed_up
from tests.given import Given

MOVED_TO = at(in_days(3), 13)


def said(kind: str) -> list[Message]:
    """What waits to be said or has been, of a kind."""
    db.session.expire_all()
    rows = db.session.query(Message).filter(
        Message.kind == f"gatherings/{kind}", Message.state != MessageState.cancelled
    )
    return list(rows.order_by(Message.id))


def with_talks(given: Given) -> tuple[Session, AdviceSlot]:
    session = sessions(series(given, SeriesKind.advice_cafe))[0]
    commands_advice.open_slots(given.by(), session, minutes=60)
    first, second, _third = queries.slots_of(session)
    for slot, name, language, mobile in ((first, "Samir", "ar", "+4520309898"), (second, "Bo", "da", None)):
        commands_advice.book_slot(
            given.by(), slot, first_name=name, topic="tax", language=language, mobile=mobile
        )  # fmt: skip
    db.session.commit()
    return session, first


def test_row_15_whoever_booked_a_talk_is_told_its_new_time_in_her_language_and_can_give_it_back(given: Given) -> None:
    session, slot = with_talks(given)
    karen = given.coordinator()
    karen.get(f"/desk/sessions/{session.ref}/move").press("Flyt", on="2026-11-26", at="13:00")
    (message,) = said("moved")
    assert (message.address, message.language) == ("+4520309898", "ar")
    db.session.refresh(slot)
    assert slot.starts_at == MOVED_TO
    link = with_addresses(message.body).split("http://town.example")[1].split()[0]
    page = given.new_visitor().get(link)
    assert page.soup.html["dir"] == "rtl" and page.says("13:00")


def test_row_15_a_cancelled_advice_cafe_is_said_to_whoever_booked(given: Given) -> None:
    session, slot = with_talks(given)
    ref = slot.ref
    page = given.coordinator().get(f"/desk/sessions/{session.ref}/cancellation").press("Aflys")
    assert page.says("1 får besked")
    assert [message.address for message in said("cancelled")] == ["+4520309898"]
    assert "tax" not in said("cancelled")[0].body and "Samir" not in said("cancelled")[0].body
    from tests.associations.builders import link_to

    page = given.new_visitor().get(link_to(f"advice_slot:{ref}") + "/talk")
    assert not page.soup.select("main form button")


def test_row_12_everybody_on_a_course_is_told_once_of_one_moved_session_and_nobody_in_line(given: Given) -> None:
    group = series(given, SeriesKind.womens_course, capacity=2, minimum=1)
    women = [given.person(language=code) for code in ("ar", "uk", "da")]
    for woman in women:
        signed_up(given, group, woman)
    first, second = sessions(group)[:2]
    commands_sessions.move_session(given.by(), second, MOVED_TO, minutes=60)
    db.session.commit()
    assert [(m.person_id, m.language) for m in said("moved")] == [(women[0].id, "ar"), (women[1].id, "uk")]
    commands_sessions.cancel_session(given.by(), first)
    db.session.commit()
    assert [m.person_id for m in said("cancelled")] == [women[0].id, women[1].id]
    assert len(said("moved")) == 2, "what is said of one session takes nothing back of another"


def test_a_session_moved_twice_before_anybody_read_of_it_is_said_once(given: Given) -> None:
    session = sessions(series(given, SeriesKind.leisure))[1]
    signed_up(given, session)
    commands_sessions.move_session(given.by(), session, MOVED_TO, minutes=60)
    commands_sessions.move_session(given.by(), session, MOVED_TO + timedelta(hours=2), minutes=60)
    db.session.commit()
    (message,) = said("moved")
    assert "15.00" in message.body


def test_a_new_rule_says_it_once_to_a_course_however_many_sessions_move(given: Given) -> None:
    group = series(given, SeriesKind.womens_course)
    woman = given.person()
    signed_up(given, group, woman)
    commands.change_rule(
        given.by(), group, "FREQ=WEEKLY;BYDAY=TU,FR;COUNT=20", at=group.at, minutes=60, from_on=in_days(0)
    )
    db.session.commit()
    assert len(said("moved")) == 0 and [m.person_id for m in said("course_changed")] == [woman.id]


def test_closing_days_that_move_a_course_are_said_to_it(given: Given) -> None:
    group = series(given, SeriesKind.womens_course)
    signed_up(given, group, given.person())
    given.coordinator().get("/desk/closings").press("Gem", name="Lukket", from_on="2026-11-30", to_on="2026-12-02")
    assert len(said("course_changed")) == 1


def test_a_speaker_hears_it_too_and_one_who_said_no_does_not(given: Given) -> None:
    session = sessions(series(given))[0]
    comes = commands_sessions.invite_speaker(given.by(), session, "Hanne", email="hanne@example.org")
    stays = commands_sessions.invite_speaker(given.by(), session, "Bo", email="bo@example.org")
    commands_sessions.answer_invitation(given.by(), comes, yes=True)
    commands_sessions.answer_invitation(given.by(), stays, yes=False)
    commands_sessions.cancel_session(given.by(), session)
    db.session.commit()
    assert [m.address for m in said("cancelled")] == ["hanne@example.org"]


def test_a_cancellation_taken_back_unread_is_never_said_and_a_read_one_is_put_right(given: Given) -> None:
    session = sessions(series(given, SeriesKind.leisure))[1]
    signed_up(given, session)
    karen, ref = given.coordinator(), session.ref
    karen.get(f"/desk/sessions/{ref}/cancellation").press("Aflys")
    karen.get(f"/desk/sessions/{ref}").press("Fortryd aflysningen")
    assert said("cancelled") == [] and said("on_again") == []
    karen.get(f"/desk/sessions/{ref}/cancellation").press("Aflys")
    said("cancelled")[0].state = MessageState.sent
    db.session.commit()
    page = karen.get(f"/desk/sessions/{ref}").press("Fortryd aflysningen")
    assert page.says("1 får besked")
    assert "alligevel" in said("on_again")[0].body


def test_a_new_place_is_said_and_a_new_name_alone_is_not(given: Given) -> None:
    session = sessions(series(given, SeriesKind.leisure))[1]
    signed_up(given, session, name="Fatma", email="fatma@example.org")
    karen, ref = given.coordinator(), session.ref
    karen.get(f"/desk/sessions/{ref}/edit").press("Gem", title="Julehygge")
    assert said("new_place") == []
    karen.get(f"/desk/sessions/{ref}/edit").press("Gem", title="Julehygge", place="Skolegade 4")
    assert "Skolegade 4" in said("new_place")[0].body
    karen.get(f"/desk/sessions/{ref}/edit").press("Gem", place="Torvet 1", tell=False)
    assert len(said("new_place")) == 1


def test_somebody_who_cannot_be_written_to_becomes_a_task(given: Given) -> None:
    session = sessions(series(given, SeriesKind.leisure))[1]
    signed_up(given, session, given.person(mobile=None, email=None))
    commands_sessions.cancel_session(given.by(), session)
    db.session.commit()
    assert said("cancelled") == []
    assert db.session.query(Task).filter_by(kind=TaskKind.unreachable).count() == 1


def test_nobody_is_told_where_the_coordinator_rings_herself(given: Given) -> None:
    session, _slot = with_talks(given)
    given.coordinator().get(f"/desk/sessions/{session.ref}/move").press("Flyt", on="2026-11-26", at="13:00", tell=False)
    assert said("moved") == []


# --- sessions a new rule leaves alone -------------------------------------------------------------


def test_a_session_with_a_booked_talk_or_a_speaker_is_never_dropped_by_a_new_rule(given: Given) -> None:
    session, slot = with_talks(given)
    cafe = session.series
    spoken = sessions(cafe)[3]
    commands_sessions.invite_speaker(given.by(), spoken, "Hanne", email="hanne@example.org")
    db.session.commit()
    plan = commands.change_rule(
        given.by(), cafe, "FREQ=MONTHLY;BYDAY=1MO", at=cafe.at, minutes=60, from_on=in_days(0)
    )  # fmt: skip
    db.session.commit()
    assert {session.id, spoken.id} == set(plan.stranded)
    assert db.session.get(AdviceSlot, slot.id) is not None


def test_a_session_moved_to_a_closed_day_is_asked_about_first(given: Given) -> None:
    session = sessions(series(given))[0]
    ref = session.ref
    karen = given.coordinator()
    page = karen.get(f"/desk/sessions/{ref}/move").press("Flyt", on="2026-12-25", at="10:00")
    assert page.status == 422 and "helligdag" in page.errors[0]
    page.press("Flyt", anyway=True)
    db.session.expire_all()
    assert local(db.session.query(Session).filter_by(ref=ref).one()).day == 25


def test_a_cancelled_session_is_not_moved_and_a_held_one_neither(given: Given) -> None:
    session, other = sessions(series(given))[0], sessions(series(given))[0]
    commands_sessions.cancel_session(given.by(), session)
    with pytest.raises(Refused):
        commands_sessions.move_session(given.by(), session, MOVED_TO, minutes=60)
    clock.stop(session.starts_at)
    with pytest.raises(Refused):
        commands_sessions.cancel_session(given.by(), other)
