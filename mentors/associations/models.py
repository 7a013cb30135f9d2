from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.associations.rules import Offer, OrganisationKind, PricePer
from mentors.clearances.models import ChildContact
from mentors.kit.db import Base, Codes, Referable, UtcDateTime, Versioned, one_while, text_enum
from mentors.people.models import Person


class Association(Referable, Versioned, Base):
    """An association, company or union that takes part. `public_at` is its own yes to stand on public pages."""

    __tablename__ = "association"
    __table_args__ = (
        UniqueConstraint("municipality_id", "cvr"),
        Index("ix_association_municipality_id_name", "municipality_id", "name"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[OrganisationKind] = mapped_column(text_enum(OrganisationKind))
    name: Mapped[str] = mapped_column(Text)
    cvr: Mapped[str | None] = mapped_column(Text)  # eight digits, checked; a small association may have none
    about: Mapped[str] = mapped_column(Text, default="")
    target_groups: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    phone: Mapped[str | None] = mapped_column(Text)  # its own, for the public page
    email: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(Text)
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    public_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    public_by: Mapped[str | None] = mapped_column(Text)  # the journal's label of whoever said yes
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    activities: Mapped[list[Activity]] = relationship(
        back_populates="association", order_by="Activity.title", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def open_activities(self) -> list[Activity]:
        return [activity for activity in self.activities if activity.closed_at is None]


class Activity(Referable, Base):
    """Something an association does every week, for the directory."""

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("age_from >= 0 AND age_from <= age_to AND price_kr >= 0", name="sound"),
        Index("ix_activity_association_id", "association_id"),
    )

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(Text)
    age_from: Mapped[int]
    age_to: Mapped[int]
    day: Mapped[str | None] = mapped_column(Text)  # `mon` ... `sun`; None: varies
    part: Mapped[str | None] = mapped_column(Text)  # `morning`, `afternoon`, `evening`
    price_kr: Mapped[int]
    price_per: Mapped[PricePer] = mapped_column(text_enum(PricePer))
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    pram_access: Mapped[bool] = mapped_column(default=False)
    wheelchair_access: Mapped[bool] = mapped_column(default=False)
    postcode: Mapped[str] = mapped_column(Text)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    association: Mapped[Association] = relationship(back_populates="activities")

    def offer(self) -> Offer:
        return Offer(
            self.age_from,
            self.age_to,
            self.day,
            self.languages,
            self.price_kr,
            self.pram_access,
            self.wheelchair_access,
        )


class AssociationContact(Referable, Base):
    """Somebody who signs in for an association. Without a live row here an account sees nothing of it."""

    __tablename__ = "association_contact"
    __table_args__ = (
        one_while("uq_association_contact_live", "left_at IS NULL", "association_id", "person_id"),
        Index("ix_association_contact_person_id", "person_id"),
    )  # fmt: skip

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class AssociationVolunteer(Referable, Base):
    """A volunteer of an association. With children under 15 there is always a contact that carries it."""

    __tablename__ = "association_volunteer"
    __table_args__ = (
        CheckConstraint("with_children = (contact_id IS NOT NULL)", name="cleared"),
        one_while("uq_association_volunteer_live", "left_on IS NULL", "association_id", "person_id"),
        Index("ix_association_volunteer_person_id", "person_id"),
    )  # fmt: skip

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    with_children: Mapped[bool] = mapped_column(default=False)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("child_contact.id", ondelete="CASCADE"))
    since_on: Mapped[date]
    left_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    contact: Mapped[ChildContact | None] = relationship(lazy="joined")

    def with_children_on(self, day: date) -> bool:
        """Whether she counts as being with children on a day: only while her certificate carries it."""
        return self.left_on is None and self.contact is not None and self.contact.stands_on(day)


class YearlyDeclaration(Base):
    """An association's word that it has asked for child certificates. The certificates never come here."""

    __tablename__ = "yearly_declaration"

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"), primary_key=True)
    declared_on: Mapped[date] = mapped_column(primary_key=True)
    declared_by: Mapped[str] = mapped_column(Text)
