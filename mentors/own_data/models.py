from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Referable, UtcDateTime, one_while, text_enum
from mentors.own_data.rules import Decided, RetentionKind
from mentors.people.models import Person


class Erasure(Referable, Base):
    """Somebody asked to be forgotten. Afterwards the row is the receipt, and leads to nobody."""

    __tablename__ = "erasure"
    __table_args__ = (
        one_while("uq_erasure_waiting", "withdrawn_at IS NULL AND done_at IS NULL", "person_id"),
        Index("ix_erasure_municipality_id_due_at", "municipality_id", "due_at"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    backups_until: Mapped[date | None]
    stays: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # tables the law keeps, and until when

    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def is_waiting(self) -> bool:
        return self.withdrawn_at is None and self.done_at is None


class RetentionRule(Referable, Base):
    """How long a municipality keeps a kind of data, from a day on. Rows are added, never changed."""

    __tablename__ = "retention_rule"
    __table_args__ = (
        UniqueConstraint("municipality_id", "kind", "valid_from"),
        CheckConstraint("months BETWEEN 1 AND 120", name="months"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[RetentionKind] = mapped_column(text_enum(RetentionKind))
    months: Mapped[int]
    valid_from: Mapped[date]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[str] = mapped_column(Text)

    def decided(self) -> Decided:
        return Decided(self.kind, self.valid_from, self.months)


class LongerKeep(Referable, Base):
    """Somebody is kept longer than the rule says: why, and through which day."""

    __tablename__ = "longer_keep"
    __table_args__ = (one_while("uq_longer_keep_standing", "ended_at IS NULL", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    until_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RetentionNotice(Referable, Base):
    """Somebody was told that her data goes soon."""

    __tablename__ = "retention_notice"
    __table_args__ = (one_while("uq_retention_notice_standing", "taken_back_at IS NULL", "person_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[RetentionKind] = mapped_column(text_enum(RetentionKind))
    told_on: Mapped[date]
    goes_on: Mapped[date]
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
