from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, Codes


class Week(Base):
    """The parts of an ordinary week in which a person is free, such as `tue-evening`."""

    __tablename__ = "week"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    free: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
