from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from mentors.clearances.rules import ClearanceFacts, ClearanceKind, ClearanceState, contact_stands
from mentors.clearances.rules_policy import Policy
from mentors.kit.db import Base, Referable, Versioned, one_while, text_enum


class Clearance(Referable, Versioned, Base):
    """The status of one check on one person. There is no column for the paper, and never will be."""

    __tablename__ = "clearance"
    __table_args__ = (
        UniqueConstraint("person_id", "kind"),
        # What a contact with children holds on to (see ChildContact).
        UniqueConstraint("person_id", "kind", "state", "valid_until", name="uq_clearance_held"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[ClearanceKind] = mapped_column(text_enum(ClearanceKind))
    state: Mapped[ClearanceState] = mapped_column(text_enum(ClearanceState))
    requested_on: Mapped[date]
    consent_by: Mapped[date | None]
    assessed_on: Mapped[date | None]
    assessed_by: Mapped[str | None] = mapped_column(Text)  # the journal's label of the assessor
    valid_until: Mapped[date | None]
    wording: Mapped[str | None] = mapped_column(Text)  # the version of a declaration that was signed
    policy: Mapped[str | None] = mapped_column(Text)  # the reference of the policy it was assessed under
    paused_on: Mapped[date | None]  # the first day without contact, after having had one

    def facts(self) -> ClearanceFacts:
        return ClearanceFacts(self.kind, self.state, self.consent_by, self.valid_until, self.paused_on)


class ChildContact(Referable, Base):
    """An adult in regular contact with children under 15, and the clearance that carries it.

    The net under the rule, held by the database itself: a standing contact points at a clean child
    certificate with its end, and may not reach past it. So a row cannot come without one; a renewal moves
    the end along (ON UPDATE CASCADE); a certificate that stops being clean cannot while a contact stands on
    it: the command must end the contact first. An ended contact lets go and stays as history.
    """

    __tablename__ = "child_contact"
    __table_args__ = (
        ForeignKeyConstraint(
            ["person_id", "clearance_kind", "clearance_state", "valid_until"],
            ["clearance.person_id", "clearance.kind", "clearance.state", "clearance.valid_until"],
            name="fk_child_contact_clearance",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        CheckConstraint(
            "clearance_kind = 'child_certificate' AND (ended_on IS NOT NULL OR (clearance_state IS NOT NULL"
            " AND clearance_state = 'clean' AND valid_until IS NOT NULL AND begins_on <= valid_until"
            " AND (ends_on IS NULL OR ends_on <= valid_until)))",
            name="carried",
        ),
        one_while("uq_child_contact_standing", "ended_on IS NULL", "person_id", "thing"),
        Index("ix_child_contact_thing", "thing"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    thing: Mapped[str] = mapped_column(Text)  # where they meet: `youth_activity:<ref>`
    begins_on: Mapped[date]
    ends_on: Mapped[date | None]  # planned; None: until further notice, never past the clearance
    ended_on: Mapped[date | None]  # the first day it is over
    clearance_kind: Mapped[str] = mapped_column(Text, default=str(ClearanceKind.child_certificate))
    clearance_state: Mapped[str | None] = mapped_column(Text)
    valid_until: Mapped[date | None]

    def stands_on(self, day: date) -> bool:
        return contact_stands(
            day,
            begins_on=self.begins_on,
            ends_on=self.ends_on,
            ended_on=self.ended_on,
            valid_until=self.valid_until,
        )


class ClearanceNeed(Base):
    """Somebody who needs a check for something, so that the register can say who is missing one."""

    __tablename__ = "clearance_need"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[ClearanceKind] = mapped_column(text_enum(ClearanceKind), primary_key=True)
    thing: Mapped[str] = mapped_column(Text, primary_key=True)
    since: Mapped[date]


class ClearancePolicy(Referable, Base):
    """What a municipality has decided about checks, from a day on. Rows are added, never changed."""

    __tablename__ = "clearance_policy"
    __table_args__ = (UniqueConstraint("municipality_id", "valid_from"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    valid_from: Mapped[date]
    child_months: Mapped[int]
    criminal_months: Mapped[int]
    criminal_in_homes: Mapped[bool]
    course_for_children: Mapped[bool]
    set_by: Mapped[str] = mapped_column(Text)

    def decided(self) -> Policy:
        return Policy(self.child_months, self.criminal_months, self.criminal_in_homes, self.course_for_children)
