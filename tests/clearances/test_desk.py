from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from mentors.clearances import commands, queries
from mentors.clearances.models import ChildContact, Clearance
from mentors.clearances.rules import ClearanceKind, Standing
from mentors.clearances.rules_policy import Policy
from mentors.core import clock
from mentors.core.actor import Actor, Role
from mentors.core.refusal import Refused
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from tests.given import Given

CHILD = ClearanceKind.child_certificate


def cleared(given: Given, on: date | None = None) -> Person:
    person = given.person()
    commands.assess(given.by(), person.id, CHILD, clean=True, on=on or clock.today())
    db.session.commit()
    return person


def tasks() -> list[TaskKind]:
    return list(db.session.scalars(select(Task.kind).order_by(Task.id)))


def test_a_coordinator_orders_and_assesses_a_certificate_and_nothing_of_it_is_kept(given: Given) -> None:
    ref = given.person(first_name="Aylin").ref
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{ref}/clearances")
    page = page.press("Notér som bestilt")
    assert page.says("Venter på samtykke") and page.says("7. december 2026")
    page = page.click("Notér vurdering: Børneattest").press("Gem vurderingen", verdict="clean")
    assert page.says("Slet attesten nu") and page.says("23. november 2028")
    assert karen.get("/desk/clearances").says("Aylin")
    assert {"clearances.child_certificate_asked", "clearances.child_certificate_clean"} <= set(
        db.session.scalars(select(Entry.act))
    )


def test_a_day_to_come_is_refused_at_its_field(given: Given) -> None:
    ref = given.person().ref
    page = given.coordinator().get(f"/desk/people/{ref}/clearances/child_certificate")
    page = page.press("Gem vurderingen", verdict="clean", on="2026-11-24")
    assert page.status == 422 and "fremtiden" in page.errors[0]


def test_another_town_s_person_is_not_there(given: Given) -> None:
    ref = given.person().ref
    other = given.coordinator(given.town("andetby", name="Andetby Kommune"))
    assert other.get(f"/desk/people/{ref}/clearances").status == 404


def test_a_municipality_decides_twelve_months_from_a_day_on(given: Given) -> None:
    anna = given.signed_in(given.staff(Role.administrator))
    page = anna.get("/desk/clearances/policy").press("Gem reglerne", child_months="12")
    assert page.says("Reglerne er gemt")
    person = cleared(given)
    certificate = queries.clearances_of(person.id)[CHILD]
    assert certificate.valid_until == date(2027, 11, 23) and certificate.policy
    assert given.coordinator().get("/desk/clearances/policy").status == 403


def test_a_certificate_stays_valid_while_a_new_one_is_under_way(given: Given) -> None:
    person = cleared(given)
    commands.ask_for(given.by(), person.id, CHILD)
    commands.require_child_clearance(person.id, clock.today())
    child = queries.checks_of(person, clock.today())[0]
    assert child.kind is CHILD and child.standing is Standing.clean


def test_reminders_come_at_60_30_7_and_1_days_and_only_once(given: Given) -> None:
    person = cleared(given, on=date(2024, 11, 30))  # ends 30 November 2026: seven days left
    certificate = queries.clearances_of(person.id)[CHILD]
    end = certificate.valid_until
    assert end == date(2026, 11, 30)
    seen = []
    for left in (70, 60, 59, 30, 29, 8, 7, 6, 1, 0, -1):
        with clock.stopped(clock.at_local(end - timedelta(days=left), 10)):
            commands.remind()
            commands.remind()
            db.session.commit()
            seen.append(len(list(db.session.scalars(select(Message)))))
    assert seen == [0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4]
    assert tasks() == [TaskKind.clearance_ending]


def test_fourteen_days_without_consent_become_a_task(given: Given) -> None:
    person = given.person()
    commands.ask_for(given.by(), person.id, CHILD)
    for day, expected in ((14, []), (15, [TaskKind.clearance_lapsed])):
        with clock.stopped(clock.now() + timedelta(days=day)):
            commands.remind()
            assert tasks() == expected


