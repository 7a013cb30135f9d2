from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, select, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.clearances.models import ChildContact
from mentors.kit.db import Base, Referable, UtcDateTime, Versioned, text_enum
from mentors.pairing.rules import MEETING_STATES, RUNNING_STATES, Fit, Outcome, PairState
from mentors.people.models import Person
from mentors.programmes.models import Programme
from mentors.programmes.rules import Side


def _meets_children(context: DefaultExecutionContext) -> bool:
    """As the programme says, where only its number was given."""
    given: dict[str, Any] = context.get_current_parameters()  # type: ignore[no-untyped-call]
    asked = select(Programme.meets_children).where(Programme.id == given["programme_id"])
    return bool(context.connection.scalar(asked))


class Pair(Referable, Versioned, Base):
    """A newcomer and a volunteer in a programme, from proposal to ending. Never deleted by a re-pairing.

    The net under row 4, held by the database itself: where the programme meets children, a pair that meets
    has a contact that a child certificate carries.
    """

    __tablename__ = "pair"
    __table_args__ = (
        CheckConstraint("newcomer_id <> volunteer_id", name="two_people"),
        ForeignKeyConstraint(
            ["programme_id", "meets_children"],
            ["programme.id", "programme.meets_children"],
            name="fk_pair_programme",
            onupdate="CASCADE",
        ),
        CheckConstraint(
            "NOT meets_children OR state NOT IN ('agreed', 'active') OR contact_id IS NOT NULL", name="cleared"
        ),
        Index(
            "uq_pair_open_newcomer",
            "programme_id",
            "newcomer_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_pair_volunteer_id", "volunteer_id"),
        Index("ix_pair_newcomer_id", "newcomer_id"),
        Index("ix_pair_municipality_id_state", "municipality_id", "state"),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    programme_id: Mapped[int]
    meets_children: Mapped[bool] = mapped_column(default=_meets_children)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("child_contact.id", ondelete="CASCADE"))
    newcomer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    volunteer_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    state: Mapped[PairState] = mapped_column(text_enum(PairState), default=PairState.proposed)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # points as they were shown
    points: Mapped[int] = mapped_column(default=0)
    override_reason: Mapped[str | None] = mapped_column(Text)  # why soft hurdles were set aside
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    volunteer_said_yes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    newcomer_said_yes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    first_met_on: Mapped[date | None]
    volunteer_fit: Mapped[Fit | None] = mapped_column(text_enum(Fit, "volunteer_fit"))
    newcomer_fit: Mapped[Fit | None] = mapped_column(text_enum(Fit, "newcomer_fit"))
    active_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    starts_on: Mapped[date | None]
    planned_end_on: Mapped[date | None]
    renewed_from: Mapped[date | None]  # the day the present period began, where the agreement was extended
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paused_until: Mapped[date | None]
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # ended, declined or lapsed
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    goal: Mapped[str | None] = mapped_column(Text)
    tasks: Mapped[str | None] = mapped_column(Text)
    minutes_a_month: Mapped[int | None]

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    newcomer: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[newcomer_id])
    volunteer: Mapped[Person] = relationship(lazy="joined", innerjoin=True, foreign_keys=[volunteer_id])
    contact: Mapped[ChildContact | None] = relationship()
    changes: Mapped[list[PairChange]] = relationship(
        order_by="PairChange.id", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_running(self) -> bool:
        """Both have said yes and nobody has ended it."""
        return self.state in RUNNING_STATES

    @property
    def meets_child(self) -> bool:
        """An adult and a child who meet now."""
        return self.meets_children and self.state in MEETING_STATES

    def may_meet_on(self, day: date) -> bool:
        """Whether both have said yes and, where one is a child, the two may be together on a day."""
        if not self.meets_children:
            return self.is_running
        return self.meets_child and self.contact is not None and self.contact.stands_on(day)

    @property
    def asked(self) -> Side | None:
        """Whose answer a proposal waits for, if it is still one."""
        return {PairState.proposed: Side.volunteer, PairState.volunteer_yes: Side.newcomer}.get(self.state)

    @property
    def asked_at(self) -> datetime:
        """Since when that answer is awaited."""
        return self.volunteer_said_yes_at or self.proposed_at

    def person_of(self, side: Side) -> Person:
        return self.newcomer if side is Side.newcomer else self.volunteer

    def other_than(self, side: Side) -> Person:
        return self.volunteer if side is Side.newcomer else self.newcomer

    def said_yes_at(self, side: Side) -> datetime | None:
        return self.newcomer_said_yes_at if side is Side.newcomer else self.volunteer_said_yes_at

    def side_of(self, person_id: int | None) -> Side | None:
        """Which side of the pair somebody is on, if any."""
        return {self.newcomer_id: Side.newcomer, self.volunteer_id: Side.volunteer}.get(person_id or 0)


class PairChange(Base):
    """One step in a pair's life: from, to, when, by whom. Rows are only ever added."""

    __tablename__ = "pair_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("pair.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(Text)  # a state, or `extended`, `agreement`
    by: Mapped[str] = mapped_column(Text)
