"""A protected name: staff know it, nobody else ever reads it."""

from __future__ import annotations

from mentors.people.commands import protect
from mentors.people.models import Person
from mentors.programmes.models import Participation
from tests.given import Given
from tests.guide.newcomers import agreed, page_of


def pair_of_protected(given: Given) -> tuple[Participation, Person]:
    newcomer = given.newcomer(first_name="Fatima", last_name="Hemmeligsen", postcode="5230", language="da")
    protect(given.by(), newcomer.person, True)
    return newcomer, agreed(given, newcomer, first_name="Hanne", last_name="Skjultsen").volunteer


def test_staff_see_a_warning_and_the_whole_name_after_show(given: Given) -> None:
    newcomer, _volunteer = pair_of_protected(given)
    page = given.coordinator().get(f"/desk/people/{newcomer.person.ref}")
    assert page.heading == "Fatima" and "Hemmeligsen" not in page.html
    page = page.press("Vis navn og adresse")
    assert page.heading == "Fatima Hemmeligsen" and page.says("Sig aldrig efternavn, adresse eller by videre")
    assert given.coordinator().get("/desk/search?q=fati").says("Beskyttet")
    assert not given.coordinator().get("/desk/search?q=hemm").says("Fatima")


def test_the_volunteer_reads_a_first_name_only(given: Given) -> None:
    _newcomer, volunteer = pair_of_protected(given)
    page = given.as_person(volunteer).get("/my/")
    assert page.status == 200 and page.says("Fatima")
    for secret in ("Hemmeligsen", "5230", "tæt på", " km"):
        assert not page.says(secret)


def test_the_newcomer_reads_a_first_name_only(given: Given) -> None:
    newcomer, volunteer = pair_of_protected(given)
    protect(given.by(), volunteer, True)
    page = page_of(given, newcomer.person)
    assert page.says("Hanne") and "Skjultsen" not in page.html and "Hemmeligsen" not in page.html
