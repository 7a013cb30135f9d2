"""Yes and no, in her own language. A no works at once, everywhere."""

from __future__ import annotations

from sqlalchemy import or_, select

from mentors.core.actor import Actor, system
from mentors.core.refusal import NotThere
from mentors.kit.db import db
from mentors.own_data.commands import ask_to_be_forgotten
from mentors.pairing.commands import end_pair
from mentors.pairing.models import Pair
from mentors.pairing.rules import RUNNING_STATES, Outcome
from mentors.people.commands import give_consent, withdraw_consent
from mentors.people.models import Person
from mentors.people.rules import ConsentKind
from mentors.people.words import CONSENT_VERSION


def give(by: Actor, person: Person, kind: ConsentKind, *, language: str) -> None:
    """A yes to today's words, in the language they were read in."""
    _check(by, person)
    give_consent(by, person, kind, wording=CONSENT_VERSION, language=language)


def withdraw(by: Actor, person: Person, kind: ConsentKind) -> int:
    """A no: what waits for an answer about her is taken back, and her number is shown to nobody.

    Without the yes to be registered nothing of her can stay, as that yes says: she is forgotten after a day.
    How many yeses stood.
    """
    _check(by, person)
    stood = withdraw_consent(by, person, kind)
    if kind is ConsentKind.sign_up:
        stood += withdraw_consent(by, person, ConsentKind.share_with_contact)
        ask_to_be_forgotten(by, person)
    _take_back_proposals(person)
    return stood


def _take_back_proposals(person: Person) -> None:
    mine = or_(Pair.newcomer_id == person.id, Pair.volunteer_id == person.id)
    waiting = select(Pair).where(mine, Pair.closed_at.is_(None), Pair.state.not_in(RUNNING_STATES))
    for pair in db.session.scalars(waiting.order_by(Pair.id)).all():
        end_pair(system(pair.municipality_id), pair, outcome=Outcome.none)


def _check(by: Actor, person: Person) -> None:
    if person.municipality_id != by.municipality_id:
        raise NotThere
