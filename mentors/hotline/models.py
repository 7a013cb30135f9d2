from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.accounts.models import Account
from mentors.hotline.rules import CallCategory, CallFacts, Hours, Relation, Urgency
from mentors.kit.db import Base, Referable, UtcDateTime, Versioned, text_enum
from mentors.kit.vault import Sealed
from mentors.people.models import Person


class HotlineCall(Referable, Versioned, Base):
    """Somebody rang: who, what about, how urgent, and by when we have promised to call. A caller nobody knows
    has only the name she gave; the words are for finding the matter again, not for telling it."""

    __tablename__ = "hotline_call"
    __table_args__ = (
        Index("ix_hotline_call_municipality_id_answered_at", "municipality_id", "answered_at"),
        Index("ix_hotline_call_person_id", "person_id"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    caller: Mapped[str | None] = mapped_column(
        Sealed("hotline_call.caller", finds="name")
    )  # the name given, of a person or a company
    phone: Mapped[str | None] = mapped_column(Sealed("hotline_call.phone", finds="way"))  # E.164
    relation: Mapped[Relation] = mapped_column(text_enum(Relation))
    category: Mapped[CallCategory] = mapped_column(text_enum(CallCategory))
    urgency: Mapped[Urgency] = mapped_column(text_enum(Urgency))
    words: Mapped[str | None] = mapped_column(Text)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    promised_by: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(Text)
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    alerted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # said once that the promise was broken
    logged_by: Mapped[str] = mapped_column(Text)

    person: Mapped[Person | None] = relationship(lazy="joined")
    taken_by: Mapped[Account | None] = relationship(lazy="joined")

    def facts(self) -> CallFacts:
        return CallFacts(self.category, self.urgency, self.promised_by, self.called_at)


class HotlineShift(Referable, Base):
    """Who has the phone on a weekday, every week. Absences and holidays are derived, not written here."""

    __tablename__ = "hotline_shift"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="hours"),
        Index("ix_hotline_shift_municipality_id_weekday", "municipality_id", "weekday"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]  # 0 is Monday
    starts: Mapped[int]  # minutes after midnight, wall clock
    ends: Mapped[int]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)

    def hours(self) -> Hours:
        return Hours(self.starts, self.ends)


class HotlineNumber(Base):
    """A municipality's number of the mentor telephone, where it is another than its own."""

    __tablename__ = "hotline_number"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), primary_key=True)
    phone: Mapped[str] = mapped_column(Text)  # E.164
