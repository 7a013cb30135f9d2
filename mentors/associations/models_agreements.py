"""What is agreed with associations and companies, and the people they put forward."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.associations.models import Association
from mentors.associations.rules import AgreementKind
from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.kit.vault import Sealed


class AgreementTemplate(Referable, Base):
    """One version of a text. Rows are added, never changed: what was accepted stays readable."""

    __tablename__ = "agreement_template"
    __table_args__ = (UniqueConstraint("municipality_id", "kind", "version"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[AgreementKind] = mapped_column(text_enum(AgreementKind))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    renew_months: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)


class Agreement(Referable, Base):
    """A text sent to an association, and its acceptance: by whom, when, which version."""

    __tablename__ = "agreement"
    __table_args__ = (
        Index("ix_agreement_association_id", "association_id"),
        Index("ix_agreement_renew_on", "renew_on"),
    )

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    template_id: Mapped[int] = mapped_column(ForeignKey("agreement_template.id"))
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_name: Mapped[str | None] = mapped_column(Text)
    accepted_through: Mapped[str | None] = mapped_column(Text)
    renew_on: Mapped[date | None]
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # by a later acceptance of the same kind

    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)
    template: Mapped[AgreementTemplate] = relationship(lazy="joined", innerjoin=True)


class Nomination(Referable, Base):
    """Somebody put forward as a mentor. Name and number go when she says no, or says nothing for a month."""

    __tablename__ = "nomination"
    __table_args__ = (Index("ix_nomination_association_id", "association_id"),)

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    name: Mapped[str | None] = mapped_column(Sealed("nomination.name"))
    mobile: Mapped[str | None] = mapped_column(Sealed("nomination.mobile"))
    language: Mapped[str] = mapped_column(Text)
    nominated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    nominated_by: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said_yes: Mapped[bool | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)


class Lead(Referable, Base):
    """Somebody who wants a company to get in touch, as after Åben virksomhed (systems.md row 21)."""

    __tablename__ = "lead"
    __table_args__ = (UniqueConstraint("municipality_id", "thing"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id", ondelete="SET NULL"))
    company: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Sealed("lead.name", finds="name"))  # a first name
    mobile: Mapped[str | None] = mapped_column(Sealed("lead.mobile", finds="way"))
    email: Mapped[str | None] = mapped_column(Sealed("lead.email", finds="way"))
    thing: Mapped[str] = mapped_column(Text)  # where the wish was said, such as `sign_up:<ref>`
    wanted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    became_placement: Mapped[bool | None]
