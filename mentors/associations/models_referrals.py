"""Sending a newcomer on to an association, and the yes that opens it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.associations.models import Activity, Association
from mentors.associations.rules import ReferralFacts, ReferralStage, stage
from mentors.kit.db import Base, Referable, UtcDateTime, Versioned, one_while
from mentors.people.models import Person


class ReferralConsent(Referable, Base):
    """The receipt: her yes to one association, in which wording and language, when, through whom, and its end."""

    __tablename__ = "referral_consent"
    __table_args__ = (
        one_while("uq_referral_consent_standing", "withdrawn_at IS NULL", "person_id", "association_id"),
    )  # fmt: skip

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    wording: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given_through: Mapped[str] = mapped_column(Text)  # the journal's label: her own link, or a coordinator
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_through: Mapped[str | None] = mapped_column(Text)


class Referral(Referable, Versioned, Base):
    """A newcomer sent on to an association. Nothing of it opens to the association without a standing consent."""

    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_association_id", "association_id"),
        Index("ix_referral_person_id", "person_id"),
        Index("ix_referral_came_on", "came_on"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id", ondelete="CASCADE"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id", ondelete="SET NULL"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("referral_consent.id", ondelete="CASCADE"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(Text)
    introduced_on: Mapped[date | None]
    came_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    still_member: Mapped[bool | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    association: Mapped[Association] = relationship(lazy="selectin")
    activity: Mapped[Activity | None] = relationship(lazy="selectin")
    consent: Mapped[ReferralConsent | None] = relationship(lazy="joined")
    views: Mapped[list[ReferralView]] = relationship(order_by="ReferralView.at.desc()", cascade="all, delete-orphan")

    @property
    def stage(self) -> ReferralStage:
        return stage(
            ReferralFacts(
                self.introduced_on,
                self.came_on,
                self.still_member,
                self.consent is not None and self.consent.withdrawn_at is not None,
                self.closed_at is not None,
            )
        )


class ReferralView(Base):
    """One look at a referral by somebody of the association: she can see who has seen her, and when."""

    __tablename__ = "referral_view"
    __table_args__ = (Index("ix_referral_view_referral_id_at", "referral_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(Text)  # who looked, as her receipt names them
    at: Mapped[datetime] = mapped_column(UtcDateTime)
