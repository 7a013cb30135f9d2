"""Who is in a gathering: seats, the door, group leaders, what came after."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.gatherings.models import Series, Session
from mentors.gatherings.rules import AfterLeave, Seat, SeatState, Unit
from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.kit.vault import Sealed
from mentors.people.models import Person

_LIVE = "state <> 'left'"


class SignUp(Referable, Base):
    """A family's place at one session, or at a whole course. Known by a person, or by a first name alone.

    There is no field for why somebody is here, for civil status or for years in the country.
    """

    __tablename__ = "sign_up"
    __table_args__ = (
        CheckConstraint("(session_id IS NULL) <> (series_id IS NULL)", name="one_thing"),
        CheckConstraint("adults BETWEEN 0 AND 12 AND children BETWEEN 0 AND 12", name="party"),
        Index("ix_sign_up_session_id_state", "session_id", "state"),
        Index("ix_sign_up_series_id_state", "series_id", "state"),
        Index(
            "uq_sign_up_session_person", "session_id", "person_id",
            unique=True, sqlite_where=text(_LIVE), postgresql_where=text(_LIVE),
        ),
        Index(
            "uq_sign_up_series_person", "series_id", "person_id",
            unique=True, sqlite_where=text(_LIVE), postgresql_where=text(_LIVE),
        ),
        Index("ix_sign_up_person_id", "person_id"),
        Index("ix_sign_up_offered_until", "offered_until"),
    )  # fmt: skip

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str | None] = mapped_column(
        Sealed("sign_up.name", finds="name")
    )  # a first name, where there is no person
    mobile: Mapped[str | None] = mapped_column(Sealed("sign_up.mobile", finds="way"))
    email: Mapped[str | None] = mapped_column(Sealed("sign_up.email", finds="way"))
    language: Mapped[str] = mapped_column(Text, default="da")
    adults: Mapped[int] = mapped_column(default=1)
    children: Mapped[int] = mapped_column(default=0)
    state: Mapped[SeatState] = mapped_column(text_enum(SeatState))
    offered_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wants_contact: Mapped[bool] = mapped_column(default=False)  # a company may write about a placement
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    session: Mapped[Session | None] = relationship(lazy="selectin")
    series: Mapped[Series | None] = relationship(lazy="selectin")
    person: Mapped[Person | None] = relationship(lazy="joined")

    @property
    def the_series(self) -> Series:
        found = self.series or (self.session.series if self.session else None)
        assert found is not None
        return found

    @property
    def first_name(self) -> str:
        return self.person.first_name if self.person else (self.name or "")

    def seat(self, children_sit: bool) -> Seat:
        return Seat(self.id, self.state, self.adults + (self.children if children_sit else 0), self.offered_until)


class DoorTag(Referable, Base):
    """A number on a card or keyring, for somebody who comes without a phone."""

    __tablename__ = "door_tag"
    __table_args__ = (UniqueConstraint("municipality_id", "number"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)

    person: Mapped[Person | None] = relationship(lazy="joined")


_THERE = "undone_at IS NULL"


class Attendance(Base):
    """Somebody came, or so many nameless did. `client_uuid` is made where it was pressed, so that a
    tablet may send the same press twice; what was taken back stays, so that a late copy changes nothing."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("adults BETWEEN -1 AND 99 AND children BETWEEN -1 AND 99", name="count"),
        Index("ix_attendance_session_id", "session_id"),
        Index("ix_attendance_person_id", "person_id"),
        Index(
            "uq_attendance_session_person", "session_id", "person_id",
            unique=True, sqlite_where=text(_THERE), postgresql_where=text(_THERE),
        ),
        Index(
            "uq_attendance_session_sign_up", "session_id", "sign_up_id",
            unique=True, sqlite_where=text(_THERE), postgresql_where=text(_THERE),
        ),
        Index(
            "uq_attendance_session_tag", "session_id", "tag_id",
            unique=True, sqlite_where=text(_THERE), postgresql_where=text(_THERE),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("session.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    tag_id: Mapped[int | None] = mapped_column(ForeignKey("door_tag.id", ondelete="SET NULL"), index=True)
    sign_up_id: Mapped[int | None] = mapped_column(ForeignKey("sign_up.id", ondelete="SET NULL"), index=True)
    client_uuid: Mapped[str] = mapped_column(Text, unique=True)
    adults: Mapped[int] = mapped_column(default=1)
    children: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LeaderSwitch(Base):
    """While a group runs its leader is responsible for a participant; who was before stands here.

    No word about why somebody is in the group: there is no column for it.
    """

    __tablename__ = "leader_switch"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    before_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    leader_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    switched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LeaderPeriod(Base):
    """The days for which a group has a leader."""

    __tablename__ = "leader_period"

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), primary_key=True)
    leader_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    from_on: Mapped[date]
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UnitNote(Referable, Base):
    """What one unit writes about a participant of a shared group; the other units never see it."""

    __tablename__ = "unit_note"
    __table_args__ = (Index("ix_unit_note_series_id_unit", "series_id", "unit"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    unit: Mapped[Unit] = mapped_column(text_enum(Unit))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(Text)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Leave(Referable, Base):
    """A parental leave: when it is expected to end, and what came after (systems.md row 11)."""

    __tablename__ = "leave"
    __table_args__ = (Index("ix_leave_ends_on", "ends_on"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    series_id: Mapped[int | None] = mapped_column(ForeignKey("series.id", ondelete="SET NULL"), index=True)
    ends_on: Mapped[date]
    went_on_to: Mapped[AfterLeave | None] = mapped_column(text_enum(AfterLeave))
    noted_on: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