def test_after_half_a_year_s_pause_a_new_certificate_is_wanted(given: Given) -> None:
    person = cleared(given)
    contact = commands.enter_contact(given.by(), person.id, "test:one", on=clock.today())
    commands.leave_contact(given.by(), contact)
    with clock.stopped(clock.at_local(date(2027, 5, 22), 10)):
        commands.require_child_clearance(person.id, clock.today())
    with clock.stopped(clock.at_local(date(2027, 5, 23), 10)):
        with pytest.raises(Refused, match="halvt år"):
            commands.enter_contact(given.by(), person.id, "test:two", on=clock.today())
        commands.remind()
        assert tasks() == [TaskKind.clearance_renewal]
        commands.assess(given.by(), person.id, CHILD, clean=True, on=clock.today())
        commands.enter_contact(given.by(), person.id, "test:two", on=clock.today())


def test_who_is_refused_leaves_the_children_the_same_day_and_staff_are_told(given: Given) -> None:
    person = cleared(given)
    commands.enter_contact(given.by(), person.id, "test:one", on=clock.today())
    commands.assess(given.by(), person.id, CHILD, clean=False, on=clock.today())
    assert queries.with_children_on(clock.today(), person.municipality_id) == []
    assert tasks() == [TaskKind.contact_stopped]


def test_a_contact_ends_with_the_certificate_and_goes_on_with_a_new_one(given: Given) -> None:
    person = cleared(given, on=date(2024, 12, 1))  # until 1 December 2026
    contact = commands.enter_contact(given.by(), person.id, "test:one", on=clock.today())
    assert contact.stands_on(date(2026, 12, 1)) and not contact.stands_on(date(2026, 12, 2))
    with clock.stopped(clock.at_local(date(2026, 12, 2), 10)):
        commands.watch()
        commands.watch()
        assert tasks() == [TaskKind.contact_stopped]
        commands.assess(given.by(), person.id, CHILD, clean=True, on=clock.today())
        assert contact.stands_on(date(2028, 12, 2)) and not contact.stands_on(date(2028, 12, 3))


@pytest.mark.parametrize("slip", ["none", "past_the_end", "not_clean", "another_kind"])
def test_the_database_itself_lets_nobody_near_children_without_a_certificate(given: Given, slip: str) -> None:
    person = given.person() if slip == "none" else cleared(given)
    values = {"person_id": person.id, "thing": "test:one", "begins_on": clock.today(), "clearance_state": "clean",
              "valid_until": date(2028, 11, 23)}  # fmt: skip
    values |= {
        "none": {},
        "past_the_end": {"ends_on": date(2028, 11, 24)},
        "not_clean": {"clearance_state": None},
        "another_kind": {"clearance_kind": "confidentiality"},
    }[slip]
    db.session.add(ChildContact(**values))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_the_database_keeps_a_certificate_clean_while_a_contact_stands_on_it(given: Given) -> None:
    person = cleared(given)
    commands.enter_contact(given.by(), person.id, "test:one", on=clock.today())
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(Clearance.__table__.update().where(Clearance.person_id == person.id).values(state="refused"))
    db.session.rollback()


def test_the_register_names_who_lacks_a_certificate_first(given: Given) -> None:
    late, fine = given.person(first_name="Bodil"), cleared(given)
    commands.note_need(given.by(), late.id, CHILD, "test:one")
    page = given.coordinator().get("/desk/clearances")
    assert page.text.index("Bodil") < page.text.index(db.session.get_one(Person, fine.id).first_name)
    assert page.click("Mangler").says("Bodil")
    assert given.coordinator().get("/desk/clearances?standing=missing").text.count("I orden") == 1  # the filter alone


def test_a_policy_needs_one_or_two_years(given: Given) -> None:
    anna = given.staff(Role.administrator)
    by = Actor("account:x", anna.municipality_id, frozenset({Role.administrator}))
    with pytest.raises(Refused):
        commands.decide_policy(by, Policy(child_months=120), valid_from=clock.today())
