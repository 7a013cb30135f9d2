"""A coordinator brings a spreadsheet: nothing is saved before she confirms, and then everybody stands as she said."""

from __future__ import annotations

from datetime import date, time

import pytest
from flask import has_request_context

from mentors.clearances.models import Clearance
from mentors.clearances.rules import ClearanceState
from mentors.core import clock
from mentors.imports.rules import ImportListState
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.commands import withdraw_consent
from mentors.people.models import Consent, Person
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation
from mentors.programmes.rules import ConsentThrough, ParticipationState, ProgrammeKind
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind
from mentors.timetables.commands import add_busy_time, set_free_times
from mentors.timetables.queries import busy_times_of, free_times_of
from mentors.timetables.rules import BusyKind
from tests.gatherings.building import series, sessions, signed_up
from tests.given import Given
from tests.imports import sheets


@pytest.mark.parametrize("kind", [sheets.as_csv, sheets.as_xlsx])
def test_a_newcomer_comes_in_as_the_list_says(given: Given, kind: object) -> None:
    given.programme()
    desk = given.coordinator()
    preview = sheets.upload(desk, kind([sheets.newcomer()]))  # type: ignore[operator]
    assert preview.says("1 er nye")
    assert db.session.query(Person).count() == 0
    done = sheets.confirm(preview)
    assert done.says("1 nye personer")
    person = db.session.query(Person).one()
    assert (person.name, person.mobile, person.email) == ("Amal1 Eksempel", "+4520305001", "amal1@example.org")
    assert (person.speaks, person.postcode, person.birth_year, person.trade) == (("ar", "da"), "5000", 1984, "care")
    assert free_times_of(person.id) == ("mon-evening", "sat-morning")
    assert [(busy.weekday, busy.from_time.hour) for busy in busy_times_of(person.id)] == [(0, 8)]
    joined = db.session.query(Participation).one()
    assert (joined.state, joined.max_km, joined.is_urgent) == (ParticipationState.approved, 10, True)
    assert person.levels == ("da:2",)
    assert joined.applied_at.date() == date(2026, 10, 5)
    assert joined.consent_through is ConsentThrough.paper
    assert db.session.query(Message).count() == 0, "a list tells nobody anything"


def test_the_person_is_marked_with_where_her_yes_stands(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    sheets.confirm(sheets.upload(desk, sheets.as_csv([sheets.newcomer()])), source="Mappe 3, marts", shares=False)
    person = db.session.query(Person).one()
    page = desk.get(f"/desk/people/{person.ref}")
    assert page.says("Kom med en liste")
    assert page.says("Mappe 3, marts")
    assert page.says("Samtykke: På papir")
    assert {consent.kind for consent in db.session.query(Consent)} == {ConsentKind.sign_up}
    listed = sheets.the_list()
    assert {consent.wording for consent in db.session.query(Consent)} == {f"import_list:{listed.ref}"}
    acts = {entry.act: entry.by for entry in db.session.query(Entry) if entry.thing == f"import_list:{listed.ref}"}
    assert set(acts) >= {"imports.uploaded", "imports.confirmed:paper", "imports.done"}
    assert all(by.startswith("account:") for by in acts.values())


@pytest.mark.parametrize("missing", [{"agreed": False}, {"source": ""}, {"through": None}])
def test_nobody_is_put_in_without_a_word_about_consent(given: Given, missing: dict[str, object]) -> None:
    given.programme()
    preview = sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer()]))
    again = sheets.confirm(preview, **missing)
    assert again.status == 422
    assert again.errors
    assert db.session.query(Person).count() == 0


