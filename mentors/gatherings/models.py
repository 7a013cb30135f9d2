from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.accounts.models import Account
from mentors.associations.models import Association
from mentors.core import clock
from mentors.core.language import first_said
from mentors.gatherings.rules import ClosingKind, SeriesKind, SignUpMode, SpeakerState, Unit
from mentors.gatherings.rules_recurrence import Closing, Existing
from mentors.kit.db import Base, Codes, Referable, UtcDateTime, Versioned, text_enum
from mentors.kit.vault import Sealed
from mentors.people.models import Person


class ClosingDay(Referable, Base):
    """Days on which a municipality's houses are shut, or its schools are; both ends included."""

    __tablename__ = "closing_day"
    __table_args__ = (
        Index("ix_closing_day_municipality_id_to_on", "municipality_id", "to_on"),
        CheckConstraint("from_on <= to_on", name="order"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    kind: Mapped[ClosingKind] = mapped_column(text_enum(ClosingKind))
    name: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    to_on: Mapped[date]

    def facts(self) -> Closing:
        return Closing(self.kind, self.from_on, self.to_on)


class Series(Referable, Versioned, Base):
    """A café, course, salon or open day. Its rule says when its sessions are, on the wall clock."""

    __tablename__ = "series"
    __table_args__ = (Index("ix_series_municipality_id_ended_at", "municipality_id", "ended_at"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    association_id: Mapped[int | None] = mapped_column(  # whose login sees its sessions
        ForeignKey("association.id", ondelete="SET NULL"), index=True
    )
    kind: Mapped[SeriesKind] = mapped_column(text_enum(SeriesKind))
    title: Mapped[str] = mapped_column(Text)  # Danish
    about: Mapped[str | None] = mapped_column(Text)  # Danish
    who_for: Mapped[str | None] = mapped_column(Text)  # Danish
    texts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # {"ar": {"title": ..., "about": ...}}
    rule: Mapped[str | None] = mapped_column(Text)  # RFC 5545, checked; None: sessions are put in one by one
    rule_from: Mapped[date]  # the day the rule counts from
    at: Mapped[time]  # wall clock
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(Text)
    languages: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())  # spoken there
    capacity: Mapped[int | None]
    minimum: Mapped[int | None]
    mode: Mapped[SignUpMode] = mapped_column(text_enum(SignUpMode))
    is_course: Mapped[bool] = mapped_column(default=False)  # people sign up for all of it
    is_public: Mapped[bool] = mapped_column(default=True)  # stands in the public calendar
    promotes: Mapped[bool] = mapped_column(default=False)  # the next in line gets a freed seat without being asked
    children_sit: Mapped[bool] = mapped_column(default=True)  # children take seats too
    childcare: Mapped[bool] = mapped_column(default=False)
    skips_school_holidays: Mapped[bool] = mapped_column(default=False)
    sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    owners: Mapped[list[Owner]] = relationship(cascade="all, delete-orphan", lazy="selectin")
    association: Mapped[Association | None] = relationship()

    @property
    def first_at(self) -> datetime:
        """The instant its rule counts from, whatever has happened to the sessions since."""
        return clock.at_local(self.rule_from, self.at.hour, self.at.minute)

    def title_in(self, chain: Iterable[str]) -> tuple[str, str]:
        """The title and the language it is in: the first of the reader's in which there is one, else Danish."""
        return self._said_in("title", self.title, chain)

    def about_in(self, chain: Iterable[str]) -> tuple[str, str]:
        return self._said_in("about", self.about, chain)

    def _said_in(self, what: str, danish: str | None, chain: Iterable[str]) -> tuple[str, str]:
        own = {code: words.get(what) for code, words in (self.texts or {}).items()}
        return first_said({**own, "da": danish}, chain)


class Owner(Base):
    """A member of staff who runs a series, for a unit where several share it (systems.md row 16)."""

    __tablename__ = "series_owner"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    unit: Mapped[Unit | None] = mapped_column(text_enum(Unit))

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Session(Referable, Versioned, Base):
    """One time a series meets. `planned_on` is the day its rule gave it; it may have been moved since."""

    __tablename__ = "session"
    __table_args__ = (
        Index("ix_session_series_id_starts_at", "series_id", "starts_at"),
        Index("ix_session_municipality_id_starts_at", "municipality_id", "starts_at"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    association_id: Mapped[int | None] = mapped_column(  # a host of its own, as the companies of one open day
        ForeignKey("association.id", ondelete="SET NULL"), index=True
    )
    planned_on: Mapped[date]
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    own_title: Mapped[str | None] = mapped_column(Text)  # a host company, or the subject in Danish
    own_place: Mapped[str | None] = mapped_column(Text)
    own_capacity: Mapped[int | None]
    topic: Mapped[str | None] = mapped_column(Text)  # a code of the catalogue
    materials: Mapped[str | None] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_edited: Mapped[bool] = mapped_column(default=False)
    is_extra: Mapped[bool] = mapped_column(default=False)  # put in beside the rule, which leaves it alone
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    series: Mapped[Series] = relationship(lazy="joined", innerjoin=True)
    association: Mapped[Association | None] = relationship()
    speakers: Mapped[list[Speaker]] = relationship(cascade="all, delete-orphan", order_by="Speaker.id")
    helpers: Mapped[list[Helper]] = relationship(cascade="all, delete-orphan", order_by="Helper.person_id")

    @property
    def place(self) -> str:
        return self.own_place or self.series.place

    @property
    def capacity(self) -> int | None:
        return self.own_capacity if self.own_capacity is not None else self.series.capacity

    @property
    def title(self) -> str:
        return self.own_title or self.series.title

    def existing(self, has_people: bool) -> Existing:
        return Existing(
            self.id,
            self.planned_on,
            self.starts_at,
            has_people=has_people,
            is_edited=self.is_edited,
            is_moved=self.moved_at is not None,
            is_cancelled=self.cancelled_at is not None,
        )


class Speaker(Referable, Base):
    """Somebody asked to speak at a session, and the answer."""

    __tablename__ = "speaker"
    __table_args__ = (Index("ix_speaker_session_id", "session_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Sealed("speaker.name", finds="name"))
    mobile: Mapped[str | None] = mapped_column(Sealed("speaker.mobile", finds="way"))
    email: Mapped[str | None] = mapped_column(Sealed("speaker.email", finds="way"))
    state: Mapped[SpeakerState] = mapped_column(text_enum(SpeakerState), default=SpeakerState.invited)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[Session] = relationship(back_populates="speakers", lazy="joined", innerjoin=True)


class Helper(Base):
    """Somebody who is with the children at a session. Wants a child certificate valid on that day."""

    __tablename__ = "childcare_helper"
    __table_args__ = (Index("ix_childcare_helper_person_id", "person_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class AdviceSlot(Referable, Base):
    """A one-to-one talk that can be booked with a first name and a topic. What is said is kept nowhere,
    and the name goes the day after, with the way to say that the time has changed, which no adviser sees."""

    __tablename__ = "advice_slot"
    __table_args__ = (UniqueConstraint("session_id", "starts_at"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    first_name: Mapped[str | None] = mapped_column(Sealed("advice_slot.first_name", finds="name"))
    topic: Mapped[str | None] = mapped_column(Text)
    mobile: Mapped[str | None] = mapped_column(Sealed("advice_slot.mobile", finds="way"))
    email: Mapped[str | None] = mapped_column(Sealed("advice_slot.email", finds="way"))
    language: Mapped[str] = mapped_column(Text, default="da")
    booked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[Session] = relationship(lazy="joined", innerjoin=True)


class CourseModule(Referable, Base):
    """One part of an introduction course."""

    __tablename__ = "course_module"
    __table_args__ = (UniqueConstraint("series_id", "topic"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(Text)


class ModuleDone(Base):
    """A module somebody has completed, ticked by a member of staff or by being there."""

    __tablename__ = "module_done"

    module_id: Mapped[int] = mapped_column(ForeignKey("course_module.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    done_on: Mapped[date]
