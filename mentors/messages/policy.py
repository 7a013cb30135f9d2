from __future__ import annotations

from sqlalchemy import Select, false, select

from mentors.core.actor import Actor
from mentors.messages.models import Message


def visible_messages(by: Actor) -> Select[Message]:
    """Messages of the actor's municipality, for staff alone."""
    mine = select(Message).where(Message.municipality_id == by.municipality_id)
    return mine if by.is_staff else mine.where(false())
