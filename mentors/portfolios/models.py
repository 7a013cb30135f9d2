from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.accounts.models import Account
from mentors.accounts.rules_absence import ChangeReason
from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.portfolios.rules import ItemKind


class Handover(Referable, Base):
    """A portfolio was moved: from whom, why, when; its items say what went where, so that it can be undone."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_municipality_id_made_at", "municipality_id", "made_at"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    reason: Mapped[ChangeReason] = mapped_column(text_enum(ChangeReason))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    giver: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    items: Mapped[list[HandoverItem]] = relationship(
        order_by="HandoverItem.id", cascade="all, delete-orphan", passive_deletes=True
    )


class HandoverItem(Base):
    """One thing that was moved. It goes with the person it is about."""

    __tablename__ = "handover_item"
    __table_args__ = (UniqueConstraint("handover_id", "kind", "thing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"))
    kind: Mapped[ItemKind] = mapped_column(text_enum(ItemKind))
    thing: Mapped[str] = mapped_column(Text)  # its reference
    to_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    was_there: Mapped[bool] = mapped_column(default=False)  # the receiver shared it already, and keeps it
