from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.accounts.models import Account
from mentors.kit.db import Base, Referable, UtcDateTime, one_while
from mentors.people.models import Person


class NewcomerCase(Referable, Base):
    """A caseworker has referred a newcomer, or answers for her.

    Until `confirmed_at` she sees no more than that she has sent something: somebody the house knew already
    becomes hers when a coordinator says so, never by a name and a number being typed.
    """

    __tablename__ = "newcomer_case"
    __table_args__ = (
        one_while("uq_newcomer_case_live", "ended_at IS NULL", "person_id", "account_id"),
        Index("ix_newcomer_case_account_id", "account_id"),
        Index("ix_newcomer_case_municipality_id_ended_at", "municipality_id", "ended_at"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(Text)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
