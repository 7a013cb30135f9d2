from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.followups.rules_jobs import CheckEnd, JobEnd, JobSide
from mentors.kit.db import Base, Referable, UtcDateTime, Versioned, text_enum
from mentors.kit.vault import Sealed
from mentors.people.models import Person
from mentors.people.rules import Channel


class Job(Referable, Versioned, Base):
    """A job a newcomer has started in. The company's contact answers by link and has no account."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("hours BETWEEN 1 AND 60", name="hours"),
        CheckConstraint("ended_on IS NULL OR ended_on >= starts_on", name="order"),
        Index("ix_job_person_id", "person_id"),
        Index("ix_job_municipality_id_ended_on", "municipality_id", "ended_on"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    company: Mapped[str] = mapped_column(Text)
    contact_name: Mapped[str | None] = mapped_column(Sealed("job.contact_name"))  # emptied when the follow-up is over
    contact_email: Mapped[str | None] = mapped_column(Sealed("job.contact_email"))
    contact_mobile: Mapped[str | None] = mapped_column(Sealed("job.contact_mobile"))  # E.164
    starts_on: Mapped[date]
    hours: Mapped[int | None]  # a week
    ended_on: Mapped[date | None]  # the last day
    outcome: Mapped[JobEnd | None] = mapped_column(text_enum(JobEnd))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    checks: Mapped[list[JobCheck]] = relationship(
        order_by="JobCheck.id", cascade="all, delete-orphan", passive_deletes=True, back_populates="job"
    )

    def company_channels(self) -> tuple[Channel, ...]:
        """The ways to the company's contact: mail first, it is office work."""
        ways = ((Channel.email, self.contact_email), (Channel.sms, self.contact_mobile))
        return tuple(channel for channel, way in ways if way)


class JobCheck(Referable, Base):
    """One question about a job, put to one side for one day. Ends as done, moved or missed."""

    __tablename__ = "job_check"
    __table_args__ = (
        UniqueConstraint("job_id", "side", "due_on"),
        CheckConstraint("(ended_as = 'moved') = (moved_to IS NOT NULL)", name="moved"),
    )

    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    side: Mapped[JobSide] = mapped_column(text_enum(JobSide))
    due_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # reminded on the other channel
    ended_as: Mapped[CheckEnd | None] = mapped_column(text_enum(CheckEnd))  # None: waits for an answer
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_to: Mapped[date | None]

    job: Mapped[Job] = relationship(lazy="joined", innerjoin=True, back_populates="checks")
    answers: Mapped[list[JobAnswer]] = relationship(
        order_by="JobAnswer.id", cascade="all, delete-orphan", lazy="selectin"
    )


class JobAnswer(Base):
    """One tap about a job. Every one is kept; the last one counts."""

    __tablename__ = "job_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_check_id: Mapped[int] = mapped_column(ForeignKey("job_check.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    said: Mapped[str] = mapped_column(Text)  # a rules_jobs.Said
