from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, Referable, UtcDateTime


class PairingSettings(Referable, Base):
    """A numbered version of how a programme pairs. Rows are added, never changed: a plan can name its version."""

    __tablename__ = "pairing_settings"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),  # two who save at once: the second one is told
        CheckConstraint("number > 0", name="number"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"))
    number: Mapped[int]
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)  # the journal's label
    made_by_name: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str | None] = mapped_column(Text)  # why
