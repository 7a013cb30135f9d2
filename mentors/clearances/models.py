from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentors.clearances.rules import ClearanceFacts, ClearanceKind, ClearanceState
from mentors.kit.db import Base, Referable, Versioned, text_enum


class Clearance(Referable, Versioned, Base):
    """The status of one check on one person. There is no column for a document, and never will be."""

    __tablename__ = "clearance"
    __table_args__ = (UniqueConstraint("person_id", "kind"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[ClearanceKind] = mapped_column(text_enum(ClearanceKind))
    state: Mapped[ClearanceState] = mapped_column(text_enum(ClearanceState))
    requested_on: Mapped[date]
    consent_by: Mapped[date | None]
    assessed_on: Mapped[date | None]
    assessed_by: Mapped[str | None] = mapped_column(Text)  # the journal's label of the assessor
    valid_until: Mapped[date | None]
    wording: Mapped[str | None] = mapped_column(Text)  # the version of a declaration that was signed

    def facts(self) -> ClearanceFacts:
        return ClearanceFacts(self.kind, self.state, self.consent_by, self.valid_until)
