from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import or_, select

from mentors.accounts.models import Account
from mentors.associations.models_referrals import Referral, ReferralView
from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.contact import readable_phone
from mentors.core.refusal import NotThere
from mentors.journal.models import Entry
from mentors.kit.db import db
from mentors.kit.keeping import plain
from mentors.kit.links import without_addresses
from mentors.kit.room import Room
from mentors.kit.speech import say_date, say_list, speaking
from mentors.links.models import PersonalLink
from mentors.municipalities.queries import municipality
from mentors.own_data import words
from mentors.own_data.models import Erasure, RetentionNotice
from mentors.people.models import Consent, Person
from mentors.people.words import CONSENT, CONSENT_VERSION
from mentors.timetables.words import week_part


def rooms() -> list[Room]:
    """The rooms that keep something about people, those on top first."""
    return [room for room in reversed(current_app.extensions["rooms"]) if room.keeper is not None]


def everything(person_id: int) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """All that is held about somebody: by room, by table. Rooms without a row are left out."""
    found = {}
    for room in reversed(rooms()):
        assert room.keeper is not None
        held = {table: rows for table, rows in room.keeper.held(person_id).items() if rows}
        if held:
            found[room.name] = held
    return found


def the_file(person: Person) -> dict[str, Any]:
    """What she takes along: one machine-readable file with everything from every room."""
    return {
        "format": "mentors/own-data/1",
        "made_at": clock.now().isoformat(),
        "municipality": municipality(person.municipality_id).name,
        "data": plain(everything(person.id)),
    }


@dataclass(frozen=True, slots=True)
class Line:
    label: Any
    value: str


@dataclass(frozen=True, slots=True)
class Group:
    """Everything under one heading: rows of lines."""

    heading: str
    rows: list[list[Line]]


ROWS_SHOWN = 20


def in_plain_words(person: Person, *, most: int | None = ROWS_SHOWN) -> list[tuple[Group, int]]:
    """What is held, in the language being spoken, with how many rows of each group are not shown."""
    groups: dict[str, list[list[Line]]] = {}
    for held in everything(person.id).values():
        for table, rows in held.items():
            if table in ("consent", "journal_entry"):  # stand above: in the words she read, and as who did what
                continue
            heading = str(words.TABLE.get(table, table))
            groups.setdefault(heading, []).extend(line for line in map(_lines, rows) if line)
    shown = []
    for heading, rows_ in groups.items():
        if not rows_:  # only numbers and codes: they stand in the file
            continue
        part = rows_ if most is None else rows_[-most:]
        shown.append((Group(heading, part), len(rows_) - len(part)))
    return shown


def _lines(row: Mapping[str, Any]) -> list[Line]:
    found = []
    for name, value in row.items():
        said = _say(name, value)
        if name in words.COLUMN and said:
            found.append(Line(words.COLUMN[name], said))
    return found


def _say(name: str, value: Any) -> str | None:
    if value is None or value == "" or value == ():
        return None
    if name == "free":
        return say_list(str(week_part(part)) for part in value)
    if isinstance(value, bool):
        return _("Ja") if value else None
    if isinstance(value, (date, datetime)):
        return say_date(value)
    if isinstance(value, (int, float)):
        return str(value)
    if name in ("state", "prefers", "gender", "reason"):
        return str(words.VALUE[value]) if value in words.VALUE else None
    if re.fullmatch(r"\+[0-9]{6,15}", str(value)):
        return readable_phone(str(value))
    # A message keeps its links and PINs as markers; they open nothing here.
    return without_addresses(str(value), link="…", pin="…")


# --- consents and who has seen her ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConsentReceipt:
    """One yes: to which words, in which language, when, through whom, and whether it stands."""

    kind: Any
    wording: str | None  # None: an older version, whose words stand in the archive of that version
    version: str
    language: str
    given_at: datetime
    by_herself: bool
    withdrawn_at: datetime | None


def consents_of(person: Person) -> list[ConsentReceipt]:
    """Every yes she has given, the youngest first, in the words and the language she read."""
    found = []
    for one in sorted(person.consents, key=lambda one: one.given_at, reverse=True):
        with speaking(one.language):
            said = str(CONSENT[one.kind]) if one.wording == CONSENT_VERSION else None
        found.append(
            ConsentReceipt(one.kind, said, one.wording, one.language, one.given_at, _herself(one), one.withdrawn_at)
        )
    return found


