from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, UtcDateTime


class OwnWording(Base):
    """A text of the house as one municipality says it in one language."""

    __tablename__ = "own_wording"
    __table_args__ = (UniqueConstraint("municipality_id", "key", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    said_before: Mapped[str | None] = mapped_column(Text)  # the house's words where it is None: one step back
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[str] = mapped_column(Text)
