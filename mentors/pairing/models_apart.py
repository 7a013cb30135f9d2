"""Two people who must not be paired, whatever else speaks for them: a rule that somebody has written down."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Referable, UtcDateTime
from mentors.people.models import Person


class KeptApart(Referable, Base):
    """Two who are never suggested to each other. Why is not kept: it is seldom ours to know.

    A list may name somebody who is not here yet: then `awaits` is her reference on the lists, and `other_id` comes
    with her. It goes again when the list that brought her is taken back.
    """

    __tablename__ = "kept_apart"
    __table_args__ = (
        UniqueConstraint("one_id", "other_id"),
        UniqueConstraint("one_id", "awaits"),
        Index("ix_kept_apart_other_id", "other_id"),
        Index("ix_kept_apart_municipality_id_awaits", "municipality_id", "awaits"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    one_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    other_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    awaits: Mapped[str | None] = mapped_column(Text)  # a volunteer's `ref` on the town's lists
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)

    one: Mapped[Person] = relationship(foreign_keys=[one_id], lazy="joined", innerjoin=True)
    other: Mapped[Person | None] = relationship(foreign_keys=[other_id], lazy="joined")

    def beside(self, person_id: int) -> Person | None:
        """The other of the two; None for somebody who is not here yet."""
        return self.other if self.one_id == person_id else self.one
