from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from mentors.core import clock
from mentors.kit import links as tokens
from mentors.kit.db import change_rows, db, new_ref
from mentors.links.models import PersonalLink
from mentors.links.queries import find_live


def make_link(
    purpose: str,
    *,
    municipality_id: int,
    language: str,
    person_id: int | None = None,
    account_id: int | None = None,
    thing: str | None = None,
    lasts: timedelta | None,
) -> PersonalLink:
    """A new personal link; `lasts` None means until it is withdrawn."""
    ref, now = new_ref(), clock.now()
    link = PersonalLink(
        ref=ref,
        purpose=purpose,
        municipality_id=municipality_id,
        person_id=person_id,
        account_id=account_id,
        thing=thing,
        language=language,
        token_hash=tokens.digest(tokens.token_for(ref)),
        created_at=now,
        expires_at=now + lasts if lasts else None,
    )
    db.session.add(link)
    db.session.flush()
    return link


def standing_link(purpose: str, *, municipality_id: int, person_id: int, language: str) -> PersonalLink:
    """The person's standing link for a purpose, made on first need."""
    found = find_live(person_id, purpose)
    if found is not None:
        found.language = language
        return found
    return make_link(purpose, municipality_id=municipality_id, person_id=person_id, language=language, lasts=None)


def use_link(link_id: int) -> bool:
    """Use a single-use link up. True for exactly one caller, however many press at once."""
    now = clock.now()
    used = change_rows(
        update(PersonalLink)
        .where(PersonalLink.id == link_id, PersonalLink.used_at.is_(None), PersonalLink.withdrawn_at.is_(None))
        .values(used_at=now)
    )
    return used == 1


def withdraw_links(
    *,
    thing: str | None = None,
    person_id: int | None = None,
    account_id: int | None = None,
    purpose: str | None = None,
) -> int:
    """Close every live link about a thing, or of a person or account for a purpose; how many were closed."""
    wanted: list[ColumnElement[bool]] = [PersonalLink.withdrawn_at.is_(None)]
    if thing is not None:
        wanted.append(PersonalLink.thing == thing)
    if person_id is not None:
        wanted.append(PersonalLink.person_id == person_id)
    if account_id is not None:
        wanted.append(PersonalLink.account_id == account_id)
    if purpose is not None:
        wanted.append(PersonalLink.purpose == purpose)
    if len(wanted) == 1:
        raise ValueError("say whose or which links to withdraw")
    rows = db.session.scalars(select(PersonalLink).where(*wanted)).all()
    for link in rows:
        link.withdrawn_at = clock.now()
    db.session.flush()
    return len(rows)
