"""Who has written or changed something about somebody, and when: the journal, in words she can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from mentors.accounts.models import Account
from mentors.core import clock
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.links.models import PersonalLink
from mentors.municipalities.queries import municipality
from mentors.own_data import words
from mentors.people.models import Person

DEEDS_SHOWN = 30
_READ_MOST = 2000


@dataclass(frozen=True, slots=True)
class Deed:
    """Somebody has written or changed something: who, under which heading, when she last did on that day."""

    who: str
    what: Any
    at: datetime


def deeds(person: Person, most: int = DEEDS_SHOWN) -> list[Deed]:
    """The newest first; what one did under one heading on one day is one line. Reading stands in `looks_at`."""
    rows = db.session.execute(
        select(Entry.at, Entry.by, Entry.act)
        .where(Entry.person_id == person.id, Entry.act.not_like("%seen%"), Entry.act.not_like("%shown"))
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(_READ_MOST)
    ).all()
    names = _names(person, {row.by for row in rows})
    found: dict[tuple[str, str, date], Deed] = {}
    for row in rows:
        what = words.deed(row.act)
        key = (row.by, str(what), clock.local_day(row.at))
        if what is not None and key not in found:
            found[key] = Deed(names[row.by], what, row.at)
    return list(found.values())[:most]


def _names(person: Person, labels: Iterable[str]) -> dict[str, str]:
    """What each label of the journal is called in front of her: staff and others by first name, herself, the
    municipality for what it does by itself."""
    refs: dict[str, list[str]] = {"account": [], "link": []}
    for kind, _colon, ref in (label.partition(":") for label in labels):
        refs.setdefault(kind, []).append(ref)
    home, found = municipality(person.municipality_id).name, {}
    accounts = select(Account.ref, Account.name, Account.person_id).where(Account.ref.in_(refs["account"]))
    for row in db.session.execute(accounts):
        found[f"account:{row.ref}"] = str(words.HERSELF) if row.person_id == person.id else _first(row.name) or home
    links = (
        select(PersonalLink.ref, PersonalLink.person_id, Person.first_name)
        .outerjoin(Person, Person.id == PersonalLink.person_id)
        .where(PersonalLink.ref.in_(refs["link"]))
    )
    for link in db.session.execute(links):
        own = link.person_id == person.id
        found[f"link:{link.ref}"] = str(words.HERSELF) if own else link.first_name or str(words.UNKNOWN)
    for label in labels:
        known = home if label == "system" or label.startswith("account:") else str(words.UNKNOWN)
        found.setdefault(label, known)
    return found


def _first(name: str | None) -> str:
    return (name or "").split(" ")[0]
