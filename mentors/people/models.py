from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Codes, Referable, UtcDateTime, Versioned, text_enum
from mentors.kit.vault import Sealed, head_of, ring
from mentors.people import rules
from mentors.people.rules import Channel, ConsentKind, Gender, Identity, Reachability


class Household(Referable, Base):
    """People who belong together: a family, or an employee and the partner who came along (systems.md row 51).

    It says nothing of how they are related. With `as_one` they are paired as one wish, siblings with the
    same contact person; without, the link only shows whom to offer something too.
    """

    __tablename__ = "household"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    as_one: Mapped[bool] = mapped_column(default=False)


def clues_of(person: Any) -> str:
    """What the desk's search finds a person by: cut keyed words of her surname's beginnings and of her number's end.

    Of a protected person there are none: she is found by all of what is hidden, or not at all.
    """
    wanted = [] if person.is_protected else rules.clues(person.municipality_id, person.last_name, person.mobile)
    return ring().clues(wanted)


class _Given:
    """What an INSERT is given, whoever wrote it, with the columns' own defaults."""

    def __init__(self, context: Any) -> None:
        self.first_name, self.last_name, self.mobile, self.is_protected = "", "", None, False
        self.__dict__.update(context.get_current_parameters())


class Person(Referable, Versioned, Base):
    """Somebody: newcomer, volunteer, or both. There is no field for CPR number, health, religion,
    nationality or ethnicity, and a test keeps it so."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_municipality_id_first_folded", "municipality_id", "first_folded"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Sealed("person.last_name"), default="")
    mobile: Mapped[str | None] = mapped_column(Sealed("person.mobile", finds="way"))  # E.164
    email: Mapped[str | None] = mapped_column(Sealed("person.email", finds="way"))
    # These two follow from the columns above, at every INSERT and every change of a row.
    first_folded: Mapped[str] = mapped_column(
        Text, default=lambda context: rules.folded_name(_Given(context).first_name)
    )
    clues: Mapped[str] = mapped_column(
        Text,
        default=lambda context: clues_of(_Given(context)),
        info={"clues": (("municipality_id", "last_name", "mobile", "is_protected"), clues_of)},
    )
    prefers: Mapped[Channel | None] = mapped_column(text_enum(Channel))
    language: Mapped[str] = mapped_column(Text, default="da")  # what we write to them in
    speaks: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    levels: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # how well, where known: `da:2` (1-6 as A1-C2)
    birth_year: Mapped[int | None]
    gender: Mapped[Gender | None] = mapped_column(text_enum(Gender))
    postcode: Mapped[str | None] = mapped_column(Text)  # None: no Danish address yet
    expected_on: Mapped[date | None]  # the day a newcomer is expected to arrive
    interests: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    trade: Mapped[str | None] = mapped_column(Text)
    is_protected: Mapped[bool] = mapped_column(default=False)  # name and address protection
    protection_ends_on: Mapped[date | None]  # the day it runs out in CPR; ours never does by itself
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL", use_alter=True))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since then this row is nobody

    consents: Mapped[list[Consent]] = relationship(
        back_populates="person", order_by="Consent.given_at, Consent.id", cascade="all, delete-orphan"
    )

    @property
    def name(self) -> str:
        """What she is called in front of others: of somebody protected the first name alone, staff included.

        The one place that decides it, so that no page, message, list or file has to remember.
        """
        return self.first_name if self.is_protected else self.full_name

    @property
    def full_name(self) -> str:
        """First name and surname: for her own eyes, for comparing, and for who has pressed "show"."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def name_folded(self) -> str:
        """What lists of people are sorted by."""
        return rules.folded_name(self.full_name)

    def identity(self) -> Identity:
        return Identity(self.full_name, self.mobile, self.email)

    def reachability(self) -> Reachability:
        return Reachability(self.mobile, self.email, self.prefers)


Index("ix_person_municipality_id_mobile", Person.municipality_id, head_of(Person.mobile))
Index("ix_person_municipality_id_email", Person.municipality_id, head_of(Person.email))


@event.listens_for(Person, "before_update")
def _follow(_mapper: Any, _connection: Any, person: Person) -> None:
    attributes = inspect(person).attrs
    if any(attributes[name].history.has_changes() for name in ("first_name", "last_name", "mobile", "is_protected")):
        person.first_folded, person.clues = rules.folded_name(person.first_name), clues_of(person)


class Consent(Base):
    """What somebody said yes to: which wording, in which language, when, and when she took it back."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("person_id", "kind", "given_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[ConsentKind] = mapped_column(text_enum(ConsentKind))
    wording: Mapped[str] = mapped_column(Text)  # the version, such as `2026-11`
    language: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_through: Mapped[str] = mapped_column(Text)  # the journal's label of whoever recorded it
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="consents")
