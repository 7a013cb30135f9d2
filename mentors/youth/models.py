from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.clearances.models import ChildContact
from mentors.kit.db import Base, Referable, UtcDateTime, Versioned, one_while, text_enum
from mentors.people.models import Person
from mentors.youth.rules import SpareJob
from mentors.youth.rules_work import Work


class YouthProfile(Base):
    """A person of 13 to 17. Only year and month of birth are kept, and whether school still binds them."""

    __tablename__ = "youth_profile"
    __table_args__ = (CheckConstraint("birth_month BETWEEN 1 AND 12", name="month"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    birth_year: Mapped[int]
    birth_month: Mapped[int]
    at_school: Mapped[bool]
    known_since: Mapped[date]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SpareJobAnswer(Base):
    """What a young person said about a spare-time job, and when. Rows are only ever added."""

    __tablename__ = "spare_job_answer"
    __table_args__ = (Index("ix_spare_job_answer_person_id_answered_at", "person_id", "answered_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    answer: Mapped[SpareJob] = mapped_column(text_enum(SpareJob))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_through: Mapped[str] = mapped_column(Text)


class YouthActivity(Referable, Versioned, Base):
    """Something for the young with adults around. `meets_under_15` follows from the age, in the database too."""

    __tablename__ = "youth_activity"
    __table_args__ = (
        CheckConstraint("meets_under_15 = (age_from < 15)", name="children"),
        CheckConstraint("age_from <= age_to AND per_adult > 0 AND capacity > 0", name="sound"),
        UniqueConstraint("id", "meets_under_15", name="uq_youth_activity_children"),
        Index("ix_youth_activity_municipality_id", "municipality_id"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    name: Mapped[str] = mapped_column(Text)
    day: Mapped[str | None] = mapped_column(Text)
    part: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str | None] = mapped_column(Text)
    age_from: Mapped[int]
    age_to: Mapped[int]
    per_adult: Mapped[int]  # young people per adult, at most
    capacity: Mapped[int]
    meets_under_15: Mapped[bool]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    helpers: Mapped[list[YouthHelper]] = relationship(
        back_populates="activity", lazy="selectin", cascade="all, delete-orphan", order_by="YouthHelper.id"
    )
    members: Mapped[list[YouthMember]] = relationship(
        back_populates="activity", lazy="selectin", cascade="all, delete-orphan", order_by="YouthMember.id"
    )


class YouthHelper(Referable, Base):
    """An adult around an activity. With anyone under 15, only with a contact that a certificate carries."""

    __tablename__ = "youth_helper"
    __table_args__ = (
        ForeignKeyConstraint(
            ["activity_id", "meets_under_15"],
            ["youth_activity.id", "youth_activity.meets_under_15"],
            name="fk_youth_helper_activity",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        CheckConstraint("left_on IS NOT NULL OR NOT meets_under_15 OR contact_id IS NOT NULL", name="cleared"),
        one_while("uq_youth_helper_live", "left_on IS NULL", "activity_id", "person_id"),
    )  # fmt: skip

    activity_id: Mapped[int]
    meets_under_15: Mapped[bool]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("child_contact.id", ondelete="CASCADE"))
    since_on: Mapped[date]
    left_on: Mapped[date | None]

    activity: Mapped[YouthActivity] = relationship(back_populates="helpers")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    contact: Mapped[ChildContact | None] = relationship(lazy="joined")

    def counts_on(self, day: date) -> bool:
        """Whether this adult may be there on a day, and so counts as one."""
        if self.left_on is not None and day >= self.left_on:
            return False
        if not self.meets_under_15:
            return day >= self.since_on
        return self.contact is not None and self.contact.stands_on(day)


class YouthMember(Referable, Base):
    """A young person in an activity."""

    __tablename__ = "youth_member"
    __table_args__ = (
        one_while("uq_youth_member_live", "left_on IS NULL", "activity_id", "person_id"),
        Index("ix_youth_member_person_id", "person_id"),
    )  # fmt: skip

    activity_id: Mapped[int] = mapped_column(ForeignKey("youth_activity.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]

    activity: Mapped[YouthActivity] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class JobPosting(Referable, Base):
    """A spare-time job that keeps the rules of its day."""

    __tablename__ = "job_posting"
    __table_args__ = (Index("ix_job_posting_municipality_id", "municipality_id"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    title: Mapped[str] = mapped_column(Text)
    company: Mapped[str] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    postcode: Mapped[str] = mapped_column(Text)
    age_from: Mapped[int]
    at_school: Mapped[bool]
    school_day: Mapped[int]
    other_day: Mapped[int]
    school_week: Mapped[int]
    holiday_week: Mapped[int]
    begins: Mapped[int]
    ends: Mapped[int]
    lift_kg: Mapped[int]
    machines: Mapped[bool]
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def work(self) -> Work:
        return Work(**{name: getattr(self, name) for name in Work.__slots__})
