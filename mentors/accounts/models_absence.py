from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.accounts.models import Account
from mentors.accounts.rules_absence import Away, ChangeReason
from mentors.kit.db import Base, Referable, UtcDateTime, text_enum


class Absence(Referable, Base):
    """The days somebody is away, and who stands in for her. Never why: that is nobody's business, and an
    illness is a health matter."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="days"),
        CheckConstraint("substitute_id IS NULL OR substitute_id <> account_id", name="somebody_else"),
        Index("ix_absence_municipality_id_until_on", "municipality_id", "until_on"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # None: until she is back
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True, foreign_keys=[account_id])
    substitute: Mapped[Account | None] = relationship(lazy="joined", foreign_keys=[substitute_id])

    def facts(self) -> Away:
        return Away(self.account_id, self.from_on, self.until_on, self.substitute_id)


class ResponsibleChange(Base):
    """Somebody was given another person at the municipality: from, to, and the reason she is told."""

    __tablename__ = "responsible_change"
    __table_args__ = (Index("ix_responsible_change_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    to_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reason: Mapped[ChangeReason] = mapped_column(text_enum(ChangeReason))
    by: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
