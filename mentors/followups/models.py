from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.followups.rules import CheckKind
from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.pairing.models import Pair
from mentors.people.models import Person
from mentors.programmes.rules import Side


class CheckIn(Referable, Base):
    """One question put to one person about one pair, for one period. The key makes asking twice impossible."""

    __tablename__ = "check_in"
    __table_args__ = (
        UniqueConstraint("pair_id", "person_id", "kind", "period"),
        Index("ix_check_in_person_id", "person_id"),
    )

    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[CheckKind] = mapped_column(text_enum(CheckKind))
    period: Mapped[str] = mapped_column(Text)  # the day it was due, such as `2026-11-22`
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # reminded on her other channel
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # answered, or no longer wanted

    pair: Mapped[Pair] = relationship(lazy="joined", innerjoin=True)
    answers: Mapped[list[Answer]] = relationship(order_by="Answer.id", cascade="all, delete-orphan", lazy="selectin")

    @property
    def side(self) -> Side:
        """Which side of the pair is asked."""
        return Side.newcomer if self.person_id == self.pair.newcomer_id else Side.volunteer

    @property
    def person(self) -> Person:
        return self.pair.person_of(self.side)

    @property
    def other(self) -> Person:
        """The one who is asked about."""
        return self.pair.other_than(self.side)


class Answer(Base):
    """One tap. Every one is kept; the last one counts."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    check_in_id: Mapped[int] = mapped_column(ForeignKey("check_in.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(Text)  # a Face, a Fit, `yes`, `no`, `extend`, `finish`


class QuestionStop(Base):
    """Somebody does not want to be asked one question about one pair any more. `taken_back_at`: she does again."""

    __tablename__ = "question_stop"
    __table_args__ = (
        Index(
            "uq_question_stop_live",
            "pair_id",
            "person_id",
            "kind",
            unique=True,
            sqlite_where=text("taken_back_at IS NULL"),
            postgresql_where=text("taken_back_at IS NULL"),
        ),
        Index("ix_question_stop_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[CheckKind] = mapped_column(text_enum(CheckKind))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LadderVersion(Base):
    """One version of a programme's ladder, or of a town's after a job start. The highest number is in force; rows are
    only ever added."""

    __tablename__ = "ladder_version"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        UniqueConstraint("municipality_id", "number"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("(programme_id IS NULL) <> (municipality_id IS NULL)", name="whose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))  # its jobs' ladder
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # as `written` of rules_ladder or rules_job_ladder makes it
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(Text)
