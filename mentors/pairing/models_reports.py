from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, UtcDateTime, text_enum
from mentors.pairing.rules_reports import ReportState


class PoolReport(Base):
    """The newest report on a programme's pool, as the worker made it. People stand in it by reference alone."""

    __tablename__ = "pool_report"

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True)
    state: Mapped[ReportState] = mapped_column(text_enum(ReportState))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    body: Mapped[dict[str, Any] | None] = mapped_column(JSON)
