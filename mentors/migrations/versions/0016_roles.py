"""Whom a caseworker has referred or answers for, as a thing that can be handed over."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

ITEM_KINDS = ("case",)


def upgrade() -> None:
    op.create_table(
        "newcomer_case",
        sa.Column("municipality_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_newcomer_case_municipality_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_newcomer_case_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_newcomer_case_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_newcomer_case")),
        sa.UniqueConstraint("ref", name=op.f("uq_newcomer_case_ref")),
    )
    live = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_newcomer_case_live", "newcomer_case", ["person_id", "account_id"], unique=True, sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("ix_newcomer_case_account_id", "newcomer_case", ["account_id"])
    op.create_index("ix_newcomer_case_municipality_id_ended_at", "newcomer_case", ["municipality_id", "ended_at"])
    _kinds("handover_item", "ck_handover_item_itemkind", add=ITEM_KINDS)


def downgrade() -> None:
    _kinds("handover_item", "ck_handover_item_itemkind", drop=ITEM_KINDS)
    op.drop_table("newcomer_case")


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
