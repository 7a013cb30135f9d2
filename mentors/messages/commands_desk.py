"""What a coordinator does about a message that did not arrive."""

from __future__ import annotations

from dataclasses import fields, replace

from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.messages import rules
from mentors.messages.commands import record, send_again
from mentors.messages.commands_outcomes import say_on_other_channel
from mentors.messages.models import Message
from mentors.messages.models_delivery import ContactPoint
from mentors.messages.rules import MessageEventKind
from mentors.people.commands import Details, change_details
from mentors.people.models import Person
from mentors.people.rules import Channel


def _still_unsaid(message: Message) -> None:
    if message.state not in rules.UNSAID or message.closed_at is not None:
        raise Refused(_("Nogen har taget sig af beskeden i mellemtiden."))


def say_otherwise(by: Actor, message: Message) -> Message:
    """Say it on the person's other channel. Raises Refused where there is none, or where it was done."""
    _still_unsaid(message)
    other = say_on_other_channel(message)
    if other is None:
        raise Refused(_("Personen kan ikke nås på anden måde, eller beskeden er allerede sendt sådan."))
    close(by, message)
    return other


def correct_address(by: Actor, message: Message, address: str) -> None:
    """Give the person a new number (E.164) or e-mail address, and send the message to it. Raises Refused."""
    _still_unsaid(message)
    person = message.person
    if person is None:
        raise Refused(_("Beskeden er til en medarbejder. Ret adressen under Medarbejdere."))
    was = details_of(person)
    now = replace(was, mobile=address) if message.channel is Channel.sms else replace(was, email=address)
    change_details(by, person, now)
    record(message.id, MessageEventKind.address_corrected, by=by.label)
    send_again(by, message)


def details_of(person: Person) -> Details:
    return Details(**{one.name: getattr(person, one.name) for one in fields(Details)})


def say_called(by: Actor, message: Message) -> None:
    """Somebody has been told on the phone instead."""
    _still_unsaid(message)
    record(message.id, MessageEventKind.called, by=by.label)
    close(by, message)


def close(by: Actor, message: Message) -> None:
    """Take a message off the list of what did not arrive. Its state stays what it was."""
    _still_unsaid(message)
    message.closed_at, message.closed_by = clock.now(), by.label
    record(message.id, MessageEventKind.closed, by=by.label)
    note(by, "messages.closed", thing=f"message:{message.ref}", person_id=message.person_id)
    db.session.flush()


def reopen(by: Actor, message: Message) -> None:
    """Undo a closing."""
    if message.closed_at is not None:
        message.closed_at = message.closed_by = None
        note(by, "messages.reopened", thing=f"message:{message.ref}", person_id=message.person_id)
        db.session.flush()


def lift_suspension(by: Actor, point: ContactPoint) -> None:
    """Let messages go to an address again, and begin to count anew."""
    if point.suspended_at is not None:
        point.suspended_at, point.bounces = None, 0
        note(by, "messages.suspension_lifted", thing=f"contact_point:{point.ref}", person_id=point.person_id)
        db.session.flush()
