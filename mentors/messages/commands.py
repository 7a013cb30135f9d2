from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from jinja2 import TemplateNotFound
from sqlalchemy import insert, select, update

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.calendar import Window
from mentors.core.guard import printable
from mentors.core.language import SOURCE, find_readable
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import change_rows, db
from mentors.kit.failpoints import reach
from mentors.kit.speech import in_words_of, speaking
from mentors.messages import rules
from mentors.messages.models import Message
from mentors.messages.models_delivery import MessageEvent
from mentors.messages.queries import leaving_on
from mentors.messages.rules import MessageEventKind, MessageState
from mentors.municipalities.queries import municipality
from mentors.people.models import Person
from mentors.people.rules import Channel, channels_for
from mentors.timetables.queries import hands_free


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
    way to be reached. An urgent message leaves at any hour: it was asked for just now, or goes to staff. Any other
    waits for a day on which its reader has room for it (`Municipality.messages_a_day`), unless what it is about
    (`starts_at`, `at` or `when` among the values) comes first.
    """
    if reader.channel is None or reader.address is None:
        return None
    said = db.session.scalar(select(Message).where(Message.key == key))
    if said is not None:
        return said
    town = municipality(reader.municipality_id)
    subject, body = _written(reader.channel, reader.language, kind, town=town, **values)
    spare_subject, spare_body = _spare(reader, kind, town=town, **values)
    return put_in_queue(
        Message(
            municipality_id=reader.municipality_id,
            key=key,
            kind=kind,
            about=about,
            person_id=reader.person_id,
            account_id=reader.account_id,
            channel=reader.channel,
            address=reader.address,
            language=(find_readable(reader.language) or SOURCE).code,  # the one it is written in
            subject=subject,
            body=body,
            spare_subject=spare_subject,
            spare_body=spare_body,
            is_urgent=urgent,
        ),
        not_before=not_before,
        lasts=lasts,
        moment=next((values[name] for name in rules.MOMENTS if isinstance(values.get(name), datetime)), None),
    )


def put_in_queue(
    message: Message,
    *,
    not_before: datetime | None = None,
    lasts: timedelta | None = None,
    moment: datetime | None = None,
) -> Message:
    """Let a message wait from now, or from `not_before`, for the reader's next open hour on a day with room for it, and
    for the end of class or work she sits in then.

    `moment` is what it is about: it does not wait until that is less than a day off.
    """
    now = clock.now()
    opens = max(now, not_before or now)
    message.put_off_until = None if moment is None else moment - rules.NOTICE
    if not message.is_urgent:
        opens = _hour_for(message, opens)
    message.state, message.tries, message.problem = MessageState.waiting, 0, None
    message.created_at = message.created_at or now
    message.due_at, message.not_before = opens, opens
    message.expires_at = opens + (lasts or rules.LIFE[message.channel])
    message.sent_at = message.finished_at = message.lease_until = message.lease_token = message.provider_ref = None
    message.closed_at = message.closed_by = None
    db.session.add(message)
    db.session.flush()
    reach("post.written")
    return message


def _hour_for(message: Message, start: datetime) -> datetime:
    """The first opening from `start` on, put off for a day with room and for a reader in class where it may be."""
    town, latest = municipality(message.municipality_id), message.put_off_until
    opens = town.window.next_open(start)
    if message.person_id is None:
        return opens
    roomy = day_with_room(message.person_id, town.window, town.messages_a_day, opens)
    opens = roomy if latest is None or roomy <= latest else opens
    free = hands_free(message.person_id, opens)
    return free if town.window.is_open(free) and (latest is None or free <= latest) else opens


def day_with_room(person_id: int, window: Window, most: int, opens: datetime) -> datetime:
    """The first opening from `opens` on a day on which somebody gets fewer than `most` messages that may wait."""
    for _day in range(rules.DAYS_AHEAD):
        if leaving_on(person_id, clock.local_day(opens)) < most:
            break
        opens = window.next_open(clock.at_local(clock.local_day(opens) + timedelta(days=1), 0))
    return opens


def _spare(reader: Reader, kind: str, **values: Any) -> tuple[str | None, str | None]:
    """The same message for the person's other channel, written now because its values are not kept."""
    if reader.person_id is None or reader.channel is None:
        return None, None
    try:
        return _written(other_channel(reader.channel), reader.language, kind, **values)
    except TemplateNotFound:
        return None, None


def other_channel(channel: Channel) -> Channel:
    return Channel.email if channel is Channel.sms else Channel.sms


def _written(channel: Channel, code: str, kind: str, **values: Any) -> tuple[str, str]:
    """Subject and text in the reader's language. Links stay markers until the message is sent."""
    with speaking(code) as language, in_words_of(values["town"].id):
        values["language"] = language
        if channel is Channel.sms:
            return "", _said(f"{kind}/sms.txt", values).replace("\n", " ")
        return _said(f"{kind}/subject.txt", values).replace("\n", " "), _said(f"{kind}/body.txt", values)


def _said(template: str, values: dict[str, Any]) -> str:
    """A text without the frame that pages have: jobs write messages too, and there is no request then."""
    return printable(current_app.jinja_env.get_template(f"messages/{template}").render(**values)).strip()


def cancel_about(about: str) -> None:
    """Take back what has not been sent yet about a thing that is over."""
    db.session.execute(
        update(Message)
        .where(Message.about == about, Message.state.in_(rules.UNBEGUN))
        .values(state=MessageState.cancelled, finished_at=clock.now(), lease_until=None, lease_token=None)
    )


def send_again(by: Actor, message: Message) -> None:
    """Let a message that was given up try once more, to the address its reader has now."""
    if not rules.may_send_again(message.state):
        raise Refused(_("Beskeden kan ikke sendes igen."))
    message.turn += 1
    put_in_queue(message)
    record(message.id, MessageEventKind.sent_again, by=by.label)
    note(by, "messages.sent_again", thing=f"message:{message.ref}", person_id=message.person_id)


def record(message_id: int, what: MessageEventKind, code: str | None = None, *, by: str | None = None) -> None:
    """Add a line to what happened to a message."""
    db.session.execute(insert(MessageEvent).values(message_id=message_id, at=clock.now(), what=what, code=code, by=by))


def cancel(by: Actor, message: Message) -> None:
    """Take one message back before it leaves. Raises Refused once it is on its way."""
    done = change_rows(
        update(Message)
        .where(Message.id == message.id, Message.state.in_(rules.UNBEGUN))
        .values(state=MessageState.cancelled, finished_at=clock.now(), lease_until=None, lease_token=None)
    )
    if done != 1:
        raise Refused(_("Beskeden er allerede på vej."))
    note(by, "messages.cancelled", thing=f"message:{message.ref}", person_id=message.person_id)
