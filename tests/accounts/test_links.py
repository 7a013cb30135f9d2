from __future__ import annotations

from datetime import timedelta

from mentors.accounts import commands
from mentors.accounts.models import Sitting
from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.people.models import Person
from tests.conftest import MONDAY_MORNING
from tests.given import Given


def address_for(given: Given, person: Person) -> str:
    link = commands.sign_in_link(commands.account_for(person))
    db.session.commit()
    return f"/w/{token_for(link.ref)}"


def test_looking_at_a_sign_in_link_twice_does_not_use_it(given: Given) -> None:
    address = address_for(given, given.volunteer().person)
    visitor = given.new_visitor()
    visitor.get(address)
    page = visitor.get(address)
    assert page.status == 200 and db.session.query(Sitting).count() == 0
    assert page.press("Log ind").path == "/my/"


def test_a_sign_in_link_opens_once(given: Given) -> None:
    address = address_for(given, given.volunteer().person)
    given.new_visitor().get(address).press("Log ind")
    again = given.new_visitor().get(address)
    assert again.status == 410 and again.says("Linket virker ikke mere")


def test_of_two_who_press_the_button_only_the_first_is_let_in(given: Given) -> None:
    address = address_for(given, given.volunteer().person)
    first, second = given.new_visitor().get(address), given.new_visitor().get(address)
    assert first.press("Log ind").path == "/my/"
    assert second.press("Log ind").status == 410
    assert db.session.query(Sitting).count() == 1


def test_a_sign_in_link_is_dead_after_ten_minutes(given: Given) -> None:
    address = address_for(given, given.volunteer().person)
    clock.stop(MONDAY_MORNING + timedelta(minutes=9, seconds=59))
    assert given.new_visitor().get(address).status == 200
    clock.stop(MONDAY_MORNING + timedelta(minutes=10))
    assert given.new_visitor().get(address).status == 410


def test_the_answer_does_not_tell_who_is_registered(given: Given) -> None:
    known = given.volunteer().person
    pages = [
        given.new_visitor().get("/sign-in").press("Send mig et link", way=way)
        for way in (known.email, "nobody@example.org", "20 30 99 99")
    ]
    assert len({page.text for page in pages}) == 1 and pages[0].path == "/sign-in/sent"
    assert db.session.query(Message).count() == 1


def test_staff_get_no_sign_in_link_by_mail(given: Given) -> None:
    staff = given.staff()
    given.new_visitor().get("/sign-in").press("Send mig et link", way=staff.email)
    assert db.session.query(PersonalLink).count() == 0


def test_the_database_holds_no_token_and_no_message_shows_one(given: Given) -> None:
    person = given.volunteer().person
    given.new_visitor().get("/sign-in").press("Send mig et link", way=person.email)
    link, message = db.session.query(PersonalLink).one(), db.session.query(Message).one()
    token = token_for(link.ref)
    assert token not in (link.token_hash, link.ref) and token not in message.body


def test_a_link_for_one_page_opens_no_other(given: Given) -> None:
    address = address_for(given, given.volunteer().person)
    assert given.new_visitor().get(f"{address}/password").status == 410


def test_a_made_up_link_is_answered_kindly(given: Given) -> None:
    page = given.new_visitor().get("/w/" + "a" * 22)
    assert page.status == 410 and page.says("Bed om et nyt link")
