from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, Codes, Referable, UtcDateTime, Versioned


class Account(Referable, Versioned, Base):
    """Somebody who can sign in: staff by password, participants by a link sent to them."""

    __tablename__ = "account"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text, unique=True)  # staff only: participants have theirs
    language: Mapped[str] = mapped_column(Text, default="da")
    roles: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Sitting(Referable, Base):
    """One signed-in browser. Ending the row signs it out at once, everywhere."""

    __tablename__ = "sitting"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
