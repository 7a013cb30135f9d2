from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Referable, UtcDateTime
from mentors.pairing.models import Pair


class AuditPack(Referable, Base):
    """A sample of a period's pairs, or one pair: who drew it, with which seed, out of how many."""

    __tablename__ = "audit_pack"
    __table_args__ = (
        CheckConstraint("until_on >= from_on", name="period"),
        Index("ix_audit_pack_municipality_id_made_at", "municipality_id", "made_at"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    seed: Mapped[str | None] = mapped_column(Text)  # None: the one pair somebody asked for
    wanted: Mapped[int]
    population: Mapped[int]
    with_names: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)
    maker: Mapped[str | None] = mapped_column(Text)  # her name, as it stands on the paper

    pairs: Mapped[list[AuditPair]] = relationship(
        order_by="AuditPair.position", cascade="all, delete-orphan", passive_deletes=True
    )


class AuditPair(Base):
    """One pair of a sample. When its people are erased, the random reference stays and nothing else."""

    __tablename__ = "audit_pair"

    pack_id: Mapped[int] = mapped_column(ForeignKey("audit_pack.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    pair_ref: Mapped[str] = mapped_column(Text)
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pair.id", ondelete="SET NULL"), index=True)


class ComplaintNotice(Base):
    """The day both were told how to complain about a decision on mentor support."""

    __tablename__ = "complaint_notice"

    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id", ondelete="CASCADE"), primary_key=True)
    given_on: Mapped[date]
    by: Mapped[str] = mapped_column(Text)

    pair: Mapped[Pair] = relationship()
