from __future__ import annotations

from datetime import date

from mentors.kit.links import marker
from mentors.links.models import PersonalLink
from mentors.messages.commands import post, reader_of
from mentors.municipalities.queries import municipality
from mentors.people.models import Person
from mentors.programmes.models import Participation


def about(participation: Participation) -> str:
    return f"participation:{participation.ref}"


def applied(person: Person, *, key: str, answer_by: date) -> None:
    """A receipt to whoever signed up, at once: it was asked for just now."""
    town = municipality(person.municipality_id)
    post(
        reader_of(person), "programmes/applied", key=f"applied-{key}", urgent=True,
        name=person.first_name, answer_by=answer_by, phone=town.phone,
    )  # fmt: skip


def approved(participation: Participation) -> None:
    """Says that the volunteer is approved; an approval taken back and given again is said again."""
    when = participation.approved_at
    post(
        reader_of(participation.person), "programmes/approved",
        key=f"approved-{participation.ref}-{when:%Y%m%d%H%M}" if when else f"approved-{participation.ref}",
        about=about(participation), name=participation.person.first_name,
    )  # fmt: skip


def declaration(participation: Participation, link: PersonalLink) -> None:
    post(
        reader_of(participation.person), "programmes/declaration", key=f"declaration-{link.ref}",
        about=about(participation), name=participation.person.first_name, link=marker(link.ref),
    )  # fmt: skip
