from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from mentors.accounts import commands_cards
from mentors.accounts.models import Card
from mentors.accounts.queries_cards import card_of
from mentors.core.actor import Actor
from mentors.core.refusal import NotThere, Refused
from mentors.guide import notices, queries, rules
from mentors.guide.rules import Wish
from mentors.journal.commands import note
from mentors.links.commands import make_link, standing_link, withdraw_links
from mentors.links.models import PersonalLink
from mentors.messages.models import Message
from mentors.pairing.models import Pair
from mentors.pairing.queries import find_proposal_link
from mentors.people.models import Person
from mentors.programmes.rules import Side
from mentors.tasks.commands import finish_task, raise_task, reopen_task
from mentors.tasks.models import Task
from mentors.tasks.rules import TaskKind

TASK = {Wish.new_time: TaskKind.new_time, Wish.call_me: TaskKind.call_me, Wish.stop: TaskKind.wants_to_stop}
PROPOSAL_LINK_LASTS = timedelta(days=60)


def make_wish(by: Actor, person: Person, wish: Wish, pair: Pair | None) -> Task:
    """Put a newcomer's wish on the coordinator's list; pressed again the same day it counts once.

    Nothing happens to the pair: a coordinator calls and decides together with her.
    """
    task = raise_task(
        by,
        TASK[wish],
        person,
        key=queries.wish_key(person, wish, pair),
        thing=f"pair:{pair.ref}" if pair else None,
        responsible_id=pair.responsible_id if pair else None,
    )
    if task.done_at is not None:  # taken back or dealt with, and wished for again
        reopen_task(by, task)
    return task


def take_back_wish(by: Actor, person: Person, wish: Wish, pair: Pair | None) -> bool:
    """Undo today's wish; False where there is none any more, or none that can be undone."""
    task = queries.find_wish(person, wish, pair)
    if task is None or not rules.may_take_back(wish):
        return False
    finish_task(by, task)
    return True


def make_page_link(by: Actor, person: Person) -> PersonalLink:
    """The standing link to a newcomer's page, made on first need. Raises Refused for others."""
    if not queries.is_newcomer(person.id):
        raise Refused(_("Kun den, der er ny i Danmark, har sin egen side."))
    found = queries.page_link(person.id)
    link = standing_link(
        queries.PURPOSE, municipality_id=person.municipality_id, person_id=person.id, language=person.language
    )
    if found is None:
        note(by, "guide.link_made", thing=f"personal_link:{link.ref}", person_id=person.id)
    return link


def send_page_link(by: Actor, person: Person) -> Message:
    """Send a newcomer the way to her page in her language. Raises Refused where she cannot be reached."""
    link = make_page_link(by, person)
    message = notices.welcome(person, link)
    if message is None:
        raise Refused(_("Personen har hverken mobilnummer eller e-mail. Print kortet i stedet."))
    note(by, "guide.link_sent", thing=f"personal_link:{link.ref}", person_id=person.id)
    return message


def withdraw_page_link(by: Actor, person: Person) -> int:
    """Close a newcomer's page, as when she has lost her phone or card; how many links were closed."""
    closed = withdraw_links(person_id=person.id, purpose=queries.PURPOSE)
    if card_of(person.id) is not None:
        commands_cards.close_card(by, person)
    note(by, "guide.link_withdrawn", thing=f"person:{person.ref}", person_id=person.id)
    return closed


def make_card(by: Actor, person: Person) -> Card:
    """A new card to print, with a PIN that is not on it; an older one is dead. Raises Refused for others."""
    make_page_link(by, person)
    return commands_cards.make_card(by, person)


def send_pin(by: Actor, person: Person) -> None:
    """Send the PIN of her card to her telephone. Raises Refused where she cannot be reached."""
    _card, link = _own_card(person)
    if commands_cards.send_pin(by, person, link) is None:
        raise Refused(_("Personen har hverken mobilnummer eller e-mail. Sig koden i stedet."))


def tell_pin(by: Actor, person: Person) -> str:
    """The PIN of her card, for a coordinator to say to her."""
    _card, link = _own_card(person)
    return commands_cards.tell_pin(by, person, link)


def _own_card(person: Person) -> tuple[Card, PersonalLink]:
    found = card_of(person.id)
    if found is None:
        raise NotThere
    return found


def open_proposal(by: Actor, pair: Pair) -> PersonalLink:
    """The newcomer's link to the page on which she answers a proposal."""
    person = pair.newcomer
    return find_proposal_link(pair, Side.newcomer) or make_link(
        "proposal",
        municipality_id=pair.municipality_id,
        person_id=person.id,
        thing=f"pair:{pair.ref}",
        language=by.language or person.language,
        lasts=PROPOSAL_LINK_LASTS,
    )
