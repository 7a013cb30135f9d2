from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.accounts.models import Account
from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.people.models import Person
from mentors.tasks.rules import TaskKind, Wish


class Task(Referable, Base):
    """Something a member of staff must do about a person. Raised once per `key`."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_municipality_id_done_at", "municipality_id", "done_at"),
        Index("ix_task_person_id", "person_id"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[TaskKind] = mapped_column(text_enum(TaskKind))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    thing: Mapped[str | None] = mapped_column(Text)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    wish: Mapped[Wish | None] = mapped_column(text_enum(Wish))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(Text)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    responsible: Mapped[Account | None] = relationship(lazy="joined")
