"""A printed card opens with a PIN that is not on it (issue 6.2; ASVS 6.5.2, 6.6.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mentors.accounts.models import Card
from mentors.core import clock
from mentors.kit.db import db
from mentors.kit.links import pin_of, token_for, with_addresses, without_addresses
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.messages.rules import sms_segments
from mentors.people.models import Person
from mentors.people.rules import Channel
from tests.conftest import MONDAY_MORNING
from tests.given import Given
from tests.page import Page, Visitor


def with_card(given: Given, **values: object) -> tuple[Person, str, str, Visitor]:
    """A newcomer with a card: herself, its address, its PIN, and the coordinator who made it."""
    person = given.newcomer(**values).person
    karen = given.coordinator()
    karen.get(f"/desk/people/{person.ref}/card").press("Lav kort")
    link = db.session.query(PersonalLink).filter_by(purpose="card", withdrawn_at=None).one()
    return person, f"/w/{token_for(link.ref)}", pin_of(link.ref), karen


def wrong(pin: str) -> str:
    return f"{(int(pin) + 1) % 1_000_000:06}"


def test_the_card_asks_for_the_pin_and_names_nobody(given: Given) -> None:
    _person, card, pin, _karen = with_card(given, first_name="Fatima")
    asked = given.new_visitor().get(card)
    assert asked.heading == "اكتبي رمزك" or asked.form().names() >= {"pin"}
    assert not asked.says("Fatima")
    opened = asked.form().fill(pin=f" {pin[:3]} {pin[3:]} ").submit()
    assert "/contact" in opened.path and opened.status == 200


def test_the_card_without_its_pin_opens_no_page_of_hers(given: Given) -> None:
    _person, card, _pin, _karen = with_card(given)
    assert given.new_visitor().get(f"{card}/contact").status == 410
    assert given.new_visitor().get(f"{card}/sign-in").status == 410


def test_five_wrong_pins_lock_the_card_for_an_hour_and_the_coordinator_is_told(given: Given) -> None:
    person, card, pin, _karen = with_card(given, first_name="Fatima", last_name="Haddad")
    asked = given.new_visitor().get(f"{card}/card?lang=da")
    said = [asked.form().fill(pin=wrong(pin)).submit().errors[-1] for _ in range(5)]
    assert ["Prøv igen" in one for one in said] == [True] * 4 + [False] and "låst i en time" in said[4]
    assert "låst" in given.new_visitor().get(f"{card}/card?lang=da").form().fill(pin=pin).submit().errors[-1]
    told = db.session.query(Message).filter_by(kind="accounts/card_locked").all()
    assert len(told) == 1 and person.ref in told[0].body and "Fatima" not in told[0].body + str(told[0].subject)
    clock.stop(MONDAY_MORNING + timedelta(minutes=59, seconds=59))
    assert given.new_visitor().get(card).form().fill(pin=pin).submit().path.endswith("/card")
    clock.stop(MONDAY_MORNING + timedelta(hours=1))
    assert "/contact" in given.new_visitor().get(card).form().fill(pin=pin).submit().path


def test_the_right_pin_begins_the_count_anew(given: Given) -> None:
    _person, card, pin, _karen = with_card(given)
    for _round in range(2):
        for _ in range(4):
            given.new_visitor().get(card).form().fill(pin=wrong(pin)).submit()
        assert "/contact" in given.new_visitor().get(card).form().fill(pin=pin).submit().path


def test_an_attacker_locks_neither_her_own_telephone_nor_her_link(given: Given) -> None:
    person, card, pin, _karen = with_card(given)
    own = given.new_visitor()
    own.get(card).form().fill(pin=pin).submit()
    own.client.delete_cookie("mentors")  # signed out, but the telephone is hers
    thief = given.new_visitor()
    for _ in range(6):
        thief.get(card).form().fill(pin=wrong(pin)).submit()
    assert "/contact" in own.get(card).form().fill(pin=pin).submit().path
    page = db.session.query(PersonalLink).filter_by(person_id=person.id, purpose="my_contact").one()
    assert given.new_visitor().get(f"/w/{token_for(page.ref)}").status == 200


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "٠٠٠٠٠٠", "😀", "x" * 21])
def test_odd_input_is_answered_with_a_sentence(given: Given, typed: str) -> None:
    _person, card, _pin, _karen = with_card(given)
    answer = given.new_visitor().get(card).form().fill(pin=typed).submit()
    assert answer.status in (200, 422) and answer.errors


def test_the_pin_goes_to_her_telephone_and_lies_in_no_table(given: Given) -> None:
    person, _card, pin, karen = with_card(given, prefers=Channel.sms, language="uk")
    karen.get(f"/desk/people/{person.ref}/card").press("Send koden")
    message = db.session.query(Message).filter_by(kind="accounts/card_pin").one()
    assert (message.channel, message.language) == (Channel.sms, "uk") and sms_segments(
        with_addresses(message.body)
    ) == 1
    assert (
        pin not in message.body and pin in with_addresses(message.body) and pin not in without_addresses(message.body)
    )
    kept = db.session.query(Card).one().pin_hash
    assert pin not in kept and len(kept) == 64


def test_the_pin_is_said_by_the_coordinator_and_that_is_in_the_journal(given: Given) -> None:
    from mentors.journal.models import Entry

    person, _card, pin, karen = with_card(given)
    page = karen.get(f"/desk/people/{person.ref}/card")
    assert pin not in page.text
    assert pin in page.press("Vis koden").text
    acts = [one.act for one in db.session.query(Entry).filter_by(person_id=person.id)]
    assert "accounts.pin_shown" in acts


def test_a_new_card_kills_the_old_one_and_a_lost_one_is_closed(given: Given) -> None:
    person, card, _pin, karen = with_card(given)
    karen.get(f"/desk/people/{person.ref}/card").press("Lav et nyt kort")
    assert given.new_visitor().get(card).status == 410
    fresh = db.session.query(PersonalLink).filter_by(purpose="card", withdrawn_at=None).one()
    karen.get(f"/desk/people/{person.ref}").press("Luk linket")
    assert given.new_visitor().get(f"/w/{token_for(fresh.ref)}").status == 410


def pin_page(given: Given, who: Visitor, ref: str) -> Page:
    return who.get(f"/desk/people/{ref}/card")


def test_who_cannot_be_reached_is_told_the_pin_instead(given: Given) -> None:
    person, _card, _pin, karen = with_card(given, mobile=None, email=None)
    answer = pin_page(given, karen, person.ref).press("Send koden")
    assert answer.status == 422 and answer.says("Sig koden i stedet")
