"""Messages as tests post them: a kind every house has, to whoever is named."""

from __future__ import annotations

from typing import Any

from mentors.kit.db import db
from mentors.kit.links import marker
from mentors.links.commands import make_link
from mentors.messages.commands import post, reader_of
from mentors.messages.models import Message
from mentors.people.models import Person


def write_to(person: Person, key: str = "a-key", **kwargs: Any) -> Message:
    """A question with a link, waiting to be sent."""
    link = make_link(
        "check_in", municipality_id=person.municipality_id, person_id=person.id, language=person.language, lasts=None
    )
    message = post(
        reader_of(person), "followups/check_in", key=key, link=marker(link.ref), name=person.first_name,
        other="Karin", **kwargs,
    )  # fmt: skip
    assert message is not None
    db.session.commit()
    return message


def again(message: Message) -> Message:
    """The message as it stands in the database now."""
    db.session.expire_all()
    return db.session.get_one(Message, message.id)
