from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Codes, Referable, UtcDateTime, Versioned, text_enum
from mentors.kit.vault import SealedJson
from mentors.people.models import Person
from mentors.people.rules import Gender
from mentors.programmes.rules import ConsentThrough, ParticipationState, ProgrammeKind, Side, StepKind


class Programme(Referable, Versioned, Base):
    """A programme as a municipality runs it. Everything about it is data."""

    __tablename__ = "programme"
    __table_args__ = (UniqueConstraint("id", "meets_children", name="uq_programme_children"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    kind: Mapped[ProgrammeKind] = mapped_column(text_enum(ProgrammeKind))
    name: Mapped[str] = mapped_column(Text)  # the municipality's own name for it, in Danish
    is_open: Mapped[bool] = mapped_column(default=True)  # takes sign-ups
    steps: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    months: Mapped[int]
    months_at_most: Mapped[int | None]
    minutes_a_month: Mapped[int]
    meet_every_days: Mapped[int]
    check_every_days: Mapped[int]
    first_contact_days: Mapped[int]
    fit_after_days: Mapped[int]
    needs_company: Mapped[bool]
    meets_children: Mapped[bool]


class Participation(Referable, Versioned, Base):
    """A person in a programme, on one side of it."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id", "side"),
        Index("ix_participation_programme_id_side_state", "programme_id", "side", "state"),
    )

    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(text_enum(Side))
    state: Mapped[ParticipationState] = mapped_column(text_enum(ParticipationState), default=ParticipationState.applied)
    applied_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until: Mapped[date | None]
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    capacity: Mapped[int] = mapped_column(default=1)  # volunteers: how many newcomers at once
    is_urgent: Mapped[bool] = mapped_column(default=False)  # newcomers: before the others, whatever the wait
    meets_children: Mapped[bool] = mapped_column(default=False)  # newcomers: whoever visits her meets children
    wants_gender: Mapped[Gender | None] = mapped_column(text_enum(Gender))  # own wish; None: any
    interpreter_ok: Mapped[bool] = mapped_column(default=False)
    max_km: Mapped[int | None]
    company_cvr: Mapped[str | None] = mapped_column(Text)
    company_name: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)  # the applicant's own words, guarded
    consent_through: Mapped[ConsentThrough] = mapped_column(text_enum(ConsentThrough), default=ConsentThrough.herself)

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    steps_done: Mapped[list[StepDone]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="StepDone.done_on"
    )


class StepDone(Base):
    """An interview held, a course taken. Checks with an end date live in `clearances`."""

    __tablename__ = "step_done"

    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True)
    step: Mapped[StepKind] = mapped_column(text_enum(StepKind), primary_key=True)
    done_on: Mapped[date]
    done_by: Mapped[str] = mapped_column(Text)


class Draft(Referable, Base):
    """A sign-up begun and not yet sent: it survives a closed browser. `sent_at` makes sending count once."""

    __tablename__ = "draft"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    side: Mapped[Side] = mapped_column(text_enum(Side))
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    answers: Mapped[dict[str, Any]] = mapped_column(SealedJson("draft.answers"), default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
