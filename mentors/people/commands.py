from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from mentors.core import clock
from mentors.core.actor import Actor
from mentors.core.refusal import Refused
from mentors.journal.commands import note
from mentors.kit.db import db
from mentors.people import policy, queries, rules
from mentors.people.commands_households import leave_household
from mentors.people.models import Consent, Person
from mentors.people.rules import Channel, ConsentKind, Gender, Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What somebody tells about herself. Everything optional may be missing before arrival."""

    first_name: str
    last_name: str = ""
    mobile: str | None = None
    email: str | None = None
    prefers: Channel | None = None
    language: str = "da"
    speaks: tuple[str, ...] = ()
    birth_year: int | None = None
    gender: Gender | None = None
    postcode: str | None = None
    expected_on: date | None = None
    interests: tuple[str, ...] = ()
    trade: str | None = None
    levels: tuple[str, ...] | None = None  # how well she speaks them, as `da:2`; None: not asked here

    @property
    def identity(self) -> Identity:
        return Identity(f"{self.first_name} {self.last_name}".strip(), self.mobile, self.email)


def welcome_person(by: Actor, details: Details) -> Person:
    """The person these details belong to: her existing record, filled in where it was empty, or a new one.

    A public form never overwrites what is known: whoever types somebody else's number changes nothing.
    """
    if by.municipality_id is None:
        raise ValueError("a person belongs to a municipality")
    known = queries.find_same_person(by.municipality_id, details.identity)
    if known is not None:
        _fill_gaps(known, details)
        db.session.flush()
        return known
    person = Person(municipality_id=by.municipality_id, created_at=clock.now(), **_columns(details))
    db.session.add(person)
    db.session.flush()
    note(by, "people.welcomed", thing=f"person:{person.ref}", person_id=person.id)
    return person


def change_details(by: Actor, person: Person, details: Details) -> Person:
    """Correct somebody's details, all of them. Raises Refused where nobody could be reached any more."""
    if not details.mobile and not details.email:
        raise Refused(_("Skriv et mobilnummer eller en e-mail, så vi kan få fat i personen."), field="mobile")
    for name, value in _columns(details).items():
        setattr(person, name, value)
    # A level of a language she does not speak any more says nothing.
    person.levels = tuple(one for one in person.levels if one.split(":")[0] in person.speaks)
    db.session.flush()
    note(by, "people.details_changed", thing=f"person:{person.ref}", person_id=person.id)
    return person


def set_levels(by: Actor, person: Person, levels: Mapping[str, int | None]) -> None:
    """How well somebody speaks the languages she has named, 1-6 as A1-C2; None: not known, so it is guessed.
    Languages she has not named are passed over."""
    person.levels = tuple(f"{code}:{levels[code]}" for code in person.speaks if levels.get(code))
    db.session.flush()
    note(by, "people.details_changed", thing=f"person:{person.ref}", person_id=person.id)


def give_consent(by: Actor, person: Person, kind: ConsentKind, *, wording: str, language: str) -> Consent:
    """Write down a yes: to which wording, in which language, through whom."""
    if has_consent(person, kind, wording):
        return next(c for c in person.consents if c.kind is kind and c.withdrawn_at is None)
    consent = Consent(
        person_id=person.id,
        kind=kind,
        wording=wording,
        language=language,
        given_at=clock.now(),
        given_through=by.label,
    )
    person.consents.append(consent)
    db.session.flush()
    note(by, f"people.consent_given:{kind}", thing=f"person:{person.ref}", person_id=person.id)
    return consent


def withdraw_consent(by: Actor, person: Person, kind: ConsentKind) -> int:
    """Take a yes back, at once; how many stood."""
    standing = [c for c in person.consents if c.kind is kind and c.withdrawn_at is None]
    for consent in standing:
        consent.withdrawn_at = clock.now()
    db.session.flush()
    note(by, f"people.consent_withdrawn:{kind}", thing=f"person:{person.ref}", person_id=person.id)
    return len(standing)


def protect(by: Actor, person: Person, protected: bool) -> None:
    """Set or lift our own protection of name and address. Never lifted by a date (facts.md 5.6).

    Whoever is protected leaves her household at once: it may be those at home she is protected from.
    """
    if protected and not person.is_protected:
        leave_household(by, person)
    person.is_protected = protected
    person.protection_ends_on = rules.protection_ends_on(clock.today()) if protected else None
    note(by, "people.protected" if protected else "people.protection_lifted", person_id=person.id)
    db.session.flush()


def show_protected(by: Actor, person: Person, answers_for: frozenset[int]) -> None:
    """Write down that somebody has looked at what is protected. Raises Refused for whoever has no need to."""
    if not policy.may_show(by, person, answers_for):
        raise Refused(_("Det kan kun den ansvarlige koordinator eller en administrator se."))
    note(by, "people.protected_shown", thing=f"person:{person.ref}", person_id=person.id)
    db.session.flush()


def renew_protection(by: Actor, person: Person) -> None:
    """The protection goes on for another year in CPR. Nothing changes for whoever is not protected."""
    if person.is_protected:
        person.protection_ends_on = rules.protection_ends_on(clock.today())
        note(by, "people.protection_renewed", thing=f"person:{person.ref}", person_id=person.id)
        db.session.flush()


def has_consent(person: Person, kind: ConsentKind, wording: str | None = None) -> bool:
    return any(c.kind is kind and c.withdrawn_at is None and wording in (None, c.wording) for c in person.consents)


def _columns(details: Details) -> dict[str, Any]:
    columns = {name: getattr(details, name) for name in details.__slots__}
    if details.levels is None:
        del columns["levels"]
    return columns


def _fill_gaps(person: Person, details: Details) -> None:
    for name, value in _columns(details).items():
        if value not in (None, "", ()) and getattr(person, name) in (None, "", ()):
            setattr(person, name, value)
