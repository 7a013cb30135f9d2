from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.kit.vault import Sealed, head_of
from mentors.messages.rules import MessageEventKind
from mentors.people.rules import Channel


class MessageEvent(Base):
    """One thing that happened to a message beside a plain yes at the first try. Only ever added to; never content."""

    __tablename__ = "message_event"
    __table_args__ = (Index("ix_message_event_message_id_id", "message_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[MessageEventKind] = mapped_column(text_enum(MessageEventKind))
    code: Mapped[str | None] = mapped_column(Text)
    by: Mapped[str | None] = mapped_column(Text)  # the journal's label of a member of staff


class ContactPoint(Referable, Base):
    """An address of a person that has refused messages for good. Another address of hers has a row of its own."""

    __tablename__ = "contact_point"
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    address: Mapped[str] = mapped_column(Sealed("contact_point.address", finds="way"))
    bounces: Mapped[int] = mapped_column(default=0)
    bounced_at: Mapped[datetime] = mapped_column(UtcDateTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


Index(
    "uq_contact_point_person_id_channel_address",
    ContactPoint.person_id, ContactPoint.channel, head_of(ContactPoint.address), unique=True,
)  # fmt: skip


class Provider(Base):
    """How a provider is doing, shared by all workers: its breaker and its token bucket."""

    __tablename__ = "provider"

    name: Mapped[str] = mapped_column(Text, primary_key=True)  # `<channel>:<transport>`
    outcomes: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    probed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tokens: Mapped[float | None]
    filled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Receipt(Base):
    """What a provider told us later, kept as it came in and worked off by a job. Holds no number and no text."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("provider", "event"),
        Index(
            "ix_receipt_open",
            "received_at",
            sqlite_where=text("processed_at IS NULL"),
            postgresql_where=text("processed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    provider: Mapped[str] = mapped_column(Text)
    event: Mapped[str] = mapped_column(Text)  # names the event, so that a repeated one is the same
    ref: Mapped[str] = mapped_column(Text)  # of the message, as we gave it away
    arrived: Mapped[bool]
    code: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    processed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(Text)  # moved, late or stranger
