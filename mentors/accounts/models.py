from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentors.accounts.rules import FactorKind, SignInPolicy, SittingStage
from mentors.kit.db import Base, Codes, Referable, UtcDateTime, Versioned, text_enum


class Account(Referable, Versioned, Base):
    """Somebody who can sign in: staff by password, participants by a link sent to them."""

    __tablename__ = "account"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text, unique=True)  # staff only: participants have theirs
    language: Mapped[str] = mapped_column(Text, default="da")
    roles: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    password_hash: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Sitting(Referable, Base):
    """One signed-in browser. Ending the row signs it out at once, everywhere."""

    __tablename__ = "sitting"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    stage: Mapped[SittingStage] = mapped_column(text_enum(SittingStage), default=SittingStage.whole)
    device: Mapped[str] = mapped_column(Text, default="other other")  # two words of ours; no address, no place
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # when a second factor was last given
    idle_minutes: Mapped[int] = mapped_column(default=30)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecondFactor(Referable, Base):
    """A code app or a passkey of a member of staff."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    kind: Mapped[FactorKind] = mapped_column(text_enum(FactorKind))
    device: Mapped[str] = mapped_column(Text)
    secret: Mapped[str | None] = mapped_column(Text)  # a code app's, sealed
    credential_id: Mapped[str | None] = mapped_column(Text, unique=True)  # a passkey's, base64url
    public_key: Mapped[str | None] = mapped_column(Text)  # a passkey's, base64url of its COSE form
    counter: Mapped[int | None]  # the last 30-second step used, or the passkey's own count of signatures
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Base):
    """One of ten codes on paper, for the day the telephone is gone. Only its hash is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(Text)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OutsideIdentity(Base):
    """Who an account is at the municipality's own sign-in provider."""

    __tablename__ = "outside_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("account_id", "issuer"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    issuer: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    bound_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KnownDevice(Base):
    """A browser in which an account has signed in before: strangers' wrong guesses don't slow it down."""

    __tablename__ = "known_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(Text, unique=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UsedOnce(Base):
    """What must never count twice: the hash of an attempt or a code. The primary key decides who was first."""

    __tablename__ = "used_once"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Card(Base):
    """A printed card: a personal link that opens only with a PIN given apart from it."""

    __tablename__ = "card"

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("personal_link.id", ondelete="CASCADE"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    pin_hash: Mapped[str] = mapped_column(Text)
    wrong: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInPolicyRow(Referable, Base):
    """What a municipality has decided about signing in, from a day on. Rows are added, never changed."""

    __tablename__ = "sign_in_policy"
    __table_args__ = (UniqueConstraint("municipality_id", "valid_from"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    valid_from: Mapped[date]
    second_factor: Mapped[bool]
    staff_idle: Mapped[int]
    staff_life: Mapped[int]
    others_idle: Mapped[int]
    others_life: Mapped[int]
    set_by: Mapped[str] = mapped_column(Text)

    def decided(self) -> SignInPolicy:
        return SignInPolicy(
            self.second_factor, self.staff_idle, self.staff_life, self.others_idle, self.others_life
        )  # fmt: skip
