"""How a newcomer gets her page: made, sent, printed and closed by a coordinator."""

from __future__ import annotations

import pytest

from mentors.kit.db import db
from mentors.kit.links import address, token_for
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.messages.rules import sms_segments
from mentors.people.models import Person
from mentors.people.rules import Channel
from tests.given import Given
from tests.page import Page


def desk_page(given: Given, person: Person) -> Page:
    return given.coordinator().get(f"/desk/people/{person.ref}")


def links() -> list[PersonalLink]:
    db.session.expire_all()
    return db.session.query(PersonalLink).filter_by(purpose="my_contact").order_by(PersonalLink.id).all()


def test_a_link_is_made_by_a_button_and_its_card_is_printed(given: Given) -> None:
    person = given.newcomer(first_name="Fatima", last_name="Haddad", language="ar").person
    page = desk_page(given, person)
    assert links() == []
    made = page.press("Lav link")
    (link,) = links()
    card = made.click("Print kort").press("Lav kort")
    (link,) = db.session.query(PersonalLink).filter_by(purpose="card")
    assert card.says("Fatima") and not card.says("Haddad") and card.says(address(link.ref))
    code = card.soup.select_one("img.print-code")
    assert code is not None and str(code["src"]).startswith("data:image/svg+xml") and "style=" not in card.html
    assert [div["lang"] for div in card.soup.select(".print-card div[lang]")] == ["ar", "da"]
    assert card.says("Åbn kameraet") and card.says("63 11 22 33")


def test_looking_at_the_card_makes_no_link(given: Given) -> None:
    person = given.newcomer().person
    page = given.coordinator().get(f"/desk/people/{person.ref}/card")
    assert page.says("Der er ikke noget kort endnu") and links() == []


def test_making_the_link_twice_makes_one(given: Given) -> None:
    page = desk_page(given, given.newcomer().person)
    page.press("Lav link")
    page.press("Lav link")
    assert len(links()) == 1


def test_the_link_is_sent_at_once_in_her_language_and_fits_one_sms(given: Given) -> None:
    person = given.newcomer(language="uk", prefers=Channel.sms).person
    page = desk_page(given, person)
    assert page.press("Lav og send link").says("Linket er på vej")
    page.press("Lav og send link")
    message = db.session.query(Message).filter_by(kind="guide/welcome").one()
    assert (message.channel, message.language, message.is_urgent) == (Channel.sms, "uk", True)
    (link,) = links()
    assert token_for(link.ref) not in message.body, "the address is put in while sending"
    assert sms_segments(message.body) == 1 and person.last_name not in message.body


def test_somebody_without_phone_and_mail_gets_a_card_instead(given: Given) -> None:
    page = desk_page(given, given.newcomer(mobile=None, email=None).person)
    answer = page.press("Lav og send link")
    assert answer.status == 422 and answer.says("Print kortet i stedet") and links() == []


def test_a_lost_phone_means_a_new_link_and_the_old_one_is_dead(given: Given) -> None:
    person = given.newcomer().person
    page = desk_page(given, person).press("Lav link")
    old = f"/w/{token_for(links()[0].ref)}"
    assert given.new_visitor().get(old).status == 200
    page.press("Luk linket").press("Lav link")
    assert given.new_visitor().get(old).status == 410
    assert given.new_visitor().get(f"/w/{token_for(links()[1].ref)}").status == 200


def test_a_volunteer_has_no_such_page(given: Given) -> None:
    person = given.volunteer().person
    page = desk_page(given, person)
    assert not page.says("Personens egen side")


@pytest.mark.parametrize("act", ["page-links", "page-links/sendings", "page-links/withdrawals", "cards", "cards/pins"])
def test_another_towns_newcomer_is_not_there(given: Given, act: str) -> None:
    far, near = given.newcomer(town=given.town("nabo")).person, given.newcomer().person
    page = desk_page(given, near)
    token = page.soup.find("input", {"name": "csrf_token"})["value"]  # type: ignore[index]
    assert page.visitor.post(f"/desk/people/{far.ref}/{act}", data={"csrf_token": token}).status == 404
    assert page.visitor.get(f"/desk/people/{far.ref}/card").status == 404 and links() == []


def test_a_newcomer_whose_language_is_corrected_finds_her_page_in_it(given: Given) -> None:
    person = given.newcomer(language="ar").person
    page = desk_page(given, person).press("Lav link")
    page.click("Ret oplysninger").press("Gem", language="uk")
    her_page = given.new_visitor().get(f"/w/{token_for(links()[0].ref)}")
    assert her_page.soup.html is not None and her_page.soup.html["lang"] == "uk"


def test_a_newcomer_who_signs_in_comes_to_her_own_page(given: Given) -> None:
    amal = given.newcomer().person
    page = given.as_person(amal).get("/my/?lang=da")
    assert page.heading == "Min side"
    opened = page.press("Åbn min side")
    assert opened.path.endswith("/contact")
    assert given.as_person(amal).get("/my/").path.startswith("/w/")  # from now on in one step
