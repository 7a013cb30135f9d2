from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, UtcDateTime


class Entry(Base):
    """One line: who did what, about whom, when. `thing` is `<table>:<ref>`."""

    __tablename__ = "journal_entry"
    __table_args__ = (Index("ix_journal_entry_person_id_at", "person_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(Text)
    act: Mapped[str] = mapped_column(Text)
    thing: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reason: Mapped[str | None] = mapped_column(Text)
