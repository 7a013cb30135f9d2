"""Who is acting: a value that views hand on, so that nothing below ever sees a request."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    administrator = "administrator"
    coordinator = "coordinator"
    participant = "participant"
    association_contact = "association_contact"  # signs in for an association; a participant too
    hotline = "hotline"  # answers the mentor telephone: sees its queue and nothing else
    caseworker = "caseworker"  # refers newcomers: sees where her own stand and nothing else


STAFF = frozenset({Role.administrator, Role.coordinator})
# Sign in by password, for short; of these only STAFF see the desk.
EMPLOYED = STAFF | {Role.hotline, Role.caseworker}


@dataclass(frozen=True, slots=True)
class Actor:
    """The acting person, link or machine, for one municipality.

    `label` is what the journal writes: `account:<ref>`, `link:<ref>`, `system` or `public`.
    """

    label: str
    municipality_id: int | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    person_id: int | None = None
    account_id: int | None = None
    name: str | None = None
    language: str | None = None
    also_reads: tuple[str, ...] = ()  # beside it, in her order

    @property
    def is_signed_in(self) -> bool:
        return self.account_id is not None

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & STAFF)


PUBLIC = Actor(label="public")


def system(municipality_id: int | None) -> Actor:
    """The house itself, as when a job acts for a municipality."""
    return Actor(label="system", municipality_id=municipality_id)
