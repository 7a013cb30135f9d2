"""What this room keeps about a person: what was sent to her, and what was sent to others with her name in it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_, select, update

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.kit.db import db
from mentors.kit.keeping import Keeper, Kept
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint, MessageEvent
from mentors.messages.rules import UNBEGUN, MessageState
from mentors.people.models import Person

FORGOTTEN = "…"


def _events(table: Table, person_id: int) -> ColumnElement[bool]:
    return table.c.message_id.in_(select(Message.id).where(Message.person_id == person_id))


def _leave_no_name(_by: Actor, person_id: int) -> None:
    """What others were told about her loses its text: it names her, and has been read long ago.

    What waits for another person goes on its way: it may be about a namesake, and what was about her pairs was
    cancelled when they ended. A digest that waits for staff is not sent; the next one is written without her.
    """
    person = db.session.get_one(Person, person_id)
    names = [name for name in (person.first_name, person.last_name) if name.strip(" –")]
    if not names:
        return
    found = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", re.IGNORECASE)
    rows = db.session.execute(
        select(Message.id, Message.subject, Message.body, Message.spare_subject, Message.spare_body)
        .where(
            Message.municipality_id == person.municipality_id,
            or_(Message.person_id != person_id, Message.person_id.is_(None)),
            or_(Message.state.not_in(UNBEGUN), Message.person_id.is_(None)),
        )
        .execution_options(yield_per=1000)
    )
    hits = [row.id for row in rows if any(found.search(text or "") for text in row[1:])]
    for start in range(0, len(hits), 500):
        these = Message.id.in_(hits[start : start + 500])
        _set(these, subject=FORGOTTEN, body=FORGOTTEN, spare_subject=None, spare_body=None)
        _set(
            and_(these, Message.state.in_(UNBEGUN)),
            state=MessageState.cancelled,
            finished_at=clock.now(),
            lease_until=None,
            lease_token=None,
        )


def _set(where: ColumnElement[bool], **values: Any) -> None:
    db.session.execute(update(Message).where(where).values(**values).execution_options(synchronize_session=False))


KEEPER = Keeper(
    (
        Kept(MessageEvent, by=(), whose=_events),
        Kept(Message, hides=frozenset({"key", "lease_until"})),
        Kept(ContactPoint),
    ),
    also_forget=_leave_no_name,
)
