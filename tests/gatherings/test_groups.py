"""Rows 12, 13 and 16: groups of women, introduction courses, groups shared by several units."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import Refused
from mentors.gatherings import commands, commands_people, commands_seats, commands_sessions
from mentors.gatherings.models_people import LeaderSwitch, SignUp, UnitNote
from mentors.gatherings.rules import SeatState, SeriesKind, Unit
from mentors.kit.db import db
from mentors.people.models import Person
from mentors.timetables.commands import add_busy_time
from mentors.timetables.rules import BusyKind
from tests.gatherings.building import TODAY, in_days, series, sessions, signed_up
from tests.given import Given


def responsible(person: Person) -> int | None:
    db.session.expire_all()
    return db.session.get_one(Person, person.id).responsible_id


def test_row_12_twelve_seats_and_the_thirteenth_is_promoted_when_one_leaves(given: Given) -> None:
    group = series(given, SeriesKind.womens_course)
    assert (group.capacity, group.minimum) == (12, 10)
    rows = [signed_up(given, group, given.person()) for _ in range(14)]
    assert [str(row.state) for row in rows] == ["taken"] * 12 + ["waiting"] * 2
    commands_seats.leave(given.by(), rows[3])
    db.session.commit()
    assert rows[12].state is SeatState.taken and rows[13].state is SeatState.waiting


def test_row_12_the_group_leader_is_responsible_for_the_period_and_it_goes_back_by_itself(given: Given) -> None:
    before, leader, karen = given.staff(name="Før"), given.staff(name="Lone Leder"), given.coordinator()
    group = series(given, SeriesKind.womens_course, capacity=2, minimum=1)
    women = [given.person() for _ in range(3)]
    women[0].responsible_id = women[2].responsible_id = before.id
    rows = [signed_up(given, group, woman) for woman in women]
    page = karen.get(f"/desk/series/{group.ref}/leader")
    page.press("Gem", leader=leader.ref, from_on=TODAY.isoformat(), until_on=in_days(60).isoformat())
    assert [responsible(woman) for woman in women] == [leader.id, leader.id, before.id], "the one in line keeps hers"
    commands_seats.leave(given.by(), rows[0])
    db.session.commit()
    assert responsible(women[0]) == before.id, "whoever leaves goes back"
    assert responsible(women[2]) == leader.id, "whoever is promoted comes to the leader"
    clock.stop(clock.now() + timedelta(days=61))
    assert commands_people.turn_leaders() == 1
    assert responsible(women[2]) == before.id
    assert responsible(women[1]) == leader.id, "nobody is left without anybody"
    assert commands_people.turn_leaders() == 0


def test_a_responsible_given_meanwhile_is_not_overwritten(given: Given) -> None:
    before, leader, new = (given.staff(name=name) for name in ("Før", "Leder", "Ny"))
    group = series(given, SeriesKind.womens_course)
    woman = given.person()
    woman.responsible_id = before.id
    signed_up(given, group, woman)
    commands_people.lead_group(given.by(), group, leader, from_on=TODAY, until_on=in_days(9))
    woman.responsible_id = new.id
    db.session.commit()
    commands_people.end_leading(given.by(), group)
    assert responsible(woman) == new.id


def test_row_12_there_is_nowhere_to_write_why(given: Given) -> None:
    from sqlalchemy import Text

    from mentors.kit.vault import Sealed

    columns = {
        column.name
        for model in (SignUp, LeaderSwitch)
        for column in model.__table__.columns
        if isinstance(column.type, Text | Sealed)
    }
    assert columns <= {"ref", "name", "mobile", "email", "language"}


def test_a_clash_with_her_week_is_named_when_she_is_signed_up(given: Given) -> None:
    group = series(given, SeriesKind.womens_course, rule="FREQ=WEEKLY;BYDAY=MO,WE;COUNT=20")
    woman = given.person(first_name="Leyla")
    add_busy_time(
        given.by(), woman.id, BusyKind.language_school, 2, from_time=time(9), to_time=time(12), valid_to=in_days(90)
    )
    add_busy_time(given.by(), woman.id, BusyKind.placement, 1, from_time=time(9), to_time=time(12))
    karen = given.coordinator()
    page = karen.get(f"/desk/series/{group.ref}/people?q=Leyla").click("Vælg")
    assert "Falder sammen med: Sprogskole onsdag 9.00-12.00" in page.text
    assert "Praktik" not in page.text
    refused = page.press("Tilmeld")
    assert refused.status == 422 and "Sprogskole onsdag 9.00-12.00" in refused.errors[0]
    refused.press("Tilmeld", anyway=True)
    assert db.session.query(SignUp).one().state is SeatState.taken


def test_the_week_is_written_on_its_page(given: Given) -> None:
    person = given.person()
    page = given.coordinator().get(f"/desk/people/{person.ref}/week")
    wrong = page.press("Tilføj", kind="work_duty", weekday="0", from_time="12:00", to_time="09:00")
    assert "Sluttiden skal ligge efter starttiden." in wrong.errors[0]
    page = wrong.press("Tilføj", from_time="09:00", to_time="12:00")
    assert "mandag 9.00-12.00" in page.text
    assert "Ingenting endnu" in page.press("Fjern").text


def test_row_13_a_course_has_modules_a_completion_each_and_a_certificate_in_two_languages(given: Given) -> None:
    course = series(given, SeriesKind.intro_course, title="Introduktion")
    man = given.person(first_name="Omar", last_name="Haddad", language="ar")
    signed_up(given, course, man)
    karen = given.coordinator()
    page = karen.get(f"/desk/series/{course.ref}").click("Moduler og beviser")
    page = page.press("Gem", topics=["rights_duties", "labour_market", "economy"])
    page = page.press("Gennemført")
    session = sessions(course)[0]
    commands_sessions.set_programme(given.by(), session, topic="labour_market", materials=None)
    db.session.commit()
    clock.stop(session.starts_at)
    karen = given.coordinator()
    karen.get(f"/desk/sessions/{session.ref}/door").press("Omar H.")
    page = karen.get(f"/desk/series/{course.ref}/modules").click("Print bevis")
    sheets = page.soup.select("section.certificate")
    assert [sheet["lang"] for sheet in sheets] == ["da", "ar"] and sheets[1]["dir"] == "rtl"
    danish = sheets[0].get_text(" ")
    assert "Rettigheder og pligter" in danish and "Arbejdsmarkedet" in danish and "Omar Haddad" in danish
    assert "Forstå økonomi" not in danish


def test_row_16_a_group_of_several_units_shares_its_members_but_not_its_notes(given: Given) -> None:
    group = series(given, SeriesKind.motivation_group)
    anna, bo = given.staff(name="Anna"), given.staff(name="Bo")
    commands.set_owners(given.by(), group, [(anna.id, Unit.job_centre), (bo.id, Unit.family_centre)])
    member = given.person(first_name="Idris")
    signed_up(given, group, member)
    hers, his = given.signed_in(anna), given.signed_in(bo)
    hers.get(f"/desk/series/{group.ref}/notes/{member.ref}").press("Skriv note", words="Vil gerne arbejde i køkken")
    for visitor in (hers, his):
        assert "Idris" in visitor.get(f"/desk/series/{group.ref}/people").text
    assert "køkken" in hers.get(f"/desk/series/{group.ref}/notes/{member.ref}").text
    assert "køkken" not in his.get(f"/desk/series/{group.ref}/notes/{member.ref}").text
    outsider = given.coordinator().get(f"/desk/series/{group.ref}/notes/{member.ref}")
    assert "køkken" not in outsider.text and "Skriv note" not in outsider.text
    assert db.session.query(UnitNote).count() == 1
    stranger = Actor(label="account:x", municipality_id=group.municipality_id, roles=frozenset({Role.coordinator}))
    with pytest.raises(Refused):
        commands_people.write_note(stranger, group, member, "hej")


def test_a_session_moved_into_somebodys_week_names_her_at_once(given: Given) -> None:
    group = series(given, SeriesKind.womens_course, rule="FREQ=WEEKLY;BYDAY=MO,WE;COUNT=20")
    coming = sessions(group)[2]
    weekday = coming.starts_at.astimezone(clock.COPENHAGEN).weekday()
    at_school, free = given.person(first_name="Leyla"), given.person(first_name="Mona")
    add_busy_time(given.by(), at_school.id, BusyKind.language_school, weekday, from_time=time(14), to_time=time(16))
    for woman in (at_school, free):
        signed_up(given, group, woman)
    page = given.coordinator().get(f"/desk/sessions/{coming.ref}/move")
    page = page.form("Flyt").fill(at="14:30").submit()
    assert page.says("Den nye tid falder sammen med noget, der ligger fast") and page.says("Leyla")
    said = [one for one in page.soup.stripped_strings if "falder sammen med noget" in one]
    assert said and "Mona" not in " ".join(said)
