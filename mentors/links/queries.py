from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.language import also_read
from mentors.kit import links as tokens
from mentors.kit.db import db, reading
from mentors.links.models import PersonalLink
from mentors.people.models import Person


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A live link as a page meets it."""

    id: int
    ref: str
    purpose: str
    municipality_id: int
    person_id: int | None
    account_id: int | None
    thing: str | None
    actor: Actor

    @property
    def thing_ref(self) -> str:
        return (self.thing or ":").split(":", 1)[1]


def open_link(token: str) -> OpenedLink | None:
    """The link behind a token if it is alive: known, unused, not withdrawn, not too old."""
    table, holder = PersonalLink.__table__, Person.__table__
    wanted = (
        select(table, holder.c.speaks, holder.c.levels)
        .outerjoin(holder, holder.c.id == table.c.person_id)
        .where(table.c.token_hash == tokens.digest(token), is_live())
    )
    with reading(), db.engine.connect() as connection:
        row = connection.execute(wanted).one_or_none()
    if row is None:
        return None
    actor = Actor(
        label=f"link:{row.ref}",
        municipality_id=row.municipality_id,
        person_id=row.person_id,
        language=row.language,
        also_reads=also_read(row.speaks or (), row.levels or ()),
    )
    return OpenedLink(
        row.id, row.ref, row.purpose, row.municipality_id, row.person_id, row.account_id, row.thing, actor
    )


def is_live() -> ColumnElement[bool]:
    """Whether a personal link opens its page now: unused, not withdrawn, not too old."""
    return and_(
        PersonalLink.used_at.is_(None),
        PersonalLink.withdrawn_at.is_(None),
        PersonalLink.expires_at.is_(None) | (PersonalLink.expires_at > clock.now()),
    )


def find_live(person_id: int, purpose: str) -> PersonalLink | None:
    """The standing link of a person for a purpose, such as her own page."""
    return db.session.scalar(
        select(PersonalLink)
        .where(PersonalLink.person_id == person_id, PersonalLink.purpose == purpose, is_live())
        .order_by(PersonalLink.id.desc())
    )
