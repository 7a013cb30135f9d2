from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Referable, UtcDateTime, text_enum
from mentors.kit.vault import Sealed
from mentors.messages.rules import MessageState
from mentors.people.models import Person
from mentors.people.rules import Channel


class Message(Referable, Base):
    """One message to one reader on one channel. Unique by `key`, so that it is said once.

    `about` names the thing it concerns (`pair:<ref>`): whoever ends the thing cancels its messages.
    Links stand as markers in the text and become addresses only while sending.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index(
            "ix_message_waiting",
            "channel",
            "not_before",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_message_urgent",
            "channel",
            "not_before",
            "id",
            sqlite_where=text("state = 'waiting' AND is_urgent"),
            postgresql_where=text("state = 'waiting' AND is_urgent"),
        ),
        Index(
            "ix_message_held",
            "lease_until",
            sqlite_where=text("state IN ('leased', 'sending')"),
            postgresql_where=text("state IN ('leased', 'sending')"),
        ),
        Index(
            "ix_message_unsaid",
            "municipality_id",
            "id",
            sqlite_where=text("state IN ('failed', 'expired', 'unknown') AND closed_at IS NULL"),
            postgresql_where=text("state IN ('failed', 'expired', 'unknown') AND closed_at IS NULL"),
        ),
        Index("ix_message_about", "about"),
        Index("ix_message_person_id", "person_id"),
        Index("ix_message_municipality_id_created_at", "municipality_id", "created_at"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    key: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)  # `<room>/<kind>`, also the folder of its templates
    about: Mapped[str | None] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    address: Mapped[str] = mapped_column(Sealed("message.address"))
    language: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Sealed("message.subject"), default="")
    body: Mapped[str] = mapped_column(Sealed("message.body"))
    # The same said on the person's other channel, should this one fail. None: there is no other.
    spare_subject: Mapped[str | None] = mapped_column(Sealed("message.spare_subject"))
    spare_body: Mapped[str | None] = mapped_column(Sealed("message.spare_body"))
    is_urgent: Mapped[bool] = mapped_column(default=False)  # leaves at any hour: asked for just now, or staff
    state: Mapped[MessageState] = mapped_column(text_enum(MessageState), default=MessageState.waiting)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When its reader could first be told; `not_before` moves on with every try. None: written by a version
    # of this house that did not know the column yet.
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # A day's room for messages holds until the moment is near that this one is about. None: it can wait.
    put_off_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    turn: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # how often staff have sent it again
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_token: Mapped[str | None] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provider: Mapped[str | None] = mapped_column(Text)  # who has it, such as `twilio`
    provider_ref: Mapped[str | None] = mapped_column(Text)
    problem: Mapped[str | None] = mapped_column(Text)  # a code of what went wrong, never content
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # a coordinator has dealt with it otherwise
    closed_by: Mapped[str | None] = mapped_column(Text)

    person: Mapped[Person | None] = relationship()
