"""A plan for a programme's whole pool: what went in, each version that came out, and what was sent.

Input and result are packed JSON (`pool.freezing`), never looked into by SQL. They hold references, no names: once a
person is erased, nothing here leads back to her.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from mentors.kit.db import Base, Referable, UtcDateTime, Versioned, text_enum
from mentors.pairing.rules_plans import Failure, PlanState, RoundKind, SendingState
from mentors.programmes.models import Programme


class PoolPlan(Referable, Versioned, Base):
    """One run over a programme's pool, with the coordinator's edits."""

    __tablename__ = "pool_plan"
    __table_args__ = (
        Index("ix_pool_plan_municipality_id_asked_at", "municipality_id", "asked_at"),
        # Two coordinators who press at once watch the same run.
        Index(
            "uq_pool_plan_unfinished",
            "programme_id",
            unique=True,
            sqlite_where=text("state IN ('draft', 'running')"),
            postgresql_where=text("state IN ('draft', 'running')"),
        ),
    )

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    state: Mapped[PlanState] = mapped_column(text_enum(PlanState), default=PlanState.draft)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]  # the day the relations would begin: certificates and waiting are counted from it
    settings_number: Mapped[int] = mapped_column(default=0)  # the version of the programme's settings
    seed: Mapped[str | None] = mapped_column(Text)  # of the lottery, shown with the plan
    newcomers: Mapped[int] = mapped_column(default=0)
    volunteers: Mapped[int] = mapped_column(default=0)
    places: Mapped[int] = mapped_column(default=0)
    input_hash: Mapped[str | None] = mapped_column(Text)
    facts: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # the pool and the settings, packed
    head: Mapped[int] = mapped_column(default=0)  # the number of the version that is shown
    # The run itself.
    step: Mapped[str | None] = mapped_column(Text)
    percent: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    heard_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wants_stop: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    failure: Mapped[Failure | None] = mapped_column(text_enum(Failure))
    thinned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # since then it holds numbers alone
    # What the worker saw when it last held a big plan against the pool; a small one is looked at while one waits.
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    joined: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    rounds: Mapped[list[PlanRound]] = relationship(order_by="PlanRound.id", passive_deletes=True)


class PlanRound(Base):
    """A version of a plan: the run, or an edit of the version before it. Undone ones stay, to be read."""

    __tablename__ = "plan_round"
    __table_args__ = (
        # Two edits of the same version: the second one is told.
        Index(
            "uq_plan_round_number",
            "plan_id",
            "number",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("ix_plan_round_plan_id", "plan_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("pool_plan.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[RoundKind] = mapped_column(text_enum(RoundKind))
    newcomer_ref: Mapped[str | None] = mapped_column(Text)  # participations, as in the pool
    volunteer_ref: Mapped[str | None] = mapped_column(Text)
    because: Mapped[str | None] = mapped_column(Text)  # the coordinator's reason
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(Text)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paired: Mapped[int]
    points: Mapped[int]
    value: Mapped[str] = mapped_column(Text)  # a whole number that may be wider than a column
    moved: Mapped[int] = mapped_column(default=0)  # newcomers whose volunteer changed by it
    result: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    checked_hash: Mapped[str | None] = mapped_column(Text)  # of facts and result, where the second opinion agreed


class PlanTrial(Base):
    """An edit of a big plan that the worker tries out before anybody decides; one at a time for each plan."""

    __tablename__ = "plan_trial"

    plan_id: Mapped[int] = mapped_column(ForeignKey("pool_plan.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int]  # the version it is an edit of
    kind: Mapped[RoundKind] = mapped_column(text_enum(RoundKind))
    newcomer_ref: Mapped[str] = mapped_column(Text)
    volunteer_ref: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(Text)
    tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str | None] = mapped_column(Text)  # codes of the rules it would break
    told: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # what would move, packed
    result: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class PlanSending(Base):
    """One pair of a plan on its way to the two: once per newcomer and plan, however often somebody presses."""

    __tablename__ = "plan_sending"
    __table_args__ = (
        UniqueConstraint("plan_id", "newcomer_ref"),
        Index("ix_plan_sending_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("pool_plan.id", ondelete="CASCADE"))
    newcomer_ref: Mapped[str] = mapped_column(Text)
    line_ref: Mapped[str] = mapped_column(Text)  # the newcomer of the plan: herself, or who stands for her household
    volunteer_ref: Mapped[str] = mapped_column(Text)
    state: Mapped[SendingState] = mapped_column(text_enum(SendingState), default=SendingState.waiting)
    why: Mapped[str | None] = mapped_column(Text)  # codes of what stands against it, with blanks between
    pair_id: Mapped[int | None] = mapped_column(ForeignKey("pair.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(Text)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
