from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.followups.rules import CheckKind
from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.pairing.models import Pair


class CheckIn(Referable, Base):
    """One question put to one person about one pair, for one period. The key makes asking twice impossible."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("pair_id", "person_id", "kind", "period"),
        Index("ix_check_in_pair_id", "pair_id"),
    )

    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[CheckKind] = mapped_column(text_enum(CheckKind))
    period: Mapped[str] = mapped_column(Text)  # the day it was due, such as `2026-11-22`
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # answered, or no longer wanted

    pair: Mapped[Pair] = relationship(lazy="joined", innerjoin=True)
    answers: Mapped[list[Answer]] = relationship(order_by="Answer.at", cascade="all, delete-orphan", lazy="selectin")


class Answer(Base):
    """One tap. Every one is kept; the last one counts."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_in.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(Text)  # a Face, a Fit, `yes`, `no`, `extend`, `finish`
