from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, Referable, UtcDateTime


class PersonalLink(Referable, Base):
    """An address that opens one page for one reader. The token is not here, only its hash."""

    __tablename__ = "personal_link"
    __table_args__ = (Index("ix_personal_link_thing", "thing"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    purpose: Mapped[str] = mapped_column(Text)  # which page: a key of some room's `link_pages`
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    thing: Mapped[str | None] = mapped_column(Text)  # what it is about: `pair:<ref>`, `check_in:<ref>`
    language: Mapped[str] = mapped_column(Text)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
