from __future__ import annotations

from sqlalchemy import select

from mentors.accounts.models import Card
from mentors.core import clock
from mentors.kit.db import db
from mentors.links.models import PersonalLink

PURPOSE = "card"


def card_of(person_id: int) -> tuple[Card, PersonalLink] | None:
    """A person's printed card, if she has one that has not been closed."""
    row = db.session.execute(
        select(Card, PersonalLink)
        .join(PersonalLink, PersonalLink.id == Card.link_id)
        .where(Card.person_id == person_id, PersonalLink.withdrawn_at.is_(None))
        .order_by(Card.id.desc())
    ).first()
    return (row[0], row[1]) if row is not None else None


def the_card(link_id: int) -> Card:
    return db.session.scalars(select(Card).where(Card.link_id == link_id)).one()


def is_locked(card: Card) -> bool:
    return card.locked_until is not None and card.locked_until > clock.now()
