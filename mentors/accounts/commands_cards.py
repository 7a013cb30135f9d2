"""Printed cards: a link on paper that opens only with a PIN. Losing the card alone loses nothing."""

from __future__ import annotations

import hmac

from sqlalchemy import or_, update

from mentors.accounts import notices, queries, queries_cards, rules
from mentors.accounts.models import Account, Card
from mentors.accounts.rules import CardProblem
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db
from mentors.kit.links import pin_of
from mentors.kit.secrets import slow_digest
from mentors.links.commands import make_link, withdraw_links
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.people.models import Person


def make_card(by: Actor, person: Person) -> Card:
    """A new card with a new PIN; an older card of hers is dead."""
    withdraw_links(person_id=person.id, purpose=queries_cards.PURPOSE)
    link = make_link(
        queries_cards.PURPOSE, municipality_id=person.municipality_id, person_id=person.id, language=person.language,
        lasts=None,
    )  # fmt: skip
    card = Card(
        link_id=link.id, person_id=person.id, pin_hash=slow_digest(pin_of(link.ref), f"pin:{link.ref}"), made_at=clock.now()
    )  # fmt: skip
    db.session.add(card)
    db.session.flush()
    note(by, "accounts.card_made", thing=f"personal_link:{link.ref}", person_id=person.id)
    return card


def close_card(by: Actor, person: Person) -> None:
    """The card is lost: it opens nothing any more."""
    withdraw_links(person_id=person.id, purpose=queries_cards.PURPOSE)
    note(by, "accounts.card_closed", thing=f"person:{person.ref}", person_id=person.id)


def send_pin(by: Actor, person: Person, link: PersonalLink) -> Message | None:
    """Send the PIN to her own telephone, apart from the card. None where she cannot be reached."""
    message = notices.card_pin(person, link)
    if message is not None:
        note(by, "accounts.pin_sent", thing=f"personal_link:{link.ref}", person_id=person.id)
    return message


def tell_pin(by: Actor, person: Person, link: PersonalLink) -> str:
    """The PIN, for a coordinator to say to her. That it was shown stands in the journal."""
    note(by, "accounts.pin_shown", thing=f"personal_link:{link.ref}", person_id=person.id)
    return pin_of(link.ref)


def try_card(card: Card, link_ref: str, pin: str, *, own_phone: bool, address: str) -> CardProblem | None:
    """Try a PIN; None where it is right. Five wrong ones lock the card for an hour and the coordinator is told.

    A try is taken before the PIN is looked at, in one statement, so that no swarm of browsers gets a sixth.
    On her own telephone, where she has been in before, other people's wrong guesses close nothing.
    """
    now = clock.now()
    is_right = hmac.compare_digest(slow_digest(pin, f"pin:{link_ref}"), card.pin_hash)
    if own_phone:
        return None if is_right else CardProblem.wrong
    free = or_(Card.locked_until.is_(None), Card.locked_until <= now)
    taken = change_rows(
        update(Card).where(Card.id == card.id, free, Card.wrong < rules.PIN_TRIES).values(wrong=Card.wrong + 1)
    )
    db.session.refresh(card)
    if not taken:
        return CardProblem.locked
    if is_right:
        card.wrong, card.locked_until = 0, None
        db.session.flush()
        return None
    if card.wrong < rules.PIN_TRIES:
        return CardProblem.wrong
    card.wrong, card.locked_until = 0, now + rules.PIN_LOCKED
    db.session.flush()
    _tell(card, address)
    return CardProblem.locked


def _tell(card: Card, address: str) -> None:
    """Whoever answers for her is told; without one, all coordinators."""
    person = db.session.get(Person, card.person_id)
    if person is None:
        return
    own = queries.find_open(person.responsible_id) if person.responsible_id else None
    readers: list[Account] = [own] if own is not None else queries.staff_of(person.municipality_id)
    for account in readers:
        notices.card_locked(account, card, address)
    by = Actor(label="public", municipality_id=person.municipality_id)
    note(by, "accounts.card_locked", thing=f"person:{person.ref}", person_id=person.id)
