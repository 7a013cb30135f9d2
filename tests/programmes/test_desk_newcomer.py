from __future__ import annotations

from mentors.kit.db import db
from mentors.people.models import Person
from mentors.programmes.models import Participation
from mentors.programmes.rules import ConsentThrough, ParticipationState, ProgrammeKind
from tests.given import Given
from tests.page import Page


def _form(given: Given) -> Page:
    return given.coordinator().get("/desk/newcomers/new")


def _answers(given: Given, kind: ProgrammeKind = ProgrammeKind.host, **values: object) -> dict[str, object]:
    return {
        "name": "Leila Haddad",
        "language": "ar",
        "mobile": "20304052",
        "no_address": True,
        "expected_on": "2027-01-10",
        "programmes": [given.programme(kind).ref],
        "speaks": ["ar"],
        "consent_through": "phone",
        "sign_up": True,
        **values,
    }


def test_a_coordinator_signs_a_newcomer_up_before_arrival(given: Given) -> None:
    given.programme()
    page = _form(given).press("Tilmeld", **_answers(given))
    assert page.says("Leila Haddad er tilmeldt.") and page.says("I telefonen")
    person, it = db.session.query(Person).one(), db.session.query(Participation).one()
    assert person.postcode is None and person.birth_year is None and person.language == "ar"
    assert (it.state, it.consent_through) == (ParticipationState.approved, ConsentThrough.phone)
    assert person.consents[0].given_through.startswith("account:")


def test_without_a_yes_nobody_is_written_up(given: Given) -> None:
    given.programme()
    page = _form(given).press("Tilmeld", **_answers(given, sign_up=False))
    assert page.status == 422 and page.says("Uden et ja må vi ikke gemme noget")
    assert 'value="Leila Haddad"' in page.html and db.session.query(Person).count() == 0


def test_somebody_of_15_needs_a_parents_yes(given: Given) -> None:
    given.programme()
    page = _form(given).press("Tilmeld", **_answers(given, birth_year="2011"))
    assert page.status == 422 and page.says("skal en forælder sige ja")
    assert db.session.query(Person).count() == 0
    page = page.press("Tilmeld", consent_through="guardian")
    assert page.says("er tilmeldt")


def test_a_child_of_six_joins_the_childrens_programme_only(given: Given) -> None:
    given.programme(), given.programme(ProgrammeKind.contact_person_child)
    page = _form(given)
    refused = page.press("Tilmeld", **_answers(given, birth_year="2020", consent_through="guardian"))
    assert refused.status == 422 and refused.says("13 år")
    done = page.press(
        "Tilmeld",
        **_answers(given, ProgrammeKind.contact_person_child, birth_year="2020", consent_through="guardian"),
    )
    assert done.says("er tilmeldt")
    grown = page.press(
        "Tilmeld", **_answers(given, ProgrammeKind.contact_person_child, name="Zaynab Ali", birth_year="1990")
    )
    assert grown.status == 422 and grown.says("børn på 5-8 år")


def test_written_up_twice_is_one_newcomer(given: Given) -> None:
    given.programme()
    page = _form(given)
    page.press("Tilmeld", **_answers(given))
    page.press("Tilmeld", **_answers(given))
    assert db.session.query(Person).count() == db.session.query(Participation).count() == 1
