from __future__ import annotations

from mentors.core import clock
from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import post, reader_of
from mentors.messages.models import Message
from mentors.people.models import Person


def welcome(person: Person, link: PersonalLink) -> Message | None:
    """Send a newcomer the way to her page, at once: a coordinator often sends it while they talk.

    Pressed twice in a minute it is sent once. None where she cannot be reached.
    """
    return post(
        reader_of(person),
        "guide/welcome",
        key=f"guide-welcome-{link.ref}-{clock.now():%Y%m%d%H%M}",
        urgent=True,
        name=person.first_name,
        link=marker(link.ref),
    )
