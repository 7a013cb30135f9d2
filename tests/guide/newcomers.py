"""A newcomer with her page open, and the pair she is in."""

from __future__ import annotations

from typing import Any

from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.links import token_for
from mentors.links.commands import standing_link
from mentors.pairing.commands import answer_proposal, propose_pair
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.programmes.models import Participation
from mentors.programmes.rules import Side
from tests.given import Given
from tests.page import Page


def acting(person: Person) -> Actor:
    return Actor(label="link:test", municipality_id=person.municipality_id, person_id=person.id)


def proposed(given: Given, newcomer: Participation, **volunteer: Any) -> Pair:
    """A pair to which the volunteer has said yes: it waits for the newcomer."""
    host = given.volunteer(programme=newcomer.programme, **{"speaks": ("ar", "da"), **volunteer})
    pair = propose_pair(given.by(), newcomer, host, because="Vi kender dem")
    answer_proposal(acting(host.person), pair, Side.volunteer, yes=True)
    db.session.commit()
    return pair


def agreed(given: Given, newcomer: Participation, **volunteer: Any) -> Pair:
    pair = proposed(given, newcomer, **volunteer)
    answer_proposal(acting(newcomer.person), pair, Side.newcomer, yes=True)
    db.session.commit()
    return pair


def address_of(person: Person) -> str:
    link = standing_link(
        "my_contact", municipality_id=person.municipality_id, person_id=person.id, language=person.language
    )
    db.session.commit()
    return f"/w/{token_for(link.ref)}"


def page_of(given: Given, person: Person) -> Page:
    """Her page, opened on a phone that has never been here."""
    return given.new_visitor().get(address_of(person))
