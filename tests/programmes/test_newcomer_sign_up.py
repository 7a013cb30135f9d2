from __future__ import annotations

from collections.abc import Callable
from datetime import date

from mentors.kit.db import db
from mentors.messages.models import Message
from mentors.people.models import Person
from mentors.programmes.models import Participation
from mentors.programmes.rules import ParticipationState, ProgrammeKind, Side
from tests.given import Given
from tests.page import Visitor
from tests.programmes.filling import NEWCOMER_YOU, newcomer_summary, newcomer_wishes

New = Callable[[], Visitor]


def test_a_newcomer_signs_herself_up(given: Given, visitor: New) -> None:
    host = given.programme()
    page = newcomer_summary(visitor(), host, wants_gender="woman", interpreter_ok=True).press("Send", sign_up=True)
    assert page.says("Vi har fået din tilmelding")
    person, joined = db.session.query(Person).one(), db.session.query(Participation).one()
    assert (person.language, person.speaks, person.email) == ("ar", ("ar",), None)
    assert (joined.side, joined.state, joined.interpreter_ok) == (Side.newcomer, ParticipationState.applied, True)


def test_she_is_answered_in_the_language_she_asked_for(given: Given, visitor: New) -> None:
    newcomer_summary(visitor(), given.programme()).press("Send", sign_up=True)
    assert db.session.query(Message).one().language == "ar"


def test_before_arrival_she_needs_no_address(given: Given, visitor: New) -> None:
    host = given.programme()
    you = {**NEWCOMER_YOU, "postcode": "", "no_address": True, "expected_on": "2027-01-10"}
    page = visitor().get("/demoby/join/newcomer?lang=da").press("Næste", **you)
    page.press("Næste", **newcomer_wishes(host)).press("Send", sign_up=True)
    person = db.session.query(Person).one()
    assert person.postcode is None and person.expected_on == date(2027, 1, 10)


def test_without_postcode_and_without_saying_so_she_is_asked(given: Given, visitor: New) -> None:
    given.programme()
    page = visitor().get("/demoby/join/newcomer?lang=da").press("Næste", **{**NEWCOMER_YOU, "postcode": ""})
    assert page.status == 422 and page.says("sæt kryds ved, at du ikke har en adresse endnu")


def test_a_phone_or_a_mail_is_enough_but_not_neither(given: Given, visitor: New) -> None:
    given.programme()
    page = visitor().get("/demoby/join/newcomer?lang=da").press("Næste", **{**NEWCOMER_YOU, "mobile": ""})
    assert page.says("Skriv et mobilnummer eller en e-mail, så vi kan kontakte dig")
    page = page.press("Næste", email="omar@example.org")
    assert page.path == "/demoby/join/newcomer/2"


def test_somebody_under_18_is_asked_to_call(given: Given, visitor: New) -> None:
    given.programme()
    page = visitor().get("/demoby/join/newcomer?lang=da").press("Næste", **{**NEWCOMER_YOU, "birth_year": "2011"})
    assert page.status == 422 and page.says("ring til os")


def test_the_programme_for_children_is_not_joined_alone(given: Given, visitor: New) -> None:
    given.programme()
    given.programme(ProgrammeKind.contact_person_child)
    page = visitor().get("/demoby/join/newcomer?lang=da").press("Næste", **NEWCOMER_YOU)
    assert len(page.soup.select("[name=programmes]")) == 1


def test_one_record_for_a_newcomer_here_who_volunteers_there(given: Given, visitor: New) -> None:
    host, career = given.programme(), given.programme(ProgrammeKind.career_mentor)
    omar = given.person(first_name="Omar", last_name="Haddad", mobile="+4520304051")
    given.volunteer(person=omar, programme=career)
    newcomer_summary(visitor(), host).press("Send", sign_up=True)
    assert db.session.query(Person).count() == 1 and db.session.query(Participation).count() == 2


def test_nobody_is_on_both_sides_of_one_programme(given: Given, visitor: New) -> None:
    host = given.programme()
    given.volunteer(person=given.person(first_name="Omar", last_name="Haddad", mobile="+4520304051"), programme=host)
    page = newcomer_summary(visitor(), host).press("Send", sign_up=True)
    assert page.status == 422 and page.says("både give og få hjælp")
    assert db.session.query(Participation).count() == 1
    assert page.press("Send", sign_up=True).status == 422  # the refused sending has not used the draft up
