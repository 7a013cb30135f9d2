from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select, update

from mentors.core import clock
from mentors.core.guard import printable
from mentors.kit.db import db
from mentors.kit.speech import speaking
from mentors.messages import rules
from mentors.messages.models import Message
from mentors.messages.rules import MessageState
from mentors.municipalities.queries import municipality
from mentors.people.models import Person
from mentors.people.rules import Channel, channels_for


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a message is for: a person, or a member of staff by account."""

    municipality_id: int
    language: str
    channel: Channel | None
    address: str | None
    person_id: int | None = None
    account_id: int | None = None


def reader_of(person: Person) -> Reader:
    """A person as a reader: her language, and the channel she is best reached on."""
    channels = channels_for(person.reachability())
    channel = channels[0] if channels else None
    address = {Channel.sms: person.mobile, Channel.email: person.email, None: None}[channel]
    return Reader(person.municipality_id, person.language, channel, address, person_id=person.id)


def post(
    reader: Reader,
    kind: str,
    *,
    key: str,
    about: str | None = None,
    urgent: bool = False,
    not_before: datetime | None = None,
    lasts: timedelta | None = None,
    **values: Any,
) -> Message | None:
    """Write a message down in the reader's language; the worker sends it in the reader's hours.

    `kind` is `<room>/<kind>`, the folder of its templates under `templates/messages/`. A `key` that has
    been used says nothing a second time and gives the first message back. None where the reader has no
    way to be reached. An urgent message leaves at any hour: it was asked for just now, or goes to staff.
    """
    if reader.channel is None or reader.address is None:
        return None
    said = db.session.scalar(select(Message).where(Message.key == key))
    if said is not None:
        return said
    town = municipality(reader.municipality_id)
    now = clock.now()
    start = max(now, not_before or now)
    opens = start if urgent else town.window.next_open(start)
    subject, body = _written(reader, kind, town=town, **values)
    message = Message(
        municipality_id=reader.municipality_id,
        key=key,
        kind=kind,
        about=about,
        person_id=reader.person_id,
        account_id=reader.account_id,
        channel=reader.channel,
        address=reader.address,
        language=reader.language,
        subject=subject,
        body=body,
        is_urgent=urgent,
        created_at=now,
        not_before=opens,
        expires_at=opens + (lasts or rules.LIFE[reader.channel]),
    )
    db.session.add(message)
    db.session.flush()
    return message


def _written(reader: Reader, kind: str, **values: Any) -> tuple[str, str]:
    """Subject and text in the reader's language. Links stay markers until the message is sent."""
    with speaking(reader.language) as language:
        values["language"] = language
        if reader.channel is Channel.sms:
            return "", _said(f"{kind}/sms.txt", values).replace("\n", " ")
        subject = _said(f"{kind}/subject.txt", values).replace("\n", " ")
        return subject, _said(f"{kind}/body.txt", values)


def _said(template: str, values: dict[str, Any]) -> str:
    """A text without the frame that pages have: jobs write messages too, and there is no request then."""
    return printable(current_app.jinja_env.get_template(f"messages/{template}").render(**values)).strip()


def cancel_about(about: str) -> None:
    """Take back what has not been sent yet about a thing that is over."""
    db.session.execute(
        update(Message)
        .where(Message.about == about, Message.state == MessageState.waiting)
        .values(state=MessageState.cancelled, finished_at=clock.now())
    )
