from __future__ import annotations

from collections.abc import Callable

from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side
from mentors.timetables.queries import free_times_of
from tests.given import Given
from tests.page import Page, Visitor
from tests.programmes.filling import VOLUNTEER_YOU, volunteer_summary, volunteer_wishes

New = Callable[[], Visitor]


def _first_step(given: Given, visitor: New) -> Page:
    given.programme()
    return visitor().get("/demoby/join/volunteer")


def test_a_volunteer_signs_up_in_three_steps_and_gets_a_receipt(given: Given, visitor: New) -> None:
    host, career = given.programme(), given.programme(ProgrammeKind.career_mentor)
    anna = visitor()
    summary = volunteer_summary(anna, host, career, capacity="2", trade="it", wants_gender="woman")
    assert summary.heading == "Se efter og send"
    for said in ("Anna Maria Holm", "20 30 40 50", "5000 Odense C", "tirsdag aften", "IT", "Helst en kvinde"):
        assert summary.says(said), said
    receipt = summary.press("Send", sign_up=True, share=True)
    assert receipt.says("Anna Maria") and receipt.says("senest mandag 30. november")
    person = db.session.query(Person).one()
    assert (person.first_name, person.last_name, person.mobile) == ("Anna Maria", "Holm", "+4520304050")
    assert {c.kind: c.wording for c in person.consents} == dict.fromkeys(ConsentKind, "2026-11")
    assert free_times_of(person.id) == ("tue-evening", "sat-morning")
    joined = db.session.query(Participation).all()
    assert {p.programme_id for p in joined} == {host.id, career.id}
    assert {(p.side, p.state, p.capacity) for p in joined} == {(Side.volunteer, ParticipationState.applied, 2)}


def test_the_applicant_gets_a_message_that_names_no_programme(given: Given, visitor: New) -> None:
    volunteer_summary(visitor(), given.programme()).press("Send", sign_up=True)
    message = db.session.query(Message).one()
    assert message.kind == "programmes/applied"
    assert message.body == "Tak! Vi kontakter dig senest mandag 30. november."


def test_a_volunteer_meets_at_most_nine_required_fields(given: Given, visitor: New) -> None:
    anna = visitor()
    first = _first_step(given, lambda: anna).press("Næste")
    second = first.press("Næste", **VOLUNTEER_YOU).press("Næste")
    third = second.press("Næste", **volunteer_wishes(given.programme())).press("Send")
    assert len(first.errors) + len(second.errors) + len(third.errors) <= 9
    assert first.errors and second.errors and third.errors


def test_without_her_consent_nothing_is_sent(given: Given, visitor: New) -> None:
    page = volunteer_summary(visitor(), given.programme()).press("Send")
    assert page.status == 422 and page.says("Uden dit ja gemmer vi ikke noget")
    assert db.session.query(Person).count() == 0


def test_a_business_mentor_names_the_company(given: Given, visitor: New) -> None:
    business = given.programme(ProgrammeKind.business_mentor)
    anna = visitor()
    wrong = volunteer_summary(anna, business, company_cvr="13585627", company_name="Bager Bo")
    assert wrong.status == 422 and wrong.says("CVR-nummer, 8 tal")
    wrong.press("Næste", company_cvr="1358 5628").press("Send", sign_up=True)
    assert db.session.query(Participation).one().company_cvr == "13585628"


def test_other_volunteers_need_no_company(given: Given, visitor: New) -> None:
    given.programme(ProgrammeKind.business_mentor)
    assert volunteer_summary(visitor(), given.programme()).heading == "Se efter og send"


def test_a_volunteer_under_18_is_told_the_age(given: Given, visitor: New) -> None:
    page = _first_step(given, visitor).press("Næste", **{**VOLUNTEER_YOU, "birth_year": "2010"})
    assert page.status == 422 and page.says("Du skal være fyldt 18 år")


def test_an_impossible_birth_year_gets_a_sentence(given: Given, visitor: New) -> None:
    for year in ("1785", "2085", "-5", "99999999999999999999"):
        page = _first_step(given, visitor).press("Næste", **{**VOLUNTEER_YOU, "birth_year": year})
        assert page.status == 422 and page.says("Det fødselsår kan ikke passe"), year


def test_an_unknown_postcode_is_said_so(given: Given, visitor: New) -> None:
    page = _first_step(given, visitor).press("Næste", **{**VOLUNTEER_YOU, "postcode": "0000"})
    assert page.says("Det postnummer kender vi ikke")


def test_the_programme_of_the_pressed_card_is_already_chosen(given: Given, visitor: New) -> None:
    host = given.programme()
    given.programme(ProgrammeKind.career_mentor)
    page = visitor().get("/demoby/").click("Test host").press("Næste", **VOLUNTEER_YOU)
    chosen = [box["value"] for box in page.soup.select("input[name=programmes][checked]")]
    assert chosen == [host.ref]


def test_a_programme_closed_meanwhile_is_asked_about_again(given: Given, visitor: New) -> None:
    host = given.programme()
    given.programme(ProgrammeKind.career_mentor)
    summary = volunteer_summary(visitor(), host)
    host.is_open = False
    page = summary.press("Send", sign_up=True)
    assert page.status == 422 and page.path.startswith("/demoby/join/volunteer/2")
    assert db.session.query(Participation).count() == 0


def test_a_coordinator_sees_when_two_names_share_a_phone(given: Given, visitor: New) -> None:
    from mentors.tasks.models import Task
    from mentors.tasks.rules import TaskKind

    given.person(first_name="Bo", last_name="Holm", mobile="+4520304050", email=None)
    volunteer_summary(visitor(), given.programme()).press("Send", sign_up=True)
    assert [task.kind for task in db.session.query(Task)] == [TaskKind.maybe_same_person]


def test_somebody_known_is_found_again_and_not_overwritten(given: Given, visitor: New) -> None:
    anna = given.person(
        first_name="Anna Maria", last_name="Holm", mobile="+4520304050", postcode="8000", free=("mon-morning",)
    )
    volunteer_summary(visitor(), given.programme()).press("Send", sign_up=True)
    assert db.session.query(Person).count() == 1
    db.session.refresh(anna)
    assert anna.postcode == "8000" and free_times_of(anna.id) == ("mon-morning",)
