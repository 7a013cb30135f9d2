from __future__ import annotations

from tests.given import Given


def test_a_coordinator_finds_a_person_by_the_beginning_of_her_name(given: Given) -> None:
    given.newcomer(first_name="Олена", last_name="Коваль", postcode="5000")
    page = given.coordinator().get("/desk/").press("Søg", q="кова")
    assert page.says("Олена Коваль") and page.says("Ny i Danmark") and page.says("5000 Odense C")
    assert page.click("Олена").heading == "Олена Коваль"


def test_a_number_finds_its_owner_however_it_is_typed(given: Given) -> None:
    given.person(first_name="Ahmad", mobile="+4520304050")
    assert given.coordinator().get("/desk/search?q=20 30 40 50").says("Ahmad")


def test_searching_for_nobody_says_what_to_try(given: Given) -> None:
    karen = given.coordinator()
    assert karen.get("/desk/search").says("Hvem leder du efter?")
    assert karen.get("/desk/search?q=Zebra").says("Prøv kun fornavnet")


def test_percent_signs_and_nul_bytes_find_nothing_and_break_nothing(given: Given) -> None:
    given.person()
    karen = given.coordinator()
    assert karen.get("/desk/search?q=%25").says("Ingen passer")
    assert karen.get("/desk/search?q=%00").status == 200


def test_people_of_another_town_are_not_found(given: Given) -> None:
    given.person(town=given.town("nabo"), first_name="Naboerske")
    assert given.coordinator().get("/desk/search?q=Naboerske").says("Ingen passer")
