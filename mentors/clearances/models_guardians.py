"""Whom a child's or young person's parent has said yes to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.clearances.rules import GuardianPurpose
from mentors.kit.db import Base, Referable, UtcDateTime, one_while, text_enum
from mentors.kit.vault import Sealed
from mentors.people.models import Person


class Guardian(Referable, Base):
    """A parent or other guardian, asked about one thing on a link of their own in their own language."""

    __tablename__ = "guardian"
    __table_args__ = (Index("ix_guardian_person_id", "person_id"),)

    purpose: Mapped[GuardianPurpose] = mapped_column(
        text_enum(GuardianPurpose), default=GuardianPurpose.youth, server_default=GuardianPurpose.youth
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))  # the child or young person
    name: Mapped[str] = mapped_column(Sealed("guardian.name"))
    mobile: Mapped[str] = mapped_column(Sealed("guardian.mobile"))  # E.164
    language: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    consents: Mapped[list[GuardianConsent]] = relationship(
        order_by="GuardianConsent.given_at", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def standing(self) -> GuardianConsent | None:
        """The yes that holds now."""
        return next((consent for consent in self.consents if consent.withdrawn_at is None), None)


class GuardianConsent(Base):
    """The receipt of a guardian's yes: wording, language, when, through whom, and its end."""

    __tablename__ = "guardian_consent"
    __table_args__ = (
        one_while("uq_guardian_consent_standing", "withdrawn_at IS NULL", "guardian_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    guardian_id: Mapped[int] = mapped_column(ForeignKey("guardian.id", ondelete="CASCADE"))
    wording: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_through: Mapped[str] = mapped_column(Text)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
