from __future__ import annotations

from datetime import date, time

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, Codes, Referable, text_enum
from mentors.timetables.rules import Busy, BusyKind


class Week(Base):
    """The parts of an ordinary week in which a person is free, such as `tue-evening`."""

    __tablename__ = "week"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    free: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())


class BusyTime(Referable, Base):
    """Hours of a weekday that are taken: language school, work duty, placement. No words of her own: a kind is enough."""

    __tablename__ = "busy_time"
    __table_args__ = (
        Index("ix_busy_time_person_id", "person_id"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("from_time < to_time", name="hours"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[BusyKind] = mapped_column(text_enum(BusyKind))
    weekday: Mapped[int]
    from_time: Mapped[time]
    to_time: Mapped[time]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]

    def facts(self) -> Busy:
        return Busy(self.kind, self.weekday, self.from_time, self.to_time, self.valid_from, self.valid_to)
