from __future__ import annotations

from mentors.core import clock
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import post, reader_of
from mentors.messages.models import Message
from mentors.own_data.models import Erasure, RetentionNotice
from mentors.people.models import Person


def will_be_forgotten(person: Person, erasure: Erasure, receipt: PersonalLink) -> Message | None:
    """At once: it was asked for just now, and may have been asked by somebody with her phone in the hand."""
    return post(
        reader_of(person), "own_data/will_be_forgotten", key=f"erasure-{erasure.ref}", urgent=True,
        about=f"erasure:{erasure.ref}", link=marker(receipt.ref), name=person.first_name,
    )  # fmt: skip


def goes_soon(notice: RetentionNotice, stay: PersonalLink) -> Message | None:
    """Thirty days ahead, with one tap to stay."""
    person = notice.person
    return post(
        reader_of(person), "own_data/goes_soon", key=f"retention-{notice.ref}", about=f"retention:{notice.ref}",
        link=marker(stay.ref), name=person.first_name, day=notice.goes_on,
        not_before=clock.now(),
    )  # fmt: skip