def test_a_volunteer_is_let_in_when_the_steps_are_done_and_waits_otherwise(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    first = sheets.upload(desk, sheets.as_csv([sheets.volunteer(1)]), side="volunteer")
    sheets.confirm(first)
    second = sheets.upload(desk, sheets.as_csv([sheets.volunteer(2)]), side="volunteer")
    sheets.confirm(second, steps=["interview", "confidentiality"])
    states = {one.person.first_name: one.state for one in db.session.query(Participation)}
    assert states == {"Karla1": ParticipationState.applied, "Karla2": ParticipationState.approved}
    assert {one.capacity for one in db.session.query(Participation)} == {2}
    assert db.session.query(Message).count() == 0


def test_a_certificate_in_a_list_opens_no_door_to_children(given: Given) -> None:
    programme = given.programme(ProgrammeKind.contact_person_child)
    rows = [sheets.volunteer(1, programmes="contact_person_child", clearance_until="2199-12-31")]
    preview = sheets.upload(given.coordinator(), sheets.as_csv(rows), side="volunteer")
    sheets.confirm(preview, steps=["interview", "confidentiality", "course"])
    clearance = db.session.query(Clearance).filter_by(kind="child_certificate").one()
    assert (clearance.state, clearance.valid_until, clearance.assessed_on) == (ClearanceState.asked, None, None)
    joined = db.session.query(Participation).filter_by(programme_id=programme.id).one()
    assert joined.state is ParticipationState.applied


def test_a_certificate_cannot_be_ticked_for_a_whole_list(given: Given) -> None:
    given.programme(ProgrammeKind.contact_person_child)
    rows = [sheets.volunteer(1, programmes="contact_person_child")]
    preview = sheets.upload(given.coordinator(), sheets.as_csv(rows), side="volunteer")
    form = preview.form("Læg ")
    form.fill(through="paper", source="Mappe", agreed=True)
    form.values.append(("steps", "child_certificate"))
    assert form.submit().status == 422
    assert db.session.query(Person).count() == 0


def test_what_is_known_of_a_certificate_stays_whatever_a_list_says(given: Given) -> None:
    known = given.volunteer(programme=given.programme(ProgrammeKind.contact_person_child)).person
    before = db.session.query(Clearance).filter_by(kind="child_certificate").one().valid_until
    given.programme()
    row = sheets.volunteer(1, first_name=known.first_name, last_name=known.last_name, mobile=known.mobile)
    preview = sheets.upload(
        given.coordinator(), sheets.as_csv([row | {"clearance_until": "2190-01-01"}]), side="volunteer"
    )
    assert preview.says("1 er her allerede")
    sheets.confirm(preview)
    assert db.session.query(Clearance).filter_by(kind="child_certificate").one().valid_until == before


def test_somebody_known_keeps_her_own_details_and_the_yes_she_took_back(given: Given) -> None:
    given.programme()
    known = given.person(first_name="Amal1", last_name="Eksempel", mobile="+4520305001", postcode="8000")
    withdraw_consent(given.by(), known, ConsentKind.sign_up)
    db.session.commit()
    preview = sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer()]))
    assert preview.says("1 er her allerede")
    done = sheets.confirm(preview)
    assert done.says("1 var her allerede")
    person = db.session.query(Person).one()
    assert (person.postcode, free_times_of(person.id)) == ("8000", ("tue-evening", "sat-morning"))
    assert [c for c in person.consents if c.kind is ConsentKind.sign_up and c.withdrawn_at is None] == []


def test_a_shared_phone_is_a_family_and_no_reason_to_merge(given: Given) -> None:
    given.programme()
    given.person(first_name="Omar", last_name="Eksempel", mobile="+4520305001")
    preview = sheets.upload(given.coordinator(), sheets.as_csv([sheets.newcomer()]))
    assert preview.says("1 er nye")
    sheets.confirm(preview)
    assert db.session.query(Person).count() == 2


def test_somebody_under_18_waits_for_a_parents_yes(given: Given) -> None:
    given.programme(ProgrammeKind.contact_person)
    rows = [sheets.newcomer(1, programme="contact_person", birth_year="2010")]
    done = sheets.confirm(sheets.upload(given.coordinator(), sheets.as_csv(rows)))
    assert db.session.query(Participation).one().state is ParticipationState.applied
    assert done.says("en forælder")


def test_a_list_without_names_is_put_in_under_its_references(given: Given) -> None:
    """The two files of `python -m mentors.pairing`, just as they are."""
    given.programme()
    row = {name: cell for name, cell in sheets.NEWCOMER.items() if name in (
        "ref", "programme", "languages", "postcode", "gender", "free", "busy", "birth_year", "max_km")}  # fmt: skip
    preview = sheets.upload(given.coordinator(), sheets.as_csv([row, row | {"ref": "N2"}]))
    sheets.confirm(preview)
    assert {person.first_name for person in db.session.query(Person)} == {"N1", "N2"}


def test_the_empty_files_are_lists_that_can_be_brought_back(given: Given) -> None:
    given.programme()
    desk = given.coordinator()
    for which, side in (("newcomers", "newcomer"), ("volunteers", "volunteer")):
        for kind in ("csv", "xlsx"):
            file = desk.get(f"/desk/imports/templates/{which}.{kind}").response.data
            page = sheets.upload(desk, file, side=side, name=f"{which}.{kind}")
            assert page.says("1 er nye"), (which, kind, page)
            assert page.says("0 skal rettes")
            page.press("Slet listen uden at gemme")


def test_the_worker_may_fill_an_empty_week_of_somebody_with_a_place(given: Given) -> None:
    """The worker has no address of its own: what stands in her time is looked at without one."""
    given.programme()
    someone = given.person(mobile="+4520305001", email="amal1@example.org", first_name="Amal1", last_name="Eksempel")
    hers = someone.id
    desk = given.coordinator()
    preview = sheets.upload(desk, sheets.as_csv([sheets.newcomer(1)]))
    assert preview.says("1 er her allerede")
    [session, *_rest] = sessions(series(given))
    signed_up(given, session, someone)
    set_free_times(given.by(), hers, ())  # she has said that she has none
    at = session.starts_at.astimezone(clock.COPENHAGEN)
    add_busy_time(
        given.by(), hers, BusyKind.other, at.weekday(), from_time=time(at.hour - 1), to_time=time(at.hour + 1)
    )  # fmt: skip
    listed = sheets.the_list()
    listed.state, listed.confirmed_by, listed.consent_through = (
        ImportListState.confirmed,
        given.by().label,
        ConsentThrough.paper,
    )
    db.session.commit()
    assert not has_request_context() and sheets.worked() == 1
    db.session.expire_all()
    assert sheets.rows() == {"N1": "imported"} and free_times_of(hers)
    [task] = db.session.query(Task).filter_by(person_id=hers, kind=TaskKind.new_time)
    assert task.done_at is None
