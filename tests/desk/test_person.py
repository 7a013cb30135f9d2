from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.room import Event, Room
from mentors.people.models import Person
from mentors.people.rules import ConsentKind
from mentors.timetables.queries import free_times_of
from tests.given import Given


def read(person_id: int) -> Person:
    db.session.expire_all()
    return db.session.get_one(Person, person_id)


def test_a_persons_page_shows_the_facts_and_the_consents(given: Given) -> None:
    fatima = given.newcomer(first_name="Fatima", last_name="Haddad", mobile="+4520304050").person
    page = given.coordinator().get(f"/desk/people/{fatima.ref}")
    for words in ("Fatima Haddad", "20 30 40 50", "arabisk", "5000 Odense C", "Madlavning", "tirsdag aften", "2026-11"):
        assert page.says(words), words


def test_what_rooms_know_is_one_history_newest_first(given: Given, monkeypatch: pytest.MonkeyPatch) -> None:
    now = clock.now()
    many = [Event(now - timedelta(days=n), f"Ting {n}", url=None) for n in range(40)]
    rooms = (Room("one", history=lambda _a, _p: many[::2]), Room("two", history=lambda _a, _p: many[1::2]))
    monkeypatch.setitem(given.app.extensions, "rooms", (*given.app.extensions["rooms"], *rooms))
    someone = given.person()
    page = given.coordinator().get(f"/desk/people/{someone.ref}")
    titles = [found.text for found in page.soup.select(".event-title") if found.text.startswith("Ting")]
    assert titles[:3] == ["Ting 0", "Ting 1", "Ting 2"]
    assert page.click("ældre").says("Ting 39")


def test_a_person_of_another_town_does_not_exist_here(given: Given) -> None:
    other = given.person(town=given.town("nabo"))
    karen = given.coordinator()
    for path in ("", "/details", "/free-times"):
        assert karen.get(f"/desk/people/{other.ref}{path}").status == 404


@pytest.mark.parametrize("act", ["protections", "responsibles", "consents/withdrawals", "details", "free-times"])
def test_nothing_of_another_towns_person_can_be_changed(given: Given, act: str) -> None:
    other, mine = given.person(town=given.town("nabo")), given.person()
    karen = given.coordinator()
    token = karen.get(f"/desk/people/{mine.ref}").soup.find("input", {"name": "csrf_token"})["value"]
    answer = karen.post(
        f"/desk/people/{other.ref}/{act}", data={"csrf_token": token, "protected": "yes", "kind": "sign_up"}
    )
    assert answer.status == 404 and not read(other.id).is_protected


def test_a_coordinator_corrects_details_and_they_are_kept(given: Given) -> None:
    fatima = given.newcomer(first_name="Fatma").person
    page = given.coordinator().get(f"/desk/people/{fatima.ref}").click("Ret oplysninger")
    after = page.press("Gem", first_name="Fatima", speaks=["ar", "ku"], postcode="8000", trade="health", gender="woman")
    assert after.heading.startswith("Fatima") and after.says("Oplysningerne er gemt.")
    kept = read(fatima.id)
    assert (kept.first_name, kept.speaks, kept.postcode, kept.trade) == ("Fatima", ("ar", "ku"), "8000", "health")


def test_somebody_nobody_could_reach_any_more_is_not_saved(given: Given) -> None:
    someone = given.person()
    page = given.coordinator().get(f"/desk/people/{someone.ref}/details").press("Gem", mobile="", email="")
    assert page.status == 422 and "Skriv et mobilnummer eller en e-mail" in page.errors[0]


def test_nonsense_in_the_details_gets_sentences_and_keeps_what_was_typed(given: Given) -> None:
    someone = given.person()
    karen = given.coordinator()
    page = karen.get(f"/desk/people/{someone.ref}/details").press(
        "Gem",
        first_name="Ny",
        postcode="0001",
        birth_year="1800",
        mobile="12",
        trade="astronaut",
        expected_on="i morgen",
    )
    assert page.status == 422 and len(page.errors) == 5
    assert page.soup.find("input", {"name": "first_name"})["value"] == "Ny"
    assert not any("Not a valid" in error for error in page.errors)


def test_saving_over_a_colleague_is_stopped_once_and_loses_nothing(given: Given) -> None:
    someone = given.person()
    karen, bent = given.coordinator(), given.coordinator()
    karens, bents = (who.get(f"/desk/people/{someone.ref}/details") for who in (karen, bent))
    karens.press("Gem", first_name="Karens")
    clash = bents.press("Gem", first_name="Bents")
    assert clash.status == 409 and clash.says("En kollega har rettet personen imens")
    assert read(someone.id).first_name == "Karens"
    assert clash.soup.find("input", {"name": "first_name"})["value"] == "Bents"
    clash.press("Gem")
    assert read(someone.id).first_name == "Bents"


def test_free_times_are_ticked_in_a_week(given: Given) -> None:
    someone = given.person(free=("mon-morning",))
    page = given.coordinator().get(f"/desk/people/{someone.ref}").click("Ret tider")
    page.press("Gem", free=["sun-evening", "wed-afternoon"])
    assert free_times_of(someone.id) == ("wed-afternoon", "sun-evening")


def test_protection_is_set_and_lifted_by_a_button(given: Given) -> None:
    someone = given.person()
    page = given.coordinator().get(f"/desk/people/{someone.ref}").press("Beskyt navn og adresse")
    assert read(someone.id).is_protected and page.says("Sig aldrig efternavn")
    page.press("Ophæv beskyttelsen")
    assert not read(someone.id).is_protected


def test_a_colleague_is_made_responsible_and_nobody_again(given: Given) -> None:
    someone, karen = given.person(), given.staff(name="Bodil Bak")
    visitor = given.signed_in(karen)
    page = visitor.get(f"/desk/people/{someone.ref}").press("Gem", responsible=karen.ref)
    assert read(someone.id).responsible_id == karen.id
    page = visitor.get(f"/desk/people/{someone.ref}")
    kept = page.press("Gem", responsible="")
    assert kept.says("Vælg en grund") and read(someone.id).responsible_id == karen.id
    page.press("Gem", responsible="", reason="workload")
    assert read(someone.id).responsible_id is None


def test_a_stranger_cannot_be_made_responsible(given: Given) -> None:
    someone, far = given.person(), given.staff(town=given.town("nabo"))
    page = given.coordinator().get(f"/desk/people/{someone.ref}").press("Gem", responsible=far.ref)
    assert page.says("Vælg en kollega på listen") and read(someone.id).responsible_id is None


def test_a_consent_taken_back_is_shown_as_taken_back(given: Given) -> None:
    someone = given.person()
    page = given.coordinator().get(f"/desk/people/{someone.ref}").press("Træk tilbage")
    assert page.says("Trukket tilbage")
    # The first is the yes to be registered: no other can stand without it.
    assert [c.withdrawn_at is None for c in read(someone.id).consents] == [False] * len(ConsentKind)


def test_looking_at_a_person_changes_nothing(given: Given) -> None:
    someone = given.newcomer().person
    karen = given.coordinator()
    before = read(someone.id).version
    karen.get(f"/desk/people/{someone.ref}")
    assert read(someone.id).version == before


def test_a_participant_has_no_way_to_the_desk(given: Given) -> None:
    someone = given.volunteer().person
    browser = given.as_person(someone)
    for path in ("/desk/", "/desk/search?q=a", f"/desk/people/{someone.ref}", "/desk/team", "/desk/specimens"):
        assert browser.get(path).status == 403
