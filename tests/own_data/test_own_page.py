"""A person sees what is held about her, corrects it, takes it along, and is forgotten (systems.md row 40; M14)."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask

from mentors.core import clock
from mentors.core.contact import readable_phone
from mentors.guide.commands import make_page_link
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.links import marker, token_for
from mentors.messages.models import Message
from mentors.own_data import commands
from mentors.own_data.models import Erasure
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.people.rules import ConsentKind
from mentors.programmes.models import Participation
from tests.given import Given
from tests.page import Page


@pytest.fixture
def amal(given: Given) -> Participation:
    return given.newcomer(first_name="Amal", last_name="Haddad", language="da")


def page(given: Given, newcomer: Participation) -> Page:
    link = make_page_link(given.by(), newcomer.person)
    db.session.commit()
    return given.new_visitor().get(f"/w/{token_for(link.ref)}").click("Mine oplysninger")


def test_she_sees_it_in_plain_words(given: Given, amal: Participation) -> None:
    seen = page(given, amal)
    assert seen.status == 200 and seen.heading == "Mine oplysninger"
    for words in (
        "Amal",
        "Haddad",
        readable_phone(amal.person.mobile or ""),
        "Om dig",
        "Det, du er meldt til",
        "Det, du har sagt ja til",
        "2026-11",
    ):
        assert seen.says(words), words


def test_a_pin_or_a_link_she_was_sent_is_hidden(given: Given, amal: Participation) -> None:
    given.coordinator().get(f"/desk/people/{amal.person.ref}/card").press("Lav kort").press("Send koden")
    sent = db.session.query(Message).filter_by(kind="accounts/card_pin").one()
    sent.body += f" {marker('abcdefghjk')}"
    db.session.commit()
    for seen in (page(given, amal), page(given, amal).click("Læs det hele")):
        assert "Din kode til kortet: … …" in [one.get_text(strip=True) for one in seen.soup.select("dd")]
        assert "\u27e6" not in seen.html


def test_she_corrects_it_and_nothing_typed_is_lost(given: Given, amal: Participation) -> None:
    form = page(given, amal).click("Ret mine oplysninger")
    wrong = form.press("Gem", first_name="Amal", mobile="12", last_name="Haddad-Berg")
    assert wrong.status == 422 and 'value="Haddad-Berg"' in wrong.html
    right = wrong.press("Gem", mobile="20 30 99 99", free=["mon-evening"])
    assert right.says("Det er rettet") and right.says("20 30 99 99")
    assert right.says("Haddad-Berg")


def test_two_who_correct_at_once(given: Given, amal: Participation) -> None:
    form = page(given, amal).click("Ret mine oplysninger")
    amal.person.last_name = "Berg"
    db.session.commit()
    again = form.press("Gem", last_name="Haddad-Holm")
    assert again.says("Nogen har rettet noget imens")
    assert db.session.get_one(Person, amal.person_id).last_name == "Berg"


def test_she_takes_it_along_in_one_file(given: Given, amal: Participation) -> None:
    seen = page(given, amal)
    answer = seen.click("Tag det med i én fil").response
    found = json.loads(answer.get_data(as_text=True))
    assert answer.mimetype == "application/json" and "attachment" in answer.headers["Content-Disposition"]
    assert "amal" not in answer.headers["Content-Disposition"].lower()
    assert found["data"]["people"]["person"][0]["first_name"] == "Amal"
    assert {"people", "programmes", "timetables", "links"} <= found["data"].keys()
    assert "token_hash" not in answer.get_data(as_text=True)


def test_she_is_forgotten_after_a_day(app: Flask, given: Given, amal: Participation) -> None:
    seen = page(given, amal)
    asked = seen.click("Glem mig")
    assert asked.says("24 timer") and asked.says("30 dage")
    person_id = amal.person_id
    receipt = asked.press("Ja, glem mig")
    assert receipt.says("Vi glemmer dig om lidt")
    assert commands.forget_due() == 0
    with clock.stopped(clock.now() + timedelta(hours=24)):
        assert commands.forget_due() == 1
        done = receipt.visitor.get(receipt.path)
        assert done.heading == "Alt om dig er slettet" and done.says("Ligger i sikkerhedskopier til")
        assert receipt.visitor.get(seen.path).status == 410
        assert commands.forget_due() == 0
    assert db.session.get(Person, person_id) is None
    lines = db.session.query(Entry).filter(Entry.act.like("own_data.era%")).all()
    assert {line.act for line in lines} == {"own_data.erasure_asked", "own_data.erased"}
    assert all(line.person_id is None and line.reason is None for line in lines)


def test_there_is_a_way_back_for_a_day(app: Flask, given: Given, amal: Participation) -> None:
    receipt = page(given, amal).click("Glem mig").press("Ja, glem mig")
    back = receipt.press("Fortryd: jeg vil blive")
    assert back.heading == "Det er fortrudt"
    with clock.stopped(clock.now() + timedelta(days=2)):
        assert commands.forget_due() == 0
    assert db.session.get(Person, amal.person_id) is not None


def test_pressed_twice_it_is_asked_once(app: Flask, given: Given, amal: Participation) -> None:
    asked = page(given, amal).click("Glem mig")
    asked.press("Ja, glem mig")
    asked.press("Ja, glem mig")
    assert db.session.query(Erasure).count() == 1


def test_the_other_is_told_kindly_and_keeps_her_own_story(app: Flask, given: Given, amal: Participation) -> None:
    mentor = given.volunteer(first_name="Mette")
    pair = Pair(municipality_id=amal.person.municipality_id, programme_id=amal.programme_id, newcomer_id=amal.person_id,
                volunteer_id=mentor.person_id, proposed_at=clock.now(), volunteer_said_yes_at=clock.now(),
                newcomer_said_yes_at=clock.now(), state="active", goal="Finde job som Amal")  # fmt: skip
    db.session.add(pair)
    erasure = commands.ask_to_be_forgotten(given.by(), amal.person)
    db.session.commit()
    commands.forget(given.by(), erasure)
    db.session.commit()
    told = db.session.query(Message).filter_by(person_id=mentor.person_id).all()
    assert [one.kind for one in told] == ["pairing/ended"] and "Amal" not in told[0].body
    mine = given.as_person(mentor.person).get("/my/")
    assert mine.status == 200 and not mine.says("Amal")
    assert db.session.query(Pair).one().goal is None


def test_staff_do_it_for_her(given: Given, amal: Participation) -> None:
    desk = given.coordinator()
    seen = desk.get(f"/desk/people/{amal.person.ref}").click("Se alt om personen")
    assert seen.says("Haddad")
    told = seen.click("Glem mig").press("Ja, glem mig")
    assert told.says("kan fortryde i et døgn") and told.says("Du vil glemmes")
    assert desk.get("/desk/").says("Vil glemmes")
    assert told.press("Fortryd: jeg vil blive").says("Alt er, som det var")


def test_another_town_finds_nobody(given: Given, amal: Participation) -> None:
    stranger = given.coordinator(town=given.town("andenby", name="Andenby Kommune"))
    for page_ in ("", "/file", "/all", "/forget", "/details"):
        assert stranger.get(f"/desk/people/{amal.person.ref}/own-data{page_}").status == 404


def test_a_volunteer_finds_hers_when_signed_in(given: Given) -> None:
    mentor = given.volunteer(first_name="Mette")
    visitor = given.as_person(mentor.person)
    seen = visitor.get("/my/").click("Mine oplysninger")
    assert seen.status == 200 and seen.says("Mette")
    assert visitor.get("/my/own-data/all").status == 200


def test_she_takes_a_yes_back_and_gives_it_again(given: Given, amal: Participation) -> None:
    seen = page(given, amal)
    form = next(f for f in seen.soup.find_all("form") if ConsentKind.share_with_contact.value in str(f))
    action = str(form["action"])
    token = form.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    after = seen.visitor.post(action, data={"csrf_token": token, "kind": "share_with_contact"})
    assert after.says("Dit ja er trukket tilbage") and after.says("Trukket tilbage")
    with clock.stopped(clock.now() + timedelta(hours=1)):
        again = after.press("Ja, det må I gerne")
    assert again.says("Dit ja er skrevet ned")


def test_without_the_first_yes_everything_goes(app: Flask, given: Given, amal: Participation) -> None:
    seen = page(given, amal)
    for form in seen.soup.find_all("form"):
        if "sign_up" in str(form):
            token = form.find("input", {"name": "csrf_token"})["value"]
            seen = seen.visitor.post(str(form["action"]), data={"csrf_token": token, "kind": "sign_up"})
            break
    assert seen.says("Du vil glemmes")
    assert db.session.query(Erasure).count() == 1