def _herself(consent: Consent) -> bool:
    return consent.given_through == "public" or consent.given_through.startswith("link:")


def may_give(person: Person) -> list[tuple[Any, Any]]:
    """What she has not said yes to, or not any more: the kind and the words of today."""
    standing = {one.kind for one in person.consents if one.withdrawn_at is None}
    return [(kind, wording) for kind, wording in CONSENT.items() if kind not in standing]


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody has looked: who, and when."""

    who: str
    at: datetime


def looks_at(person: Person, most: int = 50) -> list[Look]:
    """Who has seen her, as far as looking is written down: staff by first name, an association by name."""
    looks = [
        Look(row.name, row.at)
        for row in db.session.execute(
            select(ReferralView.name, ReferralView.at)
            .join(Referral, Referral.id == ReferralView.referral_id)
            .where(Referral.person_id == person.id)
            .order_by(ReferralView.at.desc())
            .limit(most)
        )
    ]
    seen = db.session.scalars(
        select(Entry)
        .where(
            Entry.person_id == person.id,
            or_(Entry.act.like("%seen%"), Entry.act.in_(("people.protected_shown", "accounts.pin_shown"))),
            Entry.by.like("account:%"),
        )
        .order_by(Entry.at.desc())
        .limit(20 * most)
    ).all()
    names = _staff_names({entry.by for entry in seen})
    # Who reads several pages on one day has seen her that day.
    first = {(entry.by, clock.local_day(entry.at)): entry for entry in seen}
    looks += [Look(names[entry.by], entry.at) for entry in first.values() if entry.by in names]
    return sorted(looks, key=lambda look: look.at, reverse=True)[:most]


def _staff_names(labels: set[str]) -> dict[str, str]:
    """First names of staff; whoever looks for an association stands in the receipts above."""
    refs = [label.split(":", 1)[1] for label in labels]
    rows = db.session.execute(
        select(Account.ref, Account.name).where(Account.ref.in_(refs), Account.person_id.is_(None))
    )
    return {f"account:{row.ref}": row.name.split()[0] for row in rows if row.name.strip()}


# --- being forgotten ------------------------------------------------------------------------------


def waiting_erasure(person_id: int) -> Erasure | None:
    return db.session.scalar(
        select(Erasure).where(Erasure.person_id == person_id, Erasure.withdrawn_at.is_(None), Erasure.done_at.is_(None))
    )


def the_erasure(ref: str, municipality_id: int | None) -> Erasure:
    """The request with a reference. Raises NotThere."""
    found = db.session.scalar(select(Erasure).where(Erasure.ref == ref, Erasure.municipality_id == municipality_id))
    if found is None:
        raise NotThere
    return found


def erasures_due(now: datetime) -> list[int]:
    rows = select(Erasure.id).where(Erasure.withdrawn_at.is_(None), Erasure.done_at.is_(None), Erasure.due_at <= now)
    return list(db.session.scalars(rows.order_by(Erasure.due_at)))


def staying(person_id: int) -> list[tuple[Any, Any, date]]:
    """What the law keeps after she is forgotten: what, why, until when."""
    found = []
    for room in rooms():
        assert room.keeper is not None
        found += [(words.STAYS.get(one.table, one.table), one.why, one.until) for one in room.keeper.stays(person_id)]
    return found


def waiting_erasures(by: Actor) -> list[Erasure]:
    rows = select(Erasure).where(
        Erasure.municipality_id == by.municipality_id, Erasure.withdrawn_at.is_(None), Erasure.done_at.is_(None)
    )
    return list(db.session.scalars(rows.order_by(Erasure.due_at)))


def receipt_link(erasure: Erasure) -> PersonalLink | None:
    """The way to the receipt, if it has been made."""
    wanted = (PersonalLink.thing == f"erasure:{erasure.ref}", PersonalLink.withdrawn_at.is_(None))
    return db.session.scalar(select(PersonalLink).where(*wanted))


def standing_notice(person_id: int) -> RetentionNotice | None:
    """That somebody was told her data goes, if that still holds."""
    wanted = (RetentionNotice.person_id == person_id, RetentionNotice.taken_back_at.is_(None))
    return db.session.scalar(select(RetentionNotice).where(*wanted))
