"""Twice is once, and what was put in can be taken back as long as nothing stands upon it."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from mentors.clearances.models import Clearance
from mentors.core.actor import Actor, Role
from mentors.imports import commands, commands_work
from mentors.imports.models import ImportList, ImportRow
from mentors.imports.rules import ImportListState
from mentors.kit.db import db
from mentors.pairing.commands import propose_pair
from mentors.people.models import Consent, Person
from mentors.programmes.commands import leave
from mentors.programmes.models import Participation
from mentors.programmes.rules import ConsentThrough, Side
from mentors.timetables.models import BusyTime, Week
from tests.given import Given
from tests.imports import sheets

TWO = [sheets.newcomer(1), sheets.newcomer(2)]


def everything() -> dict[str, int]:
    tables = (Person, Participation, Consent, Week, BusyTime, Clearance)
    return {table.__tablename__: db.session.query(table).count() for table in tables}


def test_the_same_file_twice_is_one_list(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    first, second = sheets.upload(desk, sheets.as_csv(TWO)), sheets.upload(desk, sheets.as_csv(TWO))
    assert first.path == second.path
    assert db.session.query(ImportList).count() == 1


def test_pressing_twice_puts_in_once(given: Given) -> None:
    given.programme()
    preview = sheets.upload(given.coordinator(), sheets.as_csv(TWO))
    first, second = sheets.confirm(preview), sheets.confirm(preview)
    assert (first.status, second.status) == (200, 200)
    assert second.says("2 nye personer")
    assert db.session.query(Person).count() == 2


def test_a_list_brought_again_says_who_came_before_and_adds_nobody(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv(TWO)))
    again = sheets.upload(desk, sheets.as_csv([*TWO, sheets.newcomer(3)]))
    assert again.says("2 er lagt ind før")
    assert again.says("1 er nye")
    sheets.confirm(again)
    assert db.session.query(Person).count() == 3


def test_a_row_that_was_corrected_finds_the_person_it_brought(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv(TWO)))
    mended = sheets.upload(desk, sheets.as_csv([sheets.newcomer(1, mobile="+4520309999")]))
    assert mended.says("1 er her allerede")


def test_another_persons_reference_is_refused(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv(TWO)))
    other = sheets.newcomer(1, first_name="Bodil", mobile="+4520308888", email="bodil@example.org")
    assert sheets.upload(desk, sheets.as_csv([other])).says("Den ref står allerede for en anden person")


def test_undo_takes_everything_back(given: Given) -> None:
    given.programme()
    before = everything()
    done = sheets.confirm(sheets.upload(given.coordinator(), sheets.as_csv(TWO)))
    assert everything() != before
    undone = done.press("Fortryd hele listen")
    assert undone.says("2 er fortrudt")
    assert everything() == before


def test_undo_twice_is_undo_once(given: Given) -> None:
    given.programme()
    done = sheets.confirm(sheets.upload(given.coordinator(), sheets.as_csv(TWO)))
    assert done.press("Fortryd hele listen").status == 200
    assert done.press("Fortryd hele listen").says("2 er fortrudt")
    assert db.session.query(ImportList).one().state is ImportListState.undone


def test_a_list_taken_back_can_be_put_in_again(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv(TWO))).press("Fortryd hele listen")
    again = sheets.upload(desk, sheets.as_csv(TWO))
    assert again.says("2 er nye")
    sheets.confirm(again)
    assert db.session.query(Person).count() == 2


def test_undo_leaves_whoever_has_a_pair_and_says_so_and_takes_the_rest(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    volunteer = given.volunteer(speaks=("da", "ar"), free=("mon-evening",))
    done = sheets.confirm(sheets.upload(desk, sheets.as_csv(TWO)))
    newcomer = db.session.query(Participation).filter_by(side=Side.newcomer).order_by(Participation.id).first()
    assert newcomer is not None
    propose_pair(given.by(), newcomer, volunteer)
    db.session.commit()
    undone = done.press("Fortryd hele listen")
    assert undone.says("1 række blev stående")
    assert undone.says("personen er foreslået til et par")
    assert sheets.rows() == {"N1": "kept", "N2": "undone"}
    assert {person.first_name for person in db.session.query(Person)} >= {"Amal1"}


def test_undo_leaves_whoever_was_changed_since(given: Given) -> None:
    given.programme()
    done = sheets.confirm(sheets.upload(given.coordinator(), sheets.as_csv(TWO)))
    first, second = db.session.query(Participation).order_by(Participation.id)
    first.person.last_name = "Gift"
    leave(given.by(), second)
    db.session.commit()
    undone = done.press("Fortryd hele listen")
    assert undone.says("2 blev stående")
    assert undone.says("oplysningerne er rettet siden")


def test_undo_leaves_somebody_known_as_she_was(given: Given) -> None:
    given.programme()
    given.person(first_name="Amal1", last_name="Eksempel", mobile="+4520305001")
    before = everything()
    done = sheets.confirm(sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer(1)])))
    assert db.session.query(Participation).count() == 1
    done.press("Fortryd hele listen")
    assert everything() == before


def test_undo_takes_a_listed_certificate_back_too(given: Given) -> None:
    given.programme()
    before = everything()
    rows = [sheets.volunteer(1, clearance_until="2199-01-01")]
    done = sheets.confirm(
        sheets.upload(given.coordinator(), sheets.as_csv(rows), side="volunteer"), steps=["interview"]
    )
    done.press("Fortryd hele listen")
    assert everything() == before


@pytest.mark.parametrize("action", ["", "/withdrawals", "/undoings"])
def test_another_towns_list_is_not_there(given: Given, action: str) -> None:
    given.programme()
    page = sheets.upload(given.coordinator(), sheets.as_csv(TWO))
    other = given.coordinator(given.town("andenby"))
    token = other.get("/desk/imports").soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    said = {"csrf_token": token["value"], "through": "paper", "source": "x", "agreed": "y"}
    assert other.post(page.path + action, data=said).status == 404
    assert db.session.query(ImportList).one().state is ImportListState.read


def test_a_reference_of_another_town_means_nobody_here(given: Given) -> None:
    given.programme()
    sheets.confirm(sheets.upload(given.coordinator(), sheets.as_csv(TWO)))
    andenby = given.town("andenby")
    given.programme(town=andenby, name="Test host")
    page = sheets.upload(given.coordinator(andenby), sheets.as_csv(TWO))
    assert page.says("2 er nye")


def test_a_fallback_programme_of_another_town_is_refused(given: Given) -> None:
    given.programme()
    foreign = given.programme(town=given.town("andenby"), name="Andenby host")
    page = sheets.upload(given.coordinator(), sheets.as_csv(TWO), fallback=foreign.ref)
    assert page.status == 422
    assert db.session.query(ImportList).count() == 0


def test_a_participant_is_not_let_in(given: Given) -> None:
    visitor = given.as_person(given.person())
    assert visitor.get("/desk/imports").status == 403
    assert given.new_visitor().get("/desk/imports").path.startswith("/sign-in")


def test_two_coordinators_with_the_same_people_bring_them_once(given: Given, app: Flask) -> None:
    given.programme()
    by = given.by()
    staff = Actor("account:x", by.municipality_id, frozenset({Role.coordinator}))
    said = commands.Confirmation(through=ConsentThrough.paper, source="Mappe", shares=True)
    rows = [sheets.newcomer(number) for number in range(1, 61)]
    lists = []
    for order in (rows, rows[::-1]):  # not the same file, but the same people
        listed = commands.take_in(staff, Side.newcomer, "a.csv", sheets.as_csv(order))
        commands.confirm(staff, listed, said)
        db.session.commit()
        lists.append(listed.id)
    db.session.remove()
    ready, failed = threading.Barrier(2), []

    def run(list_id: int) -> None:
        with app.app_context():
            ready.wait(timeout=20)
            try:
                more = True
                while more:
                    more = commands_work.step(list_id)
                    db.session.commit()
            except Exception as problem:
                failed.append(repr(problem))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(list_id,)) for list_id in lists]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert failed == []
    assert db.session.query(Person).count() == 60
    assert db.session.query(ImportRow).filter_by(stands=True).count() == 60
    assert {one.state for one in db.session.query(ImportList)} == {ImportListState.done}


def test_the_same_file_at_the_same_moment_is_one_list(given: Given, app: Flask) -> None:
    given.programme()
    by = given.by()
    staff = Actor("account:x", by.municipality_id, frozenset({Role.coordinator}))
    db.session.remove()
    ready, failed = threading.Barrier(3), []

    def run() -> None:
        with app.app_context():
            ready.wait(timeout=20)
            try:
                commands.take_in(staff, Side.newcomer, "a.csv", sheets.as_csv(TWO))
                db.session.commit()
            except IntegrityError as problem:
                failed.append(repr(problem))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert db.session.query(ImportList).count() == 1


def test_a_worker_that_is_cut_off_goes_on_where_it_stopped(given: Given, app: Flask) -> None:
    given.programme()
    desk = given.coordinator()
    rows = [sheets.newcomer(number) for number in range(1, 61)]
    page = sheets.upload(desk, sheets.as_csv(rows))
    sheets.worked()
    page = sheets.confirm(desk.get(page.path))
    assert page.says("Bliver lagt ind")
    list_id = sheets.the_list().id
    assert commands_work.step(list_id)
    db.session.commit()
    assert desk.get(page.path).says("50 af 60 rækker er klaret")
    commands_work.step(list_id)
    db.session.rollback()  # the light goes out
    sheets.worked()
    assert db.session.query(Person).count() == 60
    assert desk.get(page.path).says("60 nye personer")


def test_a_programme_closed_down_while_the_list_waits_is_said_at_its_row(given: Given) -> None:
    programme = given.programme()
    desk = given.coordinator()
    preview = sheets.upload(desk, sheets.as_csv([sheets.newcomer(1)]))
    db.session.delete(db.session.merge(programme))
    db.session.commit()
    sheets.confirm(preview)
    assert sheets.rows() == {"N1": "refused"}
    assert db.session.query(Person).count() == 0


def test_somebody_who_signed_up_while_the_list_waited_is_known(given: Given) -> None:
    given.programme()
    preview = sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer(1)]))
    given.person(first_name="Amal1", last_name="Eksempel", mobile="+4520305001")
    assert sheets.confirm(preview).says("1 var her allerede")
    assert db.session.query(Person).count() == 1
