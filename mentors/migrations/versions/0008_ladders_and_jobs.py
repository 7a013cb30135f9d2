"""Ladders with versions, a no to one question, jobs with their checks, and how many messages a day one person gets."""

from __future__ import annotations

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = '0007'
branch_labels = None
depends_on = None

TASK_KINDS = (
    "no_follow_up", "quiet_pair", "job_missed", "job_at_risk", "job_over", "job_last_look", "company_call",
)  # fmt: skip
CHECK_KINDS = ("afterwards",)


def upgrade() -> None:
    with op.batch_alter_table("municipality") as batch_op:
        batch_op.add_column(sa.Column("messages_a_day", sa.Integer(), nullable=False, server_default="3"))
    with op.batch_alter_table("municipality") as batch_op:
        batch_op.alter_column("messages_a_day", server_default=None)
    with op.batch_alter_table("check_in") as batch_op:
        batch_op.add_column(sa.Column("second_at", sa.DateTime(timezone=True), nullable=True))
    _kinds("check_in", "ck_check_in_checkkind", add=CHECK_KINDS)
    _kinds("task", "ck_task_taskkind", add=TASK_KINDS)
    _follow_ups()
    _jobs()


def _follow_ups() -> None:
    op.create_table(
        "ladder_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_ladder_version_number")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_ladder_version_programme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_version")),
        sa.UniqueConstraint("programme_id", "number", name=op.f("uq_ladder_version_programme_id_number")),
    )
    op.create_table(
        "question_stop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pair_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("kind", "question_stop", "checkkind", ("first_contact", "fit", "check_in", "ending", "afterwards")),
        sa.ForeignKeyConstraint(["pair_id"], ["pair.id"], name=op.f("fk_question_stop_pair_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_question_stop_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_stop")),
    )
    with op.batch_alter_table("question_stop") as batch_op:
        batch_op.create_index("ix_question_stop_person_id", ["person_id"])
        batch_op.create_index(
            "uq_question_stop_live",
            ["pair_id", "person_id", "kind"],
            unique=True,
            sqlite_where=sa.text("taken_back_at IS NULL"),
            postgresql_where=sa.text("taken_back_at IS NULL"),
        )


def _jobs() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("company", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=True),
        sa.Column("contact_email", sa.Text(), nullable=True),
        sa.Column("contact_mobile", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours BETWEEN 1 AND 60", name=op.f("ck_job_hours")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= starts_on", name=op.f("ck_job_order")),
        _one_of("outcome", "job", "jobend",
                ("other_job", "education", "she_left", "company_ended", "agreed_end", "unknown")),
        sa.ForeignKeyConstraint(["municipality_id"], ["municipality.id"], name=op.f("fk_job_municipality_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_person_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["account.id"], name=op.f("fk_job_responsible_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sa.UniqueConstraint("ref", name=op.f("uq_job_ref")),
    )  # fmt: skip
    with op.batch_alter_table("job") as batch_op:
        batch_op.create_index("ix_job_person_id", ["person_id"])
        batch_op.create_index("ix_job_municipality_id_ended_on", ["municipality_id", "ended_on"])
    op.create_table(
        "job_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", sa.String(32), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_to", sa.Date(), nullable=True),
        sa.CheckConstraint("(ended_as = 'moved') = (moved_to IS NOT NULL)", name=op.f("ck_job_check_moved")),
        _one_of("side", "job_check", "jobside", ("citizen", "company")),
        _one_of("ended_as", "job_check", "checkend", ("done", "moved", "missed")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_check_job_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_check")),
        sa.UniqueConstraint("ref", name=op.f("uq_job_check_ref")),
        sa.UniqueConstraint("job_id", "side", "due_on", name=op.f("uq_job_check_job_id_side_due_on")),
    )
    op.create_table(
        "job_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_check_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_check_id"], ["job_check.id"], name=op.f("fk_job_answer_job_check_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_answer")),
    )
    with op.batch_alter_table("job_answer") as batch_op:
        batch_op.create_index(op.f("ix_job_answer_job_check_id"), ["job_check_id"])


def downgrade() -> None:
    for table in ("job_answer", "job_check", "job", "question_stop", "ladder_version"):
        op.drop_table(table)
    _kinds("task", "ck_task_taskkind", drop=TASK_KINDS)
    _kinds("check_in", "ck_check_in_checkkind", drop=CHECK_KINDS)
    with op.batch_alter_table("check_in") as batch_op:
        batch_op.drop_column("second_at")
    with op.batch_alter_table("municipality") as batch_op:
        batch_op.drop_column("messages_a_day")


def _one_of(column: str, table: str, name: str, values: Iterable[str]) -> sa.CheckConstraint:
    said = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({said})", name=op.f(f"ck_{table}_{name}"))


def _kinds(table: str, name: str, *, add: Iterable[str] = (), drop: Iterable[str] = ()) -> None:
    """Add kinds to a column's CHECK or take them away, whatever other kinds have come meanwhile."""
    gone = tuple(drop)
    if gone:
        rows = sa.table(table, sa.column("kind"))
        op.execute(sa.delete(rows).where(rows.c.kind.in_(gone)))
    checks = {check["name"]: check["sqltext"] for check in sa.inspect(op.get_bind()).get_check_constraints(table)}
    known = [value for value in re.findall(r"'([a-z0-9_]+)'", checks[name]) if value not in gone]
    known += [value for value in add if value not in known]
    said = ", ".join(f"'{value}'" for value in known)
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(name), type_="check")
        batch_op.create_check_constraint(op.f(name), f"kind IN ({said})")
