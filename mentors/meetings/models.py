from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.kit.vault import Sealed
from mentors.meetings.rules import Face, MeetingKind
from mentors.pairing.models import Pair


class Meeting(Referable, Base):
    """A meeting of a pair, planned or held. No column tells what was said: volunteers have no duty to
    report (facts.md 5.3), and what is not written down cannot leak."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("minutes IS NULL OR minutes BETWEEN 1 AND 1440", name="minutes"),
        Index("ix_meeting_pair_id_starts_at", "pair_id", "starts_at"),
    )

    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int | None]
    kind: Mapped[MeetingKind | None] = mapped_column(text_enum(MeetingKind))
    place: Mapped[str | None] = mapped_column(Sealed("meeting.place"))
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # logged as held
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    face: Mapped[Face | None] = mapped_column(text_enum(Face))
    logged_by: Mapped[str | None] = mapped_column(Text)
    logged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    log_key: Mapped[str | None] = mapped_column(Text, unique=True)  # the page it was logged from: sent twice, kept once
    sequence: Mapped[int] = mapped_column(default=0)  # grows with each change, for calendars
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # planned, moved, cancelled or logged

    pair: Mapped[Pair] = relationship(lazy="joined", innerjoin=True)

    @property
    def told_at(self) -> datetime:
        """When the latest word about it went out."""
        return self.changed_at or self.created_at

    @property
    def is_planned(self) -> bool:
        return self.held_at is None and self.cancelled_at is None
